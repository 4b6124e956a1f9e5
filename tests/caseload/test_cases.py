"""A therapist's list of couples, the next session, suggestions, the end."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from checkins.models import RitualTemplate
from tests.caseload.letting_in import TOLD, give, ours, page, signed_in, text
from tests.cast import NOON, make_couple, make_person
from trustpact.caseload.models import PutAway, Suggestion
from trustpact.couples.models import Grant, Scope, Therapy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_couples(
    cast, therapy, at_noon, count, django_assert_num_queries
):
    give(cast, therapy)
    for number in range(count - 1):
        couple = make_couple(make_person(f"X{number}"), make_person(f"Y{number}"))
        first = couple.partners_now()[0]
        other = Therapy.begin(couple, therapy.therapist, invited_by=first, now=NOON)
        Grant.give(other, first, [Scope.LEVELS], now=NOON)
    client = signed_in(cast.chen)
    client.get(reverse("caseload:cases"))
    with django_assert_num_queries(5):
        response = client.get(reverse("caseload:cases"))
    assert len(response.context["cases"]) == count


def test_the_next_session_comes_first(cast, therapy, at_noon):
    couple = make_couple(make_person("Max"), make_person("Kim"))
    other = Therapy.begin(couple, therapy.therapist, invited_by=couple.partners_now()[0], now=NOON)
    other.meet_on(NOON.date() + timedelta(days=1), now=NOON)
    listed = signed_in(cast.chen).get(reverse("caseload:cases")).context["cases"]
    assert [case.pk for case in listed] == [other.pk, therapy.pk]


def test_a_couple_is_found_by_a_name(cast, therapy, at_noon):
    client = signed_in(cast.chen)
    assert len(client.get(reverse("caseload:cases"), {"q": "ana"}).context["cases"]) == 1
    assert len(client.get(reverse("caseload:cases"), {"q": "zoe"}).context["cases"]) == 0


def test_a_short_list_is_read_without_a_search(cast, therapy, at_noon):
    cases = reverse("caseload:cases")
    assert 'role="search"' not in signed_in(cast.chen).get(cases).content.decode()
    assert 'role="search"' in signed_in(cast.chen).get(cases, {"q": "Nobody"}).content.decode()


def test_a_therapist_without_a_partner_is_led_to_their_couples_first(cast, therapy, at_noon):
    page = signed_in(cast.chen).get(reverse("couples:start")).content.decode()
    assert page.index("Your couples") < page.index("<details>") < page.index("Begin alone")
    assert "Begin for yourself, as a partner" not in (
        signed_in(cast.dan).get(reverse("couples:start")).content.decode()
    )


def test_new_is_only_what_is_open(cast, told, on_the_next_day):
    client = signed_in(cast.chen)

    def news():
        [case] = client.get(reverse("caseload:cases")).context["cases"]
        return case.is_open, case.has_new

    assert news() == (False, False)
    give(cast, told, Scope.AGREEMENT, by="ana")
    assert news() == (False, False)
    give(cast, told, Scope.NOTES, by="ana")
    assert news() == (True, True)
    cast.ana_partner.opened_answers.exclude(question="trust").delete()
    assert news() == (True, False)


@pytest.mark.parametrize("person", ["ana", "ben", "dan", "ada"])
def test_nobody_else_has_a_list_of_couples(cast, therapy, person):
    client = signed_in(getattr(cast, person))
    assert client.get(reverse("caseload:cases")).status_code == 404
    assert client.get(page("case", therapy)).status_code == 404


def test_the_day_is_set_by_all_three(cast, therapy, at_noon):
    give(cast, therapy)
    day = NOON.date() + timedelta(days=7)
    for client, address in (
        (signed_in(cast.chen), page("day", therapy)),
        (signed_in(cast.ana), ours("day", therapy)),
        (signed_in(cast.ben), ours("day", therapy)),
    ):
        day += timedelta(days=1)
        assert client.post(address, {"day": day.isoformat()}).status_code == 302
        therapy.refresh_from_db()
        assert therapy.next_on == day


@pytest.mark.parametrize(
    ("day", "status"), [("2020-01-01", 409), ("soon", 400), ("0001-01-01", 409)]
)
def test_a_day_that_cannot_be_is_refused(cast, therapy, at_noon, day, status):
    give(cast, therapy)
    assert signed_in(cast.chen).post(page("day", therapy), {"day": day}).status_code == status
    assert signed_in(cast.ana).post(ours("day", therapy), {"day": day}).status_code == status


def suggested(cast, therapy, what="ritual:weekly-debrief"):
    return signed_in(cast.chen).post(page("suggestion", therapy), {"what": what})


def test_a_suggestion_reaches_whoever_opened_something(cast, therapy, starters, at_noon):
    give(cast, therapy, Scope.LEVELS, by="ana")
    suggested(cast, therapy)
    assert signed_in(cast.ana).get(ours("therapist", therapy)).context["suggestions"]
    assert not signed_in(cast.ben).get(ours("therapist", therapy)).context["suggestions"]


def test_putting_a_suggestion_away_is_ones_own(cast, therapy, starters, at_noon):
    give(cast, therapy)
    suggested(cast, therapy)
    client, token = signed_in(cast.chen), re.compile(r"\w{64}")
    pages = [reverse("caseload:cases"), page("case", therapy), page("suggestion", therapy)]
    before = [token.sub("", text(client.get(address))) for address in pages]
    signed_in(cast.ana).post(
        reverse("therapists:suggestion_removal", args=[therapy.pk, Suggestion.objects.get().pk])
    )
    assert PutAway.objects.count() == 1
    assert signed_in(cast.ben).get(ours("therapist", therapy)).context["suggestions"]
    assert not signed_in(cast.ana).get(ours("therapist", therapy)).context["suggestions"]
    assert [token.sub("", text(client.get(address))) for address in pages] == before


@pytest.mark.parametrize("what", ["", "ritual:nothing", "clause:\x00", "x" * 500])
def test_what_is_not_in_the_library_is_not_suggested(cast, therapy, starters, at_noon, what):
    give(cast, therapy)
    assert suggested(cast, therapy, what).status_code == 400
    assert Suggestion.objects.count() == 0


def test_a_sixth_suggestion_in_a_day_is_too_often(cast, therapy, starters, at_noon):
    give(cast, therapy)
    slugs = RitualTemplate.published.read_in("en").values_list("slug", flat=True)[:6]
    statuses = [suggested(cast, therapy, f"ritual:{slug}").status_code for slug in slugs]
    assert statuses == [302] * 5 + [429]


def test_a_therapist_ends_their_part(cast, therapy, at_noon):
    give(cast, therapy)
    signed_in(cast.chen).post(page("end", therapy))
    assert signed_in(cast.ana).get(ours("therapist", therapy)).status_code == 404


def test_a_changed_profile_closes_everything(cast, therapy, at_noon):
    give(cast, therapy)
    signed_in(cast.chen).post(reverse("caseload:profile"), TOLD | {"secrets": "kept"})
    assert Grant.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"profession": ""}, {"profession": "a\u202eb"}, {"secrets": "some"}, {"policy": "x" * 1001}],
)
def test_a_profile_keeps_what_was_typed(cast, wrong):
    response = signed_in(cast.chen).post(reverse("caseload:profile"), TOLD | wrong)
    assert response.status_code == 400
    assert "Register 4711" in text(response)


def test_a_second_couple_of_the_same_therapist_stays_apart(cast, therapy, at_noon):
    couple = make_couple(make_person("Max"), make_person("Kim"))
    first = couple.partners_now()[0]
    other = Therapy.begin(couple, therapy.therapist, invited_by=first, now=NOON)
    Grant.give(other, first, [Scope.LEVELS], now=NOON)
    body = text(signed_in(cast.chen).get(page("case", other)))
    assert "Ana" not in body
