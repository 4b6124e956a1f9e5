"""What an own question cannot demand, said kindly: which limit it meets, why, what could be asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins import asking
from trustpact.rules import RuleBroken

WHY = {
    "passwords": gettext_lazy(
        "A question that comes back cannot ask for passwords or for a look into a device."
    ),
    "location": gettext_lazy(
        "A question that comes back cannot ask where somebody is or was. Each of you comes and goes "
        "freely."
    ),
    "messages": gettext_lazy(
        "A question that comes back cannot ask whom somebody wrote to, or what. That belongs to "
        "those who wrote and received it."
    ),
    "advance-consent": gettext_lazy(
        "A question that comes back cannot ask for sex, or count it. A yes counts for one moment."
    ),
    "punishment": gettext_lazy("A question that comes back cannot set a punishment or a price."),
    "isolation": gettext_lazy(
        "A question that comes back cannot ask whom somebody met, or what they wore. Each of you "
        "stays your own person."
    ),
    "money": gettext_lazy(
        "A question that comes back cannot ask for an account of what somebody earned or spent."
    ),
    "health": gettext_lazy(
        "A question that comes back cannot ask about anyone’s weight, food, pills or doctors. Each "
        "of you decides about your own body alone."
    ),
    "leaving": gettext_lazy(
        "A question that comes back cannot ask for a promise to stay. Staying is worth something "
        "because it is free."
    ),
}
KINDER = {
    "passwords": gettext_lazy("What helps me to trust you this week?"),
    "location": gettext_lazy("Something from my day that I would like you to know"),
    "messages": gettext_lazy("Is there something about a contact that I would like to tell you?"),
    "advance-consent": gettext_lazy("Which kind of closeness would do me good?"),
    "punishment": gettext_lazy("What would help me after something went wrong?"),
    "isolation": gettext_lazy("What did me good outside the two of us?"),
    "money": gettext_lazy("How at ease am I about our money this week?"),
    "health": gettext_lazy("How do I feel in my body today?"),
    "leaving": gettext_lazy("What makes me glad to be with you?"),
}


def objections(text, language):
    """Return the sentences for whoever wrote `text`: the limit it meets, kinder words; [] where fine."""
    demand = asking.demand(text, language) if text else None
    if demand is None:
        return []
    return [
        _("“%(words)s” cannot be asked like this. %(why)s")
        % {"words": demand.words, "why": WHY[demand.category]},
        _("You could ask instead: “%(kinder)s”") % {"kinder": KINDER[demand.category]},
    ]


def refuse_demands(texts, language):
    """Raise RuleBroken, with the same sentences, where one of these texts demands too much."""
    for text in texts:
        if said := objections(text, language):
            raise RuleBroken(" ".join(said))
