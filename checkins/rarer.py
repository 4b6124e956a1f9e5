"""
When reminders grow rarer, because what they remind of is left unanswered. PURE.

Nobody is counted by it: these are dates on which one person's own reminders are sent or are not.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

EACH_STEP = 3  # reminders
STEPS = [(1, 0), (2, 0), (3, 7)]  # at least so many dates, and so many days, after the last one
MOST_DATES = 40  # by then every cadence has come to its end


def reminded(dates: Iterable[date]) -> Iterator[date]:
    """
    Yield those of the unanswered dates, oldest first, on which there is a reminder.

    The first three; then three at every second; then three a week apart at least; then none.
    """
    told, last, passed = 0, date.min, 0
    for day in dates:
        passed += 1
        if told == EACH_STEP * len(STEPS):
            return
        dates_apart, days_apart = STEPS[told // EACH_STEP]
        if told == 0 or (passed >= dates_apart and (day - last).days >= days_apart):
            yield day
            told, last, passed = told + 1, day, 0


def is_reminded(dates: Iterable[date], day: date) -> bool:
    """Say whether there is a reminder on `day`, the last of these unanswered dates."""
    return day in reminded(islice(dates, MOST_DATES))


def has_stopped(dates: Iterable[date]) -> bool:
    """Say whether reminders have ended: a date came after the last one of all."""
    seen = list(islice(dates, MOST_DATES))
    told = list(reminded(seen))
    return len(told) == EACH_STEP * len(STEPS) and seen[-1] > told[-1]
