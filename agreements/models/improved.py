"""That the library has other words for a clause by now (C3): offered to a couple, never put in."""

from agreements import wording
from agreements.models.clause_template import ClauseTemplate
from trustpact.curation import memory


def improved_words(clause) -> str:
    """
    Return the words that the library publishes now for a clause, its blanks as the couple filled
    them; "" where they read the same, where the couple chose words of its own, or where a blank of
    the new words is nothing that they filled in.
    """
    if clause.is_own:
        return ""
    newest = _published_now(clause.template)
    if newest is None or wording.unfilled(newest.text, newest.blanks, clause.blanks):
        return ""
    words = wording.filled(newest.text, newest.blanks, clause.values)
    return "" if words == clause.text else words


def _published_now(template):
    """Return the later revision of the same text in the same language, or None."""
    for one in memory.published(ClauseTemplate, template.language):
        if (one.slug, one.language) == (template.slug, template.language):
            return one if one.number > template.number else None
    return None
