"""The rules of invitations: one place, one person, seven days, once."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from tests.cast import NOON, make_couple, make_person
from trustpact.couples.models import Block, Invitation, Partner
from trustpact.couples.models.invitation import KIND, MOST_A_DAY
from trustpact.couples.obstacles import Obstacle
from trustpact.notices.models import Notice
from trustpact.rules import RuleBroken, TooOften

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def eve():
    """Somebody who began alone."""
    return make_person("Eve")


@pytest.fixture
def partner(eve):
    return make_couple(eve).partners.get()


def invite(partner, **more):
    return Invitation.objects.make(partner, now=NOON, **more)


def test_invitation_is_found_by_its_link_and_by_its_code(partner):
    invitation, secret = invite(partner)

    assert Invitation.objects.by_token(secret.token) == invitation
    assert Invitation.objects.by_code(secret.code.lower()) == invitation
    assert Invitation.objects.by_token(secret.code) is None


def test_invitation_keeps_no_secret(partner):
    _, secret = invite(partner)

    row = Invitation.objects.values_list().get()

    assert not {secret.token, secret.code, secret.code.replace("-", "")} & {
        str(value) for value in row
    }


def test_invitation_outlives_a_change_of_the_installations_key(partner, settings):
    invitation, secret = invite(partner)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next throw-away key"

    assert Invitation.objects.by_token(secret.token) == invitation


def test_invitation_lasts_seven_days(partner):
    invitation, _ = invite(partner)

    assert invitation.state(NOON + WEEK - timedelta(seconds=1)) == "open"
    assert invitation.state(NOON + WEEK) == "expired"


def test_new_invitation_takes_the_last_one_back(partner):
    first, _ = invite(partner)
    invite(partner)

    first.refresh_from_db()
    assert first.status == "revoked"


def test_new_invitation_leaves_an_expired_one_expired(partner):
    first, _ = invite(partner)
    Invitation.objects.make(partner, now=NOON + WEEK)

    first.refresh_from_db()
    assert first.status == "expired"


def test_invitations_are_limited_to_five_a_day(partner):
    for _ in range(MOST_A_DAY):
        invite(partner)

    with pytest.raises(TooOften):
        invite(partner)
    Invitation.objects.make(partner, now=NOON + timedelta(days=1))


def test_third_person_cannot_be_invited(cast):
    with pytest.raises(RuleBroken, match="both places are taken"):
        invite(cast.ana_partner)


def test_own_mailbox_cannot_be_invited(partner):
    with pytest.raises(RuleBroken, match="your own mailbox"):
        invite(partner, address="EVE+me@example.org")


def test_mail_goes_to_the_invited_mailbox_with_the_link(partner):
    invitation, secret = invite(partner, address="gus@example.org")

    notice = Notice.objects.get(kind=KIND, subject=invitation.pk)
    assert (notice.mailbox, notice.status) == ("gus@example.org", "due")
    assert notice.path == f"/join/{secret.token}/"


def test_handed_over_invitation_sends_nothing(partner):
    invite(partner)

    assert not Notice.objects.exists()


def test_revoking_stops_the_mail_too(partner):
    invitation, _ = invite(partner, address="gus@example.org")
    invitation.revoke(now=NOON)

    assert invitation.status == "revoked"
    assert Notice.objects.get().status == "cancelled"


def test_accepting_joins_and_uses_the_invitation(partner, cast):
    invitation, _ = invite(partner)

    joined = invitation.accept(person=cast.dan, now=NOON)

    assert (joined.couple, joined.place) == (partner.couple, 2)
    assert invitation.status == "used"


@pytest.mark.parametrize(
    ("spoil", "obstacle"),
    [
        (lambda invitation: invitation.revoke(now=NOON), Obstacle.REVOKED),
        (lambda invitation: invitation.accept(person=make_person("Gus"), now=NOON), Obstacle.USED),
        (lambda invitation: invitation.couple.end(now=NOON), Obstacle.REVOKED),
    ],
)
def test_closed_invitation_is_not_accepted(partner, cast, spoil, obstacle):
    invitation, _ = invite(partner)
    spoil(invitation)

    with pytest.raises(RuleBroken, match=str(obstacle.label)):
        invitation.accept(person=cast.dan, now=NOON)
    assert Partner.objects.of(cast.dan) is None


def test_expired_invitation_is_not_accepted(partner, cast):
    invitation, _ = invite(partner)

    with pytest.raises(RuleBroken, match="has expired"):
        invitation.accept(person=cast.dan, now=NOON + WEEK)


def test_nobody_joins_themselves(partner, eve):
    invitation, _ = invite(partner)

    assert invitation.obstacle(person=eve, now=NOON) is Obstacle.OWN


def test_nobody_with_a_couple_joins_another(partner, cast):
    invitation, _ = invite(partner)

    with pytest.raises(RuleBroken, match="already have a shared space"):
        invitation.accept(person=cast.ana, now=NOON)


def test_two_who_invited_each_other_learn_that_one_must_leave_first(partner, cast):
    other = make_couple(cast.dan).partners.get()
    mine, theirs = invite(partner)[0], invite(other)[0]

    assert mine.obstacle(person=cast.dan, now=NOON) is Obstacle.ELSEWHERE
    other.leave(now=NOON)
    assert mine.accept(person=cast.dan, now=NOON).couple == partner.couple
    theirs.refresh_from_db()
    assert theirs.status == "revoked"


def test_one_mailbox_cannot_be_both_partners(partner):
    invitation, _ = invite(partner)
    twin = make_person("Eva", "eve+two@example.org")

    with pytest.raises(RuleBroken, match="one mailbox"):
        invitation.accept(person=twin, now=NOON)


def test_unverified_mailbox_cannot_accept(partner, cast):
    invitation, _ = invite(partner)
    EmailAddress.objects.filter(user=cast.dan).update(verified=False)

    assert invitation.obstacle(person=cast.dan, now=NOON) is Obstacle.UNVERIFIED


def test_declined_invitation_looks_open_and_can_still_be_accepted(partner, cast):
    invitation, _ = invite(partner)
    invitation.decline(now=NOON)

    assert invitation.state(NOON) == "open"
    assert invitation.accept(person=cast.dan, now=NOON)


def test_declining_ends_the_mails_to_that_mailbox_unseen(partner):
    invite(partner, address="gus@example.org")[0].decline(now=NOON)

    again, _ = invite(partner, address="Gus+new@example.org")

    assert Notice.objects.get(subject=again.pk).status == "sent"  # and never left
    assert not Notice.objects.open().exists()
    assert again.state(NOON) == "open"


def test_blocked_inviter_cannot_be_accepted_or_mailed(partner, eve, cast):
    Block.objects.create(person=cast.dan, blocked_person=eve)

    invitation, _ = invite(partner, address="dan@example.org")

    assert invitation.obstacle(person=cast.dan, now=NOON) is Obstacle.BLOCKED
    assert not Notice.objects.open().exists()
