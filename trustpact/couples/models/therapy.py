"""A couple and their therapist: that there is one, and when they meet. It opens nothing by itself."""

import uuid
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _

from trustpact.couples.models.couple import Couple
from trustpact.couples.models.grant import Granted
from trustpact.couples.models.partner import Partner
from trustpact.couples.models.therapist import Therapist, standing
from trustpact.couples.models.viewing import Viewing
from trustpact.people.mailboxes import share_a_mailbox
from trustpact.prepared import prepared
from trustpact.rules import RuleBroken, TooOften

LOOK_BACK = timedelta(days=28)  # what "since last time" means before the first session
FURTHEST = timedelta(days=366)
MOST_THERAPISTS = 3  # whom one partner let in


@prepared
def _held(viewer, therapy):
    """A therapist's therapy, while its couple's row is locked."""
    held = Therapy.objects.active().filter(pk=therapy, therapist__person=viewer)
    held = held.annotate(**standing("therapist__person")).select_related("couple", "therapist")
    return held.select_for_update(of=("couple",), no_key=True)


@prepared
def _given(couple, therapy, today):
    """A couple's partners, each once for every grant, and whether it was looked at today already."""
    given = FilteredRelation("grants", condition=Q(grants__therapy=therapy))
    listed = Viewing.objects.filter(
        Q(partner=OuterRef("pk")) | Q(partner__isnull=True),
        therapy=therapy,
        viewed_on=today,
        scope=OuterRef("given__scope"),
    )
    rows = Partner.objects.filter(couple=couple).annotate(given=given)
    rows = rows.annotate(
        scope=F("given__scope"), ends_on=F("given__ends_on"), is_listed=Exists(listed)
    )
    return rows.select_related("person").order_by("place", "scope")


class TherapyQuerySet(models.QuerySet):
    """A couple's therapists, and a therapist's couples."""

    def active(self):
        """Those that have not ended."""
        return self.filter(ended_on__isnull=True)

    def ended_but_listed(self, partner, today):
        """Those that ended and whose looks a partner can still read of, the newest first."""
        seen = Viewing.objects.shown_to(partner, today).order_by()
        ended = self.filter(ended_on__isnull=False, pk__in=seen.values("therapy"))
        return ended.order_by("-ended_on", "pk")

    def end(self, *, now) -> None:
        """End these: nothing is open from this moment on. The couples' rows are locked."""
        for therapy in self.active().select_related("couple"):
            therapy.grants.all().close(now=now)
            therapy.ended_on = max(therapy.couple.local(now).date(), therapy.began_on)
            therapy.save(update_fields=["ended_on"])


class Therapy(models.Model):
    """
    One therapist of one couple, from accepting an invitation on. Both partners see that it is
    there; what each opened is a `Grant`. `next_on` is the next session, `last_on` the one before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="therapies")
    # None once the therapist has erased their account; the couple keeps when there was one.
    therapist = models.ForeignKey(
        Therapist, on_delete=models.SET_NULL, null=True, related_name="therapies"
    )
    invited_by = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)

    objects = TherapyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple", "therapist"],
                condition=Q(ended_on__isnull=True),
                name="therapy_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="therapy_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return f"therapy {self.pk}"

    # --- What a therapist can read.

    @classmethod
    def opened_to(cls, person, therapy_id, scopes, *, now) -> Granted | None:
        """
        Return what is open to a therapist now, of what one page shows; None where nothing is.
        A page without scopes shows nothing of the two, and is there while anything is open.

        To be called in the transaction that makes the page: the couple is locked, so that nothing
        can end meanwhile, and each thing that shows is listed for those whose it is (May-4). Three
        queries, and two where everything is listed already today.
        """
        therapy = next(iter(_held(person.pk, therapy_id)), None)
        if therapy is None or not therapy.has_factor:
            return None
        therapy.therapist.person, therapy.therapist.is_partner = person, therapy.is_partner
        therapy.therapist.has_factor = therapy.has_factor
        today = therapy.couple.local(now).date()
        given = _given(
            therapy.couple_id, therapy.pk, today
        )  # after the lock, in a query of its own
        if any(one.person_id == person.pk for one in given):
            return None
        granted = Granted.of(therapy, given, today)
        shown = granted.among(scopes)
        if not (shown if scopes else granted).has_any:
            return None
        Viewing.note(therapy, shown, now=now)
        return shown

    def since(self, today: date) -> date:
        """Return from which day on something is new: the last session, or four weeks ago."""
        if self.next_on and self.next_on < today:
            return self.next_on
        return self.last_on or today - LOOK_BACK

    def coming(self, today: date) -> date | None:
        """Return the day of the next session, where one is ahead."""
        return self.next_on if self.next_on and self.next_on >= today else None

    # --- Verbs.

    @classmethod
    def begin(cls, couple, therapist, *, invited_by, now) -> "Therapy":
        """
        Let a therapist in, to whom nothing is open yet; the couple is locked.

        RuleBroken for whoever is or was a partner of one of the two, or shares a mailbox with them.
        """
        refuse_own(couple, therapist.person)
        if kept := cls.objects.active().filter(couple=couple, therapist=therapist).first():
            return kept
        if couple.therapies.active().filter(invited_by=invited_by).count() >= MOST_THERAPISTS:
            raise TooOften(
                _("Whoever asks you has let in three people already. Nothing was changed.")
            )
        today = couple.local(now).date()
        return cls.objects.create(
            couple=couple, therapist=therapist, invited_by=invited_by, began_on=today
        )

    @transaction.atomic
    def meet_on(self, day: date | None, *, now) -> None:
        """Say when the next session is, or (None) that no day is set; the therapist or either."""
        self._lock()
        today = self.couple.local(now).date()
        if day is not None and not today <= day <= today + FURTHEST:
            raise RuleBroken(_("Choose a day from today on, within a year."))
        if self.next_on and self.next_on < today:
            self.last_on = self.next_on
        self.next_on = day
        self.save(update_fields=["next_on", "last_on"])

    @transaction.atomic
    def resign(self, *, now) -> None:
        """Be their therapist no more, at once; everything that was open ends."""
        self.couple.lock()
        type(self).objects.filter(pk=self.pk).end(now=now)

    @transaction.atomic
    def take_off(self, *, now) -> None:
        """
        Take a therapist off a couple's list: either partner, at once, without a reason.

        It ends for both what each had opened; nobody is told, and who did it stands nowhere.
        """
        self.resign(now=now)

    def _lock(self):
        self.couple.lock()
        self.refresh_from_db(fields=["ended_on", "next_on", "last_on"])
        if self.ended_on is not None:
            raise RuleBroken(_("This has ended. Nothing was changed."))


def refuse_own(couple, person) -> None:
    """Raise RuleBroken where a person is no outsider to a couple (H9)."""
    members = list(couple.partners.exclude(person=None).select_related("person"))
    people = [one.person_id for one in members]
    shared = Partner.objects.filter(person=person, couple__partners__person__in=people)
    own = person.mailboxes
    if shared.exists() or any(share_a_mailbox(own, one.person.mailboxes) for one in members):
        raise RuleBroken(_("You cannot take this on: it is for somebody from outside."))


def end_of_partner(couple, now) -> None:
    """End what a therapist can see who has become a partner of this very couple; it is locked."""
    people = couple.partners.values("person")
    couple.therapies.filter(therapist__person__in=people).end(now=now)


def end_of_couple(couple, now) -> None:
    """End every therapist's access in the transaction in which the couple ends."""
    couple.therapies.end(now=now)
