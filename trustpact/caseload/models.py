"""What a therapist suggests to a couple, and that one of the two put it away."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import ClauseTemplate
from checkins.models import Exercise, RitualTemplate
from trustpact.couples.models import Grant, Partner, Therapy
from trustpact.curation import memory
from trustpact.rules import TooOften

MOST_A_DAY = 5
SHOWN_FOR = timedelta(days=60)


class SuggestionQuerySet(models.QuerySet):
    """Suggestions, in the words of those who make and read them."""

    def shown_to(self, partner, therapy, today):
        """
        Return what a therapist suggested lately, to a partner who opened something to them.

        Whoever opened nothing hears nothing: nobody is talked to by a therapist of the other.
        """
        mine = Grant.objects.filter(partner=partner, therapy=therapy).live(today)
        put_away = PutAway.objects.filter(partner=partner).values("suggestion")
        recent = self.filter(therapy=therapy, made_on__gt=today - SHOWN_FOR)
        found = recent.filter(models.Exists(mine)).exclude(pk__in=put_away)
        return found.order_by("-made_on", "kind", "slug")


class Suggestion(models.Model):
    """
    A clause, ritual or exercise of the library that a therapist suggests: it binds nobody.

    What becomes of it stands nowhere: whoever takes it does what they could have done without it.
    """

    class Kind(models.TextChoices):
        """What is suggested."""

        CLAUSE = "clause", gettext_lazy("A clause")
        RITUAL = "ritual", gettext_lazy("A check-in")
        EXERCISE = "exercise", gettext_lazy("An exercise")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=8, choices=Kind)
    slug = models.SlugField(max_length=60)
    made_on = models.DateField()

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapy", "kind", "slug", "made_on"], name="suggestion_once_a_day"
            )
        ]

    def __str__(self):
        return f"suggestion {self.pk}"

    @classmethod
    @transaction.atomic
    def make(cls, therapy, kind, slug, *, now) -> "Suggestion":
        """Suggest something of the library; twice a day is once. TooOften beyond five a day."""
        therapy.couple.lock()
        today = therapy.couple.local(now).date()
        made = {"therapy": therapy, "kind": kind, "slug": slug, "made_on": today}
        if kept := cls.objects.filter(**made).first():
            return kept
        if cls.objects.filter(therapy=therapy, made_on=today).count() >= MOST_A_DAY:
            raise TooOften(_("Five a day are enough for two people. Keep this one for tomorrow."))
        return cls.objects.create(**made)

    @transaction.atomic
    def put_away(self, partner) -> None:
        """Leave it, for this partner alone; neither the therapist nor the other can tell."""
        partner.couple.lock()
        PutAway.objects.get_or_create(suggestion=self, partner=partner)

    def template(self, language):
        """Return what is suggested as the library has it now, or None."""
        return next((one for one in library(self.kind, language) if one.slug == self.slug), None)


class PutAway(models.Model):
    """One partner wants to see a suggestion no more. Nobody else learns of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="put_away_by")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "partner"], name="putaway_once")
        ]

    def __str__(self):
        return f"put away {self.suggestion_id}"


def library(kind, language) -> list:
    """Return what can be suggested of a kind: what is published, but the floor, which holds anyway."""
    model = {
        Suggestion.Kind.CLAUSE: ClauseTemplate,
        Suggestion.Kind.RITUAL: RitualTemplate,
        Suggestion.Kind.EXERCISE: Exercise,
    }[kind]
    return [one for one in memory.published(model, language) if not getattr(one, "floor", False)]
