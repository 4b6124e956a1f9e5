"""What a partner opens, sees before, and closes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkins.answers import WITH_THERAPIST
from checkins.models import CheckIn, Occurrence
from tests.caseload.letting_in import give, let_in, ours, signed_in, text
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import answered, berlin, us
from trustpact.couples.models import Grant, Scope, Viewing
from trustpact.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_nothing_is_ticked_before_it_was_ticked(cast, therapy):
    give(cast, therapy, by="ben", now=timezone.now())
    for person in (cast.ana, cast.ben):
        body = text(signed_in(person).get(ours("therapist", therapy)))
        boxes = re.findall(r'<input type="checkbox"[^>]*>', body)
        assert len(boxes) == len(Scope)
        assert [box for box in boxes if "checked" in box] == []


def test_who_they_are_comes_before_what_is_opened(cast, therapy):
    body = text(signed_in(cast.ana).get(ours("therapist", therapy)))
    places = [
        body.index(words) for words in ("Register 4711", "no secrets", "Nobody here has checked")
    ]
    assert max(places) < body.index('type="checkbox"')


def test_opening_asks_for_recent_authentication(cast, therapy):
    response = signed_in(cast.ana).post(ours("opening", therapy), {"scopes": ["levels"]})
    assert response.url.startswith("/account/")
    assert Grant.objects.count() == 0


def test_ending_asks_for_nothing(cast, therapy):
    give(cast, therapy, now=timezone.now())
    signed_in(cast.ana).post(ours("end", therapy))
    assert set(Grant.objects.values_list("partner__person", flat=True)) == {cast.ben.pk}


def test_one_scope_is_ended_alone(cast, therapy):
    give(cast, therapy, by="ana", now=timezone.now())
    signed_in(cast.ana).post(ours("end", therapy), {"scopes": "levels"})
    assert Grant.objects.count() == len(Scope) - 1


def test_what_is_open_closes_where_it_stands_and_takes_no_ticked_box_along(cast, therapy):
    give(cast, therapy, by="ana", now=timezone.now())
    page = signed_in(cast.ana).get(ours("therapist", therapy)).content.decode()
    assert page.count('form="closing" name="scopes"') == len(Scope)
    closing = page.split('id="closing"')[1].split("</form>")[0]
    assert ours("end", therapy) in closing
    assert 'type="checkbox"' not in closing

    page = signed_in(cast.ben).get(ours("therapist", therapy)).content.decode()
    assert 'form="closing"' not in page


def test_opening_what_was_ticked(cast, therapy, freshly_signed_in):
    client = freshly_signed_in(Client(), cast.ana)
    client.post(ours("opening", therapy), {"scopes": ["levels", "agreement"]})
    assert set(cast.ana_partner.grants.values_list("scope", flat=True)) == {"levels", "agreement"}


@pytest.mark.parametrize("scopes", [[], ["everything"], ["levels\x00"], ["x" * 1000]])
def test_opening_something_else_is_refused(cast, therapy, freshly_signed_in, scopes):
    client = freshly_signed_in(Client(), cast.ana)
    assert client.post(ours("opening", therapy), {"scopes": scopes}).status_code == 400
    assert Grant.objects.count() == 0


def test_another_couple_finds_no_therapist_of_ours(cast, therapy, freshly_signed_in):
    couple = make_couple(make_person("Max"), make_person("Kim"))
    client = freshly_signed_in(Client(), couple.partners_now()[0].person)
    for name in ("therapist", "copy", "past"):
        assert client.get(ours(name, therapy)).status_code == 404
    assert client.post(ours("opening", therapy), {"scopes": ["levels"]}).status_code == 404


def test_the_example_holds_exactly_the_own_half(cast, therapy, daily, on_the_next_day):
    answered(daily, cast.ana_partner, {"noticed": us("Ana saw the tea")}, at=berlin(2, 20))
    answered(daily, cast.ben_partner, {"noticed": us("Ben saw the bath")}, at=berlin(2, 20))
    for name in ("therapist", "copy"):
        body = text(signed_in(cast.ana).get(ours(name, therapy)))
        assert "Ana saw the tea" in body
        assert "Ben saw the bath" not in body


def test_previewing_opens_and_lists_nothing(cast, therapy):
    signed_in(cast.ana).get(ours("copy", therapy))
    assert (Grant.objects.count(), Viewing.objects.count()) == (0, 0)


def test_today_asks_before_it_lapses(cast, therapy):
    def waiting(days):
        with time_machine.travel(NOON + timedelta(days=days), tick=False):
            return "closes soon" in text(signed_in(cast.ana).get(reverse("today:today")))

    give(cast, therapy, Scope.LEVELS, by="ana")
    assert [waiting(days) for days in (75, 76, 89, 90)] == [False, True, True, False]


def test_with_the_therapist_is_offered_only_where_there_is_one(cast, daily, at_noon):
    date = Occurrence.on(daily, NOON.date())
    address = reverse("checkins:occurrence", args=[date.pk])
    assert "our therapist" not in text(signed_in(cast.ana).get(address))
    sent = {"trust": "4", "trust-for": WITH_THERAPIST}
    answers = reverse("checkins:answers", args=[date.pk])
    assert signed_in(cast.ana).post(answers, sent).status_code == 400
    therapy = let_in(cast)
    assert "our therapist" in text(signed_in(cast.ana).get(address))
    assert signed_in(cast.ana).post(answers, sent).status_code < 400
    assert CheckIn.objects.get().answers["trust"]["visibility"] == WITH_THERAPIST
    therapy.resign(now=NOON)
    body = text(signed_in(cast.ana).get(address))
    assert "our therapist" not in body
    assert '<select name="trust-for" id="answer_trust-for"><option value="me">' in body


def test_taking_a_therapist_off_asks_for_nothing_and_tells_nobody(cast, therapy, on_the_next_day):
    give(cast, therapy)
    signed_in(cast.chen).get(reverse("caseload:agreement", args=[therapy.pk]))
    pages = {}
    for name in ("ana", "ben"):
        client = signed_in(getattr(cast, name))
        if name == "ana":
            assert client.post(ours("removal", therapy)).url == reverse("therapists:therapists")
            client.get(reverse("therapists:therapists"))  # what the press said is read
        pages[name] = text(client.get(reverse("therapists:therapists")))
        assert client.get(ours("therapist", therapy)).status_code == 404
        assert "2026" in text(client.get(ours("past", therapy)))  # the looks stay listed
    assert signed_in(cast.chen).get(reverse("caseload:cases")).context["cases"] == []
    assert Notice.objects.count() == 0
    evened = [re.sub(r"\w{64}", "", one) for one in pages.values()]
    assert evened[0] == evened[1]
