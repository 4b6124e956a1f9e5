"""The pages of rituals and check-ins."""

from checkins.views.occurrences import (
    answers,
    done,
    felt,
    occurrence,
    opening,
    past,
    revocation,
    skip,
)
from checkins.views.own import new_own, words
from checkins.views.plans import time
from checkins.views.reminders import (
    mailbox_return,
    reminder,
    reminder_removal,
    reminder_return,
    reminders,
)
from checkins.views.rituals import (
    ask,
    ask_no_more,
    begin,
    end,
    later,
    own,
    rest,
    rest_all,
    ritual,
    rituals,
)

__all__ = [
    "answers",
    "ask",
    "ask_no_more",
    "begin",
    "done",
    "end",
    "felt",
    "later",
    "mailbox_return",
    "new_own",
    "occurrence",
    "opening",
    "own",
    "past",
    "reminder",
    "reminder_removal",
    "reminder_return",
    "reminders",
    "rest",
    "rest_all",
    "revocation",
    "ritual",
    "rituals",
    "skip",
    "time",
    "words",
]
