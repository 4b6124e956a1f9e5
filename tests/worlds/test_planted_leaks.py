"""
The harness catches leaks: each of these is planted, and seen. Twenty by which the other partner
would learn of something, and three by which a therapist, a stranger and a curator would.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from checkins import feed
from checkins.models import CheckIn, Occurrence, OpenedAnswer
from checkins.models.ritual import KIND
from tests.curation.curators import make_curator
from tests.worlds import acts, stories
from tests.worlds.harness import Scene
from tests.worlds.stories import EVENING, NEXT_DAY
from trustpact.couples.models import Partner
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
WEEK = timedelta(days=7)
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
        ("last_modified", acts.read_everything),
        ("visits", acts.read_everything),
        ("longer", acts.answer_without_done),
        ("cookie_that_counts", acts.answer_without_done),
    ],
)
def test_a_page_that_tells_is_caught(planted, settings, leak, private):
    settings.MIDDLEWARE = [f"tests.worlds.leaks.{leak}", *settings.MIDDLEWARE]
    assert TODAY in planted.what_differs(private, at=EVENING)


@pytest.mark.parametrize("observer", ["chen", "dan", "ada"])
def test_a_page_that_tells_somebody_else_is_caught(planted, settings, observer):
    if observer == "ada":
        make_curator(planted.cast.ada)
    settings.MIDDLEWARE = ["tests.worlds.leaks.count", *settings.MIDDLEWARE]
    place = {"chen": "caseload:cases", "dan": "couples:start", "ada": "admin:index"}[observer]
    seen = planted.what_differs(acts.answer_without_done, observer=observer, at=EVENING)
    assert reverse(place) in seen


def test_a_page_that_leads_on_is_caught(planted, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.worlds.leaks.elsewhere"]
    assert TODAY in planted.what_differs(acts.answer_without_done, at=EVENING)


def test_a_button_that_refuses_is_caught(planted, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.worlds.leaks.refusal"]
    seen = planted.what_differs(acts.answer_without_done, at=EVENING, press=True)
    assert any(place.startswith("POST ") for place in seen)


def test_a_mail_on_leaving_is_caught(planted, monkeypatch):
    """That somebody left is found at the next visit; nothing may be sent of it."""
    assert not told_by_leaving(planted)
    leave = Partner.leave

    def leave_and_tell(partner, *, now, **more):
        leave(partner, now=now, **more)
        tell(partner.former.person, partner.couple_id, now)

    monkeypatch.setattr(Partner, "leave", leave_and_tell)
    assert told_by_leaving(Scene(planted.cast))


def told_by_leaving(scene):
    seen = scene.what_differs(lambda cast: cast.ana_partner.leave(now=EVENING), at=EVENING)
    return [place for place in seen if place.startswith(("mail ", "notice "))]


def test_a_push_to_the_other_is_caught(planted, monkeypatch):
    keep = CheckIn.keep

    def keep_and_push(checkin, given, *, done, now, **more):
        keep(checkin, given, done=done, now=now, **more)
        other = checkin.partner.other.person
        tell(other, checkin.occurrence.ritual_id, now + WEEK, channel=Notice.Channel.PUSH)

    monkeypatch.setattr(CheckIn, "keep", keep_and_push)
    seen = planted.what_differs(acts.keep_answers_to_herself, at=EVENING)
    assert any(place.startswith("notice ") for place in seen)


def tell(person, subject, at, **more):
    """Leave a notice that nothing of the product would."""
    until = at + WEEK
    Notice.objects.tell(person=person, kind=KIND, subject=subject, due_at=at, until=until, **more)


def test_an_export_whose_name_counts_is_caught(planted, settings):
    settings.MIDDLEWARE = ["tests.worlds.leaks.file_that_counts", *settings.MIDDLEWARE]
    seen = planted.what_differs(acts.answer_without_done, at=EVENING)
    assert "export as it is told" in seen
    assert TODAY not in seen


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
