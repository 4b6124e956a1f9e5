"""What the page tests of this app share: somebody signed in at a moment."""

import pytest
import time_machine


@pytest.fixture
def at(client, freshly_signed_in):
    """Return a client signed in as somebody at a moment, and the clock stopped there."""
    travels = []

    def signed_in(person, moment):
        travels.append(time_machine.travel(moment, tick=False))
        travels[-1].start()
        return freshly_signed_in(client, person)

    yield signed_in
    for travel in travels:
        travel.stop()
