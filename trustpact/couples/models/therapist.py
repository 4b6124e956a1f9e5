"""A therapist, coach or mentor: what one says of oneself before anybody opens anything."""

import uuid

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from trustpact.couples.models.partner import Partner
from trustpact.prepared import prepared
from trustpact.privacy.fields import SealedText

SECOND_FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


class Secrets(models.TextChoices):
    """What becomes of what one partner tells a therapist alone."""

    NONE = "none", _("I keep no secrets between you: what one tells me, I may bring up with both.")
    KEPT = "kept", _("What one of you tells me alone stays with me.")
    ASKED = "asked", _("I bring up what one of you told me alone only if that person agrees.")


def standing(person: str) -> dict:
    """
    Return annotations on what a therapist's page asks of them, by the way to their person: whether
    they have a passkey or an authenticator app, and whether they are a partner themselves.
    """
    factors = Authenticator.objects.filter(user=models.OuterRef(person), type__in=SECOND_FACTORS)
    partners = Partner.objects.current().filter(person=models.OuterRef(person))
    return {"has_factor": models.Exists(factors), "is_partner": models.Exists(partners)}


@prepared
def _profile_of(viewer):
    """A person's profile as a therapist."""
    return Therapist.objects.filter(person=viewer).annotate(**standing("person"))


class TherapistQuerySet(models.QuerySet):
    """Therapists, in the words of those who let them in."""

    def of(self, person) -> "Therapist | None":
        """Return a person's profile with whether they have a second factor, or None; one query."""
        for profile in _profile_of(person.pk):
            profile.person = person
            return profile
        return None


class Therapist(models.Model):
    """
    A person's profile as a therapist. Nobody has checked any of it, and each page says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="therapist"
    )
    profession = SealedText(owner="person")
    number = SealedText(owner="person")  # of a register or licence, self-declared; "" for none
    secrets = models.CharField(max_length=8, choices=Secrets)
    policy = SealedText(owner="person")  # what else there is to say of secrets

    objects = TherapistQuerySet.as_manager()
    has_factor = is_partner = False  # as they were found, see `standing`

    def __str__(self):
        return f"therapist {self.pk}"

    @property
    def name(self) -> str:
        """The name that couples see."""
        return self.person.name

    @classmethod
    @transaction.atomic
    def declare(cls, person, *, profession, number, secrets, policy, now) -> "Therapist":
        """
        Say, or say anew, who one is and what becomes of secrets.

        Whoever says anything of it otherwise than before loses what was opened to them: it was
        opened to somebody who had said something else. Couples are asked anew.
        """
        told = {"profession": profession, "number": number, "secrets": secrets, "policy": policy}
        profile = cls.objects.select_for_update().filter(person=person).first() or cls()
        profile.person = person
        before = {name: getattr(profile, name) for name in told}
        for name, value in told.items():
            setattr(profile, name, value)
        if not profile._state.adding and before != told:
            profile.end_grants(now=now)
        profile.save()
        return profile

    def end_grants(self, *, now) -> None:
        """Close everything that was opened to this therapist; couples stay in their list."""
        for therapy in self.therapies.active().select_related("couple").order_by("couple_id"):
            therapy.couple.lock()
            therapy.grants.all().close(now=now)
