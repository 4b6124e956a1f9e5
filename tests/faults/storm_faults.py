"""What the storm does to an installation, one thing at a time, and how it ends."""

import signal
import time
from datetime import UTC, datetime, timedelta

import redis as redis_client

from tests.faults.storm import A_MAIL, persist
from tests.faults.workers import kill
from trustpact.notices import claim, sweep, tasks
from trustpact.notices.delivery import IN_HAND
from trustpact.notices.models import Notice

KINDS, WEB = "tests.faults.storm_kinds", "tests.faults.storm_wsgi:application"
PROCESSES = 2  # of a worker
LASTS = 2.5  # seconds
MUCH, TWO_SWEEPS = 4, 10  # mails; seconds
AHEAD, BEHIND = timedelta(minutes=4), timedelta(hours=1)


class Faults:
    """The parts of an installation, and everything that can happen to them."""

    def __init__(self, story, chance, database, redis, sinks, installation):
        self.story, self.chance = story, chance
        self.database, self.redis, (self.sink, self.pushes) = database, redis, sinks
        self.installation = installation
        self.webs, self.workers, self.beats, self.late_tasks = [], [], [], []

    def start_everything(self):
        """Start two webs, two workers and two beats."""
        for _ in range(2):
            self.webs.append(self.installation.web(WEB))
            self.workers.append(self.installation.worker(kinds=KINDS))
            self.beats.append(self.installation.beat())

    def timeline(self, seconds):
        """Return (second, act) for every fault, each at least once, in an order of chance."""
        faults = [
            self.kill_a_web,
            self.kill_a_worker,
            self.kill_both_workers,
            self.kill_a_beat,
            self.flush_redis,
            self.restart_redis,
            self.restart_database,
            self.crash_database,
            self.refuse_mail,
            self.delay_mail,
            self.drop_mail,
            self.take_mail_away,
            self.refuse_pushes,
            self.fail_pushes,
            self.drop_pushes,
            self.forget_browsers,
            self.clock_ahead,
            self.clock_behind,
            self.double_tasks,
            self.repeat_late_tasks,
        ]
        faults += [self.double_tasks, self.kill_a_worker] * (seconds // 30)
        self.chance.shuffle(faults)
        # The first minutes of a day are quiet; what follows comes evenly, for each takes its time.
        step = (seconds - 2) / len(faults)
        return [(2 + number * step, self._noted(fault)) for number, fault in enumerate(faults)]

    def _noted(self, fault):
        def act():
            began = time.time()
            print(f"{fault.__name__}", end=" ", flush=True)
            fault()
            self.story.faults.append((fault.__name__, began, time.time()))

        return act

    def end(self):
        """Let everything be well again."""
        print(flush=True)
        self.sink.refuse, self.sink.delay, self.sink.drop = "", 0, False
        self.pushes.delay = 0

    # --- Processes.

    def kill_a_web(self):
        place = self.chance.randrange(2)
        kill(self.webs[place])
        self.webs[place] = self.installation.web(WEB)

    def kill_a_worker(self):
        self._kill(self.chance.randrange(2))

    def kill_both_workers(self):
        """Whichever it is that has a batch half sent."""
        end = time.monotonic() + TWO_SWEEPS
        while time.monotonic() < end and persist(_in_hand) < MUCH:
            time.sleep(0.01)
        before = len(self.sink.messages)
        while time.monotonic() < end and len(self.sink.messages) < before + MUCH // 2:
            time.sleep(0.002)
        self._kill(0, 0)

    def _kill(self, *places):
        for worker in [self.workers.pop(place) for place in places]:
            kill(worker)
            self.story.in_doubt_at_most += PROCESSES * IN_HAND
            self.workers.append(self.installation.worker(kinds=KINDS))

    def kill_a_beat(self):
        kill(self.beats.pop(self.chance.randrange(2)))
        self.beats.append(self.installation.beat())

    # --- Redis.

    def flush_redis(self):
        with redis_client.Redis.from_url(self.redis.url) as client:
            client.flushall()

    def restart_redis(self):
        self.redis.kill()
        time.sleep(1)
        self.redis.start()

    # --- PostgreSQL.

    def restart_database(self):
        self.database.stop()
        self._database_again()

    def crash_database(self):
        self.database._end(signal.SIGQUIT)  # "immediate": as after a power cut
        self._database_again()

    def _database_again(self):
        self.story.in_doubt_at_most += 2 * PROCESSES * IN_HAND
        time.sleep(1)
        self.database.start()

    # --- The mail server.

    def refuse_mail(self):
        self.sink.refuse = "451 Later"
        time.sleep(LASTS)
        self.sink.refuse = ""

    def delay_mail(self):
        self.sink.delay = 0.7
        time.sleep(LASTS)
        self.sink.delay = A_MAIL

    def drop_mail(self):
        before = len(self.sink.messages)
        self.sink.drop = True
        time.sleep(LASTS)
        self.sink.drop = False
        time.sleep(0.1)
        self.story.in_doubt_at_most += len(self.sink.messages) - before

    def take_mail_away(self):
        self.sink.stop()
        self.story.in_doubt_at_most += 2 * PROCESSES  # a mail each, cut in the middle
        time.sleep(LASTS)
        self.sink.start()

    # --- The push service.

    def refuse_pushes(self):
        self._answer_pushes(429)

    def fail_pushes(self):
        self._answer_pushes(500)

    def _answer_pushes(self, status):
        self.pushes.answer = status
        time.sleep(LASTS)
        self.pushes.answer = 201

    def drop_pushes(self):
        before = len(self.pushes.pushes)
        self.pushes.drop = True
        time.sleep(LASTS)
        self.pushes.drop = False
        time.sleep(0.1)
        self.story.in_doubt_at_most += len(self.pushes.pushes) - before

    def forget_browsers(self):
        """The push service knows some browsers no more, and says so in either way."""
        for number, address in enumerate(self.chance.sample(self.story.browsers, 4)):
            self.pushes.answers[f"/push/{address}"] = (404, 410)[number % 2]
            self.story.gone.add(address)

    # --- Clocks and tasks.

    def clock_ahead(self):
        """A sweep on a machine whose clock runs ahead: every lease seems to be over."""
        self.story.in_doubt_at_most += 2 * PROCESSES * IN_HAND
        self._sweep_at(datetime.now(UTC) + AHEAD)

    def clock_behind(self):
        self._sweep_at(datetime.now(UTC) - BEHIND)

    def _sweep_at(self, now):
        taken = persist(lambda: claim.claim_notices(now))
        for first in range(0, len(taken.notice_ids), sweep.CHUNK):
            _to_broker(taken.notice_ids[first : first + sweep.CHUNK], taken.name)

    def double_tasks(self):
        """Every task that may be on its way comes twice more, and once much later."""
        claimed = persist(lambda: list(Notice.objects.filter(status="claimed")))
        by_name = {}
        for notice in claimed:
            by_name.setdefault(notice.claim, []).append(notice.pk)
        for name, ids in by_name.items():
            self.late_tasks.append((ids, name))
            for _ in range(2):
                _to_broker(ids, name)

    def repeat_late_tasks(self):
        for ids, name in self.late_tasks:
            _to_broker(ids, name)


def _in_hand():
    return Notice.objects.filter(begun=True, channel=Notice.Channel.MAIL).count()


def _to_broker(ids, name):
    """Hand a task over; where the broker is away it is lost, as such tasks are."""
    try:
        tasks._hand_over(ids, name)
    except Exception as error:  # noqa: BLE001 (kombu's and redis' own)
        print(f"[{type(error).__name__}]", end=" ", flush=True)
