"""
A real browser before a real server: Debian's Chromium and pytest-django's live server.

The address says `localhost` (passkeys need the name). Cookies are as in development, because the
server speaks plain http here; everything else, the content security policy too, is as in use.
"""

import os
import shutil

import pytest

# Playwright keeps an event loop in this thread; what Django fears from that cannot happen here.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WAIT = 10_000  # milliseconds


def pytest_collection_modifyitems(items):
    for item in items:
        if "page" in item.fixturenames or "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [*arguments, "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def _plain_http(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "form"
    settings.SHARED_COOKIE_NAME, settings.SENT_COOKIE_NAME = "browser", "sent"


@pytest.fixture
def home(live_server, settings):
    """The address of the live server; links in mails lead there too."""
    settings.SITE_ADDRESS = live_server.url
    return live_server.url


@pytest.fixture
def context(context):
    """The browser's window, which does not wait long."""
    context.set_default_timeout(WAIT)
    return context


@pytest.fixture
def let_in(home):
    """`let_in(context, client)` gives a browser the session of a signed-in test client."""

    def give(context, client):
        for name, morsel in client.cookies.items():
            context.add_cookies([{"name": name, "value": morsel.value, "url": home}])

    return give
