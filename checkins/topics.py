"""What one partner reads of the topics that wait: asked ones, and parked clauses that are back."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Clause
from checkins.models import Topic
from checkins.models.topic import Ready


@dataclass
class Waiting:
    """A topic as one partner reads it."""

    topic: Topic
    words: str
    is_mine: bool
    answer: Ready | None
    said: str  # the own answer, in words
    clause_id: object = None

    @property
    def is_ready(self):
        """Whether both are ready."""
        return self.topic.is_ready


def waiting_for(partner, now):
    """Return all that waits, what both are ready for first; three queries more than the draft."""
    today = partner.couple.local(now).date()
    topics = Topic.open_for(partner, now)
    kept = {topic.pk for topic in topics}
    clauses = {clause.pk: clause for clause in _returned(partner, now)}
    topics += [one for one in _of_clauses(partner, clauses.values()) if one.pk not in kept]
    waiting = [
        _as_read(topic, clauses.get(topic.clause), partner, today)
        for topic in topics
        if topic.clause is None or topic.clause in clauses
    ]
    # In an order that does not tell which of them has a row already, because somebody answered.
    return sorted(waiting, key=lambda one: (not one.is_ready, one.topic.asked_on, one.topic.pk))


def words_of_clauses(partner, now):
    """
    Return the words of clauses by (id, whether its topic waits): those that are back and still to be
    talked about, and of what was taken up all that stand open in the draft.
    """
    draft = Clause.objects.draft_of(partner, now=now)
    words = {(one.pk, False): one.text for one in draft.opened}
    waiting = {(one.pk, True): one.text for one in draft.opened if one.has_returned and one.is_talk}
    return words | waiting


def find(partner, topic_id, now):
    """Return the couple's topic with this id, written down or of a clause that is back; or None."""
    kept = Topic.objects.filter(couple=partner.couple, pk=topic_id)
    topic = kept.filter(clause__isnull=True).first()
    if topic is None:
        of_clauses = {
            one.pk: one for one in _of_clauses(partner, _returned(partner, now), all_=True)
        }
        topic = (kept.first() or of_clauses[topic_id]) if topic_id in of_clauses else None
    if topic:
        topic.couple = partner.couple
    return topic


def _returned(partner, now):
    """The clauses whose rest is over, and that the two still have to talk about."""
    draft = Clause.objects.draft_of(partner, now=now)
    return [one for one in draft.opened if one.has_returned and one.is_talk]


def _of_clauses(partner, clauses, *, all_=False):
    topics = [Topic.of_clause(clause, partner.couple) for clause in clauses]
    closed = set()
    if not all_:
        over = Topic.objects.filter(pk__in=[topic.pk for topic in topics]).exclude(status="asked")
        closed = set(over.values_list("pk", flat=True))
    return [topic for topic in topics if topic.pk not in closed]


def _as_read(topic, clause, partner, today):
    answer, day = topic.my_answer(today) or (None, None)
    return Waiting(
        topic=topic,
        words=clause.text if clause else topic.words,
        is_mine=topic.author_id == partner.pk,
        answer=answer,
        said=_said(answer, day),
        clause_id=topic.clause,
    )


def _said(answer, day):
    if answer == Ready.NOW:
        return _("You are ready.")
    if answer == Ready.DAY:
        return _("You are ready from %(day)s on.") % {"day": date_format(day, _("l, j F"))}
    return _("Not yet, for you.") if answer else ""
