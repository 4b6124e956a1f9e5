"""The harness catches leaks: each of these is planted, and seen."""

from dataclasses import replace

import pytest
from django.urls import reverse

from checkins import feed
from checkins.models import CheckIn, Occurrence, OpenedAnswer
from checkins.models.ritual import KIND
from tests.worlds import acts, stories
from tests.worlds.harness import Scene
from tests.worlds.stories import EVENING, NEXT_DAY
from trustpact.notices.models import Notice
from trustpact.privacy import registry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize(
        "scene",
        [(stories.keeping_rituals_where_ben_answered, EVENING)],
        indirect=True,
        ids=["planted"],
    ),
]
TODAY = reverse("today:today")


@pytest.fixture
def planted(scene):
    """The scene, with nothing remembered of a world in which no leak was planted."""
    return Scene(scene.cast)


@pytest.mark.parametrize(
    ("leak", "private"),
    [
        ("last_seen", acts.read_everything),
        ("time_of_day", acts.read_everything),
        ("tag", acts.answer_without_done),
        ("count", acts.answer_without_done),
        ("one_more_query", acts.answer_without_done),
        ("one_more_cookie", acts.answer_without_done),
    ],
)
def test_a_page_that_tells_is_caught(planted, settings, leak, private):
    settings.MIDDLEWARE = [f"tests.worlds.leaks.{leak}", *settings.MIDDLEWARE]
    assert TODAY in planted.what_differs(private, at=EVENING)


def test_answers_that_open_on_the_second_one_are_caught(planted, monkeypatch):
    monkeypatch.setattr(Occurrence, "opens_at", lambda occurrence, now, **_more: now)
    assert TODAY in planted.what_differs(acts.answer_for_both, at=EVENING)


def test_a_mail_to_the_other_is_caught(planted, monkeypatch):
    keep = CheckIn.keep

    def keep_and_tell(checkin, given, *, done, now, **more):
        keep(checkin, given, done=done, now=now, **more)
        Notice.objects.tell(
            person=checkin.partner.other.person,
            kind=KIND,
            subject=checkin.occurrence.ritual_id,
            due_at=now,
            until=checkin.occurrence.window_ends(checkin.partner),
        )

    monkeypatch.setattr(CheckIn, "keep", keep_and_tell)
    seen = planted.what_differs(acts.keep_answers_to_herself, at=EVENING)
    assert any(place.startswith("mail ") for place in seen)


def test_an_export_of_what_has_not_opened_is_caught(planted, monkeypatch):
    one = registry.classification_of(OpenedAnswer)
    received = replace(
        one.received, rows=lambda person: OpenedAnswer.objects.exclude(partner__person=person)
    )
    monkeypatch.setitem(registry._classified, OpenedAnswer, replace(one, received=received))
    seen = planted.what_differs(acts.answer_for_both, at=EVENING)
    assert seen == ["export: received checkins.openedanswer"]


def test_dates_of_the_other_among_ones_own_are_caught(planted, monkeypatch):
    monkeypatch.setattr(
        "checkins.reading.past_dates",
        lambda partner, now: Occurrence.objects.filter(checkins__isnull=False).order_by("date"),
    )
    assert reverse("checkins:past") in planted.what_differs(acts.skip, at=NEXT_DAY)


def test_a_calendar_without_what_somebody_answered_is_caught(planted, monkeypatch):
    def unanswered(ritual, *plan):
        answered = CheckIn.objects.filter(occurrence__ritual=ritual).values_list("partner")
        return None if answered.distinct().count() == 2 else entry_of(ritual, *plan)

    entry_of = feed.entry_of
    monkeypatch.setattr(feed, "entry_of", unanswered)
    assert "calendar" in planted.what_differs(acts.answer_without_done, at=EVENING)
