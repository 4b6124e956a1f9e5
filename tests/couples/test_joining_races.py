"""Joining and leaving at the same instant: one outcome, and never half a one."""

from itertools import count

import pytest

from tests.cast import NOON, make_couple, make_person
from tests.races import errors, race, values
from trustpact.couples.models import Couple, Invitation, Partner
from trustpact.people.models import Person
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)
_number = count()


def somebody():
    return make_person(f"Somebody {next(_number)}")


def invitation_of(person):
    return Invitation.objects.make(make_couple(person).partners.get(), now=NOON)[0]


def acceptance(invitation, person):
    """Return the act of accepting, on rows of its own."""
    return lambda: Invitation.objects.get(pk=invitation.pk).accept(
        person=Person.objects.get(pk=person.pk), now=NOON
    )


def revocation(invitation):
    return lambda: Invitation.objects.get(pk=invitation.pk).revoke(now=NOON)


def leaving(person):
    return lambda: Partner.objects.of(person).leave(now=NOON)


def beginning(person):
    return lambda: Couple.start(Person.objects.get(pk=person.pk), now=NOON)


def refused(outcomes):
    """Whether all that was refused was refused by a rule, with a sentence."""
    return all(isinstance(error, RuleBroken) for error in errors(outcomes))


def test_two_people_accept_one_invitation_and_one_joins(rounds):
    for _ in range(rounds):
        invitation = invitation_of(somebody())
        outcomes = race(acceptance(invitation, somebody()), acceptance(invitation, somebody()))

        assert len(values(outcomes)) == 1
        assert refused(outcomes)
        assert invitation.couple.partners_now().count() == 2


def test_one_person_accepts_twice_and_joins_once(rounds):
    for _ in range(rounds):
        invitation, person = invitation_of(somebody()), somebody()
        outcomes = race(acceptance(invitation, person), acceptance(invitation, person))

        assert len(values(outcomes)) == 1
        assert refused(outcomes)
        assert person.partnerships.count() == 1


def test_one_person_accepts_two_invitations_and_joins_one_couple(rounds):
    for _ in range(rounds):
        first, second, person = invitation_of(somebody()), invitation_of(somebody()), somebody()
        outcomes = race(acceptance(first, person), acceptance(second, person))

        assert len(values(outcomes)) == 1
        assert refused(outcomes)
        states = {Invitation.objects.get(pk=one.pk).status for one in (first, second)}
        assert states == {"used", "open"}


def test_accepting_meets_taking_back_and_one_of_them_holds(rounds):
    for _ in range(rounds):
        invitation, person = invitation_of(somebody()), somebody()
        joined, revoked = race(
            acceptance(invitation, person),
            revocation(invitation),
        )

        assert refused([joined, revoked])
        invitation.refresh_from_db()
        is_in = Partner.objects.of(person) is not None
        assert (joined.error is None) == is_in == (invitation.status == "used")
        assert (revoked.error is None) == (invitation.status == "revoked")


def test_accepting_meets_the_inviter_leaving_and_nobody_is_left_inside(rounds):
    for _ in range(rounds):
        inviter, person = somebody(), somebody()
        invitation = invitation_of(inviter)
        outcomes = race(
            acceptance(invitation, person),
            leaving(inviter),
        )

        assert refused(outcomes)
        assert not invitation.couple.partners_now().exists()
        assert Couple.objects.get(pk=invitation.couple_id).ended_on is not None


def test_beginning_twice_at_once_begins_once(rounds):
    for _ in range(rounds):
        person = somebody()
        outcomes = race(beginning(person), beginning(person))

        assert len(values(outcomes)) == 1
        assert refused(outcomes)
        assert Couple.objects.filter(partners__person=person).count() == 1


def test_making_two_invitations_at_once_leaves_one_open(rounds):
    for _ in range(rounds):
        partner = make_couple(somebody()).partners.get()

        def make(pk=partner.pk):
            return Invitation.objects.make(Partner.objects.get(pk=pk), now=NOON)

        assert errors(race(make, make)) == []
        assert partner.couple.invitations.filter(status="open").count() == 1
