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
    clauses = ()
    if any(question["kind"] == "clauses" for question in questions):
        clauses = clauses_in_force(ritual.couple, day)
    turn = recurrence.turn_of(ritual.cadence, day)
    return in_words(questions, ritual.couple.language, clauses=clauses, turn=turn)


def in_words(questions, language, *, clauses=(), turn=0):
    """Return questions with the library's words in a language; `clauses` and `turn` as in `asked`."""
    kinds = {question["kind"] for question in questions}
    levels = memory.published(Level, language) if "level" in kinds else []
    lists = memory.published(WordList, language) if "words" in kinds else []
    words = {row.slug: row.text_fields for row in lists}
    if "clauses" in kinds:
        watch = WatchWords.published.read_in(language).first()
        words["watch"] = {"words": watch.words if watch else []}
        clauses = clauses if watch else ()
    levels = {level.slug: level.text_fields for level in levels}
    return answers.asked(questions, levels=levels, words=words, clauses=clauses, turn=turn)


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
