"""The own copy of five years: for machines and on paper, on the clock; and what it takes of memory."""

import time
import tracemalloc
from datetime import timedelta

from bench import story
from bench.rows import Row
from trustpact.people.copy.contents import parts_of
from trustpact.people.views.export import PAPER
from trustpact.privacy.export import copy_of, export_of
from trustpact.web.paper.apart import pdf_apart

FIVE_YEARS = timedelta(days=5 * 365 + 1)
MB = 1_000_000


def rows(floor, now):
    """Yield what a copy of five years takes, and how it grows."""
    ida, _jon = story.couple_of("Ida", "Jon", now=now - FIVE_YEARS)
    story.years_of_check_ins((ida, _jon), days=FIVE_YEARS.days, now=now)
    person = ida.person

    taken, made = _on_the_clock(lambda: copy_of(person, now=now))
    name = f"the copy of 5 years for machines, {made.size / MB:.0f} MB"
    yield Row(name, taken, "s", "at most 20 s", taken <= 20)
    whole, bounded = (
        _peak(act) / MB
        for act in (lambda: export_of(person, now=now), lambda: copy_of(person, now=now))
    )
    goal = "at most a third of the copy in one piece"
    yield Row(
        "its memory", round(bounded, 1), "MB", goal, bounded <= whole / 3, floor=round(whole, 1)
    )
    taken, sizes = _on_the_clock(
        lambda: [len(pdf_apart(PAPER, one)) for one in parts_of(person, now=now)]
    )
    name = f"the same on paper, {len(sizes)} PDFs, {sum(sizes) / MB:.0f} MB"
    yield Row(name, taken, "s", "at most 20 s", taken <= 20)


def _on_the_clock(act):
    began = time.perf_counter()
    made = act()
    return round(time.perf_counter() - began, 1), made


def _peak(act):
    """Return the most bytes that Python held at once while this ran."""
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
