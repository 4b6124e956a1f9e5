"""An invitation to a therapist: a link, by mail, from one partner."""

import uuid
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.couples import codes
from trustpact.couples.models.block import Block
from trustpact.couples.models.couple import Couple
from trustpact.couples.models.invitation import Invitation, digests
from trustpact.couples.models.partner import Partner
from trustpact.couples.models.therapy import Therapy, refuse_own
from trustpact.notices.models import Notice, cancel_for
from trustpact.people.mailboxes import mailbox_of, share_a_mailbox
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken, TooOften

CLOSED = gettext_lazy("This invitation does not stand open any more. Ask for a new one.")
KIND = "couples.therapist"
VALID_FOR = timedelta(days=7)
MOST_A_DAY = 5
PURPOSE = "therapist"


class TherapistInvitationQuerySet(models.QuerySet):
    """Invitations to therapists, in the words of those who make and open them."""

    def with_people(self):
        """With the inviter and the couple, which every page of an invitation shows."""
        return self.select_related("couple", "invited_by__person")

    def by_token(self, token: str) -> "TherapistInvitation | None":
        """Return the invitation whose link this is, or None."""
        return self.with_people().filter(token_digest__in=digests(token, PURPOSE)).first()

    def close_open(self, *, now: datetime) -> None:
        """Take back what is open, with its mail; what has expired by itself says so."""
        for one in self.filter(status=Invitation.Status.OPEN).select_related("invited_by__person"):
            expired = now >= one.expires_at
            one.status = Invitation.Status.EXPIRED if expired else Invitation.Status.REVOKED
            one.save(update_fields=["status"])
            cancel_for(one.invited_by.person, subject=one.pk)

    @transaction.atomic
    def make(self, partner: Partner, address: str, *, now: datetime) -> "TherapistInvitation":
        """
        Invite by mail; it takes back the last open one of this partner. The other is not told.

        RuleBroken where the address is the inviter's own; TooOften beyond five a day. Whether the
        mailbox is known here makes no difference that anybody can see.
        """
        partner.couple.lock()
        if share_a_mailbox([address], partner.person.mailboxes):
            raise RuleBroken(_("This is your own mailbox. It has to be somebody else’s."))
        today = partner.couple.local(now).date()
        mine = self.filter(invited_by=partner)
        if mine.filter(made_on=today).count() >= MOST_A_DAY:
            raise TooOften(
                _("That was the last invitation for today. You can make a new one tomorrow.")
            )
        mine.close_open(now=now)
        secret = codes.new_secret()
        made = self.create(
            couple=partner.couple,
            invited_by=partner,
            address=address,
            token_digest=digests(secret.token, PURPOSE)[0],
            made_on=today,
            expires_at=now + VALID_FOR,
        )
        made.send(secret.token, now=now)
        return made


class TherapistInvitation(models.Model):
    """One therapist invited by one partner, for seven days; declined and unknown look open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(
        Couple, on_delete=models.CASCADE, related_name="therapist_invitations"
    )
    invited_by = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="therapist_invitations"
    )
    address = SealedText(owner="invited_by.person")
    token_digest = models.CharField(max_length=64, unique=True)
    status = models.CharField(
        max_length=8, choices=Invitation.Status, default=Invitation.Status.OPEN
    )
    made_on = models.DateField()
    expires_at = models.DateTimeField()
    declined_on = models.DateField(null=True, blank=True)

    objects = TherapistInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invited_by"], condition=Q(status="open"), name="therapist_invited_one_open"
            )
        ]

    def __str__(self):
        return f"invitation of a therapist {self.pk}"

    def state(self, now: datetime) -> str:
        """Return the state that the inviter sees: open, used, revoked or expired."""
        if self.status == Invitation.Status.OPEN and now >= self.expires_at:
            return Invitation.Status.EXPIRED
        return self.status

    def send(self, token: str, *, now: datetime) -> None:
        """Write the notice that carries the link; to whoever wants none it never leaves."""
        notice = Notice.objects.tell(
            person=self.invited_by.person,
            kind=KIND,
            subject=self.pk,
            due_at=now,
            until=self.expires_at,
            words={"token": token, "name": self.invited_by.name},
            address=self.address,
        )
        if self._is_unwelcome():
            Notice.objects.filter(pk=notice.pk).update(status=Notice.Status.SENT, next_at=None)

    def _is_unwelcome(self) -> bool:
        """Whether the mailbox's owner blocked the inviter, or declined an earlier mail."""
        inviter = self.invited_by.person
        declined = type(self).objects.filter(invited_by__person=inviter, declined_on__isnull=False)
        return Block.objects.covers_address(self.address, inviter) or any(
            mailbox_of(one.address) == mailbox_of(self.address)
            for one in declined.select_related("invited_by")
        )

    def reread(self) -> None:
        """Read the row anew, under the lock; RuleBroken where it went with whoever made it."""
        try:
            self.refresh_from_db()
        except type(self).DoesNotExist:
            raise RuleBroken(CLOSED) from None

    def refuse(self, person=None, *, now: datetime) -> None:
        """Raise RuleBroken with what keeps a person (None: not signed in) from accepting."""
        state = self.state(now)
        if state != Invitation.Status.OPEN:
            raise RuleBroken(CLOSED)
        if person is not None:
            refuse_own(self.couple, person)

    @transaction.atomic
    def revoke(self, *, now: datetime) -> None:
        """Take the invitation back; its link stops working. Twice does no harm."""
        self.couple.lock()
        type(self).objects.filter(pk=self.pk).close_open(now=now)

    @transaction.atomic
    def decline(self, *, now: datetime) -> None:
        """Say no: this inviter mails that mailbox no more, and nothing shows to them."""
        self.couple.lock()
        self.reread()
        self.refuse(now=now)
        self.declined_on = self.couple.local(now).date()
        self.save(update_fields=["declined_on"])

    @transaction.atomic
    def accept(self, therapist, *, now: datetime) -> Therapy:
        """Become their therapist, once; nothing is open yet. RuleBroken with what is in the way."""
        self.couple.lock()
        self.reread()
        self.refuse(therapist.person, now=now)
        therapy = Therapy.begin(self.couple, therapist, invited_by=self.invited_by, now=now)
        self.status = Invitation.Status.USED
        self.save(update_fields=["status"])
        cancel_for(self.invited_by.person, subject=self.pk)
        return therapy


def link(notice) -> str:
    """Return the path that the mail leads to; it signs nobody in."""
    return reverse("guests:invitation", args=[notice.words["token"]])
