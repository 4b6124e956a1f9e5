"""
`manage.py demo`: a year of a made-up couple's life, and how to sign in as each role.

The therapist and the curator have an authenticator app, as they must: its secret is made here, by
chance, and lies sealed like anybody's. `--codes` prints what such an app would show now.
"""

import secrets
import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from trustpact.access.roles import CURATORS
from trustpact.couples.models import Therapist
from trustpact.demo.life import live
from trustpact.demo.practice import accompany
from trustpact.people.models import Person

ROLES = {
    "mira@example.org": ("Mira", "a partner"),
    "jonas@example.org": ("Jonas", "the other partner"),
    "chen@example.org": ("Dr Chen", "a therapist"),
    "ada@example.org": ("Ada", "a curator"),
}
WITH_APP = ("chen@example.org", "ada@example.org")
PERIOD = 30  # seconds for which a code holds
ZONE = "Europe/Berlin"


class Command(BaseCommand):
    """Fill a development machine with a year of life."""

    help = __doc__

    def add_arguments(self, parser):
        """Take the one question that can be asked again."""
        parser.add_argument("--codes", action="store_true", help="print the codes of now, no more")

    def handle(self, *args, **options):
        """Make the people and their year once; print fresh passwords each time."""
        if not settings.DEBUG:
            raise CommandError("The demo is for a development machine: set DEBUG=on.")
        if options["codes"]:
            self._print_codes()
            return
        call_command("migrate", verbosity=0)
        call_command("load_library", verbosity=0)
        now = timezone.now()
        with transaction.atomic():
            people = {email: _person(email, name, now) for email, (name, _) in ROLES.items()}
            _tell(*people.values(), now)
            passwords = {email: _new_password(person) for email, person in people.items()}
        self.stdout.write(f"Sign in at {settings.SITE_ADDRESS}/account/login/ as")
        for email, password in passwords.items():
            self.stdout.write(f"  {email:20} {password}   {ROLES[email][1]}")
        self.stdout.write("These passwords are new each time; a mail code works as well.")
        self.stdout.write("Two of them are then asked for the code of an app, which shows now:")
        self._print_codes()
        self.stdout.write(f"A code holds for {PERIOD} s; manage.py demo --codes prints the next.")

    def _print_codes(self):
        found = Authenticator.objects.filter(
            user__email__in=WITH_APP, type=Authenticator.Type.TOTP
        ).select_related("user")
        for one in found.order_by("-user__email"):
            secret = decrypt(one.data["secret"])
            code = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
            self.stdout.write(f"  {one.user.email:20} {code}")


def _tell(mira, jonas, chen, ada, now):
    """Tell each story that is not told yet."""
    ada.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    for person in (chen, ada):
        if not person.authenticator_set.filter(type=Authenticator.Type.TOTP).exists():
            TOTP.activate(person, generate_totp_secret())
    if not mira.partnerships.exists():
        live(mira, jonas, now=now)
    if not Therapist.objects.filter(person=chen).exists() and mira.partnerships.exists():
        accompany(mira, chen, lambda name: _person(_mailbox(name), name, now), now=now)


def _mailbox(name):
    return f"{name.lower()}@example.org"


def _person(email, name, now):
    person = Person.objects.filter(email=email).first()
    if person is None:
        person = Person.objects.create_user(
            email=email, name=name, zone=ZONE, adult_confirmed_on=now.date()
        )
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _new_password(person):
    password = secrets.token_urlsafe(12)
    person.set_password(password)
    person.save(update_fields=["password"])
    return password
