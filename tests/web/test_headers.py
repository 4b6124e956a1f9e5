"""The headers that keep a page from leaking, and what is refused before any view."""

import pytest
from django.conf import settings
from django.urls import reverse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


def directives(policy):
    return {part.strip() for part in policy.split(";") if part.strip()}


@pytest.mark.parametrize("path", ["/", "/nothing/", "/healthz/", "/styles.css"])
@pytest.mark.django_db
def test_every_response_carries_the_policy(client, path):
    response = client.get(path)

    assert directives(response["Content-Security-Policy"]) == directives(POLICY)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/nothing/", "/styleguide/"])
def test_page_is_stored_nowhere_and_carries_no_date(client, cast, path):
    client.force_login(cast.dan)

    response = client.get(path)

    assert "no-store" in response["Cache-Control"]
    assert not {"ETag", "Last-Modified", "Expires"} & set(response.headers)


def test_transport_security_lasts_a_year(client, db):
    assert "max-age=31536000" in client.get("/", secure=True)["Strict-Transport-Security"]


def test_cookies_are_bound_to_this_host():
    for name, secure, samesite in [
        (
            settings.SESSION_COOKIE_NAME,
            settings.SESSION_COOKIE_SECURE,
            settings.SESSION_COOKIE_SAMESITE,
        ),
        (settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE, settings.CSRF_COOKIE_SAMESITE),
    ]:
        assert (name[:7], secure, samesite) == ("__Host-", True, "Lax")


def test_signing_out_asks_the_browser_to_forget(client, cast):
    client.force_login(cast.dan)

    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ({"page": "1\x00"}, None),
        ({"pa\x00ge": "1"}, None),
        (None, {"words": "I was hurt\x00 yesterday"}),
        (None, {"wo\x1brds": "I was hurt"}),
    ],
)
def test_input_with_control_characters_is_refused_in_words(client, db, query, body):
    response = client.post("/exit/", body) if body else client.get("/", query)

    assert response.status_code == 400
    assert "hidden control character" in response.content.decode()


def test_refused_input_is_kept_on_the_page(client, db):
    response = client.post("/exit/", {"words": "I was hurt\x00 yesterday", "password": "a b\x00"})

    page = response.content.decode()
    assert "I was hurt yesterday</textarea>" in page
    assert "a b</textarea>" not in page


def test_too_many_fields_are_refused_in_words(client, db):
    response = client.post("/exit/", {f"field{number}": "x" for number in range(1001)})

    assert response.status_code == 400
    assert "more fields than it has" in response.content.decode()


def test_too_much_at_once_is_refused_in_words(client, db):
    body = "words=" + "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    response = client.post("/exit/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400
    assert "more text than fits" in response.content.decode()


def test_a_form_cut_short_is_refused_in_words(client, db):
    response = client.post("/exit/", b"--x\r\n", content_type="multipart/form-data; boundary=")

    assert response.status_code == 400
    assert "did not arrive whole" in response.content.decode()


def test_a_cookie_with_a_hidden_nul_is_refused(client, db):
    client.cookies[settings.SESSION_COOKIE_NAME] = "abc\x00defghijk"

    assert client.get("/").status_code == 400
