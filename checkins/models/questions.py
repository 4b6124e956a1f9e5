"""What a ritual asks on a date: its own questions, the library's words, the clauses in force."""

from agreements.models import ClauseTemplate, WatchWords
from agreements.models.version import Version
from checkins import answers, recurrence
from checkins.models.own import OwnQuestions
from checkins.models.template import Level, WordList
from trustpact.curation import memory


def questions_for(ritual, day):
    """Return the questions of a ritual on a date, in the couple's language."""
    own = ritual.is_own
    questions = OwnQuestions.asked_on(ritual, day) if own else ritual.template.questions
    kinds = {question["kind"] for question in questions}
    language = ritual.couple.language
    levels = memory.published(Level, language) if "level" in kinds else []
    lists = memory.published(WordList, language) if "words" in kinds else []
    words = {row.slug: row.text_fields for row in lists}
    clauses = ()
    if "clauses" in kinds:
        watch = WatchWords.published.read_in(language).first()
        words["watch"] = {"words": watch.words if watch else []}
        clauses = clauses_in_force(ritual.couple, day) if watch else ()
    levels = {level.slug: level.text_fields for level in levels}
    if own:  # the library may have let a level go that a couple asks
        questions = [one for one in questions if one["kind"] != "level" or one["slug"] in levels]
    return answers.asked(
        questions,
        levels=levels,
        words=words,
        clauses=clauses,
        turn=recurrence.turn_of(ritual.cadence, day),
    )


def clauses_in_force(couple, day):
    """Return (id, what is asked) of each clause in force on a day; own clauses ask by their words."""
    version = Version.objects.in_force().filter(agreement__couple=couple).first()
    if version is None:
        return []
    clauses = version.clauses_that_hold(day)
    watch = _watch_questions({clause.template_revision for clause in clauses})
    return [(clause.id, watch.get(clause.template_revision) or clause.text) for clause in clauses]


def _watch_questions(revisions):
    slugs = {revision.split("/")[0] for revision in revisions if revision}
    rows = ClauseTemplate.objects.filter(slug__in=slugs)
    named = rows.values_list("slug", "language", "number", "watch")
    return {f"{slug}/{language}/{number}": watch for slug, language, number, watch in named}
