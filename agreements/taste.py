"""
A taste of the blind round, for somebody without an account: a few clauses, and how answers meet.

Nothing of it is kept: what was chosen came with the form, and goes with the page that answers it.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from agreements.meeting import Meeting, meeting_of
from agreements.models import Choice, ClauseTemplate
from trustpact.curation import memory

# Clauses of the library without blanks, and what somebody made up says of them.
ANSWERS = {
    "listen-first": Choice.AGREE,
    "devices-private": Choice.CHANGE,
    "weekly-debrief": Choice.NO,
    "small-promises": Choice.AGREE,
}
MADE_UP = SimpleNamespace(name="Robin", mark="square")


@dataclass(frozen=True)
class Tasted:
    """One clause of the library, what the visitor says of it, and what the one made up says."""

    template: ClauseTemplate
    mine: Choice
    theirs: Choice

    @property
    def meeting(self) -> Meeting:
        """Where it goes now that both have answered."""
        return meeting_of((self.mine, self.theirs))


def clauses_to_taste(language):
    """Return the clauses in this language, in their order; those not published are left out."""
    published = {one.slug: one for one in memory.published(ClauseTemplate, language)}
    return [published[slug] for slug in ANSWERS if slug in published]


def tasted(templates, answers):
    """Return how answers (by slug) meet those made up; one left out counts as talk, as always."""
    return [
        Tasted(one, Choice(answers.get(one.slug) or Choice.TALK), ANSWERS[one.slug])
        for one in templates
    ]
