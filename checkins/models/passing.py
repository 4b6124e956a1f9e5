"""
What passing a step keeps, and where the session goes from there.

A step can be passed once. Whoever comes second, or from a page that shows an earlier state, changes
nothing of where the two are; what they wrote is kept where it belongs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from checkins import script
from checkins.answers import FOR_BOTH, ME, US, is_answered
from checkins.models.followup import FollowUp
from checkins.models.session import Session
from checkins.script import Kind, Part
from trustpact.rules import RuleBroken

AGAIN = "again"
YES, LATER, NO = range(3)  # what choices of an item stand for, in their order


@dataclass
class Given:
    """What came with a press: words or a choice of a shared step, or own answers by question."""

    words: str = ""
    choice: str = ""
    due_on: date | None = None
    mine: bool = False
    answers: dict = field(default_factory=dict)

    def value(self, asked):
        """What a turn says: its words, or what was chosen; RuleBroken for what is not offered."""
        if asked["kind"] != "choice":
            return self.words
        if self.choice:
            _refuse_unknown(self.choice, asked["choices"])
        return self.choice


@transaction.atomic
def pass_step(session, partner, given, *, seen, step, now):
    """
    Pass the step that both are at. `seen` is the state of the page that was pressed on, `step` the
    slug that it showed.
    """
    session.lock(partner, now)
    if session.status == Session.Status.OPEN and seen == session.moves:
        _PASSED[session.kind](session, partner, given, now)
    elif asked := _step(session, step):
        _keep_late(session, partner, given, asked, now)


@transaction.atomic
def keep_draft(session, partner, given, *, step, now):
    """Keep what is half written, for its author alone; what was passed stays as it is."""
    asked = _step(session, step)
    if asked is None or not asked.get("turns") or not is_answered(asked) or asked.get("rule"):
        return
    if asked["kind"] == "choice":
        return
    own = session.occurrence.checkin_of(partner)
    if step not in own.open_slugs(now):
        draft = {"value": given.words, "visibility": ME} if given.words else None
        _write(own, {step: draft}, now)


def _step(session, slug):
    return next((one for one in session.steps if one["slug"] == slug), None)


# --- What each kind of step keeps.


def _aloud(session, partner, given, now):
    session.go_on(now=now)


def _turn(session, partner, given, now):
    value = given.value(session.asked)
    if value:
        _refuse_other(session, partner)
        _say(session, partner, session.asked, given, now)
    session.go_on(now=now, given=bool(value))


def _heard(session, partner, given, now):
    choices = session.asked["choices"]
    if given.choice:
        _refuse_other(session, partner)
        _refuse_unknown(given.choice, choices)
    not_yet = given.choice in choices[1:]
    session.go_on(now=now, again=not_yet and not session.has_tried)


def _reply(session, partner, given, now):
    if not given.choice:  # at one screen, or nothing to say to it
        session.go_on(now=now)
        return
    _refuse_other(session, partner)
    choices = script.replies(session.asked)
    _refuse_unknown(given.choice, choices)
    place = choices.index(given.choice)
    if session.asked["kind"] == "item":
        _answer_item(session, partner, place, now)
    session.go_on(now=now, replied=place)


def _answer_item(session, partner, place, now):
    """A yes is a follow-up of whoever said it; a no leaves nothing of what was asked."""
    slug = session.asked["slug"]
    asker = session.partner_of(session.screen.turn)
    own = session.occurrence.checkin_of(asker)
    words = own.answers.get(slug, {}).get("value", "")
    if words and place < NO:
        owner = partner if place == YES else None
        FollowUp.note(
            session.occurrence.couple, words, owner=owner, occurrence=session.occurrence, now=now
        )
    _write(own, {slug: None}, now)
    session.occurrence.opened_answers.filter(partner=asker, question=slug).delete()


def _again(session, partner, given, now):
    if given.choice == AGAIN:
        session.try_again(now=now)
    else:
        session.go_on(now=now)


def _own(session, partner, given, now):
    own = session.occurrence.checkin_of(partner)
    _write(own, given.answers, now)
    if session.place == len(session.screens) - 1:
        own.done(now=now)
    session.go_on(now=now)


def _joint(session, partner, given, now):
    choices = session.asked.get("choices", [])
    if given.choice:
        _refuse_unknown(given.choice, choices)
    if given.words:
        _note(session, partner, given, choices, now)
    elif given.choice and choices.index(given.choice) != NO:
        raise RuleBroken(_("Write what it is about first."))
    session.go_on(now=now)


def _note(session, partner, given, choices, now):
    if choices and not given.choice:
        raise RuleBroken(_("Choose one of the answers shown."))
    place = choices.index(given.choice) if choices else YES
    if place == NO:
        return
    FollowUp.note(
        session.occurrence.couple,
        given.words,
        owner=partner if given.mine and place == YES else None,
        due_on=given.due_on,
        undecided=place == LATER,
        occurrence=session.occurrence,
        now=now,
    )


_PASSED: dict[Kind, Callable] = {
    Kind.ALOUD: _aloud,
    Kind.TURN: _turn,
    Kind.HEARD: _heard,
    Kind.REPLY: _reply,
    Kind.AGAIN: _again,
    Kind.OWN: _own,
    Kind.JOINT: _joint,
}


# --- Words of a turn.


def _say(session, partner, asked, given, now):
    """Show what somebody wrote in their turn to both, from now on; an own promise is taken on."""
    if asked["kind"] == "item" and not asked.get("amends") and not script.replies(asked):
        FollowUp.note(
            session.occurrence.couple,
            given.words,
            owner=partner,
            due_on=given.due_on,
            occurrence=session.occurrence,
            now=now,
        )
        _write(session.occurrence.checkin_of(partner), {asked["slug"]: None}, now)
        return
    own = session.occurrence.checkin_of(partner)
    slug = asked["slug"]
    _write(own, {slug: {"value": given.value(asked), "visibility": US}}, now)
    session.occurrence.opened_answers.filter(partner=partner, question=slug).delete()
    own.as_opened(slug, own.answers[slug]["value"], now, alone=True).save()


def _write(own, answers, now):
    """Keep some answers beside those that are there; None takes one out."""
    kept = {slug: one for slug, one in (own.answers | answers).items() if one}
    try:
        own.save_answers(kept, now=now)
    except ValueError:
        raise RuleBroken(_("Choose one of the answers shown.")) from None


# --- Who comes second, or late.


def _keep_late(session, partner, given, asked, now):
    """Keep what came to a step that both have left, so that nothing written is lost."""
    kind = script.kind_of(asked, script.Screen(session.steps.index(asked)))
    if kind == Kind.OWN:
        _keep_own_late(session, partner, given, asked, now)
    elif kind == Kind.TURN and given.value(asked) and not _has_said(session, partner, given, asked):
        _say_late(session, partner, given, asked, now)
    elif kind == Kind.JOINT and given.words and not _is_noted(session, given):
        raise RuleBroken(_("The two of you had gone on already. What you typed stands below."))


def _keep_own_late(session, partner, given, asked, now):
    own = session.occurrence.checkin_of(partner)
    if given.answers:
        _write(own, given.answers, now)
    if session.status == Session.Status.HELD and asked is session.steps[-1]:
        own.done(now=now)


def _has_said(session, partner, given, asked):
    own = session.occurrence.checkin_of(partner).answers.get(asked["slug"])
    said = bool(own) and own["visibility"] in FOR_BOTH
    return said or _is_noted(session, given)


def _is_noted(session, given):
    noted = session.occurrence.follow_ups.select_related("couple")
    return any(one.words == given.words for one in noted)


def _say_late(session, partner, given, asked, now):
    """Words that were passed on a page grown old: said, where their turn has come and is open."""
    if session.status == Session.Status.OPEN and _turn_has_come(session, partner, asked):
        if script.replies(asked) and asked["kind"] == "item":
            raise RuleBroken(_("The two of you had gone on already. What you typed stands below."))
        _say(session, partner, asked, given, now)
        session.show_more()
    else:
        draft = {asked["slug"]: {"value": given.value(asked), "visibility": ME}}
        _write(session.occurrence.checkin_of(partner), draft, now)


def _turn_has_come(session, partner, asked):
    step = session.steps.index(asked)
    for place, screen in enumerate(session.screens[: session.place + 1]):
        mine = session.partner_of(screen.turn) == partner
        if screen.step == step and screen.part == Part.ASK and mine:
            return place < session.place
    return False


def _refuse_other(session, partner):
    speaker = session.speaker
    if speaker is not None and speaker.pk != partner.pk:
        words = _("It is %(name)s’s turn. Their words come from their own account.")
        raise RuleBroken(words % {"name": speaker.name})


def _refuse_unknown(choice, choices):
    if choice not in choices:
        raise RuleBroken(_("Choose one of the answers shown."))
