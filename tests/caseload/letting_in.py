"""How tests come to a couple with a therapist, and to what each of the two opened."""

from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.test import Client
from django.urls import reverse

from tests.cast import NOON
from tests.passkeys import a_passkey
from trustpact.couples.models import Grant, Scope, Secrets, Therapist, Therapy

TOLD = {
    "profession": "Couples therapist",
    "number": "Register 4711",
    "secrets": Secrets.NONE,
    "policy": "",
}


def therapist_of(person, **told):
    """Return a person's profile, declared now, with a second factor."""
    profile = Therapist.declare(person, **TOLD | told, now=NOON)
    WebAuthn.add(person, "Phone", a_passkey())
    return profile


def let_in(cast, person=None, *, now=NOON):
    """Have Dr Chen go with Ana and Ben; nothing is open yet."""
    profile = therapist_of(person or cast.chen)
    therapy = Therapy.begin(cast.couple, profile, invited_by=cast.ana_partner, now=now)
    return therapy


def give(cast, therapy, *scopes, by="ana ben", now=NOON):
    """Have those named in `by` open these scopes; all of them where none is named."""
    for name in by.split():
        partner = getattr(cast, f"{name}_partner")
        Grant.give(therapy, partner, scopes or list(Scope), now=now)


def signed_in(person):
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def text(response):
    """Return a page as one line."""
    return " ".join(response.content.decode().split())


def page(name, therapy):
    """Return the address of a therapist's page of a couple."""
    return reverse(f"caseload:{name}", args=[therapy.pk])


def ours(name, therapy):
    """Return the address of a couple's page of a therapist."""
    return reverse(f"therapists:{name}", args=[therapy.pk])
