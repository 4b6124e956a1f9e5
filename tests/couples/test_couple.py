"""The couple: beginning, its settings, leaving and its end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOON, make_couple, make_person
from trustpact.couples import moments
from trustpact.couples.models import Couple, Invitation, OpeningHour, Partner
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db


def test_nobody_begins_a_second_couple(cast):
    with pytest.raises(RuleBroken):
        make_couple(cast.ana)


def test_database_refuses_a_second_couple_and_a_third_partner(cast):
    elsewhere = make_couple(make_person("Gus"))
    for fields in ({"couple": elsewhere, "person": cast.ana, "place": 2},
                   {"couple": cast.couple, "person": cast.dan, "place": 3},
                   {"couple": cast.couple, "person": cast.dan, "place": 2}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Partner.objects.create(joined_on=NOON.date(), **fields)


def test_leaving_ends_the_couple_for_both_in_the_same_way(cast):
    cast.ana_partner.leave(now=NOON)

    cast.couple.refresh_from_db()
    assert cast.couple.ended_on == NOON.date()
    ends = cast.couple.partners.values_list("left_on", "knows_of_end")
    assert list(ends) == [(NOON.date(), False)] * 2


def test_leaving_twice_does_no_harm(cast):
    cast.ana_partner.leave(now=NOON)
    cast.ben_partner.leave(now=NOON + timedelta(days=1))

    cast.couple.refresh_from_db()
    assert cast.couple.ended_on == NOON.date()


def test_leaving_takes_open_invitations_back():
    partner = make_couple(make_person("Eve")).partners.get()
    invitation, _ = Invitation.objects.make(partner, now=NOON, address="gus@example.org")

    partner.leave(now=NOON)

    invitation.refresh_from_db()
    assert invitation.status == "revoked"


@pytest.fixture
def callbacks(monkeypatch):
    """What runs when a couple ends, for this test only."""
    registered = []
    monkeypatch.setattr(moments, "_on_end", registered)
    return registered


def test_end_tells_the_apps_above_while_both_are_still_partners(cast, callbacks):
    told = []
    moments.on_end(lambda couple, now: told.append((couple, now, couple.partners_now().count())))

    cast.ana_partner.leave(now=NOON)

    assert told == [(cast.couple, NOON, 2)]


def test_end_is_undone_when_an_app_above_cannot_end_its_own(cast, callbacks):
    def fails(couple, now):
        raise RuntimeError

    moments.on_end(fails)
    with pytest.raises(RuntimeError):
        cast.ana_partner.leave(now=NOON, block=True)

    assert Partner.objects.of(cast.ana) is not None
    assert not cast.ana.blocks.exists()


def test_leaving_can_block_the_other(cast):
    cast.ana_partner.leave(now=NOON, block=True)

    assert cast.ana.blocks.get().blocked_person == cast.ben


def test_nobody_joins_a_couple_that_ended():
    couple = make_couple(make_person("Eve"))
    couple.end(now=NOON)

    with pytest.raises(RuleBroken, match="has ended"):
        Partner.join(couple, make_person("Gus"), now=NOON)


def test_both_may_begin_anew_after_the_end(cast):
    cast.ana_partner.leave(now=NOON)

    assert make_couple(cast.ana).partners.get().person == cast.ana


def test_moving_the_couple_plans_both_anew(cast, monkeypatch):
    moved = []
    monkeypatch.setattr(
        "trustpact.people.zones._callbacks", [lambda person, now: moved.append(person)]
    )

    cast.couple.change(currency="EUR", zone="Asia/Tokyo", now=NOON)
    cast.couple.change(currency="CHF", zone="Asia/Tokyo", now=NOON)

    assert moved == [cast.ana, cast.ben]


def test_evening_is_for_either_to_choose(cast):
    cast.couple.open_at(OpeningHour.EVENING, asked_by=cast.ben_partner)

    assert cast.couple.opening_hour == OpeningHour.EVENING


def test_both_done_begins_when_both_have_asked(cast):
    cast.couple.open_at(OpeningHour.BOTH_DONE, asked_by=cast.ana_partner)
    assert cast.couple.opening_hour == OpeningHour.MORNING

    cast.couple.open_at(OpeningHour.BOTH_DONE, asked_by=cast.ben_partner)
    assert cast.couple.opening_hour == OpeningHour.BOTH_DONE


def test_both_done_is_not_for_one_who_is_alone():
    couple = make_couple(make_person("Eve"))
    couple.open_at(OpeningHour.BOTH_DONE, asked_by=couple.partners.get())

    assert couple.opening_hour == OpeningHour.MORNING


def test_after_both_done_ended_both_ask_anew(cast):
    for partner in (cast.ana_partner, cast.ben_partner):
        cast.couple.open_at(OpeningHour.BOTH_DONE, asked_by=partner)
    cast.couple.open_at(OpeningHour.MORNING, asked_by=cast.ana_partner)
    cast.couple.open_at(OpeningHour.BOTH_DONE, asked_by=cast.ana_partner)

    assert cast.couple.opening_hour == OpeningHour.MORNING


def test_a_wish_of_ones_own_outlives_the_others_choice_of_an_hour(cast):
    cast.couple.open_at(OpeningHour.BOTH_DONE, asked_by=cast.ana_partner)
    cast.couple.open_at(OpeningHour.EVENING, asked_by=cast.ben_partner)
    cast.couple.open_at(OpeningHour.BOTH_DONE, asked_by=cast.ben_partner)

    assert cast.couple.opening_hour == OpeningHour.BOTH_DONE


@pytest.fixture
def told(monkeypatch):
    """The languages that the apps above were told of, for this test only."""
    languages = []
    monkeypatch.setattr(moments, "_on_language", [])
    moments.on_language(lambda couple, now: languages.append(couple.language))
    return languages


def ask(partner, language="de"):
    """Ask for a language on rows of one's own."""
    partner.couple.write_in(language, asked_by=partner, now=NOON)


def test_one_who_is_alone_chooses_the_language(told):
    couple = make_couple(make_person("Eve"))
    ask(couple.partners.get())

    assert Couple.objects.get(pk=couple.pk).language == "de"
    assert told == ["de"]


def test_another_language_begins_when_both_have_asked_for_it(cast, told):
    ask(cast.ana_partner)
    ask(cast.ana_partner)
    assert (Couple.objects.get(pk=cast.couple.pk).language, told) == ("en", [])

    ask(cast.ben_partner)
    assert (Couple.objects.get(pk=cast.couple.pk).language, told) == ("de", ["de"])


def test_a_wish_for_a_language_is_taken_back_by_choosing_the_present_one(cast, told):
    ask(cast.ana_partner)
    ask(cast.ana_partner, "en")
    ask(cast.ben_partner)

    assert (Couple.objects.get(pk=cast.couple.pk).language, told) == ("en", [])


def test_a_language_that_began_leaves_no_wish_behind(cast, told):
    for language in ("de", "en"):
        ask(cast.ana_partner, language)
        ask(cast.ben_partner, language)
    ask(cast.ben_partner)

    assert told == ["de", "en"]


def test_nobody_chooses_the_language_of_a_couple_that_ended(cast, told):
    cast.ben_partner.leave(now=NOON)
    ask(cast.ana_partner)

    assert told == []


def test_the_language_is_undone_where_an_app_above_cannot_follow(cast, told):
    def fails(couple, now):
        raise RuntimeError

    moments.on_language(fails)
    ask(cast.ana_partner)
    with pytest.raises(RuntimeError):
        ask(cast.ben_partner)

    assert Couple.objects.get(pk=cast.couple.pk).language == "en"


def test_a_partner_is_read_with_the_other(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        ana = Partner.objects.of(cast.ana)
        assert [one.name for one in ana.couple.members] == ["Ana", "Ben"]
    assert ana.couple.members[0] is ana


def test_members_are_asked_for_where_nobody_brought_them(cast, django_assert_num_queries):
    couple = Couple.objects.get()
    with django_assert_num_queries(1):
        assert [one.name for one in couple.members] == ["Ana", "Ben"]
