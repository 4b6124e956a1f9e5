"""Dates on which somebody was tested: kept alone, each shared by itself or not. Never a result."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils.translation import gettext as _

from checkins.models.two import other_of
from trustpact.couples.models import Couple
from trustpact.people.consents import Purpose
from trustpact.people.models import Consent
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken, TooOften

MOST_KEPT = 30
FURTHEST_BACK = timedelta(days=366 * 10)


class HealthTest(models.Model):
    """
    One date, sealed under its owner's key; while it is shared, sealed for the couple as well.

    It belongs to the person and to no couple: it stays theirs when they leave one. `couple` is the
    one with which the date is shared now.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="health_tests"
    )
    kept_day = SealedText(owner="person")
    couple = models.ForeignKey(
        Couple, models.PROTECT, null=True, blank=True, related_name="health_tests"
    )
    shared_day = SealedText(owner="couple")

    def __str__(self):
        return f"test {self.pk}"

    # --- Reading.

    @property
    def day(self):
        """The date, for its owner."""
        return date.fromisoformat(self.kept_day)

    @classmethod
    def of(cls, person):
        """Return a person's own dates, the latest first."""
        kept = cls.objects.filter(person=person).select_related("person")
        return sorted(kept, key=lambda one: (one.day, one.pk), reverse=True)

    @classmethod
    def shared_with(cls, partner):
        """Return the dates that the other shares with this partner now, the latest first."""
        theirs = cls.objects.filter(couple=partner.couple_id).exclude(person=partner.person_id)
        days = [one.shared_day for one in theirs.select_related("couple")]
        return sorted(map(date.fromisoformat, days), reverse=True)

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def keep(cls, person, day, *, now):
        """
        Keep a date, for oneself; the same one twice is one.

        RuleBroken for a day that is ahead or long past, TooOften where there are thirty.
        """
        get_user_model().objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
        today = person.local(now).date()
        if not today - FURTHEST_BACK <= day <= today:
            raise RuleBroken(_("Choose a day of the last ten years, today at the latest."))
        kept = cls.of(person)
        if same := next((one for one in kept if one.day == day), None):
            return same
        if len(kept) >= MOST_KEPT:
            raise TooOften(_("There is room for thirty dates. Remove one first."))
        Consent.objects.give(person, Purpose.HEALTH, now=now)
        return cls.objects.create(person=person, kept_day=day.isoformat())

    @transaction.atomic
    def share(self, partner):
        """Let the other see this one date; RuleBroken where nobody is there."""
        partner.couple.lock()
        other_of(partner.couple, partner)
        for one in _held(pk=self.pk):
            one.couple, one.shared_day = partner.couple, one.kept_day
            one.save(update_fields=["couple", "shared_day"])

    @classmethod
    @transaction.atomic
    def take_back(cls, partner, **which):
        """Share one date (`pk`) no more, or none of them; at once, and nobody is told."""
        partner.couple.lock()
        _close(person=partner.person_id, couple=partner.couple_id, **which)

    def remove(self):
        """Delete it, for everybody."""
        HealthTest.objects.filter(pk=self.pk).delete()

    @classmethod
    def forget_all(cls, person, now):
        """Delete every date of a person, for everybody: they withdrew their consent."""
        cls.objects.filter(person=person).delete()

    @staticmethod
    def end_couple(couple, now):
        """Share nothing any more, in the transaction in which the couple ends."""
        _close(couple=couple)


def _held(**which):
    """Return these rows, locked: one that is being deleted is waited for, and not among them."""
    held = HealthTest.objects.filter(**which).select_related("person").order_by("pk")
    return held.select_for_update(of=("self",))


def _close(**which):
    for one in _held(**which):
        one.couple, one.shared_day = None, ""
        one.save(update_fields=["couple", "shared_day"])
