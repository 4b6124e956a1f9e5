"""The library, and the rituals that Ana and Ben keep."""

from datetime import UTC, datetime

import pytest

from checkins.models import Occurrence, OpenedAnswer, Ritual, RitualTemplate
from tests.cast import NOON
from tests.library import CLAUSES, RITUALS, load_library

TODAY = NOON.date()


def berlin(day, hour, minute=0, month=3):
    """Return a moment of 2026, written in Berlin's winter time."""
    return datetime(2026, month, day, hour - 1 if hour else 0, minute, tzinfo=UTC)


def us(value):
    return {"value": value, "visibility": "us"}


def me(value):
    return {"value": value, "visibility": "me"}


def begin(couple, slug="daily-check-in", now=NOON, **fields):
    """Begin a ritual of the library for a couple."""
    return Ritual.begin(
        couple, RitualTemplate.published.get(slug=slug, language="en"), now=now, **fields
    )


def answered(ritual, partner, answers, *, at, date=TODAY, done=True):
    """Keep a partner's answers for a date of a ritual, and press Done."""
    occurrence = Occurrence.on(ritual, date)
    checkin = occurrence.checkin_of(partner)
    checkin.save_answers(answers, now=at)
    if done:
        checkin.done(now=at)
    return checkin


def opened(occurrence, now):
    """Return what stands open by now: {(name, question): value}."""
    return {(row.partner.name, row.question): row.value for row in OpenedAnswer.of(occurrence, now)}


@pytest.fixture
def starters(db):
    """The library that comes with the product."""
    load_library(CLAUSES, RITUALS)


@pytest.fixture
def daily(cast, starters):
    """The daily check-in that Ana and Ben keep, from today on."""
    return begin(cast.couple)


@pytest.fixture
def today(daily):
    """Today's daily check-in."""
    return Occurrence.on(daily, NOON.date())
