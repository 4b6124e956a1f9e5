"""
How long a journey takes a person, and what is written down about it. Pure.

The machine's time is measured; a person's is counted, and both are in `seconds`. A press takes
2.5 s: 1.35 to decide and 1.15 to reach and tap; a typed sign 0.28 s (the keystroke-level model of
Card, Moran and Newell, 1980). A look into the mailbox takes 10 s, and the words of a clause that is
to be answered are read at four a second. Any other reading is a person's own business. Screens are
counted from the one where a journey begins to the last on which something is to be done.
"""

import json
from dataclasses import dataclass

PRESS, SIGN, MAIL, WORDS_A_SECOND = 2.5, 0.28, 10.0, 4  # seconds each, and words
PACE = (
    f"Seconds: the machine's, measured, and {PRESS} s a press, {SIGN} s a typed sign, "
    f"{MAIL:.0f} s a look into the mailbox, {WORDS_A_SECOND} words of a clause a second."
)


@dataclass(frozen=True)
class Effort:
    """What somebody did so far; the difference of two is a journey."""

    clicks: int = 0
    screens: int = 0
    signs: int = 0
    mails: int = 0
    words: int = 0
    machine: float = 0.0  # seconds

    def __sub__(self, before: "Effort") -> "Effort":
        mine, theirs = vars(self), vars(before)
        return Effort(**{name: mine[name] - theirs[name] for name in mine})

    def __add__(self, other: "Effort") -> "Effort":
        mine, theirs = vars(self), vars(other)
        added = {name: mine[name] + theirs[name] for name in mine}
        return Effort(**added | {"machine": max(self.machine, other.machine)})  # side by side

    @property
    def seconds(self) -> float:
        """How long it takes a person, the machine's time included."""
        person = self.clicks * PRESS + self.signs * SIGN + self.mails * MAIL
        return self.machine + person + self.words / WORDS_A_SECOND


@dataclass(frozen=True)
class Target:
    """The most that a journey may take; None where nothing is said (product.md, section 4)."""

    clicks: int | None = None
    screens: int | None = None
    seconds: float | None = None

    def is_met_by(self, effort: Effort) -> bool:
        """Say whether this effort is within all that is said."""
        return all(
            most is None or getattr(effort, name) <= most for name, most in vars(self).items()
        )

    def __str__(self) -> str:
        said = {"clicks": self.clicks, "screens": self.screens, "s": self.seconds}
        return ", ".join(f"{most} {name}" for name, most in said.items() if most is not None)


@dataclass(frozen=True)
class Journey:
    """One journey that was walked."""

    name: str
    effort: Effort
    target: Target

    @property
    def met(self) -> bool:
        return self.target.is_met_by(self.effort)

    @property
    def row(self) -> dict:
        """The journey as it stands in var/journeys.json."""
        return {
            "journey": self.name,
            "clicks": self.effort.clicks,
            "screens": self.effort.screens,
            "seconds": round(self.effort.seconds, 1),
            "target": str(self.target),
            "met": self.met,
        }


def as_json(journeys: list[Journey]) -> str:
    """Return the journeys as a list of objects."""
    rows = [journey.row for journey in journeys]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def as_table(journeys: list[Journey]) -> str:
    """Return the journeys as a table to read; what is not met says so."""
    head = ("journey", "clicks", "screens", "seconds", "at most", "")
    rows = [list(map(str, journey.row.values())) for journey in journeys]
    cells = [head, *([*row[:-1], "met" if row[-1] == "True" else "NOT MET"] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if place in (1, 2, 3) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join(lines)
