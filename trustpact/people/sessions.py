"""Who is signed in, as every request asks for it: sessions in the database, and their persons."""

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from trustpact.people.models import Person
from trustpact.prepared import prepared


@prepared
def _running(key, now):
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared
def _person(person):
    return Person.objects.filter(pk=person)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, found by a prepared query."""

    def save(self, must_create=False):
        """
        Save it. A database that goes away in this instant is told as what it is: Django takes it for
        a session that was ended meanwhile, which is the visitor's own doing.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    def _get_session_from_db(self):
        found = _running(self.session_key, timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


class AuthenticationBackend(AllauthBackend):
    """allauth's way of signing in; a session's person is found by a prepared query."""

    def get_user(self, user_id):
        """Return the person of a session, or None where they are gone or may not sign in."""
        return next(filter(self.user_can_authenticate, _person(user_id)), None)
