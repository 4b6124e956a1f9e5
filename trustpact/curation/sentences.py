"""What is wrong with the form of a text, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.curation import shapes

_SAID = {
    shapes.WORDS: gettext_lazy("words belong here"),
    shapes.NUMBER: gettext_lazy("a whole number belongs here"),
    shapes.SWITCH: gettext_lazy("true or false belongs here"),
    shapes.LIST: gettext_lazy("a list with at least one entry belongs here"),
    shapes.ENTRY: gettext_lazy("an entry with names belongs here"),
    shapes.MISSING: gettext_lazy("this is missing"),
}


def fault_of_shape(fault):
    """Return a fault with its place: `2.kind: “slider” is none of: level, words`."""
    if fault.what == shapes.OTHER_WORD:
        said = none_of(fault.found, fault.allowed)
    elif fault.what == shapes.UNKNOWN:
        said = _("no such name; there are: %(names)s") % {"names": ", ".join(fault.allowed)}
    else:
        said = str(_SAID[fault.what])
    return f"{fault.place}: {said}" if fault.place else said


def none_of(word, allowed):
    """Return that a word is none of a closed list."""
    return _("“%(word)s” is none of: %(allowed)s") % {"word": word, "allowed": ", ".join(allowed)}
