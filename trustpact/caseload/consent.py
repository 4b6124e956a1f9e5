"""What one partner reads before and after they open something: scope by scope, with their own data."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from trustpact.caseload import reading
from trustpact.caseload.models import Suggestion
from trustpact.couples.models import Grant, Granted, Scope

ABOUT = {
    Scope.LEVELS: gettext_lazy(
        "Trust, comfort and the like, as you answered them for both of you. What says “Only me” stays yours."
    ),
    Scope.NOTES: gettext_lazy(
        "What you wrote and chose beside the levels, if it stands open between you or you marked "
        "it for your therapist; and the thanks that you sent."
    ),
    Scope.AGREEMENT: gettext_lazy("The text that is in force. Nothing says who withdrew what."),
    Scope.RITUALS: gettext_lazy(
        "How often you kept your check-ins together, topics and clauses that you are both ready "
        "to talk about, and what you decided."
    ),
    Scope.REPAIRS: gettext_lazy("What each of you sent, while it goes on."),
}


@dataclass
class Choice:
    """One scope as its reader finds it: what it holds, and until when they opened it."""

    scope: Scope
    about: str
    grant: Grant | None
    asks_to_renew: bool
    example: dict


def choices(therapy, partner, now) -> list[Choice]:
    """
    Return every scope with the reader's own yes, and with exactly what would be seen now.

    What the other said of any scope makes no difference to it.
    """
    today = therapy.couple.local(now).date()
    given = {
        one.scope: one
        for one in Grant.objects.filter(therapy=therapy, partner=partner, ends_on__gt=today)
    }
    found = []
    for scope in Scope:
        grant = given.get(scope)
        asks = bool(grant and grant.asks_to_renew(today))
        example = _example(therapy, partner, [scope], now)
        found.append(Choice(scope, str(ABOUT[scope]), grant, asks, example))
    return found


def preview(therapy, partner, now) -> dict:
    """Return the context of the therapist's own pages, for the reader's half and what is joint."""
    return _example(therapy, partner, list(Scope), now)


def _example(therapy, partner, scopes, now):
    granted = Granted.as_if(therapy, partner, scopes)
    return {
        "review": reading.Review(granted, now, newest=None),
        "granted": granted,
        "sheet": reading.agreement(granted, now),
        "repairs": reading.repairs(granted, now),
    }


@dataclass
class Suggested:
    """A suggestion, with what the library says of it now."""

    suggestion: Suggestion
    template: object


def suggestions(therapy, partner, today) -> list[Suggested]:
    """Return what the therapist suggested to this partner, and that the library still has."""
    language = therapy.couple.language
    shown = Suggestion.objects.shown_to(partner, therapy, today)
    found = [Suggested(one, one.template(language)) for one in shown]
    return [one for one in found if one.template]
