"""The time for which an intrusive clause of a version in force holds, and saying that it goes on."""

import uuid
from datetime import UTC

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext as _

from agreements.models import news, withdrawal
from agreements.models.history import HistoryEntry
from agreements.terms import RENEWABLE_FOR, end_of, renewable_from, utc_day
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken


class TermQuerySet(models.QuerySet):
    """Terms that run, in the words of whoever renews them."""

    def over(self, now):
        """Terms whose last day has passed, and which nobody has written down as ended yet."""
        return self.filter(ends_on__lte=utc_day(now))

    def renewable(self, now):
        """Terms that end within 14 days."""
        day = utc_day(now)
        return self.ending(day, day + RENEWABLE_FOR)

    def ending(self, after, until):
        """Terms that end after one day, and on the other at the latest."""
        return self.filter(ends_on__gt=after, ends_on__lte=until)

    def not_renewed_by(self, partner):
        """Terms that this partner has not said to renew."""
        return self.exclude(renewals__partner=partner)

    def asking(self, partner, now):
        """Terms that end within 14 days and that this partner has not said to renew."""
        return self.renewable(now).not_renewed_by(partner)


class Term(models.Model):
    """
    One running term of one clause of a version in force; its row goes when the clause ends.

    What it came to stands in the history. What one partner said about renewing it is theirs alone
    until both have, and goes with the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey("agreements.Version", models.CASCADE, related_name="terms")
    clause = models.CharField(max_length=36)  # its id in the version's bytes
    began_on = models.DateField()  # UTC days
    ends_on = models.DateField()

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="term_one_a_clause"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("began_on")), name="term_ends_after_it_began"
            ),
        ]

    def __str__(self):
        return f"term of {self.clause}"

    # --- Verbs

    @classmethod
    @transaction.atomic
    def renew(cls, version, clause: str, *, partner, auth: str, now):
        """
        Say for one partner that a clause shall go on; once both have, its term begins anew that day.

        `auth` is how the partner last proved who they are. Saying it twice changes nothing.
        RuleBroken where the clause has no end, has ended, or does not end within 14 days.
        """
        couple = version.lock(partner)
        term = cls._running(version, clause, now)
        if term.began_on == utc_day(now):  # a second press of the button
            return
        if utc_day(now) < renewable_from(term.ends_on):
            raise RuleBroken(
                _("It holds until %(end)s. You can renew it from %(day)s on.")
                % {"end": _shown(term.ends_on), "day": _shown(renewable_from(term.ends_on))}
            )
        moment = now.astimezone(UTC).isoformat()
        term.renewals.get_or_create(partner=partner, defaults={"auth": auth, "moment": moment})
        partners = list(couple.partners_now().select_related("person"))
        if term.renewals.filter(partner__in=partners).count() == 2:
            term._begin_anew(partners, now)

    @classmethod
    @transaction.atomic
    def take_back(cls, version, clause: str, *, partner):
        """Take back what this partner said about renewing a clause, as long as it stands alone."""
        version.lock(partner)
        Renewal.objects.filter(term__version=version, term__clause=clause, partner=partner).delete()

    @classmethod
    @transaction.atomic
    def lapse(cls, version, *, now) -> bool:
        """
        Write down which clauses have ended; whether that could be done now. Called by what is due.

        It does not wait for a request that holds the couple: then what is due asks again.
        """
        if not version.lock_if_free():
            return False
        cls.end_what_ran_out(version, now)
        return True

    @classmethod
    def end_what_ran_out(cls, version, now):
        """Write down which clauses of a version have ended; the caller holds the lock."""
        if version.status == version.Status.IN_FORCE:
            for term in version.terms.over(now):
                withdrawal.end_by_itself(version, term.clause, now)

    # --- Steps of the verbs, inside the lock

    @classmethod
    def _running(cls, version, clause, now) -> "Term":
        if version.status != version.Status.IN_FORCE:
            raise RuleBroken(_("This version is not in force, so nothing in it can be renewed."))
        if not version.clause(clause).lapses_after_days:
            raise RuleBroken(_("This clause has no end, so there is nothing to renew."))
        term = version.terms.filter(clause=clause).first()
        if term is None or term.ends_on <= utc_day(now):
            raise RuleBroken(
                _("This clause has ended. It can stand in a new version, once both agree anew.")
            )
        return term

    def _begin_anew(self, partners, now):
        """Both have said it: write it down for each, with the day from which it counts."""
        renewals = self.renewals.select_related("partner__person")
        for renewal in renewals.order_by("partner__place"):
            self.version.record(
                HistoryEntry.Kind.RENEW,
                day=utc_day(now),
                clause=self.clause,
                signer=renewal.partner,
                auth=renewal.auth,
                private=(
                    renewal.partner,
                    {"party": str(renewal.partner.party_id), "at": renewal.moment},
                ),
            )
        self.renewals.all().delete()
        days = (self.ends_on - self.began_on).days
        self.began_on = utc_day(now)
        self.ends_on = end_of(self.began_on, days)
        self.save(update_fields=["began_on", "ends_on"])
        news.plan_ahead(self.version, partners, now)


class Renewal(models.Model):
    """That one partner said a clause shall go on; theirs alone, and gone once both have."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    term = models.ForeignKey(Term, models.CASCADE, related_name="renewals")
    partner = models.ForeignKey("couples.Partner", models.CASCADE, related_name="+")
    auth = models.CharField(max_length=16)
    moment = SealedText(owner="partner.person")  # the exact time, for its author alone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "partner"], name="renewal_once")]

    def __str__(self):
        return f"renewal of {self.term_id}"


def _shown(day) -> str:
    return formats.date_format(day, _("j F Y"))
