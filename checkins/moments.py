"""What a page tells of a pause: to the one who called it, and to the other."""

from django.utils.translation import gettext as _

from checkins import wording
from checkins.models import Pause
from checkins.models.pause import Return


def line_for(partner, now):
    """Return what stands in the frame of a partner's pages, and the state that it shows."""
    own = Pause.running(partner, now)
    theirs = _theirs(partner, now)
    line = {
        "own": own and told_to_self(own, now),
        "other": theirs and told_to_other(theirs, now),
        "partner": theirs and theirs.partner,
    }
    return line | {"state": _state(own, now) + "/" + _state(theirs, now, tells_lateness=False)}


def _state(pause, now, *, tells_lateness=True):
    """Name what is told of a pause, in signs that fit into a header."""
    if pause is None:
        return ""
    told = "late" if tells_lateness and pause.is_late(now) else pause.back
    return "today" if not tells_lateness and pause.is_back_today(now) else told


def _theirs(partner, now):
    other = partner.couple.beside(partner)
    return Pause.running(other, now) if other else None


def told_to_other(pause, now):
    """Return the announced return, rough, and the same however late it gets."""
    if pause.is_back_today(now):
        return _("back today")
    return {
        Return.MINUTES: _("back in twenty minutes or so"),
        Return.HOUR: _("back in an hour or so"),
        Return.EVENING: _("back this evening"),
        Return.TOMORROW: _("back tomorrow"),
    }[pause.back]


def told_to_self(pause, now):
    """Return how it stands for the one who called it; lateness is theirs alone to know."""
    if pause.is_late(now):
        return _("You meant to be back by now. Take what you need, then come back.")
    moment = wording.moment_in_words(pause.returns_at, pause.partner.person, now)
    return _("You are on a pause. You said: back %(moment)s.") % {"moment": moment}


def not_resting(partner, cards, now):
    """Return those of what is due that do not rest because one of the two is on a pause."""
    on = (Pause.running(one, now) for one in partner.couple.members)
    if not any(pause and not pause.is_late(now) for pause in on):
        return cards
    return [card for card in cards if not card.ritual.is_shared()]


def words_of_return(partner, now):
    """Return (partner, words) of the other who came back with a sentence lately, or None."""
    for other in partner.couple.members:
        pause = Pause.of(other)
        if other.pk != partner.pk and pause and (words := pause.words_for_other(now)):
            return other, words
    return None
