"""
Plain pages, PURE: text with a few marks in, blocks out; a template draws them, escaped as always.

    # A title             the first line
    ## A heading
    - an item             items in a row are one list
    [[what is missing]]   what whoever runs this site has still to say
    anything else         paragraphs, an empty line between them
"""

import re
from typing import NamedTuple

_GAP = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


class Piece(NamedTuple):
    """A run of text, and whether it is a gap that somebody has still to fill."""

    text: str
    is_gap: bool


class Block(NamedTuple):
    """A title, a heading, a paragraph or a list: its lines, each in pieces."""

    kind: str  # "title", "heading", "paragraph" or "list"
    lines: list[list[Piece]]


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text; there is no text that is none."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        found += _blocks_of(part.strip())
    return found


def is_filled(text: str) -> bool:
    """Whether no gap is left in a text."""
    return _GAP.search(text) is None


def _blocks_of(part: str) -> list[Block]:
    if not part:
        return []
    first, _newline, rest = part.partition("\n")
    for mark, kind in (("# ", "title"), ("## ", "heading")):
        if first.startswith(mark):
            return [Block(kind, [_pieces(first.removeprefix(mark))]), *_blocks_of(rest.strip())]
    if first.startswith("- "):
        items = re.split(r"\n(?=- )", part)
        return [Block("list", [_pieces(item.removeprefix("- ")) for item in items])]
    return [Block("paragraph", [_pieces(part)])]


def _pieces(line: str) -> list[Piece]:
    """Return the runs of a line: between two gaps, and the gaps."""
    joined = " ".join(line.split())
    runs = [Piece(run, is_gap=place % 2 == 1) for place, run in enumerate(_GAP.split(joined))]
    return [piece for piece in runs if piece.text]
