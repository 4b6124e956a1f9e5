"""What a therapist reads, and that it is listed."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from tests.caseload.letting_in import give, ours, page, signed_in, text
from tests.cast import NOON
from tests.checkins.conftest import answered, berlin, us
from trustpact.couples.models import Grant, Scope, Viewing

pytestmark = pytest.mark.django_db


def test_both_sides_stand_side_by_side(cast, told, on_the_next_day):
    give(cast, told)
    body = text(signed_in(cast.chen).get(page("case", told)))
    assert "Ana noticed" in body
    assert "Ben noticed" in body
    assert "Have you asked each alone about safety?" in body


def test_what_one_shares_not_looks_like_what_was_never_written(cast, told, daily, on_the_next_day):
    give(cast, told, Scope.NOTES, by="ana")
    client, token = signed_in(cast.chen), re.compile(r"\w{64}")
    before = token.sub("", text(client.get(page("case", told))))
    assert "Ben noticed" not in before
    cast.ben_partner.opened_answers.all().delete()
    cast.ben_partner.checkins.all().delete()
    assert token.sub("", text(client.get(page("case", told)))) == before


def test_ending_bites_on_the_next_request(cast, told, on_the_next_day):
    give(cast, told)
    client = signed_in(cast.chen)
    for name in ("case", "card", "agreement", "repairs"):
        assert client.get(page(name, told)).status_code == 200
    for partner in (cast.ana_partner, cast.ben_partner):
        Grant.end(told, partner, now=NOON)
    never = reverse("caseload:case", args=[uuid4()])
    gone = [
        client.get(page(name, told)) for name in ("case", "card", "agreement", "repairs", "end")
    ]
    assert {one.status_code for one in gone} == {404}
    assert len(gone[0].content) == len(client.get(never).content)


@pytest.mark.parametrize(
    ("scope", "name"), [(Scope.AGREEMENT, "agreement"), (Scope.REPAIRS, "repairs")]
)
def test_a_page_of_joint_data_needs_both(cast, told, on_the_next_day, scope, name):
    give(cast, told, by="ana")
    give(cast, told, Scope.LEVELS, Scope.NOTES, by="ben")
    client = signed_in(cast.chen)
    assert client.get(page(name, told)).status_code == 404
    give(cast, told, scope, by="ben")
    assert client.get(page(name, told)).status_code == 200


def test_each_view_is_listed_once_a_date_for_those_whose_it_is(cast, told, on_the_next_day):
    give(cast, told, Scope.LEVELS, by="ana")
    give(cast, told, Scope.RITUALS)
    client = signed_in(cast.chen)
    for _ in range(2):
        client.get(page("case", told))
    today = berlin(3, 12).date()
    anas, bens = (
        [one.scope for one in Viewing.objects.shown_to(partner, today)]
        for partner in (cast.ana_partner, cast.ben_partner)
    )
    assert (anas, bens) == (["levels", "rituals"], ["rituals"])
    assert "2026" in text(signed_in(cast.ana).get(ours("past", told)))


def test_what_a_page_did_not_show_is_not_listed(cast, told, on_the_next_day):
    give(cast, told)
    signed_in(cast.chen).get(page("agreement", told))
    assert [one.scope for one in Viewing.objects.all()] == ["agreement"]


def test_no_row_no_content(cast, told, on_the_next_day, monkeypatch):
    give(cast, told)

    def fail(*args, **kwargs):
        raise RuntimeError("the list cannot be written")

    monkeypatch.setattr(Viewing, "note", fail)
    client = signed_in(cast.chen)
    client.raise_request_exception = False
    response = client.get(page("case", told))
    assert response.status_code == 500
    assert "Ana noticed" not in text(response)


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_read_nothing(cast, told, on_the_next_day, method):
    give(cast, told)
    assert getattr(signed_in(cast.chen), method)(page("case", told)).status_code == 405


def test_nothing_happened_reads_well(cast, therapy, at_noon):
    give(cast, therapy)
    response = signed_in(cast.chen).get(page("case", therapy))
    assert response.status_code == 200
    assert text(response).count("Nothing here.") == 2


def test_what_was_looked_at_shows_for_a_year_and_then_lapses(cast, told, on_the_next_day):
    give(cast, told)
    signed_in(cast.chen).get(page("case", told))
    today = berlin(3, 12).date()
    for days, shown in ((364, True), (365, False)):
        then = today + timedelta(days=days)
        assert Viewing.objects.shown_to(cast.ana_partner, then).exists() == shown
        assert Viewing.objects.lapsed(then).exists() != shown


@pytest.mark.parametrize("count", [1, 3])
def test_a_session_s_page_takes_as_many_queries_for_more_days(
    cast, told, daily, count, django_assert_num_queries
):
    give(cast, told)
    for number in range(1, count):
        for partner in (cast.ana_partner, cast.ben_partner):
            day = berlin(2 + number, 20)
            said = {"noticed": us(f"{partner.name} {number}")}
            answered(daily, partner, said, at=day, date=day.date())
    client = signed_in(cast.chen)
    with time_machine.travel(berlin(8, 12), tick=False):
        client.get(page("case", told))
        with django_assert_num_queries(10):  # two of them the transaction's savepoint
            response = client.get(page("case", told))
    assert len(response.context["review"].sides[0].wins[0].notes) == count


def test_a_page_shows_the_newest_of_a_question_and_all_of_it_on_demand(cast, told, daily):
    give(cast, told)
    for number in range(1, 6):
        for partner in (cast.ana_partner, cast.ben_partner):
            day = berlin(2 + number, 20)
            said = {"noticed": us(f"{partner.name} {number}")}
            answered(daily, partner, said, at=day, date=day.date())
    client, said = signed_in(cast.chen), {}
    with time_machine.travel(berlin(9, 12), tick=False):
        for name, query in (("case", ""), ("case", "?all=1"), ("card", "")):
            body = text(client.get(page(name, told) + query))
            words = ["Ana noticed", *(f"Ana {number}<" for number in range(1, 6))]
            said[name + query] = [number for number, one in enumerate(words) if one in body]
            assert ("All that was written since" in body) == (name + query == "case")
    assert said == {"case": [2, 3, 4, 5], "case?all=1": [0, 1, 2, 3, 4, 5], "card": [4, 5]}
