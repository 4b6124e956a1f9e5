"""A person: an account; may be a partner, a therapist, a curator."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from trustpact.people.mailboxes import normal
from trustpact.people.zones import DEFAULT_ZONE, zone_changed
from trustpact.privacy.fields import SealedText
from trustpact.privacy.owners import KeyOwner
from trustpact.rules import RuleBroken


class PersonManager(BaseUserManager):
    """Makes accounts; a person is looked up by mailbox alone."""

    def create_user(self, email, password=None, **fields):
        """Make a person; without a password they sign in by mail code or passkey."""
        person = self.model(email=normal(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(KeyOwner, AbstractBaseUser, PermissionsMixin):
    """An account of one human being, with an own mailbox, an own name and an own time zone."""

    email = models.EmailField("mailbox", unique=True)
    name = SealedText(owner="self")
    zone = models.CharField(max_length=64, default=DEFAULT_ZONE)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    shortcuts = models.BooleanField(default=True)  # single keys; some press them without meaning to
    adult_confirmed_on = models.DateField(null=True, blank=True)
    joined_on = models.DateField(auto_now_add=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_one_a_mailbox")]

    def __str__(self):
        return self.name or str(self.pk)

    def get_full_name(self):
        """Return the name as the person writes it, in any script."""
        return self.name

    @property
    def mailboxes(self) -> list[str]:
        """Every verified mail address of this person; one query."""
        verified = self.emailaddress_set.filter(verified=True)
        return list(verified.values_list("email", flat=True))

    @transaction.atomic
    def change_profile(self, *, name, zone, language, now):
        """Change name, zone and language; what is planned for the person moves with the zone."""
        moved = zone != self.zone
        self.name, self.zone, self.language = name, zone, language
        self.save(update_fields=["name", "zone", "language"])
        if moved:
            zone_changed(person=self, now=now)

    def wish_shortcuts(self, *, on):
        """Let single keys do something on every page, or nothing."""
        self.shortcuts = on
        self.save(update_fields=["shortcuts"])

    @transaction.atomic
    def close(self, *, by):
        """Let this account sign in nowhere, from this moment on; nothing of it is lost."""
        if by.pk == self.pk:
            raise RuleBroken(_("You cannot close your own account here."))
        self.is_active = False
        self.save(update_fields=["is_active"])
        self.end_sign_ins()

    def open_again(self):
        """Let this account sign in again."""
        self.is_active = True
        self.save(update_fields=["is_active"])

    def end_sign_ins(self):
        """Sign this person out everywhere."""
        for session in self.usersession_set.all():
            session.end()

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment on this person's own clock."""
        return moment.astimezone(ZoneInfo(self.zone))
