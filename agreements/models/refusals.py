"""What cannot be put forward, said kindly: which limit a text meets, why, and what could be written."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import limits
from trustpact.rules import RuleBroken

WHY = {
    "passwords": gettext_lazy(
        "An agreement here cannot bind anyone to share passwords or to open a device. Each of you "
        "keeps a place of your own; trust grows by what is offered."
    ),
    "location": gettext_lazy(
        "An agreement here cannot bind anyone to be tracked or to report where they are. Each of "
        "you comes and goes freely."
    ),
    "messages": gettext_lazy(
        "An agreement here cannot bind anyone to have messages read or handed over. They belong to "
        "those who wrote and received them."
    ),
    "advance-consent": gettext_lazy(
        "An agreement here cannot promise sex, touch or pictures ahead of time. A yes counts for "
        "one moment, and can be taken back in it."
    ),
    "punishment": gettext_lazy(
        "An agreement here cannot set a punishment or a price for a mistake. Harm is put right by "
        "talking and by repair."
    ),
    "isolation": gettext_lazy(
        "An agreement here cannot decide whom anyone meets or turns to, where they work, or what "
        "they wear. Each of you stays your own person."
    ),
    "money": gettext_lazy(
        "An agreement here cannot give one of you control over the other’s income, purchases or "
        "accounts. Each of you needs some money that nobody asks about."
    ),
    "health": gettext_lazy(
        "An agreement here cannot decide about anyone’s body, contraception, pregnancy, doctors or "
        "therapy. Each of you decides that alone."
    ),
    "leaving": gettext_lazy(
        "An agreement here cannot keep anyone from leaving, or make it cost something. Staying is "
        "worth something because it is free."
    ),
}
KINDER = {
    "passwords": gettext_lazy(
        "Each of us keeps our own devices and passwords. We ask before we look, and no is a fine "
        "answer."
    ),
    "location": gettext_lazy(
        "We let each other know when we will be late for something we planned."
    ),
    "messages": gettext_lazy(
        "We do not read each other’s messages. We tell each other of contact that worries us."
    ),
    "advance-consent": gettext_lazy(
        "We plan time to be close, and either of us can change it to rest. Each time is asked."
    ),
    "punishment": gettext_lazy(
        "When a promise is broken, we say so within two days and look together at what would help."
    ),
    "isolation": gettext_lazy(
        "Each of us chooses our own friends and whom to turn to. We keep one evening a week for the "
        "two of us."
    ),
    "money": gettext_lazy(
        "We decide together before spending more than an amount we set, and each of us has money "
        "that needs no explaining."
    ),
    "health": gettext_lazy(
        "Each of us decides about our own body. We tell each other what the other needs for their "
        "own health."
    ),
    "leaving": gettext_lazy(
        "Each of us may leave at any time. If one of us thinks about it, we would like to hear it "
        "from each other."
    ),
}


def objections(text, language):
    """Return the sentences for whoever wrote `text`: the limit it meets, kinder words; [] where fine."""
    reading = limits.read(text, language)
    if not reading.category:
        return []
    return [
        _("“%(words)s” cannot stand like this. %(why)s")
        % {"words": reading.words, "why": WHY[reading.category]},
        _("You could write instead: “%(kinder)s”") % {"kinder": KINDER[reading.category]},
    ]


def refuse_binding(text, language):
    """Raise RuleBroken, with the same sentences, where `text` would bind a person beyond the limits."""
    if said := objections(text, language):
        raise RuleBroken(" ".join(said))
