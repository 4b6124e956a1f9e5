"""That a therapist looked: on which date, and at what."""

import uuid

from django.db import models
from django.db.models import Q

from trustpact.couples.models.grant import JOINT, OWN, Scope
from trustpact.couples.models.partner import Partner
from trustpact.privacy.retention import VIEWS

KEPT_FOR = VIEWS.kept_for


class ViewingQuerySet(models.QuerySet):
    """Views, in the words of those whose data was looked at."""

    def shown_to(self, partner, today):
        """Views of a partner's own data, and of what is joint, in a year; the newest first."""
        mine = Q(partner=partner) | Q(partner__isnull=True, therapy__couple=partner.couple_id)
        return self.filter(mine, viewed_on__gt=today - KEPT_FOR).order_by("-viewed_on", "scope")

    def lapsed(self, today):
        """Views that were listed twelve months ago or longer: nobody is shown them any more."""
        return self.filter(viewed_on__lte=today - KEPT_FOR)


class Viewing(models.Model):
    """
    A therapist looked at one scope on one date: once a date, however often, and no time of day.

    `partner` is whose own data it was; none for what is joint. It is written in the transaction
    that makes the page: no row, no content (promises.md, May-4).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(
        "couples.Therapy", on_delete=models.CASCADE, related_name="viewings"
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="viewings"
    )
    scope = models.CharField(max_length=12, choices=Scope)
    viewed_on = models.DateField()

    objects = ViewingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapy", "partner", "scope", "viewed_on"],
                condition=Q(partner__isnull=False),
                name="viewing_of_own_data_once_a_date",
            ),
            models.UniqueConstraint(
                fields=["therapy", "scope", "viewed_on"],
                condition=Q(partner__isnull=True),
                name="viewing_of_joint_data_once_a_date",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=OWN, partner__isnull=False)
                | Q(scope__in=JOINT, partner__isnull=True),
                name="viewing_of_somebody_or_of_both",
            ),
        ]

    def __str__(self):
        return f"viewing {self.pk}"

    @classmethod
    def note(cls, therapy, granted, *, now) -> None:
        """
        List that a therapist sees what is granted, in the caller's transaction; the couple is locked.

        What stands in the list of the day already is not written again.
        """
        today = therapy.couple.local(now).date()
        shown = [(scope, one.pk) for scope, authors in granted.own.items() for one in authors]
        shown += [(scope, None) for scope in granted.joint]
        rows = [
            cls(therapy=therapy, scope=scope, partner_id=partner_id, viewed_on=today)
            for scope, partner_id in shown
            if (scope, partner_id) not in granted.listed
        ]
        if rows:
            cls.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def forget(cls, today) -> int:
        """Delete what was listed more than a year ago; returns how much."""
        return cls.objects.lapsed(today).delete()[0]
