"""
Two worlds: one story, and after it, in one of the two, a private act of one partner.

Everything that the other partner can observe must be equal byte for byte. Both worlds grow from
the very same rows, so that little has to be evened out: CSRF tokens, and ids of what is made later.
"""

from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta

import time_machine
from django.db import transaction

from tests.worlds.observer import Observer, without_tokens

__all__ = ["Scene", "told", "without_tokens"]

A_WHILE = timedelta(minutes=7)  # between the act and the look, so that a moment of the act shows
MORE_LOOKS = 2  # where two worlds differ at first sight


@contextmanager
def told(story, *, at):
    """Tell a story (a function that returns a cast) and give the scene; it leaves nothing."""
    with transaction.atomic():
        with time_machine.travel(at - 2 * A_WHILE, tick=False):
            cast = story()
        yield Scene(cast)
        transaction.set_rollback(True)


@dataclass
class Scene:
    """The moment at which the two worlds part."""

    cast: object
    _without: dict = field(default_factory=dict)

    def what_differs(self, private, *, observer="ben", at, press=False) -> list[str]:
        """
        Return where `observer`, looking at the moment `at`, sees a difference.

        `private(cast)` is the act. With `press` the observer presses every button as well, and
        takes it back.
        """
        key = (observer, at, press)
        differs = self._differences(private, key)
        for _ in range(MORE_LOOKS):  # the order of random ids differs by chance; a leak, each time
            if not differs:
                break
            self._without.pop(key)
            again = self._differences(private, key)
            differs = [place for place in differs if place in again]
        return differs

    def what_differs_between(self, one, other, *, observer="ben", at) -> list[str]:
        """Return where `observer` sees whether the one act was done, or the other."""
        return _places(*(self._observed(act, observer, at, False) for act in (one, other)))

    def _differences(self, private, key) -> list[str]:
        if key not in self._without:
            self._without[key] = self._observed(lambda cast: None, *key)
        return _places(self._without[key], self._observed(private, *key))

    def _observed(self, private, observer, at, press) -> dict[str, str]:
        with transaction.atomic():
            cast = deepcopy(self.cast)
            with time_machine.travel(at - A_WHILE, tick=False):
                private(cast)
            with time_machine.travel(at, tick=False):
                seen = Observer(getattr(cast, observer)).look_around(press=press)
            transaction.set_rollback(True)
        return seen


def _places(one, other) -> list[str]:
    return [
        place for place in sorted(one.keys() | other.keys()) if one.get(place) != other.get(place)
    ]
