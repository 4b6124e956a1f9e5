"""A version: one exact text, put forward, signed by both, in force, withdrawn."""

import secrets
import uuid
from datetime import UTC, date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements import canonical
from agreements.models import force, news, withdrawal
from agreements.models.freezing import frozen
from agreements.models.history import HistoryEntry, private_details
from agreements.models.term import Term
from agreements.models.versions import OPEN_FOR, Status, VersionQuerySet
from agreements.mornings import morning_of, opening
from agreements.terms import utc_day
from trustpact.couples.models import Couple
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken

LONGEST_REFLECTION = timedelta(days=14)
REVIEW_AFTER = relativedelta(months=3)


class Version(models.Model):
    """
    One frozen text of the agreement.

    `text` holds the canonical bytes; every page is rendered from them. What one partner did with
    a version that is not in force yet shows to nobody else.
    """

    Status = Status

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        "agreements.Agreement", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PROPOSED)
    text = SealedText(owner="agreement.couple")
    salt = models.BinaryField(max_length=canonical.SALT_LENGTH)
    digest = models.CharField(max_length=64, unique=True)
    proposed_by = models.ForeignKey(
        "couples.Partner", on_delete=models.PROTECT, related_name="proposed_versions"
    )
    proposed_on = models.DateField()  # the UTC day, as in the history
    signing_opens_at = models.DateTimeField()
    review_on = models.DateField()
    in_force_since = models.DateField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_one_a_number"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(status="in_force"), name="version_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(status="proposed"), name="version_one_proposed"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "lapsed"], in_force_since__isnull=True)
                | Q(
                    status__in=["in_force", "superseded", "withdrawn"],
                    in_force_since__isnull=False,
                ),
                name="version_in_force_has_a_start",
            ),
        ]

    def __str__(self):
        return f"version {self.number} of {self.agreement_id}"

    # --- What it says

    @cached_property
    def document(self) -> canonical.Document:
        """The version as its own bytes say it."""
        return canonical.decode(self.text.encode())

    @property
    def is_genuine(self) -> bool:
        """Whether the bytes kept here are those that the digest was taken of."""
        return canonical.digest(self.text.encode(), bytes(self.salt)) == self.digest

    @property
    def lapses_at(self) -> datetime:
        """When it ends by itself unless both have signed."""
        return self.signing_opens_at + OPEN_FOR

    def standing(self, now) -> str:
        """Return the status as it is to be read now: what has run out reads as ended."""
        if self.status == self.Status.PROPOSED and now >= self.lapses_at:
            return self.Status.LAPSED
        return self.Status(self.status)

    def is_open(self, now) -> bool:
        """Whether it is still put forward, whether or not signing has opened."""
        return self.standing(now) == self.Status.PROPOSED

    def can_be_signed(self, now) -> bool:
        return self.is_open(now) and now >= self.signing_opens_at

    def signed_by(self, partner) -> bool:
        """Whether this partner has signed; to be asked for the partner's own eyes only."""
        return self.signatures.filter(partner=partner).exists()

    def asks_for_review(self, partner, now) -> bool:
        """Whether it wants to be looked at again, and this partner has not put that off."""
        if self.review_on > utc_day(now):
            return False
        return Version.objects.to_look_at(partner, now).filter(pk=self.pk).exists()

    def clause(self, clause_id: str) -> canonical.Clause:
        """Return the clause with this id. Raises LookupError where the bytes hold none."""
        for clause in self.document.clauses:
            if clause.id == clause_id:
                return clause
        raise LookupError(f"no clause {clause_id} in {self}")

    def clauses_that_hold(self, on: date) -> list[canonical.Clause]:
        """Return the clauses that nobody withdrew or stopped and whose term runs on a UTC day."""
        kinds = HistoryEntry.Kind.WITHDRAW, HistoryEntry.Kind.LAPSE
        ended = self.history.filter(kind__in=kinds).order_by().values_list("clause", flat=True)
        over = self.terms.filter(ends_on__lte=on).order_by().values_list("clause", flat=True)
        gone = set(ended.union(over))
        return [clause for clause in self.document.clauses if clause.id not in gone]

    # --- Verbs

    @classmethod
    @transaction.atomic
    def propose(cls, agreement, *, partner, now) -> "Version":
        """
        Freeze what both agreed to as a new version, and begin the time to think it over.

        RuleBroken where one of the two is missing, nothing is agreed, a blank is empty, the text
        is too long, or a version is open already.
        """
        agreement.lock()
        partners = _both_partners(agreement.couple, partner)
        cls._end_what_ran_out(agreement, now)
        version = cls._next_of(agreement, partner, now)
        content = frozen(version, partners, now)
        version.text = content.decode()
        version.digest = canonical.digest(content, version.salt)
        version.save(force_insert=True)
        version.record(
            HistoryEntry.Kind.PROPOSE,
            day=utc_day(now),
            signer=partner,
            private=private_details(partner, now),
        )
        news.plan_signing(version, partners, now)
        return version

    @transaction.atomic
    def lengthen(self, *, partner, until: date, now) -> None:
        """
        Let signing open later: at seven in the morning of `until`, the couple's clock.

        RuleBroken when that is not later, more than 14 days after the version was put forward, or
        signing has opened.
        """
        couple = self.lock(partner)
        if not self.is_open(now):
            raise RuleBroken(_("This version is not open any more."))
        if now >= self.signing_opens_at:
            raise RuleBroken(_("Signing has opened. You can leave it for as long as it is open."))
        if until > self.proposed_on + LONGEST_REFLECTION:
            raise RuleBroken(_("The time to think it over can last 14 days at most."))
        later = morning_of(max(until, self.proposed_on), couple.zone)
        if later <= self.signing_opens_at:
            raise RuleBroken(_("The time to think it over can only become longer."))
        self.signing_opens_at = later
        self.save(update_fields=["signing_opens_at"])
        news.plan_signing(self, couple.partners_now().select_related("person"), now)

    @transaction.atomic
    def sign(self, *, partner, seen: str, auth: str, now) -> None:
        """
        Add the partner's signature; the last one brings this version into force.

        `seen` is the digest of the text that was read, `auth` how the partner last proved who
        they are. Signing twice changes nothing. RuleBroken when the version is not open, the time
        to think it over is not over, or another text was read.
        """
        couple = self.lock(partner)
        if self._is_signed_already(partner, seen):
            return
        if seen != self.digest or self._is_replaced(now):
            raise RuleBroken(_("The text changed after you opened it. Read it again, then sign."))
        if not self.is_open(now):
            raise RuleBroken(_("This version is not open for signing any more."))
        if now < self.signing_opens_at:
            raise RuleBroken(
                _("The time to think it over is not over yet. You can sign from %(when)s.")
                % {"when": _shown(self.signing_opens_at, partner)}
            )
        if not self.is_genuine:
            raise RuleBroken(
                _("The text kept here is not the one that was put forward. Nothing was signed.")
            )
        partners = _both_partners(couple, partner)
        self.signatures.create(
            partner=partner,
            digest=seen,
            signed_on=utc_day(now),
            auth=auth,
            moment=now.astimezone(UTC).isoformat(),
        )
        if self.signatures.filter(partner__in=partners, digest=self.digest).count() == 2:
            force.begin(self, partners, now)

    @transaction.atomic
    def withdraw(self, *, partner, now, clause: str = "") -> None:
        """
        Take back the partner's yes, alone and at once: from all of it, or from one clause.

        Before both have signed, the own signature goes and nothing tells of it. Once it is in
        force, it reads "withdrawn", an intrusive clause "ended", and nothing says by whom.
        Withdrawing twice changes nothing.
        RuleBroken when a later version is in force instead.
        """
        couple = self.lock(partner)
        if self.status == self.Status.PROPOSED:
            self.signatures.filter(partner=partner).delete()
        elif self.status == self.Status.SUPERSEDED:
            raise RuleBroken(_("A later version is in force. You can withdraw from that one."))
        elif self.status == self.Status.IN_FORCE and clause:
            withdrawal.withdraw_clause(self, clause, couple, partner, now)
        elif self.status == self.Status.IN_FORCE:
            withdrawal.withdraw(self, couple, partner, now)

    @transaction.atomic
    def end(self, *, partner, now) -> None:
        """
        Take a version that is put forward off the table; either may, and nothing says who did.

        Ending twice changes nothing. RuleBroken when both have signed.
        """
        self.lock(partner)
        if self.status == self.Status.PROPOSED:
            self._end(now, private=private_details(partner, now))
        elif self.status != self.Status.LAPSED:
            raise RuleBroken(_("Both have signed this version. You can withdraw from it."))

    @transaction.atomic
    def lapse(self, *, now) -> bool:
        """
        End a version whose time has run out; whether it is ended now. Called by what is due.

        It does not wait for a request that holds the couple: then it answers False, and what is
        due asks again.
        """
        if not self.lock_if_free():
            return False
        if self.status == self.Status.PROPOSED and now >= self.lapses_at:
            self._end(now)
        return self.status != self.Status.PROPOSED

    @transaction.atomic
    def end_with_the_couple(self, *, now) -> None:
        """
        End a version that is put forward because the couple ends; the caller holds the lock.

        One in force stays as both have it, and nothing more comes round about it.
        """
        self._reread()
        if self.status == self.Status.PROPOSED:
            self._end(now)
        elif self.status == self.Status.IN_FORCE:
            force.stop(self)

    # --- Steps of the verbs, inside the lock

    def lock(self, partner):
        """Hold the couple's row, read this row anew, and return the couple."""
        couple = self.agreement.couple
        couple.lock()
        self._reread()
        if not couple.partners_now().filter(pk=partner.pk).exists():
            raise RuleBroken(_("You do not share this space any more."))
        return couple

    def lock_if_free(self) -> bool:
        """Hold the couple's row and read this row anew, unless a request holds it: then False."""
        couples = Couple.objects.select_for_update(skip_locked=True, no_key=True)
        if not couples.filter(pk=self.agreement.couple_id).exists():
            return False
        self._reread()
        return True

    def record(self, kind, **details) -> HistoryEntry:
        """Append a statement about this version to the history; the caller holds the lock."""
        return HistoryEntry.objects.record(kind, version=self, **details)

    @staticmethod
    def _end_what_ran_out(agreement, now):
        for version in agreement.versions.in_force():
            Term.end_what_ran_out(version, now)
        for version in agreement.versions.proposed():
            if version.is_open(now):
                raise RuleBroken(
                    _("A version is put forward already. Sign it, or end it, then go on.")
                )
            version._end(now)

    @classmethod
    def _next_of(cls, agreement, partner, now) -> "Version":
        """Return the next version of an agreement, without its text."""
        last = agreement.versions.order_by("-number").first()
        return cls(
            agreement=agreement,
            number=last.number + 1 if last else 1,
            language=agreement.couple.language,
            proposed_by=partner,
            proposed_on=utc_day(now),
            review_on=utc_day(now) + REVIEW_AFTER,
            salt=secrets.token_bytes(canonical.SALT_LENGTH),
            signing_opens_at=opening(
                now, hours=settings.REFLECTION_HOURS, zone=agreement.couple.zone
            ),
        )

    def _reread(self):
        self.refresh_from_db(fields=["status", "signing_opens_at", "in_force_since"])

    def _is_signed_already(self, partner, seen) -> bool:
        lasting = (self.Status.PROPOSED, self.Status.IN_FORCE)
        return (
            self.status in lasting and self.signatures.filter(partner=partner, digest=seen).exists()
        )

    def _is_replaced(self, now) -> bool:
        return self.agreement.versions.open(now).filter(number__gt=self.number).exists()

    def _end(self, now, private=None):
        self.status = self.Status.LAPSED
        self.save(update_fields=["status"])
        self.signatures.all().delete()  # what one signed alone stays unknown to the other
        self.record(HistoryEntry.Kind.LAPSE, day=utc_day(now), private=private)
        news.end_signing(self)


def _shown(moment, partner) -> str:
    return formats.date_format(partner.person.local(moment), _("j F Y, H:i"))


def _both_partners(couple, partner) -> list:
    partners = list(couple.partners_now().select_related("person"))
    if partner not in partners or len(partners) != 2:
        raise RuleBroken(
            _("An agreement is between two. This becomes possible once both of you are here.")
        )
    return partners
