"""
Pushes that say nothing: an empty body, so that the push service learns no more than that one is due.

What the browser then shows is the service worker's own neutral sentence.
"""

import logging

import requests
from django.conf import settings
from pywebpush import WebPusher

from trustpact.notices import vapid
from trustpact.notices.endpoints import leads_outside
from trustpact.notices.models import PushSubscription
from trustpact.notices.models.push_subscription import is_allowed
from trustpact.notices.senders import Outcome

logger = logging.getLogger(__name__)

TIMEOUT = (1.5, 2.5)  # seconds to connect, and to be answered: it is sent under a row's lock
GONE = {404, 410}
LATER = {408, 425, 429}
MOST_IN_VAIN = 3  # pushes of one batch that met no answer
TOPIC = "waiting"  # what was not delivered yet is replaced, so that a phone long off shows one


class PushSender:
    """Sends pushes over connections that are kept while a batch lasts."""

    def __init__(self):
        self._session = None
        self._ended = []
        self._in_vain = 0

    def close(self):
        """Let go of the push services."""
        if self._session is not None:
            self._session.close()

    def open(self):
        """Be ready to send; connections are opened by each push service's first push."""
        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False  # no password of a .netrc, no proxy of the environment
        return True

    @property
    def is_gone(self):
        """Whether the line seems cut; one service that does not answer says little of the others."""
        return self._in_vain >= MOST_IN_VAIN

    def message_for(self, notice, now):
        """Return what `send` takes; the browsers are read at the instant of sending."""
        return notice, now

    def send(self, message):
        """Push to each browser of one person; told is who was told in one of them."""
        notice, now = message
        mine = PushSubscription.objects.filter(person=notice.person).select_related("session")
        mine = mine.order_by("pk").select_for_update(
            of=("self",)
        )  # signing out waits, or was first
        outcomes = [self._push(one, notice, now) for one in mine]
        for outcome in (Outcome.SENT, Outcome.UNSURE, Outcome.LATER, Outcome.NEVER):
            if outcome in outcomes:
                return outcome
        return Outcome.UNWANTED  # no browser, or none any more

    def learn(self, _outcomes):
        """End the subscriptions of browsers that nobody knows or uses any more."""
        if self._ended:
            PushSubscription.objects.filter(pk__in=self._ended).delete()
        self._ended = []

    def _push(self, subscription, notice, now):
        key = vapid.keys().get(subscription.vapid_key)
        if key is None or not is_allowed(subscription.endpoint):
            return self._end(subscription)  # of a key, or a host, that is no longer ours
        if not subscription.is_alive(notice.person, now):
            return self._end(subscription)
        if not settings.PUSH_TO_LOOPBACK and not leads_outside(subscription.endpoint):
            return Outcome.NEVER
        try:
            status = self._post(subscription.endpoint, key, notice, now)
        except requests.RequestException as error:
            logger.warning("A push was not sent: %s", type(error).__name__)
            self._in_vain += 1
            return _outcome_of(error)
        if status in GONE:
            return self._end(subscription)
        if status >= 300:
            logger.warning("A push was not sent: %s", status)
        return _outcome_of_status(status)

    def _post(self, endpoint, key, notice, now):
        headers = key.sign(_claims(endpoint)) | {"Topic": TOPIC, "Urgency": "normal"}
        lasts = int((notice.until - now).total_seconds())
        pusher = WebPusher({"endpoint": endpoint}, requests_session=_NoRedirects(self._session))
        return pusher.send(None, headers, ttl=lasts, timeout=TIMEOUT).status_code

    def _end(self, subscription):
        self._ended.append(subscription.pk)
        return Outcome.UNWANTED


class _NoRedirects:
    """A session that never goes where an answer points to."""

    def __init__(self, session):
        self._session = session

    def post(self, *args, **kwargs):
        return self._session.post(*args, allow_redirects=False, **kwargs)


def _claims(endpoint):
    scheme, _, rest = endpoint.partition("://")
    site = settings.SITE_ADDRESS
    contact = site if site.startswith("https://") else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    return {"aud": f"{scheme}://{rest.partition('/')[0]}", "sub": contact}


def _outcome_of_status(status):
    if 200 <= status < 300:
        return Outcome.SENT
    return Outcome.LATER if status >= 500 or status in LATER else Outcome.NEVER


def _outcome_of(error):
    """Return what an error of the line means: refused at the door, or perhaps taken."""
    before = (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)
    if isinstance(error, before) or "NewConnectionError" in repr(error):
        return Outcome.LATER
    return Outcome.UNSURE
