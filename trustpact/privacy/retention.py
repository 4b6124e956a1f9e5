"""
How long what is kept for a while is kept: the table, and whoever takes it out.

Each app says in its `privacy.py` how its own rows go:

    @forgets(BODIES_OF_MAIL)
    def _told_long_ago(now): return Notice.objects.forget(now)

`manage.py retain` and a task of every hour run all of them. What is not in the table stays until
its author, or the couple, takes it out or erases themselves. A log of security there is none, and
a log of requests is the operator's server's.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """What is kept, and for how long after it has served."""

    what: str
    kept_for: timedelta


UNPROVED_ACCOUNTS = Rule("accounts whose mailbox nobody proved", timedelta(days=30))
BODIES_OF_MAIL = Rule("what was sent, with its words", timedelta(days=7))
SILENCES = Rule("silences that are over", timedelta(days=7))
VIEWS = Rule("the dates on which a therapist looked", timedelta(days=365))
INVITATIONS = Rule("invitations by link and code that ended", timedelta(days=30))
NEWS = Rule("infections and pregnancies that were told", timedelta(days=30))
WRONG_CODES = Rule("codes that were typed wrong", timedelta(hours=1))
SIGN_INS = Rule("sign-ins that are over, and codes in them", timedelta(0))

RULES = [UNPROVED_ACCOUNTS, BODIES_OF_MAIL, SILENCES, VIEWS, INVITATIONS, NEWS, WRONG_CODES]
RULES += [SIGN_INS]

_forgetting: dict[Rule, Callable[[datetime], int]] = {}


def forgets(rule: Rule):
    """Register what takes out the rows of a rule: it takes `now` and returns how many went."""

    def register(forget: Callable[[datetime], int]):
        _forgetting[rule] = forget
        return forget

    return register


def without_anybody() -> list[Rule]:
    """Return the rules that nobody carries out."""
    return [rule for rule in RULES if rule not in _forgetting]


def retain(now: datetime) -> dict[str, int]:
    """
    Take out what was kept long enough, and return how much of what; twice does no harm.

    One rule that fails does not keep the others from being carried out; it is raised at the end.
    """
    gone, failed = {}, None
    for rule in RULES:
        try:
            gone[rule.what] = _forgetting[rule](now)
        except Exception as error:
            logger.exception("Not carried out: %s.", rule.what)
            failed = error
    if failed:
        raise failed
    return gone
