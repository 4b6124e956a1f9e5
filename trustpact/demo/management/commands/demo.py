"""`manage.py demo`: a year of a made-up couple's life, and how to sign in as each role."""

import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from trustpact.access.roles import CURATORS
from trustpact.demo.life import live
from trustpact.people.models import Person

ROLES = {
    "mira@example.org": ("Mira", "a partner"),
    "jonas@example.org": ("Jonas", "the other partner"),
    "chen@example.org": ("Dr Chen", "a therapist's account"),
    "ada@example.org": ("Ada", "a curator's account"),
}
ZONE = "Europe/Berlin"


class Command(BaseCommand):
    """Fill a development machine with a year of life."""

    help = __doc__

    def handle(self, *args, **options):
        """Make the people and their year once; print fresh passwords each time."""
        if not settings.DEBUG:
            raise CommandError("The demo is for a development machine: set DEBUG=on.")
        call_command("migrate", verbosity=0)
        call_command("load_library", verbosity=0)
        now = timezone.now()
        with transaction.atomic():
            people = {email: _person(email, name, now) for email, (name, _) in ROLES.items()}
            mira, jonas, _chen, ada = people.values()
            ada.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
            if not mira.partnerships.exists():
                live(mira, jonas, now=now)
            passwords = {email: _new_password(person) for email, person in people.items()}
        self.stdout.write(f"Sign in at {settings.SITE_ADDRESS}/account/login/ as")
        for email, password in passwords.items():
            self.stdout.write(f"  {email:20} {password}   {ROLES[email][1]}")
        self.stdout.write("These passwords are new each time; a mail code works as well.")


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
