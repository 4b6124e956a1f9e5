"""One partner's wish for a ritual that begins only when both ask for it."""

import uuid

from django.db import models, transaction
from django.utils.translation import gettext as _

from checkins.models.ritual import Ritual
from trustpact.couples.models import Partner
from trustpact.rules import RuleBroken


class RitualWish(models.Model):
    """
    That one of the two would like it. The other never learns of it, unless they ask, too.

    No date: the day on which somebody asked is nobody's to read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="ritual_wishes")
    slug = models.SlugField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "slug"], name="ritualwish_once")]

    def __str__(self):
        return f"wish {self.pk}"

    @classmethod
    @transaction.atomic
    def ask(cls, partner, template, *, now):
        """Ask for a ritual; where the other asked, too, it begins. Returns it then, else None."""
        couple = partner.couple
        couple.lock()
        if not template.waits_for_both:
            raise RuleBroken(_("One of you can begin this alone."))
        wishes = cls.objects.filter(partner__in=couple.partners_now(), slug=template.slug)
        kept = couple.rituals.kept().filter(slug=template.slug).first()
        if kept is None and not wishes.exclude(partner=partner).exists():
            cls.objects.get_or_create(partner=partner, slug=template.slug)
            return None
        ritual = kept or Ritual.begin(couple, template, now=now, both_asked=True)
        wishes.delete()
        return ritual

    @classmethod
    @transaction.atomic
    def take_back(cls, partner, slug):
        """Ask for it no longer."""
        partner.couple.lock()
        cls.objects.filter(partner=partner, slug=slug).delete()
