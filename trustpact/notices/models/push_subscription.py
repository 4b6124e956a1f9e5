"""One browser on which a person wants to be told that something waits."""

import uuid
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from trustpact.notices import vapid
from trustpact.notices.endpoints import is_endpoint
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken

MOST = 4  # browsers a person: a push asks one after the other, under the lock of its notice


def is_allowed(endpoint):
    """Say whether a push may be sent to this address, by the settings of the installation."""
    return is_endpoint(endpoint, hosts=settings.PUSH_HOSTS, loopback=settings.PUSH_TO_LOOPBACK)


class PushSubscriptionQuerySet(models.QuerySet):
    """Subscriptions, in the words of those who ask for pushes."""

    @transaction.atomic
    def begin(self, *, person, endpoint, session_key, device="", now):
        """
        Push to a browser from now on, for as long as its sign-in lasts.

        A browser belongs to whoever asked last; the oldest give way where there are too many.
        """
        if not is_allowed(endpoint):
            raise RuleBroken(_("This browser's push service is not one that we know."))
        kept = self.model.sessions(session_key).first()
        if kept is None:
            raise RuleBroken(_("Sign in anew, and try again."))
        mark = sha256(endpoint.encode()).hexdigest()
        self.filter(mark=mark).delete()
        self.filter(session=kept).delete()
        begun = self.create(
            person=person,
            session=kept,
            endpoint=endpoint,
            mark=mark,
            vapid_key=vapid.public_key(),
            device=device,
            begun_on=person.local(now).date(),
        )
        newest = self.filter(person=person).order_by("-begun_on", "-pk").exclude(pk=begun.pk)
        self.filter(pk__in=[one.pk for one in newest[MOST - 1 :]]).delete()
        return begun

    def forget(self, now):
        """Delete those whose sign-in is over and whose row stands only because nobody came since."""
        return self.filter(session__expire_date__lte=now).delete()[0]

    def end_for(self, persons):
        """End all pushes to these persons, in the caller's transaction."""
        return self.filter(person__in=persons).delete()[0]


class PushSubscription(models.Model):
    """
    Where to push for one person in one browser.

    It hangs on the row of the browser's sign-in and goes with it: signing out, ending all
    sessions or a time that is over end it in the same transaction. What is pushed is empty, so no
    key of the browser's is asked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    endpoint = SealedText(owner="person")
    mark = models.CharField(max_length=64, unique=True)  # SHA-256 of the endpoint
    vapid_key = models.CharField(max_length=100)  # the public half that the browser was given
    device = models.CharField(max_length=60, blank=True, default="")  # such as "Firefox, Android"
    begun_on = models.DateField()

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session"], name="pushsubscription_one_a_browser")
        ]

    def __str__(self):
        return f"push subscription {self.pk}"

    def is_alive(self, person, now):
        """
        Say whether its sign-in would still let this person in: not too old, not of an old password.

        The row of a sign-in may outlive it until somebody comes with its cookie.
        """
        if self.session.expire_date <= now or not person.is_active:
            return False
        kept = self.session.get_decoded()
        hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
        given = kept.get(HASH_SESSION_KEY, "")
        is_theirs = kept.get(SESSION_KEY) == str(person.pk)
        return is_theirs and any(constant_time_compare(given, one) for one in hashes)

    @staticmethod
    def sessions(key):
        """The row of a sign-in, by its key."""
        return Session.objects.filter(session_key=key)
