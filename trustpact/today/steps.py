"""What there is to do, each thing in words: what it is, why, and where it leads."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Step:
    """Something to do: what it is, why, and where it leads."""

    title: str
    text: str
    action: str
    url: str
    waits: bool = False  # it waits for this partner, and stands on the page even when not next


def read_what_was_written(repair_id):
    """Read what the other wrote in a repair."""
    return Step(
        title=_("Something was written to you"),
        text=_("About what happened between you. Read it when you want to, or not."),
        action=_("Go there"),
        url=reverse("checkins:repair", args=[repair_id]),
        waits=True,
    )


def sign(version_id):
    """Read a version that is open for signing."""
    return Step(
        title=_("A version is open for signing"),
        text=_("Read it in your own time. “Not yet” is an answer, too."),
        action=_("Read it"),
        url=reverse("agreements:version", args=[version_id]),
        waits=True,
    )


def renew(version_id):
    """Look at a clause that ends soon."""
    return Step(
        title=_("A clause ends soon"),
        text=_("It ends by itself unless both of you renew it. Doing nothing is an answer, too."),
        action=_("Look at it"),
        url=reverse("agreements:version", args=[version_id]),
        waits=True,
    )


def look_again(version_id, day):
    """Look at the agreement again, from a day on."""
    return Step(
        title=_("You wanted to look at your agreement again"),
        text=_("From %(day)s on. Nothing changes by itself.")
        % {"day": formats.date_format(day, _("j F Y"))},
        action=_("Look at it"),
        url=reverse("agreements:version", args=[version_id]),
        waits=True,
    )


def open_again(grant):
    """Open again to a therapist what closes soon."""
    day = formats.date_format(grant.ends_on, _("j F"))
    return Step(
        title=_("Something you opened closes soon"),
        text=_("It closes on %(day)s unless you open it again. Doing nothing is an answer, too.")
        % {"day": day},
        action=_("Look at it"),
        url=reverse("therapists:therapist", args=[grant.therapy_id]),
        waits=True,
    )


def begin():
    """Choose what the first clauses are about."""
    return Step(
        title=_("Choose what you would like to talk about"),
        text=_(
            "A pack of understandings, one of them, or your own words. Nothing is agreed by it."
        ),
        action=_("Look at the packs"),
        url=reverse("agreements:library"),
    )


def of_draft(draft):
    """Yield what waits in a draft, the first thing first."""
    if unanswered := len(draft.unanswered):
        yield _answer(unanswered)
    elif draft.asked and not draft.pressed:
        yield _open_the_round()
    if proposed := draft.proposed:
        yield _decide(proposed)
    if reworded := draft.reworded:
        yield _read_anew(len(reworded))
    if back := draft.back:
        yield _talk_again(back)


def _answer(count):
    title = ngettext(
        "%(count)d clause waits for your answer", "%(count)d clauses wait for your answer", count
    )
    return Step(
        title=title % {"count": count},
        text=_("You answer alone. Nothing of it shows before both of you open the round."),
        action=_("Answer"),
        url=reverse("agreements:round"),
        waits=True,
    )


def _open_the_round():
    return Step(
        title=_("Your answers are there"),
        text=_("They open once both of you have pressed Open."),
        action=_("Go to the round"),
        url=reverse("agreements:round"),
        waits=True,
    )


def _read_anew(count):
    title = ngettext("%(count)d clause has new words", "%(count)d clauses have new words", count)
    return Step(
        title=title % {"count": count},
        text=_("You answered to other words. Read the new ones."),
        action=_("Read"),
        url=reverse("agreements:agreement"),
        waits=True,
    )


def _decide(clauses):
    title = ngettext(
        "Other words are proposed for %(count)d clause",
        "Other words are proposed for %(count)d clauses",
        len(clauses),
    )
    return Step(
        title=title % {"count": len(clauses)},
        text=_("Read them in your own time. A no needs no reason."),
        action=_("Read"),
        url=_page_of(clauses),
        waits=True,
    )


def _talk_again(clauses):
    title = ngettext(
        "%(count)d clause is back to be talked about",
        "%(count)d clauses are back to be talked about",
        len(clauses),
    )
    return Step(
        title=title % {"count": len(clauses)},
        text=_("You parked it until now. It can wait longer."),
        action=_("Look at it"),
        url=_page_of(clauses),
        waits=True,
    )


def _page_of(clauses):
    """Return where these clauses are: the page of the only one, or the agreement."""
    if len(clauses) == 1:
        return reverse("agreements:clause", args=[clauses[0].pk])
    return reverse("agreements:agreement")


def invite():
    """Invite the partner."""
    return Step(
        title=_("Invite your partner"),
        text=_("They see the draft when they join, and never your answers and notes."),
        action=_("Invite"),
        url=reverse("couples:us"),
    )


def keep_a_ritual():
    """Begin a first ritual."""
    return Step(
        title=_("Begin a daily check-in"),
        text=_("Four taps, each of you alone, about today."),
        action=_("Choose"),
        url=reverse("checkins:rituals"),
    )


def settle(draft):
    """Talk, or put forward what both agree to; None where there is nothing to settle."""
    if draft.to_talk:
        return Step(
            title=_("Some clauses wait to be talked about"),
            text=_("You do not have to settle them today."),
            action=_("Look at them"),
            url=reverse("agreements:agreement"),
        )
    if draft.agreed and not draft.asked:
        return Step(
            title=_("You agree on the words"),
            text=_("Either of you can put them forward for signing."),
            action=_("Look at them"),
            url=reverse("agreements:agreement"),
        )
    return None
