"""What was said in a repair, as its pages tell it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from checkins.mending import OPENING


@dataclass(frozen=True)
class Told:
    """One thing that was sent: by whom, on which day, what was asked, what was chosen and written."""

    id: Any
    author: Any
    on: date
    asked: str
    chosen: str
    words: str
    due_on: date | None
    about: str  # the words of the action of which it tells


def story(repair, guide):
    """Return all that was sent, in order."""
    words = {one.pk: one.words for one in repair.sent}
    return [
        Told(
            id=one.pk,
            author=one.author,
            on=one.sent_on,
            asked=_asked(repair, guide, one),
            chosen=_chosen(guide, one),
            words=one.words,
            due_on=one.due_on,
            about=words.get(one.about_id, ""),
        )
        for one in repair.sent
    ]


def _asked(repair, guide, one):
    if one.step != OPENING:
        return guide.text(one.step)
    was_hurt, did_hurt = guide.roles
    return was_hurt if one.author_id == repair.hurt_id else did_hurt


def _chosen(guide, one):
    return "" if one.choice is None else guide.choices(one.step)[one.choice]
