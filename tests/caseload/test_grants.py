"""Who opens what to a therapist, and how it ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.caseload.letting_in import TOLD, give, therapist_of
from tests.cast import NOON, make_couple, make_person
from trustpact.couples.models import JOINT, OWN, Grant, Partner, Scope, Secrets, Therapist, Therapy
from trustpact.couples.models.couple import Couple
from trustpact.rules import RuleBroken, TooOften

JUST_BEFORE, LAPSED = NOON + timedelta(days=89), NOON + timedelta(days=90)


def opened(cast, therapy, scopes=tuple(Scope), now=NOON):
    """Return what is open to the therapist: {scope: names} of own data, and the joint scopes."""
    found = Therapy.opened_to(therapy.therapist.person, therapy.pk, scopes, now=now)
    if found is None:
        return None
    own = {scope: [one.name for one in partners] for scope, partners in found.own.items()}
    return {scope: names for scope, names in own.items() if names}, set(found.joint)


def test_nothing_is_open_by_an_invitation(cast, therapy):
    assert opened(cast, therapy) is None


@pytest.mark.parametrize("scope", OWN)
def test_own_data_opens_by_its_author_alone(cast, therapy, scope):
    give(cast, therapy, scope, by="ana")
    assert opened(cast, therapy) == ({scope: ["Ana"]}, set())


@pytest.mark.parametrize("scope", JOINT)
def test_one_consent_opens_nothing_joint(cast, therapy, scope):
    give(cast, therapy, scope, by="ben")
    assert opened(cast, therapy) is None


@pytest.mark.parametrize("scope", JOINT)
def test_joint_data_opens_by_both(cast, therapy, scope):
    give(cast, therapy, scope)
    assert opened(cast, therapy) == ({}, {scope})


@pytest.mark.parametrize("scope", JOINT)
def test_either_ends_joint_data_at_once(cast, therapy, scope):
    give(cast, therapy, scope)
    Grant.end(therapy, cast.ben_partner, [scope], now=NOON)
    assert opened(cast, therapy) is None


def test_ending_leaves_the_yes_of_the_other_as_it_was(cast, therapy):
    give(cast, therapy)
    before = list(cast.ben_partner.grants.order_by("scope").values())
    Grant.end(therapy, cast.ana_partner, now=NOON)
    assert list(cast.ben_partner.grants.order_by("scope").values()) == before


def test_ending_what_was_never_open_changes_nothing(cast, therapy):
    Grant.end(therapy, cast.ana_partner, now=NOON)
    assert Grant.objects.count() == 0


def test_a_grant_lapses_after_90_days(cast, therapy):
    give(cast, therapy, Scope.LEVELS, by="ana")
    assert opened(cast, therapy, now=JUST_BEFORE) is not None
    assert opened(cast, therapy, now=LAPSED) is None


def test_a_grant_is_renewed_by_opening_it_again(cast, therapy):
    give(cast, therapy, Scope.LEVELS, by="ana")
    give(cast, therapy, Scope.LEVELS, by="ana", now=JUST_BEFORE)
    assert opened(cast, therapy, now=LAPSED) == ({"levels": ["Ana"]}, set())


def test_joint_data_closes_when_the_first_consent_lapses(cast, therapy):
    give(cast, therapy, Scope.AGREEMENT, by="ana")
    give(cast, therapy, Scope.AGREEMENT, by="ben", now=JUST_BEFORE)
    assert opened(cast, therapy, now=JUST_BEFORE) is not None
    assert opened(cast, therapy, now=LAPSED) is None


def test_what_a_page_does_not_show_opens_it_not(cast, therapy):
    give(cast, therapy, Scope.LEVELS, by="ana")
    assert opened(cast, therapy, [Scope.AGREEMENT]) is None


def test_leaving_ends_everything_in_the_same_transaction(cast, therapy):
    give(cast, therapy)
    with transaction.atomic():
        cast.ben_partner.leave(now=NOON)
        assert Grant.objects.count() == 0
    therapy.refresh_from_db()
    assert therapy.ended_on is not None
    assert opened(cast, therapy) is None


def test_nothing_can_be_opened_once_the_couple_ended(cast, therapy):
    cast.ben_partner.leave(now=NOON)
    with pytest.raises(RuleBroken, match="not with you any more"):
        Grant.give(therapy, cast.ana_partner, [Scope.LEVELS], now=NOON)


def test_a_therapist_who_resigns_sees_nothing_any_more(cast, therapy):
    give(cast, therapy)
    therapy.resign(now=NOON)
    assert opened(cast, therapy) is None
    assert Grant.objects.count() == 0


def test_another_therapist_sees_nothing_of_it(cast, therapy):
    give(cast, therapy)
    other = therapist_of(make_person("Dr Roy"))
    assert Therapy.opened_to(other.person, therapy.pk, tuple(Scope), now=NOON) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"secrets": Secrets.KEPT},
        {"number": "Register 1"},
        {"profession": "Coach"},
        {"policy": "Ask."},
    ],
)
def test_whoever_says_something_else_of_themselves_loses_what_was_opened(cast, therapy, changed):
    give(cast, therapy)
    Therapist.declare(cast.chen, **TOLD | changed, now=NOON)
    assert opened(cast, therapy) is None


def test_saying_the_same_again_changes_nothing(cast, therapy):
    give(cast, therapy)
    Therapist.declare(cast.chen, **TOLD, now=NOON)
    assert opened(cast, therapy) is not None


# --- H9: somebody from outside


def test_a_partner_is_never_the_therapist_of_their_own_couple(cast):
    with pytest.raises(RuleBroken, match="from outside"):
        Therapy.begin(cast.couple, therapist_of(cast.ben), invited_by=cast.ana_partner, now=NOON)


def test_a_past_partner_of_either_is_no_outsider(cast):
    eve = make_person("Eve")
    cast.ben_partner.leave(now=NOON)
    couple = make_couple(cast.ana, eve)
    with pytest.raises(RuleBroken, match="from outside"):
        Therapy.begin(couple, therapist_of(cast.ben), invited_by=couple.partners_now()[0], now=NOON)


def test_a_second_account_with_a_mailbox_of_a_partner_is_no_outsider(cast):
    double = make_person("Ben again", email="ben+work@example.org")
    with pytest.raises(RuleBroken, match="from outside"):
        Therapy.begin(cast.couple, therapist_of(double), invited_by=cast.ben_partner, now=NOON)


def test_a_therapist_who_becomes_a_partner_sees_nothing_any_more(db):
    ana, chen = make_person("Ana"), make_person("Dr Chen")
    couple = Couple.start(ana, now=NOON)
    alone = couple.partners_now().get()
    therapy = Therapy.begin(couple, therapist_of(chen), invited_by=alone, now=NOON)
    Grant.give(therapy, alone, [Scope.LEVELS], now=NOON)
    Partner.join(couple, chen, now=NOON)
    assert Therapy.opened_to(therapy.therapist.person, therapy.pk, tuple(Scope), now=NOON) is None
    assert Grant.objects.count() == 0


def test_one_partner_lets_in_three_at_most(cast, therapy):
    for name in ("Dr One", "Dr Two"):
        profile = therapist_of(make_person(name))
        Therapy.begin(cast.couple, profile, invited_by=cast.ana_partner, now=NOON)
    profile = therapist_of(make_person("Dr Three"))
    with pytest.raises(TooOften):
        Therapy.begin(cast.couple, profile, invited_by=cast.ana_partner, now=NOON)
    assert Therapy.begin(cast.couple, profile, invited_by=cast.ben_partner, now=NOON)


@pytest.mark.parametrize("name", ["ana", "ben"])
def test_either_takes_a_therapist_off_at_once_and_for_both(cast, therapy, name):
    give(cast, therapy)
    partner = getattr(cast, f"{name}_partner")
    partner.couple.therapies.get().take_off(now=NOON)
    assert opened(cast, therapy) is None
    assert Grant.objects.count() == 0


def test_the_limit_of_three_does_not_fill_up_for_good(cast, therapy):
    others = []
    for name in ("Dr One", "Dr Two"):
        profile = therapist_of(make_person(name))
        others.append(Therapy.begin(cast.couple, profile, invited_by=cast.ana_partner, now=NOON))
    others[0].take_off(now=NOON)
    profile = therapist_of(make_person("Dr Three"))
    assert Therapy.begin(cast.couple, profile, invited_by=cast.ana_partner, now=NOON)


# --- The day of the next session


def test_a_new_day_makes_the_one_before_the_last_session(cast, therapy):
    first, later = NOON.date() + timedelta(days=3), NOON.date() + timedelta(days=17)
    therapy.meet_on(first, now=NOON)
    therapy.meet_on(later, now=NOON + timedelta(days=5))
    assert therapy.since(later) == first
    assert therapy.coming(later) == later


def test_a_session_that_is_put_off_is_no_last_session(cast, therapy):
    therapy.meet_on(NOON.date() + timedelta(days=3), now=NOON)
    therapy.meet_on(NOON.date() + timedelta(days=4), now=NOON)
    assert therapy.last_on is None


def test_a_day_that_is_over_is_refused(cast, therapy):
    with pytest.raises(RuleBroken, match="from today on"):
        therapy.meet_on(NOON.date() - timedelta(days=1), now=NOON)


# --- What the database says too


def test_database_refuses_a_second_therapy_of_the_same_two(cast, therapy):
    with pytest.raises(IntegrityError), transaction.atomic():
        Therapy.objects.create(
            couple=cast.couple,
            therapist=therapy.therapist,
            invited_by=cast.ben_partner,
            began_on=NOON.date(),
        )


def test_database_refuses_a_grant_that_never_lapses(cast, therapy):
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(
            therapy=therapy,
            partner=cast.ana_partner,
            scope=Scope.LEVELS,
            given_on=NOON.date(),
            ends_on=NOON.date(),
        )


def test_a_page_gets_nothing_that_it_does_not_list(cast, therapy):
    give(cast, therapy)
    found = Therapy.opened_to(therapy.therapist.person, therapy.pk, [Scope.NOTES], now=NOON)
    assert (found.authors(Scope.LEVELS), found.joint) == ([], frozenset())
    assert found.also == {Scope.LEVELS, *JOINT}


def an_insider(cast):
    """Return a therapist who was together with Ben before."""
    cast.ben_partner.leave(now=NOON)
    couple = make_couple(cast.ana, make_person("Eve"))
    return couple, therapist_of(cast.ben)


def test_database_refuses_a_therapist_from_inside_whatever_the_code_does(cast):
    couple, profile = an_insider(cast)
    first = couple.partners_now()[0]
    row = {"couple": couple, "therapist": profile, "invited_by": first, "began_on": NOON.date()}
    with pytest.raises(IntegrityError, match="outside"), transaction.atomic():
        Therapy.objects.create(**row)
    ended = Therapy.objects.create(**row, ended_on=NOON.date())
    with pytest.raises(IntegrityError, match="outside"), transaction.atomic():
        Therapy.objects.filter(pk=ended.pk).update(ended_on=None)
    with pytest.raises(IntegrityError, match="outside"), transaction.atomic():
        Grant.objects.create(
            therapy=ended,
            partner=first,
            scope=Scope.LEVELS,
            given_on=NOON.date(),
            ends_on=LAPSED.date(),
        )
