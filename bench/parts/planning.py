"""What it costs to plan a couple's year, and to hand it to a calendar."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import story
from bench.measuring import Page, in_turns, processor_time
from bench.rows import Row
from checkins.models import Ritual, RitualTemplate
from trustpact.notices.models import CalendarFeed

A_YEAR = timedelta(days=365)
TIMES = 10
A_YEAR_IN, A_FEED_IN = 50, 100  # milliseconds of this process


def rows(floor, now):
    """Yield a year of everything in the library, for both partners, from the database on."""
    partners = story.couple_of("Lou", "Mia", now=now)
    couple = partners[0].couple
    count = _keep_everything(couple, now)
    token = CalendarFeed.objects.make(partners[0].person, now=now)
    address = reverse("feeds:feed", args=[token])
    with CaptureQueriesContext(connection) as queries:
        slots = len(_year(couple, now))
    [year] = in_turns(lambda: processor_time(lambda: _year(couple, now), TIMES) * 1000)
    name = f"planning a year for one couple, {count} rituals, {slots} slots"
    yield _row(name, year, A_YEAR_IN, queries=len(queries))
    page = Page(Client(), address)
    [feed] = in_turns(lambda: page.seconds(TIMES) * 1000)
    name = "a calendar feed of them, to the end of next year"
    yield _row(name, feed, A_FEED_IN, queries=page.queries)


def _keep_everything(couple, now):
    """Let a couple keep every ritual of the library, those that begin in guided steps, too."""
    templates = RitualTemplate.published.filter(language="en")
    for template in templates:
        Ritual.objects.create(
            couple=couple,
            template=template,
            slug=template.slug,
            replaces=template.replaces,
            clock=template.clock,
            at=template.at,
            started_on=now.date() - A_YEAR,
            unit=template.cadence["unit"],
            every=template.cadence["every"],
            weekdays="".join(map(str, template.cadence.get("weekdays", ()))),
            nth=template.cadence.get("nth", 0),
        )
    return len(templates)


def _year(couple, now):
    """Return all slots of a year, of each ritual and partner, what replaces another minded."""
    rituals = list(couple.rituals.kept().with_plan())
    partners = couple.partners_now().select_related("person")
    return [
        slot
        for partner in partners
        for ritual in rituals
        for slot in ritual.slots(partner, now, now + A_YEAR, rituals)
    ]


def _row(name, measured, most, *, queries):
    met = measured <= most
    return Row(name, round(measured, 1), "ms", f"at most {most} ms", met, queries=queries)
