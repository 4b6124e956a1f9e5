"""
Thousands of couples in a database: `python bench/load/seeding.py fill|due PLAN STORY`, both JSON.

A few couples are told by the verbs people use, and are those that read, write and sign in the run.
All others are rows of the same number and size, copied from a couple of theirs: nobody opens them.
It is a script, and takes the product from where it is started: an older one can be filled by it.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path[0] = os.getcwd()  # the product to be filled, which may be another than this one's
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
A_YEAR, A_WEEK, DAY = 365, 7, timedelta(days=1)
SIGN_IN_HOLDS = 6 * 3600  # seconds: nobody has to prove anew who they are during a run
LONG_ENOUGH = timedelta(days=3)  # since a version was put forward: it can be signed


def main(what, plan_file, story_file):
    """Fill the database as planned and write down who is there, or say when they are reminded."""
    import django

    django.setup()
    plan = json.loads(Path(plan_file).read_text())
    if what == "due":
        _let_rituals_be_due(json.loads(Path(story_file).read_text())["due"], plan)
        return
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_library", verbosity=0)
    now = datetime.now(UTC)
    story = {"people": [], "signers": []}
    models = _couples_that_act(plan, story, now)
    story["due"] = [str(person) for person in _couples_that_stand_there(plan, models, now)]
    _tidy()
    Path(story_file).write_text(json.dumps(story))


def _couples_that_act(plan, story, now):
    """Tell the few by verbs; return a couple with a year and one with a week."""
    from bench import story as verbs

    models = {}
    for number in range(plan["acting"]):
        days = A_YEAR if number % 10 == 0 else A_WEEK
        pair = verbs.couple_of(f"A{number}", f"B{number}", now=now - days * DAY)
        verbs.years_of_check_ins(pair, days=days, now=now)
        models.setdefault(days, pair[0].couple)
        ritual = pair[0].couple.rituals.get(slug="daily-check-in")
        for partner in pair:
            story["people"].append(_actor(partner, ritual, now))
    for number in range(plan["signing"]):
        pair = verbs.couple_of(f"S{number}", f"T{number}", now=now - 30 * DAY)
        version = _put_forward(pair, now - LONG_ENOUGH)
        for partner in pair:
            signer = {"key": _signed_in(partner), "partner": str(partner.pk)}
            story["signers"].append(signer | {"version": str(version.pk)})
    return models


def _actor(partner, ritual, now):
    from checkins.models import Occurrence

    return {
        "key": _signed_in(partner),
        "partner": str(partner.pk),
        "occurrence": str(Occurrence.on(ritual, now.date()).pk),
    }


def _put_forward(pair, now):
    from agreements.models import Agreement
    from agreements.models.version import Version
    from bench import story as verbs

    agreement = Agreement.of(pair[0].couple)
    verbs._add(agreement, 10, pair[0])
    verbs._open_round(agreement, pair, now)
    return Version.propose(agreement, partner=pair[0], now=now)


def _signed_in(partner):
    from bench import story as verbs

    session = verbs.signed_in(partner).session
    at = datetime.now(UTC).timestamp() + SIGN_IN_HOLDS
    session["account_authentication_methods"] = [{"method": "code", "at": at}]
    session["account_authentication_methods_user"] = str(partner.person_id)
    session.save()
    return session.session_key


def _couples_that_stand_there(plan, models, now):
    """Make the many; return the persons who are reminded within the minute that is asked for."""
    from bench import due
    from trustpact.notices.models import Schedule
    from trustpact.people.models import Person

    people = Person.objects.bulk_create(
        (
            Person(email=f"p{n}@example.org", language=("en", "de")[n % 2], zone=due.ZONE)
            for n in range(2 * plan["couples"])
        ),
        batch_size=5000,
    )
    due.daily_check_ins(people, now)
    _copy_history(models[A_YEAR], from_=0, until=plan["with_a_year"])
    _copy_history(models[A_WEEK], from_=plan["with_a_year"], until=plan["couples"])
    ids = [person.pk for person in people]
    Schedule.objects.update(next_at=now + DAY / 2)
    return ids[: plan["due"]]


def _let_rituals_be_due(ids, plan):
    """Spread the hours of these rituals over the time that is asked for."""
    from zoneinfo import ZoneInfo

    from bench import due
    from checkins.models import Ritual
    from trustpact.couples.models import Partner
    from trustpact.notices.models import Schedule

    couples = Partner.objects.filter(person__in=ids).values("couple")
    rituals = list(Ritual.objects.filter(couple__in=couples))
    begin, schedules = datetime.fromtimestamp(plan["begin"], UTC), {}
    for one in Schedule.objects.filter(person__in=ids):
        schedules.setdefault(one.subject, []).append(one)
    for number, ritual in enumerate(rituals):
        moment = begin + timedelta(seconds=number * plan["within"] / len(rituals))
        moment = moment.replace(microsecond=0)
        ritual.at = moment.astimezone(ZoneInfo(due.ZONE)).time()
        for schedule in schedules[ritual.pk]:
            schedule.next_at = moment
    Ritual.objects.bulk_update(rituals, ["at"], batch_size=1000)
    every = [one for group in schedules.values() for one in group]
    Schedule.objects.bulk_update(every, ["next_at"], batch_size=1000)


def _copy_history(model, *, from_, until):
    """Copy what a couple kept to the couples of these places, row by row, in the database itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # known to be right
        cursor.execute(
            "CREATE TEMP TABLE place_of AS SELECT r.id AS ritual, r.couple_id, p.id AS partner, p.place "
            "FROM (SELECT id, couple_id FROM checkins_ritual WHERE couple_id IN "
            "(SELECT couple_id FROM couples_partner JOIN people_person q ON q.id = person_id "
            "WHERE place = 1 AND q.email LIKE 'p%%@example.org' "
            "AND substring(q.email FROM 'p(\\d+)@')::int / 2 >= %s "
            "AND substring(q.email FROM 'p(\\d+)@')::int / 2 < %s)) r "
            "JOIN couples_partner p ON p.couple_id = r.couple_id",
            [from_, until],
        )
        cursor.execute(
            "CREATE TEMP TABLE day_of AS SELECT gen_random_uuid() AS id, d.ritual, o.date, o.id AS model "
            "FROM (SELECT DISTINCT ritual FROM place_of) d CROSS JOIN checkins_occurrence o "
            "JOIN checkins_ritual m ON m.id = o.ritual_id WHERE m.couple_id = %s",
            [model.pk],
        )
        cursor.execute(
            "INSERT INTO checkins_occurrence (id, ritual_id, date) SELECT id, ritual, date FROM day_of"
        )
        for table, columns in (
            ("checkins_checkin", "state, questions, answers, done_on"),
            ("checkins_openedanswer", "question, content, opens_at, alone"),
        ):
            cursor.execute(
                f"INSERT INTO {table} (id, occurrence_id, partner_id, {columns}) "
                f"SELECT gen_random_uuid(), d.id, p.partner, {columns} FROM {table} x "
                "JOIN day_of d ON d.model = x.occurrence_id JOIN couples_partner y "
                "ON y.id = x.partner_id JOIN place_of p ON p.ritual = d.ritual AND p.place = y.place"
            )
        cursor.execute(
            "INSERT INTO checkins_rollup (id, partner_id, year, own, opened, through) "
            "SELECT gen_random_uuid(), p.partner, x.year, x.own, x.opened, x.through "
            "FROM checkins_rollup x JOIN couples_partner y ON y.id = x.partner_id "
            "JOIN place_of p ON p.place = y.place WHERE y.couple_id = %s",
            [model.pk],
        )
        cursor.execute("DROP TABLE day_of; DROP TABLE place_of")
        cursor.execute("SET session_replication_role = DEFAULT")


def _tidy():
    """Do what the database does by itself in the long run, and say what lies in it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(
            "SELECT relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) "
            "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
            "AND reltuples > 0 ORDER BY pg_total_relation_size(oid) DESC LIMIT 8"
        )
        for table, rows, heap, indexes in cursor.fetchall():
            each = f"{heap / rows:.0f} bytes a row, {indexes / rows:.0f} of indexes"
            print(f"  {table}: {rows:,} rows, {each}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
