"""A new SECRET_KEY ends nothing while the old one stands among the fallbacks, and all of it after."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import NOON
from trustpact.notices import unsubscribing
from trustpact.notices.models import Notice

pytestmark = pytest.mark.django_db


def is_signed_in(client):
    return client.get(reverse("people:more")).status_code == 200


def test_a_session_and_a_signed_link_live_as_long_as_their_key(cast, client, settings):
    client.force_login(cast.ana)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    notice = Notice(person=cast.ana, kind="tests.link", subject=uuid4(), due_at=NOON)
    token = unsubscribing.address_for(notice).rstrip("/").rpartition("/")[2]
    assert is_signed_in(client)

    old, settings.SECRET_KEY = settings.SECRET_KEY, "the next key of the tests, long enough"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert is_signed_in(client)
    assert unsubscribing.read(token).subject == notice.subject

    settings.SECRET_KEY_FALLBACKS = []
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie  # it was not used since the change
    assert not is_signed_in(client)
    assert unsubscribing.read(token) is None


def test_a_session_that_was_used_since_lives_on_without_the_old_key(cast, client, settings):
    client.force_login(cast.ana)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key of the tests, long enough"
    assert is_signed_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    assert is_signed_in(client)
