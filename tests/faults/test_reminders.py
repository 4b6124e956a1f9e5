"""Workers and the broker die, the mail server refuses: sent or flagged, none twice."""

from collections import Counter
from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from tests.faults.workers import Installation, count, kill, let_time_pass, wait_until
from tests.notices.kinds_for_tests import told
from tests.smtp import SmtpSink
from trustpact.notices.delivery import IN_HAND
from trustpact.notices.models import Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]
REMINDERS = 300
WORKERS = 2  # processes of one worker


@pytest.fixture
def sink():
    """A mail server."""
    with SmtpSink() as server:
        yield server


@pytest.fixture
def installation(redis_server, sink, tmp_path):
    """A beat, on Redis; the test starts the workers it wants."""
    with Installation(broker=redis_server.url, mail=sink.url, folder=tmp_path) as started:
        started.beat()
        yield started


def due(person, *, kind="test reminder", number=REMINDERS):
    """Write notices that are due now."""
    now = timezone.now()
    for _ in range(number):
        told(person, kind=kind, due_at=now, until=now + timedelta(hours=2))


def copies(sink):
    """Count the mails that the server took, by message id."""
    return Counter(message["Message-ID"] for message in sink.messages)


def ids(*statuses):
    """Return the message ids of the notices in one of these states."""
    found = Notice.objects.filter(status__in=statuses)
    return {f"<{pk}@localhost>" for pk in found.values_list("pk", flat=True)}


def is_over():
    return count("due", "claimed") == 0


def nobody_is_at_work():
    return not Notice.objects.filter(begun=True).exists()


def killed_while_sending(installation, sink, *arguments):
    """Start a worker and kill it as soon as some mails have left."""
    worker = installation.worker(*arguments)
    wait_until(lambda: len(sink.messages) > REMINDERS // 8, "The first mails", installation)
    kill(worker)
    assert not is_over()


def test_worker_killed_while_sending_loses_and_doubles_nothing(cast, installation, sink):
    due(cast.ana)
    killed_while_sending(installation, sink)

    let_time_pass()
    installation.worker()
    wait_until(is_over, "The end", installation)

    assert max(copies(sink).values()) == 1
    assert ids("sent") <= set(copies(sink)) <= ids("sent", "unknown")
    assert count("sent", "unknown") == REMINDERS
    assert count("unknown") <= WORKERS * IN_HAND


def test_worker_killed_while_sending_what_must_be_told_loses_nothing(cast, installation, sink):
    due(cast.ana, kind="test sure")
    killed_while_sending(installation, sink)

    let_time_pass()
    installation.worker()
    wait_until(is_over, "The end", installation)

    assert set(copies(sink)) == ids("sent")
    assert count("sent") == REMINDERS
    assert sum(copies(sink).values()) - REMINDERS <= WORKERS


def test_redis_killed_with_its_queue_full_loses_and_doubles_nothing(
    cast, installation, sink, redis_server
):
    due(cast.ana)
    installation.worker("-Q", "sweep")  # it claims, and nobody sends
    wait_until(lambda: count("claimed") == REMINDERS, "The claim", installation)

    redis_server.kill()
    redis_server.start()
    let_time_pass()
    installation.worker()
    wait_until(is_over, "The end", installation)

    assert set(copies(sink).values()) == {1}
    assert ids("sent") == set(copies(sink))
    assert count("sent") == REMINDERS


def test_redis_flushed_while_sending_loses_and_doubles_nothing(
    cast, installation, sink, redis_server
):
    due(cast.ana)
    installation.worker()
    installation.beat()  # a second one does no harm
    wait_until(lambda: len(sink.messages) > REMINDERS // 8, "The first mails", installation)

    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    wait_until(nobody_is_at_work, "The last task", installation)
    let_time_pass()
    wait_until(is_over, "The end", installation)

    assert max(copies(sink).values()) == 1
    assert ids("sent") <= set(copies(sink)) <= ids("sent", "unknown")
    assert count("sent", "unknown") == REMINDERS


def test_mail_server_that_refuses_and_recovers_gets_everything_once(cast, installation, sink):
    due(cast.ana, number=60)
    sink.refuse = "451 Come back later"
    installation.worker()
    wait_until(
        lambda: Notice.objects.filter(attempts=1).count() == 60, "The attempts", installation
    )
    assert sink.messages == []

    sink.refuse = ""
    let_time_pass()
    wait_until(is_over, "The end", installation)

    assert set(copies(sink).values()) == {1}
    assert ids("sent") == set(copies(sink))
    assert count("sent") == 60


def test_filesystem_broker_killed_with_its_worker_loses_and_doubles_nothing(cast, sink, tmp_path):
    due(cast.ana)
    with Installation(broker="filesystem://", mail=sink.url, folder=tmp_path) as installation:
        installation.beat()
        killed_while_sending(installation, sink)

        let_time_pass()
        installation.worker()
        wait_until(is_over, "The end", installation)

    assert max(copies(sink).values()) == 1
    assert ids("sent") <= set(copies(sink)) <= ids("sent", "unknown")
    assert count("sent", "unknown") == REMINDERS
