"""Sessions that Ana and Ben hold: how they come to a step, for the tests of theirs."""

from datetime import UTC, datetime, timedelta

from checkins.models import Occurrence, Ritual, RitualTemplate, Session
from checkins.models.passing import Given, pass_step
from tests.cast import NOON

DAYS = {  # of March 2026, the month that NOON is in: the first on which each comes round
    "weekly-debrief": 8,
    "weekly-budget-review": 7,
    "monthly-vulnerability": 15,
    "monthly-ceremony": 29,
    "agreement-review": 8,
}


def at(slug, minutes=0):
    """Return a moment of the day of a session: 18:30 in Berlin's winter, and some minutes."""
    return datetime(2026, 3, DAYS[slug], 17, 30, tzinfo=UTC) + timedelta(minutes=minutes)


def keep(couple, slug, now=NOON):
    """Let a couple keep a ritual that is held in steps, and return its first date."""
    template = RitualTemplate.published.get(slug=slug, language="en")
    ritual = Ritual.begin(couple, template, now=now)
    return Occurrence.on(ritual, at(slug).date())


def fresh(occurrence):
    """Return the session as another request reads it."""
    ritual = Ritual.objects.with_plan().get(pk=occurrence.ritual_id)
    return Session.of(Occurrence.on(ritual, occurrence.date))


def go(occurrence, partner, *, now, seen=None, step=None, **given):
    """Pass the step that both are at, or the one of the state `seen`."""
    session = fresh(occurrence)
    seen = session.moves if seen is None else seen
    slug = session.asked["slug"] if step is None else step
    pass_step(session, partner, Given(**given), seen=seen, step=slug, now=now)
    return session


def begin(occurrence, cast, *, now):
    """Begin, both ready where that is asked."""
    session = fresh(occurrence)
    if session.asks_whether_ready:
        ready = session.steps[0]["choices"][0]
        fresh(occurrence).answer_ready(cast.ana_partner, ready, now=now)
        fresh(occurrence).answer_ready(cast.ben_partner, ready, now=now)
    else:
        session.begin(cast.ana_partner, now=now)
    return fresh(occurrence)


def come_to(occurrence, cast, step, *, turn=None, part="ask", now):
    """Begin, and go on without a word until this step; return the session."""
    session = begin(occurrence, cast, now=now)
    while not session.is_over:
        here = session.screen
        if session.asked["slug"] == step and str(here.part) == part and turn in (None, here.turn):
            return session
        go(occurrence, cast.ana_partner, now=now)
        session = fresh(occurrence)
    raise AssertionError(f"never came to {step}")
