"""A country's worth of schedules, and those of them that are due within one minute."""

import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from checkins import planning
from checkins.models import Occurrence, Ritual, RitualTemplate
from trustpact.couples.models import Couple, Partner
from trustpact.notices import kinds
from trustpact.notices.models import Notice, Schedule
from trustpact.people.models import Person

ZONE = "Europe/Berlin"
AHEAD, DUE = "bench ahead", "bench due"
PEOPLE = 20_000
BATCH = 10_000
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
LONG_PAST = timedelta(days=400)


def plan_many(schedules, now):
    """Tell each person of their schedule, and come again tomorrow."""
    Notice.objects.tell_many(
        Notice.objects.about_to_tell(
            person_id=schedule.person_id,
            kind=DUE,
            subject=uuid.uuid4(),
            series=schedule.subject,
            due_at=schedule.next_at,
            until=schedule.next_at + DAY,
        )
        for schedule in schedules
    )
    return [now + DAY] * len(schedules)


kinds.register(DUE, plan_many=plan_many)


def people():
    """Make everybody, half of them in German, and return them in the order of their places."""
    made = [
        Person(email=f"p{n}@example.org", language=("en", "de")[n % 2], zone=ZONE)
        for n in range(PEOPLE)
    ]
    return Person.objects.bulk_create(made, batch_size=BATCH)


def grow_to(size, persons, now):
    """Let there be this many schedules, all of them ahead."""
    there = Schedule.objects.count()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # A million foreign keys that are known to be right are not looked up one by one.
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "INSERT INTO notices_schedule (id, person_id, kind, subject, next_at, zone, flagged) "
                "SELECT gen_random_uuid(), (%s::uuid[])[1 + n %% %s], %s, gen_random_uuid(), "
                "%s::timestamptz + n * interval '80 milliseconds', %s, false "
                "FROM generate_series(%s, %s) AS n",
                [
                    [one.pk for one in persons],
                    len(persons),
                    AHEAD,
                    now + DAY,
                    ZONE,
                    there,
                    size - 1,
                ],
            )
            cursor.execute("SET session_replication_role = DEFAULT")
    else:
        Schedule.objects.bulk_create(
            (
                _ahead(persons[n % len(persons)], now + n * timedelta(milliseconds=80))
                for n in range(there, size)
            ),
            batch_size=BATCH,
        )
    tidy()


def _ahead(person, now):
    return Schedule(person=person, kind=AHEAD, subject=uuid.uuid4(), next_at=now + DAY, zone=ZONE)


def due_of(persons, now):
    """Give each of these people one schedule that is due, over the last minute."""
    Schedule.objects.bulk_create(
        (
            Schedule(person=one, kind=DUE, subject=uuid.uuid4(), next_at=now, zone=ZONE)
            for one in persons
        ),
        batch_size=BATCH,
    )
    make_due(DUE, now)


def make_due(kind, now):
    """Let all schedules of a kind be due again, spread over the last minute, and nothing be told."""
    for rows in (Notice.objects.all(), Occurrence.objects.all()):
        rows._raw_delete("default")
    if connection.vendor != "postgresql":
        Schedule.objects.filter(kind=kind).update(next_at=now - SECOND)
        tidy()
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_schedule SET next_at = %s::timestamptz - random() * interval '59 seconds' "
            "WHERE kind = %s",
            [now - SECOND, kind],
        )
    tidy()


def tidy():
    """Do what the database does by itself in the long run: a row's old versions slow the next."""
    with connection.cursor() as cursor:
        is_postgresql = connection.vendor == "postgresql"
        cursor.execute("VACUUM ANALYZE" if is_postgresql else "ANALYZE")


def daily_check_ins(persons, now):
    """
    Make couples of these people who all keep the daily check-in; it is due for each of them now.

    Written in bulk, as the years of `story` are. They joined lately: of long ago, and with nothing
    answered since, they would be reminded no more.
    """
    template = RitualTemplate.published.get(slug="daily-check-in", language="en")
    began, moment = (now - LONG_PAST).date(), (now - SECOND).astimezone(ZoneInfo(ZONE)).time()
    pairs = list(zip(persons[::2], persons[1::2], strict=True))
    couples = Couple.objects.bulk_create(Couple(zone=ZONE, started_on=began) for _pair in pairs)
    Partner.objects.bulk_create(
        Partner(couple=couple, person=person, place=place, joined_on=now.date() - DAY)
        for couple, pair in zip(couples, pairs, strict=True)
        for place, person in enumerate(pair, start=1)
    )
    rituals = Ritual.objects.bulk_create(
        Ritual(
            couple=couple,
            template=template,
            slug=template.slug,
            clock=template.clock,
            at=moment,
            unit="day",
            started_on=began,
        )
        for couple in couples
    )
    Schedule.objects.bulk_create(
        Schedule(person=one, kind=planning.KIND, subject=ritual.pk, next_at=now, zone=one.zone)
        for ritual, pair in zip(rituals, pairs, strict=True)
        for one in pair
    )
