"""What a benchmark found: rows of a table, and of var/bench.json."""

import json
from dataclasses import asdict, dataclass, field


@dataclass
class Row:
    """
    One thing measured. `value` and `floor` are in `unit`; `ratio` is one over the other, None where
    there is no floor. `goal` says in words what must hold, `met` whether it does.
    """

    name: str
    value: float
    unit: str
    goal: str
    met: bool
    floor: float | None = None
    queries: int | None = None
    ratio: float | None = field(init=False)

    def __post_init__(self):
        self.ratio = round(self.value / self.floor, 2) if self.floor else None


def as_json(rows) -> str:
    """Return the rows as they stand in var/bench.json."""
    order = ("name", "floor", "value", "unit", "ratio", "queries", "goal", "met")
    listed = [{name: asdict(row)[name] for name in order} for row in rows]
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"


def as_table(rows) -> str:
    """Return the rows as a table to read; what is not met says so."""
    head = ("what", "floor", "value", "unit", "ratio", "queries", "goal", "")
    cells = [head, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if 1 <= place <= 5 and place != 3 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join(lines)


def _cells(row):
    return (
        row.name,
        _number(row.floor),
        _number(row.value),
        row.unit,
        f"{row.ratio:.2f}x" if row.ratio is not None else "",
        "" if row.queries is None else str(row.queries),
        row.goal,
        "met" if row.met else "NOT MET",
    )


def _number(value):
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
