"""
The calendar feed, read by somebody else's reader of calendars, is what the planner plans.

It is read twice: with the reader's own knowledge of the zone, and under a made-up name of the zone,
so that it must go by the VTIMEZONE that stands in the feed.
"""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
import recurring_ical_events
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from checkins import feed
from checkins.models import Ritual, RitualTemplate
from checkins.models.template import Clock
from tests.cast import NOON
from tests.checkins.conftest import begin
from tests.checkins.generated import cadences, wall_times, zones
from tests.checkins.own import own_ritual
from tests.web.test_words import INTIMATE
from trustpact.couples.models import Couple, Partner
from trustpact.notices.calendar import calendar_of, span, written
from trustpact.people.models import Person

OWNER = uuid.UUID(int=7)
DAY = timedelta(days=1)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)


def ritual_of(couple, cadence, at, *, slug="one", replaces="", clock=Clock.OWN):
    """Make a ritual in memory; nothing of it is in a database."""
    return Ritual(
        couple=couple,
        template=RitualTemplate(slug=slug, minutes=20),
        slug=slug,
        replaces=replaces,
        clock=clock,
        at=at,
        unit=cadence.unit,
        every=cadence.every,
        weekdays="".join(map(str, cadence.weekdays)),
        day=cadence.day,
        nth=cadence.nth,
        started_on=cadence.start,
        rest_until=cadence.rest_until,
        ends_on=cadence.end,
    )


def feed_of(partner, rituals, now) -> bytes:
    """Return the calendar that a partner reads of these rituals."""
    found = [feed.entry_of(one, partner, rituals, *span(now)) for one in rituals]
    return written([entry for entry in found if entry], owner=OWNER, now=now)


def read(body: bytes, now) -> list[datetime]:
    """Return all moments that an independent reader finds in a calendar, in UTC."""
    since, until = span(now)
    events = recurring_ical_events.of(Calendar.from_ical(body)).between(
        since - 3 * DAY, until + 3 * DAY
    )
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in events)


def under_another_name(body: bytes) -> bytes:
    """
    Return a calendar whose zones no reader knows, so that it goes by what stands in the file.

    The name is another one each time: readers remember the zones that they met.
    """
    unfolded, nowhere = body.replace(b"\r\n ", b""), uuid.uuid4().hex.encode()
    for name in set(re.findall(rb"(?m)^TZID:(.+)\r$", unfolded)):
        for sign, after in ((b":", b"\r\n"), (b"=", b":")):
            old, new = b"TZID" + sign + name + after, b"TZID" + sign + nowhere + name + after
            unfolded = unfolded.replace(old, new)
    return unfolded


def planned(partner, rituals, now) -> list[datetime]:
    """Return all moments that the planner has for a partner on the dates of a feed."""
    since, until = span(now)
    edge = datetime(since.year, since.month, since.day, tzinfo=UTC)
    end = datetime(until.year, until.month, until.day, tzinfo=UTC)
    return sorted(
        slot.moment
        for ritual in rituals
        for slot in ritual.slots(partner, edge - 3 * DAY, end + 3 * DAY, rituals)
        if since <= slot.date <= until
    )


def compare(examples):
    """Compare feed and planner on this many generated rules, zones and days."""

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # shrinking would read thousands of calendars
    )
    @given(
        rule=cadences(rests=True),
        other=cadences(rests=True),
        at=wall_times,
        own_zone=zones,
        shared_zone=zones,
        clock=st.sampled_from(Clock),
        replaces=st.sampled_from(["", "one"]),
        now=moments,
    )
    def both(rule, other, at, own_zone, shared_zone, clock, replaces, now):
        couple = Couple(zone=shared_zone)
        partner = Partner(couple=couple, person=Person(zone=own_zone))
        rituals = [
            ritual_of(couple, rule, at, clock=clock),
            ritual_of(couple, other, at, slug="two", replaces=replaces, clock=Clock.SHARED),
        ]
        for ritual in rituals:
            ritual.own_at = None
        body = feed_of(partner, rituals, now)
        wanted = planned(partner, rituals, now)
        assert read(body, now) == wanted
        assert read(under_another_name(body), now) == wanted

    both()


@pytest.mark.parametrize("part", range(4))
def test_a_calendar_reader_finds_what_the_planner_plans(part):
    compare(75)


@pytest.mark.deep
@pytest.mark.once
@pytest.mark.parametrize("part", range(20))
def test_a_calendar_reader_finds_what_the_planner_plans_in_thousands(part):
    compare(200)


def test_a_night_that_skips_the_time_shows_the_first_moment_after(starters, cast):
    cast.couple.change(currency="EUR", zone="Europe/Berlin", now=NOON)
    ritual = begin(cast.couple)
    ritual.set_time(cast.ana_partner, at=time(2, 30), now=NOON)
    ritual = Ritual.objects.with_plan().get()
    body = feed_of(cast.ana_partner, [ritual], NOON)
    assert b"EXDATE;TZID=Europe/Berlin:20260329T023000,20270328T023000" in body
    assert datetime(2026, 3, 29, 1, tzinfo=UTC) in read(body, NOON)


def test_a_rest_leaves_out_its_dates_and_what_replaces_takes_its_week(starters, cast):
    debrief = begin(cast.couple, "weekly-debrief")
    begin(cast.couple, "monthly-ceremony")
    debrief.rest(date(2026, 3, 20), now=NOON)
    dates = [moment.date() for moment in planned_of(cast.ana, NOON)]
    last_sunday = date(2026, 3, 29)  # of the ceremony, and the debrief's, too
    assert dates[:3] == [date(2026, 3, 22), last_sunday, date(2026, 4, 5)]
    assert len(dates) == len(set(dates))


def test_what_has_ended_is_gone_and_a_person_without_a_space_has_an_empty_calendar(starters, cast):
    ritual = begin(cast.couple)
    assert planned_of(cast.ana, NOON)
    ritual.end(now=NOON)
    assert planned_of(cast.ana, NOON) == planned_of(cast.dan, NOON) == []


def planned_of(person, now):
    """Return the moments in a person's calendar."""
    return read(calendar_of(person, now=now), now)


def test_an_own_ritual_stands_in_the_calendar_and_its_name_does_not(starters, cast):
    ritual = own_ritual(cast, NOON)
    body = calendar_of(cast.ana, now=NOON)
    assert body.count(b"BEGIN:VEVENT") == 1
    assert ritual.name.encode() not in body


def test_what_one_wants_in_no_calendar_is_left_out_of_ones_own_alone(starters, cast):
    ritual = begin(cast.couple)
    ritual.remind(cast.ana_partner, calendar=False, now=NOON)
    assert planned_of(cast.ana, NOON) == []
    assert planned_of(cast.ben, NOON)


def test_each_reads_their_own_times_of_one_ritual(starters, cast):
    ritual = begin(cast.couple)
    ritual.set_time(cast.ben_partner, at=time(6, 45), now=NOON)
    cast.ben.change_profile(name="Ben", zone="Asia/Tokyo", language="en", now=NOON)
    rituals = list(cast.couple.rituals.kept().with_plan())
    for partner in cast.couple.partners_now().select_related("person"):
        assert planned_of(partner.person, NOON) == planned(partner, rituals, NOON)
    assert planned_of(cast.ana, NOON) != planned_of(cast.ben, NOON)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_calendar_of_everything_says_nothing_of_what_it_is(starters, cast, language):
    names = _keep_everything(cast)
    cast.ana.language = language
    told = Calendar.from_ical(calendar_of(cast.ana, now=NOON)).walk("VEVENT")
    assert len(told) == len(names)
    said = {"en": "Something is planned", "de": "Etwas ist geplant"}[language]
    assert {str(event["SUMMARY"]) for event in told} == {said}
    body = calendar_of(cast.ana, now=NOON).decode().lower()
    assert not INTIMATE.search(body.replace("transp:transparent", ""))
    assert [name for name in names if name.lower() in body] == []
    allowed = {
        "UID",
        "DTSTART",
        "DURATION",
        "DTSTAMP",
        "SUMMARY",
        "RRULE",
        "EXDATE",
        "CLASS",
        "TRANSP",
    }
    assert {name for event in told for name in event} <= allowed


def _keep_everything(cast):
    """Keep every ritual of the library, however it begins; return their names."""
    templates = list(RitualTemplate.published.filter(language="en"))
    for template in templates:
        cadence = template.cadence
        Ritual.objects.create(
            couple=cast.couple,
            template=template,
            slug=template.slug,
            replaces=template.replaces,
            clock=template.clock,
            at=template.at,
            unit=cadence["unit"],
            every=cadence["every"],
            weekdays="".join(map(str, cadence.get("weekdays", ()))),
            nth=cadence.get("nth", 0),
            started_on=NOON.date(),
        )
    return [template.name for template in templates]
