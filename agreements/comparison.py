"""
What changed from one version to another, clause by clause. Pure.

A clause is the same one where its id is the same; a clause of the library also where a newer
revision took its place. The order of the clauses says nothing, so a clause that only moved counts
as unchanged; its numbers tell where it stands in either text.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from agreements.canonical import Clause, Document, Floor
from trustpact.web.difference import Piece, difference


@dataclass(frozen=True)
class Pair:
    """
    One clause in two versions; `old` or `new` is None where it does not stand.

    The numbers are its places in the two texts, from 1; 0 where it does not stand. `pieces` is how
    its words changed, empty where they did not.
    """

    old: Clause | None
    new: Clause | None
    old_number: int
    new_number: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words that stand now, or stood last."""
        clause = self.new or self.old
        return clause.text if clause else ""

    @property
    def has_new_terms(self) -> bool:
        """Whether whom it concerns, or how long it holds, changed."""
        if self.old is None or self.new is None:
            return False
        old, new = self.old, self.new
        return (old.concerns, old.lapses_after_days) != (new.concerns, new.lapses_after_days)

    @property
    def has_changed(self) -> bool:
        return bool(self.pieces) or self.has_new_terms


@dataclass(frozen=True)
class Comparison:
    """What changed from one version to another, in the order of reading."""

    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    changed: tuple[Pair, ...]  # other words, or other terms
    unchanged: tuple[Pair, ...]
    floor: tuple[Piece, ...]  # what always holds, as its words changed; empty where they did not
    locales: tuple[str, str] | None  # the old and the new one; None where it is the same
    reviews: tuple[date, date] | None  # likewise, the days to look at it again

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        told = (self.added, self.removed, self.changed, self.floor, self.locales, self.reviews)
        return not any(told)


def compare(old: Document, new: Document) -> Comparison:
    """Return what changed from `old` to `new`."""
    before, after = _numbered(old), _numbered(new)
    now = _successors(before, after)
    was = {successor: clause_id for clause_id, successor in now.items()}
    pairs = [_pair(before.get(was.get(one, "")), after[one]) for one in after]
    both = [pair for pair in pairs if pair.old is not None]
    return Comparison(
        added=tuple(pair for pair in pairs if pair.old is None),
        removed=tuple(_pair(before[one], None) for one in before if one not in now),
        changed=tuple(pair for pair in both if pair.has_changed),
        unchanged=tuple(pair for pair in both if not pair.has_changed),
        floor=_difference(_floor_words(old.floor), _floor_words(new.floor)),
        locales=_both(old.locale, new.locale),
        reviews=_both(old.review_on, new.review_on),
    )


_Numbered = tuple[int, Clause]
_T = TypeVar("_T")


def _numbered(document: Document) -> dict[str, _Numbered]:
    return {clause.id: (number, clause) for number, clause in enumerate(document.clauses, 1)}


def _successors(before: dict[str, _Numbered], after: dict[str, _Numbered]) -> dict[str, str]:
    """Return which clause of the new text each of the old one became, by id, where it did."""
    newer = {_slug(clause): one for one, (_n, clause) in after.items() if one not in before}
    found = {one: one for one in before if one in after}
    for one, (_number, clause) in before.items():
        if one not in after and clause.template_revision and _slug(clause) in newer:
            found[one] = newer.pop(_slug(clause))
    return found


def _slug(clause: Clause) -> str:
    return clause.template_revision.partition("/")[0]


def _pair(old: _Numbered | None, new: _Numbered | None) -> Pair:
    old_number, was = old or (0, None)
    new_number, becomes = new or (0, None)
    pieces = _difference(was.text, becomes.text) if was and becomes else ()
    return Pair(was, becomes, old_number, new_number, pieces)


def _difference(old: str, new: str) -> tuple[Piece, ...]:
    return () if old == new else tuple(difference(old, new))


def _both(old: _T, new: _T) -> tuple[_T, _T] | None:
    return None if old == new else (old, new)


def _floor_words(floor: Floor) -> str:
    return "\n".join([floor.title, *floor.lines, floor.banner, floor.note])
