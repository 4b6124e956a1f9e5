"""What cannot be put forward, said kindly: which limit a text meets, why, and what could be written."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import limits
from trustpact.rules import RuleBroken

WHY = {
    "passwords": gettext_lazy(
        "No agreement can ask for passwords or open devices: trust grows by what is offered."
    ),
    "location": gettext_lazy(
        "No agreement can ask anyone to report where they are: each of you comes and goes freely."
    ),
    "messages": gettext_lazy(
        "No agreement can open messages: they belong to those who wrote and received them."
    ),
    "advance-consent": gettext_lazy(
        "No agreement can promise sex, touch or pictures ahead: a yes counts for its moment."
    ),
    "punishment": gettext_lazy(
        "No agreement can put a price on a mistake: harm is put right by talking and by repair."
    ),
    "isolation": gettext_lazy(
        "No agreement can decide whom you meet, where you work or what you wear: that stays yours."
    ),
    "money": gettext_lazy(
        "No agreement can give one of you control of the other’s money: each needs some of their own."
    ),
    "health": gettext_lazy(
        "No agreement can decide about a body, doctors or therapy: each of you does that alone."
    ),
    "leaving": gettext_lazy(
        "No agreement can make leaving wait or cost: staying is worth something because it is free."
    ),
}
KINDER = {
    "passwords": gettext_lazy(
        "Each of us keeps our own phone and passwords. We ask before we look."
    ),
    "location": gettext_lazy(
        "We let each other know when we will be late for something we planned."
    ),
    "messages": gettext_lazy(
        "We do not read each other’s messages. We say when a contact worries us."
    ),
    "advance-consent": gettext_lazy("We plan time to be close, and we ask each time."),
    "punishment": gettext_lazy(
        "When a promise is broken, we say so soon and look together at what would help."
    ),
    "isolation": gettext_lazy(
        "Each of us chooses our own friends, and one evening a week is for the two of us."
    ),
    "money": gettext_lazy(
        "We decide together above an amount we set, and each of us has money of our own."
    ),
    "health": gettext_lazy(
        "Each of us decides about our own body, and we tell what the other needs for their health."
    ),
    "leaving": gettext_lazy(
        "Each of us may leave at any time, and we would like to hear of it from each other."
    ),
}
LONGEST_QUOTE = 60  # characters of what was typed: enough to find the place


def objections(text, language):
    """Return what to say to whoever wrote `text`: why, which words, kinder ones; [] where fine."""
    reading = limits.read(text, language)
    if not reading.category:
        return []
    return [
        str(WHY[reading.category]),
        _("“%(words)s” cannot stand like this.")
        % {"words": Truncator(reading.words).chars(LONGEST_QUOTE)},
        _("Kinder words, if you like: “%(kinder)s”") % {"kinder": KINDER[reading.category]},
    ]


def refuse_binding(text, language):
    """Raise RuleBroken, with the same sentences, where `text` would bind a person beyond the limits."""
    if said := objections(text, language):
        raise RuleBroken(" ".join(said))
