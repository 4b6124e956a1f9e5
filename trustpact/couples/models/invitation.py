"""An invitation: a link and a code by which one other person can join a couple."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.couples import codes
from trustpact.couples.models.block import Block
from trustpact.couples.models.couple import Couple
from trustpact.couples.models.partner import Partner
from trustpact.couples.obstacles import Obstacle
from trustpact.notices.models import Notice, cancel_for
from trustpact.people.mailboxes import mailbox_of, share_a_mailbox
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken, TooOften

KIND = "couples.invitation"
VALID_FOR = timedelta(days=7)
MOST_A_DAY = 5


class InvitationQuerySet(models.QuerySet):
    def with_people(self):
        """With the inviter and the couple, which every page of an invitation shows."""
        return self.select_related("couple", "invited_by__person")

    def by_token(self, token: str) -> "Invitation | None":
        """Return the invitation whose link this is, or None."""
        return self.with_people().filter(token_digest__in=digests(token, "link")).first()

    def by_code(self, typed: str) -> "Invitation | None":
        """Return the invitation whose code was typed, in whatever spacing and case, or None."""
        code = codes.read_code(typed)
        return (
            self.with_people().filter(code_digest__in=digests(code, "code")).first()
            if code
            else None
        )

    def close_open(self, *, now: datetime) -> None:
        """Take back what is open, with its mail; what has expired by itself says so."""
        for invitation in self.filter(status=Invitation.Status.OPEN).select_related(
            "invited_by__person"
        ):
            invitation.status = invitation.closed_status(now)
            invitation.save(update_fields=["status"])
            cancel_for(invitation.invited_by.person, subject=invitation.pk)

    @transaction.atomic
    def make(
        self, partner: Partner, *, now: datetime, address: str = ""
    ) -> tuple["Invitation", codes.Secret]:
        """
        Make a partner's new invitation, which takes the last one back; by mail with an address.

        Returns it with its secret, which is kept nowhere and shown once. RuleBroken when both
        places are taken or the address is the inviter's own; TooOften beyond five a day.
        """
        partner.couple.lock()
        today = partner.couple.local(now).date()
        self._refuse(partner, address, today)
        partner.couple.invitations.close_open(now=now)
        secret = codes.new_secret()
        invitation = self.create(
            couple=partner.couple,
            invited_by=partner,
            address=address,
            token_digest=digests(secret.token, "link")[0],
            code_digest=digests(secret.code, "code")[0],
            made_on=today,
            expires_at=now + VALID_FOR,
        )
        if address:
            invitation.send(secret, now=now)
        return invitation, secret

    def _refuse(self, partner, address, today):
        if not partner.couple.partners_now().filter(pk=partner.pk).exists():
            raise RuleBroken(_("This space has ended. Begin a new one to invite somebody."))
        if partner.couple.other(partner) is not None:
            raise RuleBroken(_("This space is for two people, and both places are taken."))
        if address and share_a_mailbox([address], partner.person.mailboxes):
            raise RuleBroken(
                _("This is your own mailbox. Your partner needs one that only they read.")
            )
        if partner.couple.invitations.filter(made_on=today).count() >= MOST_A_DAY:
            raise TooOften(
                _("That was the last invitation for today. You can make a new one tomorrow.")
            )


class Invitation(models.Model):
    """
    One place in a couple, offered to one person for seven days; used once.

    Its link and code are known by keyed digests only. That it was declined or blocked changes
    nothing that the inviter, or anybody who holds the link, can see.
    """

    class Status(models.TextChoices):
        OPEN = "open", gettext_lazy("Open")
        USED = "used", gettext_lazy("Used")
        REVOKED = "revoked", gettext_lazy("Taken back")
        EXPIRED = "expired", gettext_lazy("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="invitations")
    address = SealedText(owner="invited_by.person")
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    made_on = models.DateField()
    expires_at = models.DateTimeField()
    declined_on = models.DateField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(status="open"), name="invitation_one_open"
            ),
            models.UniqueConstraint(
                fields=["couple"], condition=Q(status="used"), name="invitation_one_used"
            ),
        ]

    def __str__(self):
        return f"invitation {self.pk}"

    def closed_status(self, now: datetime) -> str:
        """Return what an open invitation becomes when it is closed now."""
        return self.Status.EXPIRED if now >= self.expires_at else self.Status.REVOKED

    def state(self, now: datetime) -> str:
        """Return the state that the inviter sees: open, used, revoked or expired."""
        if self.status == self.Status.OPEN and now >= self.expires_at:
            return self.Status.EXPIRED
        return self.status

    def is_open(self, now: datetime) -> bool:
        return self.state(now) == self.Status.OPEN

    def send(self, secret: codes.Secret, *, now: datetime) -> None:
        """
        Write the notice that carries the link.

        To a mailbox whose owner wants no more of them it never leaves, and nothing shows: the
        inviter has the same rows either way.
        """
        notice = Notice.objects.tell(
            person=self.invited_by.person,
            kind=KIND,
            subject=self.pk,
            due_at=now,
            until=self.expires_at,
            words={"token": secret.token, "name": self.invited_by.name},
            address=self.address,
        )
        if self._is_unwelcome():
            Notice.objects.filter(pk=notice.pk).update(status=Notice.Status.SENT, next_at=None)

    def _is_unwelcome(self) -> bool:
        """Whether the mailbox's owner blocked the inviter, or declined an earlier mail."""
        inviter = self.invited_by.person
        declined = Invitation.objects.filter(
            invited_by__person=inviter, declined_on__isnull=False
        ).select_related("invited_by")
        return Block.objects.covers_address(self.address, inviter) or any(
            mailbox_of(one.address) == mailbox_of(self.address) for one in declined if one.address
        )

    def reread(self) -> None:
        """Read the row anew, under the lock; RuleBroken where it went with whoever made it."""
        try:
            self.refresh_from_db()
        except type(self).DoesNotExist:
            raise RuleBroken(Obstacle.REVOKED.sentence) from None

    @transaction.atomic
    def revoke(self, *, now: datetime) -> None:
        """Take the invitation back; its link and code stop working. Twice does no harm."""
        self.couple.lock()
        self.reread()
        if self.status == self.Status.USED:
            raise RuleBroken(_("This invitation was used a moment ago: your partner has joined."))
        self.couple.invitations.filter(pk=self.pk).close_open(now=now)
        self.refresh_from_db()

    @transaction.atomic
    def decline(self, *, now: datetime) -> None:
        """Say no: this inviter mails that mailbox no more, and nothing shows to them."""
        self.couple.lock()
        self.reread()
        if obstacle := self.closed(now):
            raise RuleBroken(obstacle.sentence)
        self.declined_on = self.couple.local(now).date()
        self.save(update_fields=["declined_on"])

    @transaction.atomic
    def accept(self, *, person, now: datetime) -> Partner:
        """Give the invited person the free place, once; RuleBroken with the obstacle otherwise."""
        self.couple.lock()
        self.reread()
        if obstacle := self.obstacle(person=person, now=now):
            raise RuleBroken(obstacle.sentence)
        partner = Partner.join(self.couple, person, now=now)
        self.status = self.Status.USED
        self.save(update_fields=["status"])
        cancel_for(self.invited_by.person, subject=self.pk)
        return partner

    def obstacle(self, *, now: datetime, person=None) -> Obstacle | None:
        """Return what keeps a person (None: not signed in) from accepting, if anything."""
        if person is None:
            return self.closed(now)
        if person.pk == self.invited_by.person_id:
            return Obstacle.OWN
        place = Partner.objects.of(person)
        if place and place.couple_id == self.couple_id:
            return Obstacle.ALREADY_IN
        return self.closed(now) or (Obstacle.ELSEWHERE if place else self._between(person))

    def closed(self, now: datetime) -> Obstacle | None:
        """Return why nobody can use this invitation any more, if that is so."""
        state = self.state(now)
        return None if state == self.Status.OPEN else Obstacle(state)

    def _between(self, person) -> Obstacle | None:
        if Block.objects.stands_between(person, self.invited_by.person):
            return Obstacle.BLOCKED
        own = person.mailboxes
        if not own:
            return Obstacle.UNVERIFIED
        if share_a_mailbox(own, self.invited_by.person.mailboxes):
            return Obstacle.SAME_MAILBOX
        return None


def digests(text: str, purpose: str) -> list[str]:
    """Return the digests of a secret under the installation's key, newest first."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [codes.digest(text, purpose=purpose, key=key) for key in keys]


def link(notice) -> str:
    """Return the path that the mail of an invitation leads to; it signs nobody in."""
    return reverse("join:invitation", args=[notice.words["token"]])
