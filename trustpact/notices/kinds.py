"""
What each kind of notice says and where it leads; filled by the apps above, in `AppConfig.ready`.

So this app stays ignorant of what is told: a kind is a short name, a subject an opaque id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


def _to_today(notice: Any) -> str:
    return "/today/"


@dataclass(frozen=True)
class Kind:
    """One registered kind; see `register`."""

    name: str
    plan_many: Callable[[list, datetime], list] | None
    wording: str
    link: Callable[[Any], str]
    sure: bool

    @property
    def urgency(self) -> str:
        """The urgency of its notices, unless one says otherwise."""
        return "sure" if self.sure else "reminder"


_kinds: dict[str, Kind] = {}


def register(kind, *, plan=None, plan_many=None, wording="waiting", link=_to_today, sure=False):
    """
    Say what a kind does when its schedule is due, and what its notices say.

    `plan(schedule, now)` is called inside the sweep's transaction for a due schedule. It writes
    the app's own rows and notices and returns the next moment (aware, after `now`), or None to
    sleep. It must not wait for the lock of a row that a person's request may hold.
    `plan_many(schedules, now)` does the same for a batch, and returns the moments in that order.
    `wording` names a trio in `templates/notices/`; `link(notice)` returns a path on this site.
    `sure` kinds are sent at least once and no silence holds them back; the others at most once.
    """
    if plan is not None and plan_many is None:

        def plan_many(schedules, now):
            return [plan(schedule, now) for schedule in schedules]

    _kinds[kind] = Kind(kind, plan_many, wording, link, sure)


def get(kind) -> Kind:
    """Return a registered kind. Raises LookupError where no app registered it."""
    try:
        return _kinds[kind]
    except KeyError:
        raise LookupError(f"No app has registered the kind {kind!r}.") from None


def registered() -> list[Kind]:
    """Return every registered kind."""
    return list(_kinds.values())
