"""What every test may use: the cast, the clock's rounds, throw-away servers; and what is run."""

import re
import shutil
import time

import pytest
from django.core.cache import cache
from xdist.scheduler import LoadScopeScheduling

from tests.flushing import let_flush_empty_the_history
from tests.push import PushSink
from tests.servers import PostgreSQL, Redis
from tests.smtp import SmtpSink
from trustpact.curation import memory
from trustpact.web.catalogues import compile_catalogues

ROUNDS, ROUNDS_DEEP = 50, 300
SCENE = re.compile(r"(tests/worlds/[^:]+)::\w+\[(\w+-\d\d\.\d\d)")
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server", "page"}
DATABASE |= {"browser", "new_context", "home"}
NEEDS = {  # marker: the program it wants, and whether that is there
    "postgres": ("PostgreSQL (initdb, postgres)", PostgreSQL.is_installed),
    "redis": ("redis-server", Redis.is_installed),
    "browser": ("chromium", lambda: shutil.which("chromium") is not None),
}


def pytest_addoption(parser):
    parser.addoption("--deep", action="store_true", help="the deep tests too, and 300 rounds")
    parser.addoption("--nothing-skipped", action="store_true", help="a skipped test is a failure")


@pytest.hookimpl(tryfirst=True)  # ahead of -m, which asks for these marks
def pytest_collection_modifyitems(config, items):
    deep = [item for item in items if item.get_closest_marker("deep")]
    if deep and not config.getoption("--deep"):
        config.hook.pytest_deselected(items=deep)
        items[:] = [item for item in items if item not in deep]
    for item in items:
        if not _meets_what_differs(item):
            item.add_marker(pytest.mark.once)
        for marker, (program, is_there) in NEEDS.items():
            if item.get_closest_marker(marker) and not is_there():
                item.add_marker(pytest.mark.skip(reason=f"{program} is not installed"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Hand tests out one by one, but all of one scene to one worker, which tells it once."""
    return ByScene(config, log)


class ByScene(LoadScopeScheduling):
    """A scene is named in the id of a test of the two worlds: its story, and the day and hour."""

    def _split_scope(self, nodeid):
        found = SCENE.match(nodeid)
        return "".join(found.groups()) if found else nodeid


def _meets_what_differs(item):
    """
    Say whether a test meets what CI's second run does otherwise: the database, the cache, the queue.

    Nothing goes by unseen: pytest-django lets no test ask the database that does not say so.
    """
    asks = not DATABASE.isdisjoint(item.fixturenames)
    queue = any(name in vars(item.module) for name in ("app", "celery", "REDIS_URL"))
    return asks or queue or item.get_closest_marker("django_db") is not None


def pytest_sessionstart(session):
    compile_catalogues()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if exitstatus != 0 or not session.config.getoption("--nothing-skipped"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """The database of the session, which can be emptied although its history only grows."""
    let_flush_empty_the_history()


@pytest.fixture(autouse=True)
def _forgetful():
    """Nothing of the library is remembered from another test's database."""
    memory.forget_all()


@pytest.fixture
def rounds(request):
    """How often a race is run: 50, and 300 with --deep."""
    return ROUNDS_DEEP if request.config.getoption("--deep") else ROUNDS


@pytest.fixture(autouse=True)
def _limits_start_afresh(request, settings, django_db_blocker):
    """Empty the cache after a test whose cache no rollback empties."""
    yield
    marker = request.node.get_closest_marker("django_db")
    is_kept = "transactional_db" in request.fixturenames or (
        marker and marker.kwargs.get("transaction")
    )
    if settings.REDIS_URL or is_kept:
        with django_db_blocker.unblock():
            cache.clear()


@pytest.fixture
def cast(db):
    """Ana and Ben, a couple; Dan, a stranger; Dr Chen; Ada."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def freshly_signed_in():
    """`freshly_signed_in(client, person)` signs in with an authentication of this minute."""

    def sign_in(client, person):
        client.force_login(person)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture(scope="session")
def postgresql():
    """A throw-away PostgreSQL; `.url`, `.kill()`, `.start()`."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture
def redis_server():
    """A throw-away Redis; `.url`, `.kill()`, `.start()`."""
    with Redis() as server:
        yield server


@pytest.fixture
def smtp_sink(settings):
    """A mail server that keeps what it gets; Django sends to it for the length of the test."""
    with SmtpSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield sink


@pytest.fixture
def push_sink(settings):
    """A push service that keeps what it gets; pushes to it are allowed for the length of the test."""
    settings.PUSH_TO_LOOPBACK = True
    with PushSink() as sink:
        yield sink
