"""Signing when the power goes: whoever was shown "signed" has signed, and nothing counts twice."""

import os
import signal
import time

import pytest
from django.db import connections

from agreements.chain import verify
from agreements.models import Agreement, Version
from agreements.models.history import HistoryEntry, public_keys
from tests.agreements import signing
from tests.agreements.signing import OPEN
from tests.cast import NOON, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = 50  # moments at which the process is killed, spread over the time in which both sign


@pytest.fixture
def cast():
    return make_cast()


def test_a_signature_that_was_shown_survives_a_kill_at_any_point(cast):
    signing.agreed(cast)
    agreement = Agreement.objects.get()
    span = 2 * seconds_to_sign(cast, agreement)
    reached = set()
    for point in range(POINTS):
        version = Version.propose(agreement, partner=cast.ana_partner, now=NOON)
        shown = killed_after(span * point / POINTS, lambda pk=version.pk: both_sign(cast, pk))
        version.refresh_from_db()
        kept = version.signatures.count()
        reached.add(kept)

        assert kept >= shown
        assert (version.status == Version.Status.IN_FORCE) == (kept == 2)

        list(both_sign(cast, version.pk))  # both press again
        version.refresh_from_db()
        assert version.status == Version.Status.IN_FORCE
        assert version.history.filter(kind=HistoryEntry.Kind.SIGN).count() == 2
    assert verify(HistoryEntry.objects.all().links(), public_keys())
    assert len(reached) > 1  # some were killed before they were done, some after


def seconds_to_sign(cast, agreement):
    """Return how long it takes here until both have signed, on connections of their own."""
    version = Version.propose(agreement, partner=cast.ana_partner, now=NOON)
    connections.close_all()
    begun = time.monotonic()
    list(both_sign(cast, version.pk))
    return time.monotonic() - begun


def both_sign(cast, version_id):
    """Sign for one after the other, and yield each time it is done."""
    for partner in (cast.ana_partner, cast.ben_partner):
        version = Version.objects.select_related("agreement__couple").get(pk=version_id)
        signing.sign(version, partner, now=OPEN)
        yield partner


def killed_after(seconds, act):
    """Do an act in a process of its own, kill it after `seconds`; return how far it said it came."""
    connections.close_all()
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            for _done in act():
                os.write(writer, b".")
            signal.pause()
        finally:
            os._exit(1)  # whatever happened: nothing of the test goes on here
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(writer)
    with os.fdopen(reader, "rb") as said:
        return len(said.read())
