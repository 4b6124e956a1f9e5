"""
How the models of this app are classified, and what of it each one's export holds.

An opened answer is in nobody's export before it shows: its row tells that the other answered too.
Nor is the moment at which it shows, which can follow a Done at once.
"""

from django.db.models import Q
from django.utils import timezone

from checkins.answers import OWN_WORDS
from checkins.models import (
    Appreciation,
    AppreciationAway,
    AppreciationOwn,
    CheckIn,
    Disclosure,
    Exercise,
    FollowUp,
    HealthTest,
    JournalEntry,
    JournalPrompt,
    Level,
    Occurrence,
    OpenedAnswer,
    OwnQuestions,
    Pause,
    Repair,
    RepairGuide,
    RepairMessage,
    Ritual,
    RitualTemplate,
    RitualTime,
    RitualWish,
    RollUp,
    Session,
    Snooze,
    Topic,
    TopicAnswer,
    TopicOwn,
    UnsentWords,
    WordList,
)
from checkins.models.pause import READ_FOR
from trustpact.curation.privacy import classify_library
from trustpact.privacy.registry import Erasure, Owner, Received, classify
from trustpact.privacy.retention import NEWS, forgets

classify_library(RitualTemplate, Level, WordList, Exercise, JournalPrompt, RepairGuide)

classify(
    Ritual,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple", "template"],
    state=["slug", "clock", "at", "unit", "every", "weekdays", "day", "nth", "replaces"]
    + ["started_on", "ends_on", "rest_until", "ended_on"],
    words=["words"],
    couple="couple",
    mine=lambda person: Ritual.objects.filter(couple__partners__person=person),
)
classify(
    OwnQuestions,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "ritual"],
    state=["from_on"],
    words=["questions"],
    couple="ritual__couple",
    mine=lambda person: OwnQuestions.objects.filter(ritual__couple__partners__person=person),
)
classify(
    RitualWish,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "partner"],
    state=["slug"],
    whose="partner__person",
)


def _came_back_with_words(person):
    # Two days at most, as on the page: what is older was said, and is over.
    theirs = Pause.objects.filter(partner__couple__partners__person=person)
    new = theirs.filter(said_on__gt=timezone.now().date() - READ_FOR)
    return new.exclude(partner__person=person).select_related("partner__couple")


classify(
    Pause,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "partner"],
    state=["day", "taken", "back", "returns_at", "said_on"],
    words=["words"],
    whose="partner__person",
    received=Received(rows=_came_back_with_words, fields=["words", "said_on"]),
)
classify(
    Snooze,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "ritual", "partner"],
    state=["date", "until"],
    whose="partner__person",
)
classify(
    RitualTime,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "ritual", "partner"],
    state=["at"],
    whose="partner__person",
)


def _answered_by(person):
    return Occurrence.objects.filter(checkins__partner__person=person)


def _open_now():
    shown = OpenedAnswer.objects.filter(opens_at__lte=timezone.now())
    return shown.select_related("partner")


classify(
    Occurrence,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "ritual"],
    state=["date"],
    couple="ritual__couple",
    mine=_answered_by,  # the others say nothing, and may tell that somebody answered
    received=Received(
        rows=lambda person: (
            Occurrence.objects.filter(
                opened_answers__in=_open_now().filter(partner__couple__partners__person=person)
            )
            .exclude(checkins__partner__person=person)
            .distinct()
        ),
        fields=["id", "ritual", "date"],
    ),
)
classify(
    CheckIn,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "occurrence", "partner"],
    state=["state", "done_on"],
    words=["questions"],
    measures=["answers"],
    whose="partner__person",
)


def _measures(rows):
    """Return of opened answers those that are no words of one's own: levels, choices, yes or no."""
    known = rows.select_related("partner")
    found = [one.pk for one in known if one.content.get("asked", {}).get("kind") not in OWN_WORDS]
    return rows.filter(Q(pk__in=found) | Q(opens_at__gt=timezone.now()))


classify(
    OpenedAnswer,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "occurrence", "partner", "question"],
    state=["alone"],
    words=["content"],
    secrets=["opens_at"],
    whose="partner__person",
    couple="occurrence__ritual__couple",
    goes=_measures,
    mine=lambda person: _open_now().filter(partner__person=person),
    received=Received(
        rows=lambda person: (
            _open_now()
            .filter(partner__couple__partners__person=person)
            .exclude(partner__person=person)
        ),
        fields=["occurrence", "partner", "question", "content"],
    ),
)
classify(
    Session,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "occurrence", "template", "first"],
    state=["status", "ended_on"],
    secrets=["place", "moves", "tried", "gentle", "replied", "step_began_at"],  # of the evening
    couple="occurrence__ritual__couple",
    mine=lambda person: Session.objects.over().filter(
        occurrence__ritual__couple__partners__person=person
    ),
)
classify(
    FollowUp,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple", "occurrence", "owner"],
    state=["due_on", "undecided", "status", "noted_on"],
    words=["words"],
    couple="couple",
    mine=lambda person: FollowUp.objects.filter(couple__partners__person=person),
)
classify(
    JournalEntry,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person"],
    state=["written_on"],
    words=["prompt", "words"],
    secrets=["number"],  # a gap would tell of an entry that was deleted
    whose="person",
)
# What opened stands in the opened answers already, and the roll-up knows when it was summed up: that
# leaves through nothing. Both halves are measures of its author's, and go with them.
classify(
    RollUp,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "partner"],
    state=["year"],
    measures=["own"],
    secrets=["opened", "through"],
    whose="partner__person",
)
classify(
    Repair,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple", "opened_by", "hurt", "beside"],
    state=["status", "opened_on", "ended_on"],
    secrets=["rests_on"],
    couple="couple",
    mine=lambda person: Repair.objects.filter(couple__partners__person=person),
)
classify(
    RepairMessage,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "repair", "author", "about", "follow_up"],
    state=["step", "due_on", "number", "sent_on"],
    words=["content"],
    whose="author__person",
    couple="repair__couple",
    received=Received(
        rows=lambda person: RepairMessage.objects.filter(
            repair__couple__partners__person=person
        ).exclude(author__person=person),
        fields=["id", "repair", "author", "step", "content", "about", "due_on", "sent_on"],
    ),
)
classify(
    UnsentWords,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "partner", "repair"],
    state=["step", "put_off_until"],
    words=["words"],
    whose="partner__person",
)


def _topics_of(person):
    # Of a parked clause only where this person answered: its row may tell that the other did.
    own = Topic.objects.filter(
        Q(author__person=person) | Q(answers__partner__person=person, kind=Topic.Kind.CLAUSE)
    )
    return own.select_related("couple").distinct()


classify(
    Topic,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "couple", "author", "clause"],
    state=["kind", "status", "asked_on", "closed_on"],
    words=["words"],
    whose="author__person",
    couple="couple",
    mine=_topics_of,
    received=Received(
        rows=lambda person: (
            Topic.objects.filter(couple__partners__person=person, author__isnull=False)
            .exclude(author__person=person)
            .select_related("couple")
        ),
        fields=["id", "couple", "author", "kind", "status", "asked_on", "closed_on", "words"],
    ),
)
classify(
    TopicAnswer,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "topic", "partner"],
    state=["ready_from"],
    whose="partner__person",
)
classify(
    TopicOwn,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "partner"],
    state=["quiet"],
    words=["draft"],
    whose="partner__person",
)
classify(
    Appreciation,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "couple", "author"],
    state=["given_on"],
    words=["words"],
    secrets=["number"],  # an order within a day
    whose="author__person",
    couple="couple",
    received=Received(
        rows=lambda person: Appreciation.objects.filter(couple__partners__person=person).exclude(
            author__person=person
        ),
        fields=["id", "couple", "author", "given_on", "words"],
    ),
)
classify(
    AppreciationAway,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "partner", "appreciation"],
    whose="partner__person",
)
classify(
    AppreciationOwn,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "partner"],
    state=["muted"],
    whose="partner__person",
)


def _told(**whose):
    # What has gone is in no copy, swept or not; told on the couple's day, so a day more or less.
    there = Q(gone_on__isnull=True) | Q(gone_on__gt=timezone.now().date())
    return Disclosure.objects.filter(there, **whose).select_related("couple")


# An infection or a pregnancy (`gone_on`) goes with its author, and is in no copy of its reader's;
# something kept back stays with its reader. Whether it was put away would tell that it was read.
classify(
    Disclosure,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "couple", "author", "topic"],
    state=["sent_on", "gone_on", "therapist_may_see"],
    words=["content"],
    secrets=["is_put_away"],
    whose="author__person",
    couple="couple",
    goes=lambda rows: rows.filter(gone_on__isnull=False),
    mine=lambda person: _told(author__person=person),
    received=Received(
        rows=lambda person: _told(gone_on__isnull=True, couple__partners__person=person).exclude(
            author__person=person
        ),
        fields=["id", "couple", "author", "topic", "sent_on", "content"],
    ),
)
classify(
    HealthTest,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "couple"],
    measures=["kept_day", "shared_day"],
    whose="person",
    received=Received(
        rows=lambda person: (
            HealthTest.objects.filter(couple__partners__person=person)
            .exclude(person=person)
            .select_related("couple")
        ),
        fields=["id", "couple", "shared_day"],
    ),
)


@forgets(NEWS)
def _gone(now):
    return Disclosure.objects.forget(now)
