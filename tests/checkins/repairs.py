"""Repairs of Ana and Ben for tests: where they stand, in a few words."""

from datetime import timedelta

from checkins.mending import YES
from checkins.models import Repair
from tests.cast import NOON

TOMORROW = NOON + timedelta(days=1)
DUE = (NOON + timedelta(days=7)).date()


def opened(cast, *, by="ana", hurt=True, words="You laughed when I told you.", now=NOON):
    """Have one of the two open a repair."""
    return Repair.open(cast.couple, getattr(cast, f"{by}_partner"), hurt=hurt, words=words, now=now)


def acknowledged(cast):
    """Have Ben answer what hurt Ana, and say what he recognises as his."""
    repair = opened(cast)
    repair.say(cast.ben_partner, "answer", choice=YES, now=NOON)
    repair.say(cast.ben_partner, "acknowledge", words="I laughed, and I saw your face.", now=NOON)
    return repair


def with_an_action(cast):
    """Have Ben offer something, too."""
    repair = acknowledged(cast)
    repair.say(cast.ben_partner, "apologise", words="I am sorry that I laughed.", now=NOON)
    repair.say(cast.ben_partner, "action", words="I ask before I joke.", due_on=DUE, now=NOON)
    return repair


def sent(repair):
    """Return what was sent, as triples of name, step and words."""
    return [(one.author.name, one.step, one.words) for one in Repair.objects.get(pk=repair.pk).sent]
