"""
A storm over a running installation: `python -m tests.faults.storm --seed 3 --seconds 40`.

Two webs, two workers of two processes and two beats, on a PostgreSQL, a Redis, a mail server and a
push service of their own.
While hundreds of reminders fall due and people stop some of them, and couples answer their check-in
(`storm_web`), everything is killed, cut, refused and doubled (`storm_faults`), as the seed says; then
it is calm until nothing is open any more, and the oracle (`storm_oracle`) compares what the mail
server took, and what people were told was kept, with what the rows say. Its exit status
says whether it found anything; `--break NAME` (`storm_kinds.BREAKS`) must make it find something.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

from tests.push import PushSink
from tests.servers import PostgreSQL, Redis
from tests.smtp import SmtpSink

PEOPLE, SURE, STOPS = 60, 40, 30
PUSHED = 20  # of the people want pushes too, each in one browser
REMINDERS = 30  # a second
A_MAIL = 0.02  # seconds that either server takes for one: something is always leaving
PATIENCE, HURRIED = 420, 90  # seconds until nothing is open: a lease and the longest pause, or none
QUIET = 8  # seconds after which a worker has nothing in hand any more


class Lasting(PostgreSQL):
    """PostgreSQL as in use: what it has committed survives its own end."""

    options = PostgreSQL.options | {"synchronous_commit": "on"}


@dataclass
class Story:
    """What happened, for the oracle: moments are seconds since 1970."""

    seed: int
    arrived: list = field(default_factory=list)  # (moment, message id, address) at the mail server
    pushes: list = field(
        default_factory=list
    )  # (moment, address) at the push service: they say no more
    browsers: list = field(default_factory=list)  # addresses that are pushed to
    gone: set = field(default_factory=set)  # addresses whose browser the push service forgot
    stopped: dict = field(default_factory=dict)  # address: when the stop was committed
    ended: set = field(default_factory=set)  # addresses for which all was stopped, what is sure too
    seen: dict = field(default_factory=dict)  # subject: when it first stood in the app
    faults: list = field(default_factory=list)  # (name, began, ended)
    planned: dict = field(default_factory=dict)  # subject: (address, due at)
    sure: set = field(default_factory=set)  # ids of what must be told
    in_doubt_at_most: int = 0  # as many may be unknown
    kept: dict = field(default_factory=dict)  # partner: the value that a page said was kept last
    answers: int = 0  # times that a page said so
    refused: list = field(default_factory=list)  # what no fault explains


def main(arguments=None):
    """Let the storm pass over an installation; the exit status says whether the oracle is content."""
    asked = _asked(arguments)
    os.environ["STORM_BREAK"] = ""  # the driver itself is sound: only workers are broken
    with ExitStack() as stack:
        database, redis = stack.enter_context(Lasting()), stack.enter_context(Redis())
        os.environ |= {
            "DATABASE_URL": database.url,
            "CELERY_BROKER_URL": redis.url,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PUSH_TO_LOOPBACK": "on",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        sinks = stack.enter_context(SmtpSink()), stack.enter_context(PushSink())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpact-storm-"))
        from tests.faults import storm_oracle
        from tests.faults.workers import Installation

        installation = stack.enter_context(
            Installation(
                broker=redis.url, mail=sinks[0].url, folder=folder, STORM_BREAK=asked.broken
            )
        )
        story = _let_it_storm(asked, database, redis, sinks, installation)
        found = storm_oracle.verdict(story)
        if found:
            print(installation.log()[-3000:])
    print("\n".join(found) or "The oracle found nothing.", flush=True)
    return 1 if found else 0


def _asked(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.faults.storm", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--seconds", type=int, default=40, help="how long it storms")
    parser.add_argument("--hurry", action="store_true", help="end leases and pauses, do not wait")
    parser.add_argument("--break", dest="broken", default="", help="what is broken on purpose")
    return parser.parse_args(arguments)


def _let_it_storm(asked, database, redis, sinks, installation):
    from tests.faults import storm_web
    from tests.faults.storm_faults import Faults

    story, chance, (mails, pushes) = Story(asked.seed), random.Random(asked.seed), sinks
    mails.delay = pushes.delay = A_MAIL
    mails.on_message = lambda: story.arrived.append(_taken(mails))
    people, begin = _people(pushes), time.time() + 4  # until the first workers are there
    story.browsers = [person.email for person in people[:PUSHED]]
    _plan_reminders(story, chance, people, begin, asked.seconds)
    faults = Faults(story, chance, database, redis, sinks, installation)
    browsers = storm_web.sign_in(people, faults.webs, story)
    couples = storm_web.Couples(faults.webs, story, asked.seed)
    faults.start_everything()
    couples.begin()
    timeline = faults.timeline(asked.seconds) + _acts(
        story, chance, browsers, people, asked.seconds
    )
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(story, over), daemon=True)
    watcher.start()
    for at, act in sorted(timeline, key=lambda one: one[0]):
        time.sleep(max(0, begin + at - time.time()))
        act()
    time.sleep(max(0, begin + asked.seconds - time.time()))
    faults.end()
    couples.end()
    _calm_down(asked.hurry)
    over.set()
    watcher.join()
    story.pushes = [(one.moment, one.path.rpartition("/")[2]) for one in pushes.pushes]
    return story


def _taken(sink):
    message = sink.messages[-1]
    return time.time(), message["Message-ID"], message["X-Sent-To"]


def _people(pushes):
    from tests.cast import make_person

    people = [make_person(f"Person {number}", f"p{number}@example.org") for number in range(PEOPLE)]
    for person in people[:PUSHED]:
        _want_pushes(person, pushes.endpoint(person.email))
    return people


def _want_pushes(person, endpoint):
    from django.test import Client

    from trustpact.notices.models import PushSubscription, Reminders

    browser, now = Client(), datetime.now(UTC)
    browser.force_login(person)
    key = browser.session.session_key
    PushSubscription.objects.begin(person=person, endpoint=endpoint, session_key=key, now=now)
    Reminders.objects.keep(person=person, push=True, now=now)


def _plan_reminders(story, chance, people, begin, seconds):
    from tests.faults.storm_kinds import REMINDER
    from trustpact.notices.models import Schedule

    schedules = []
    for person in chance.choices(people, k=REMINDERS * seconds):
        subject, due = uuid4(), begin + chance.uniform(0, seconds)
        story.planned[subject] = person.email, due
        row = {"person": person, "kind": REMINDER, "subject": subject, "zone": "UTC"}
        schedules.append(Schedule(next_at=datetime.fromtimestamp(due, UTC), **row))
    Schedule.objects.bulk_create(schedules)


def _acts(story, chance, browsers, people, seconds):
    """Return what people do meanwhile: (second, act)."""
    acts, stops = [], (_cancel, _begin_silence, _switch_off(browsers))
    for number, person in enumerate(chance.sample(people, STOPS)):
        stop = stops[number % len(stops)]
        acts.append((chance.uniform(0, seconds), partial(_stopped, story, person, stop)))
    for person in chance.choices(people, k=SURE):
        acts.append((chance.uniform(0, seconds), partial(_tell_surely, story, person)))
    return acts


def _stopped(story, person, stop):
    """Let somebody stop it: one whose mail is on its way, if there is one within a second."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        if claimed := persist(lambda: _whose_mail_is_on_its_way(story)):
            person = claimed
            break
        time.sleep(0.02)
    persist(lambda: stop(person))  # by a web: until a page says so
    story.stopped[person.email] = time.time()
    if stop is _cancel:
        story.ended.add(person.email)


def _whose_mail_is_on_its_way(story):
    from trustpact.notices.models import Notice

    claimed = Notice.objects.filter(status="claimed", urgency="reminder").select_related("person")
    return next((one.person for one in claimed if one.person.email not in story.stopped), None)


def _cancel(person):
    from trustpact.notices.models import cancel_for

    cancel_for(person)


def _begin_silence(person):
    from trustpact.notices.models import Silence

    now = datetime.now(UTC)
    Silence.objects.begin(person=person, from_at=now - timedelta(seconds=1), now=now)


def _switch_off(browsers):
    from tests.faults.storm_web import stop

    return lambda person: stop(browsers[person.email])


def _tell_surely(story, person):
    from tests.faults.storm_kinds import SURE, WINDOW
    from trustpact.notices.models import Notice

    now, subject = datetime.now(UTC), uuid4()
    notice = persist(
        lambda: Notice.objects.tell(
            person=person, kind=SURE, subject=subject, due_at=now, until=now + WINDOW
        )
    )
    story.sure.add(notice.pk)


def persist(act):
    """Do an act on the database, however often it takes while that is away."""
    from django.db import DatabaseError, InterfaceError, connection

    end = time.monotonic() + 60
    while True:
        try:
            return act()
        except (DatabaseError, InterfaceError):
            if time.monotonic() > end:
                raise
            connection.close()
            time.sleep(0.2)


def _watch(story, over):
    """Note when each reminder first stood in the app."""
    from django.db import connection

    while not over.wait(0.3):
        for subject in persist(_standing):
            story.seen.setdefault(subject, time.time())
    connection.close()


def _standing():
    from trustpact.notices.models import Notice

    shown = Notice.objects.filter(channel="app", due_at__lte=datetime.now(UTC)).standing()
    return list(shown.values_list("subject", flat=True))


def _calm_down(is_hurried):
    """Wait until nothing is open; hurried, leases and pauses end when no worker is at work."""
    from tests.faults.storm_kinds import notices, schedules
    from tests.faults.workers import let_time_pass

    end = time.monotonic() + (HURRIED if is_hurried else PATIENCE)
    pause = QUIET if is_hurried else 1
    while time.monotonic() < end:
        time.sleep(pause)
        if not notices().open().exists() and not schedules().exclude(next_at=None).exists():
            return
        if is_hurried:
            let_time_pass()


if __name__ == "__main__":
    sys.exit(main())
