"""How the tests of this app fill a draft."""

from agreements.models import Agreement, Choice, ClauseTemplate, Pack, Proposal, Stance
from tests.cast import NOON
from tests.library import CLAUSES, load_library


def library():
    """Load the starter library."""
    load_library(CLAUSES)


def template(slug):
    """Return the published clause with this slug; the library is loaded where it is not."""
    if not ClauseTemplate.published.exists():
        library()
    return ClauseTemplate.published.get(slug=slug, language="en")


def pack(slug):
    """Return the published pack with this slug; the library is loaded where it is not."""
    if not Pack.published.exists():
        library()
    return Pack.published.get(slug=slug, language="en")


def add(cast, *slugs):
    """Add clauses of the library to the couple's draft, as Ana, and return them."""
    agreement = Agreement.of(cast.couple)
    return [agreement.add(template(slug), partner=cast.ana_partner) for slug in slugs]


def own(cast, words="We have dinner together on Sundays.", category="closeness"):
    """Add a clause in own words to the couple's draft, as Ana."""
    return Agreement.of(cast.couple).add_own(words, category=category, partner=cast.ana_partner)


def give(clause, partner, choice=Choice.AGREE):
    """Answer a clause alone, in its present words."""
    clause.refresh_from_db()
    return Stance.give(clause, partner=partner, choice=choice, seen=clause.digest)


def say(clause, partner, choice=Choice.AGREE):
    """Say openly what one thinks of a clause that has opened."""
    clause.refresh_from_db()
    return Stance.say(clause, partner=partner, choice=choice, seen=clause.digest)


def open_round(cast):
    """Have both press Open, and return the round."""
    under_way = Agreement.of(cast.couple).round
    under_way.press(partner=cast.ana_partner, now=NOON)
    under_way.press(partner=cast.ben_partner, now=NOON)
    return under_way


def agree(cast, *clauses):
    """Have both agree to these clauses alone, and open the round."""
    for clause in clauses:
        give(clause, cast.ana_partner)
        give(clause, cast.ben_partner)
    open_round(cast)


def propose(clause, partner, words="We have dinner on Sundays, at home.", *, now=NOON, **more):
    """Have a partner propose other words for a clause that has opened."""
    clause.refresh_from_db()
    reason = more.pop("reason", "It is the evening that counts.")
    return Proposal.send(
        clause, partner=partner, words=words, reason=reason, seen=clause.digest, now=now, **more
    )


def accept(proposal, partner, *, now=NOON):
    """Accept a proposal as somebody who read it."""
    proposal.accept(partner=partner, seen=proposal.digest, now=now)
