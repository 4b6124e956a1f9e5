"""What is down lets nobody in, and says so on a plain page that tells nothing of what came."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import reverse

SECRET = "blüemlisalp"
CACHE_THAT_IS_DOWN = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": "redis://127.0.0.1:1/0",
}


def broken(*told):
    raise OperationalError(f"the server closed the connection: DETAIL: {SECRET}")


@pytest.mark.django_db
def test_a_database_that_is_down_is_a_plain_page(client, cast):
    client.force_login(cast.ana)
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        pages = [
            client.get(f"/join/{SECRET}/?token={SECRET}"),
            client.post(reverse("people:profile"), {"name": SECRET}),
        ]

    for page in pages:
        assert page.status_code == 500
        words = page.content.decode()
        assert "Something broke on our side" in words
        assert "call your emergency number" in words
        assert SECRET not in words
        assert "OperationalError" not in words


def test_pages_that_need_no_database_stand_while_it_is_down(client):
    for name in ("web:landing", "web:about", "web:healthz"):
        assert client.get(reverse(name)).status_code == 200  # this test may not ask the database


@pytest.mark.django_db
def test_without_the_cache_that_counts_attempts_nobody_is_let_in(cast):
    client = Client(raise_request_exception=False)
    with override_settings(CACHES={"default": CACHE_THAT_IS_DOWN}):
        answer = client.post(reverse("account_login"), {"login": cast.ana.email})

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "_auth_user_id" not in client.session
