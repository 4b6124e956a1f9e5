"""
Charts, PURE: numbers in, SVG out. No script, no colour of its own: the stylesheet has those.

A chart is a scale of words with a line for each partner: a dot for each period that has an answer,
a quiet line between neighbours, nothing across a gap. Whoever it belongs to shows by colour and by
shape. Words are escaped here; numbers come in as `Line.points`, (place, value) with places counted
from 0 and values from 1 to the number of words.

Measured: three years by week take about 0.3 ms and 2 kB.
"""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 360, 168  # in units of the picture; a phone shows them as pixels
LEFT, RIGHT, TOP, BOTTOM = 96, 350, 14, 140
LARGEST_DOT, SMALLEST_DOT = 3.2, 1.3  # half of its width
SHAPES = ("circle", "square")


class Picture(str):
    """A drawn chart: a template shows it as it is, and escapes whatever it was joined with."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Line(NamedTuple):
    """One partner's line: their mark and the points, in order of place."""

    mark: str  # "circle" or "square"
    points: Sequence[tuple[int, float]]


class Words(NamedTuple):
    """What a chart says: its name and description, the scale from low to high, (place, text) below."""

    title: str
    text: str
    scale: Sequence[str]
    below: Sequence[tuple[int, str]]


def level_chart(name: str, words: Words, lines: Sequence[Line], places: int) -> Picture:
    """
    Return a chart of levels as SVG.

    `name` is its id, one of its kind on a page; `places` how many periods it shows.
    Errors: ValueError for a mark without a shape, or a place or value outside of the chart.
    """
    return Picture(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(words.title)}</title>'
        f'<desc id="{name}-d">{escape(words.text)}</desc>'
        f"{_dots(name, lines, places)}{_scale(words.scale)}{_below(words.below, places)}"
        f"{''.join(_line(name, line, places, len(words.scale)) for line in lines)}</svg>"
    )


def segments(points: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    """Return the points in runs of neighbours: between two runs there is a gap."""
    runs: list[list[tuple[int, float]]] = []
    for point in points:
        if runs and point[0] == runs[-1][-1][0] + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _scale(scale: Sequence[str]) -> str:
    """Draw one quiet line for each word, with the word beside it."""
    heights = [_y(value, len(scale)) for value in range(1, len(scale) + 1)]
    rules = "".join(f"M{LEFT} {height}H{RIGHT}" for height in heights)
    texts = "".join(
        f'<text x="{LEFT - 8}" y="{height + 4}" text-anchor="end">{escape(word)}</text>'
        for word, height in zip(scale, heights, strict=True)
    )
    return f'<path class="chart__rule" d="{rules}"/>{texts}'


def _below(below: Sequence[tuple[int, str]], places: int) -> str:
    texts = []
    for place, text in below:
        x = _x(place, places)
        anchor = "start" if x < LEFT + 40 else "end" if x > RIGHT - 40 else "middle"
        texts.append(f'<text x="{x}" y="{HEIGHT - 8}" text-anchor="{anchor}">{escape(text)}</text>')
    return "".join(texts)


def _dots(name: str, lines: Sequence[Line], places: int) -> str:
    """Define the dot of each mark once; the path puts it at each of its points."""
    half = max(SMALLEST_DOT, min(LARGEST_DOT, (RIGHT - LEFT) / max(1, places) * 0.45))
    size = f"{2 * half:.1f}"
    defined = []
    for mark in dict.fromkeys(line.mark for line in lines):
        if mark not in SHAPES:
            raise ValueError(f"{mark!r} has no shape")
        shape = '<circle r="4"/>' if mark == "circle" else '<path d="M-4-4H4V4H-4z"/>'
        defined.append(
            f'<marker id="{name}-{mark}" class="chart__dot--{mark}" viewBox="-4 -4 8 8"'
            f' markerWidth="{size}" markerHeight="{size}" markerUnits="userSpaceOnUse">{shape}</marker>'
        )
    return f"<defs>{''.join(defined)}</defs>" if defined else ""


def _line(name: str, line: Line, places: int, steps: int) -> str:
    if not line.points:
        return ""
    drawn = "".join(_run(run, places, steps) for run in segments(line.points))
    dot = f"url(#{name}-{line.mark})"
    return (
        f'<path class="chart__line chart__line--{line.mark}" marker-start="{dot}"'
        f' marker-mid="{dot}" marker-end="{dot}" d="{drawn}"/>'
    )


def _run(run: list[tuple[int, float]], places: int, steps: int) -> str:
    corners = []
    for place, value in run:
        if not (0 <= place < places and 1 <= value <= steps):
            raise ValueError(f"{value} at {place} is not in a chart of {places} by {steps}")
        corners.append(f"{_x(place, places)} {_y(value, steps)}")
    return "M" + "L".join(corners) + ("h0" if len(run) == 1 else "")


@lru_cache(maxsize=4096)
def _x(place: int, places: int) -> float:
    """Return where a period stands: in the middle of its share of the width."""
    return _short(LEFT + (RIGHT - LEFT) * (place + 0.5) / places)


@lru_cache(maxsize=4096)
def _y(value: float, steps: int) -> float:
    return _short(BOTTOM - (BOTTOM - TOP) * (value - 1) / max(1, steps - 1))


def _short(number: float) -> float:
    short = round(number, 1)
    return int(short) if short == int(short) else short
