"""How the tests of this app bring a couple to a version, and a version into force."""

import tomllib
from datetime import timedelta

from agreements import bundle
from agreements.chain import Statement
from agreements.library import CLAUSES
from agreements.models import Agreement, Floor, Version
from agreements.models.history import public_keys, sealing_keys
from tests.agreements.drafting import add, agree, own, say
from tests.cast import NOON

OPEN = NOON + timedelta(days=2)  # signing has opened: at 07:00 of the next morning after 24 hours


def floor():
    """Publish the floor of the starter library, and nothing else of it."""
    lines = tomllib.loads(CLAUSES.read_text(encoding="utf-8"))["floor"]
    Floor.load_starters([(Floor.SLUG, lines)], now=NOON)


def agreed(cast, *words):
    """Have both agree to clauses in own words, and return the agreement."""
    floor()
    agree(cast, *(own(cast, word) for word in words or ["We have dinner together on Sundays."]))
    return Agreement.of(cast.couple)


def proposal(cast, *words, now=NOON):
    """Have Ana put a version forward."""
    return Version.propose(agreed(cast, *words), partner=cast.ana_partner, now=now)


def sign(version, partner, now=OPEN, seen=None):
    """Sign a version as somebody who read it."""
    version.sign(partner=partner, seen=seen or version.digest, auth="passkey", now=now)


def agree_anew(cast):
    """Have both say again that they agree to everything that stands in the draft."""
    for clause in Agreement.of(cast.couple).clauses.kept():
        say(clause, cast.ana_partner)
        say(clause, cast.ben_partner)


def with_a_term(cast, now=NOON):
    """
    Bring a version into force, two days after `now`, with a clause that ends after 60 days.

    At NOON that is 4 March; it can be renewed from 19 April on, and ends on 3 May.
    """
    agree(cast, own(cast, "We talk on Sundays."), *add(cast, "no-hidden-accounts"))
    version = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=now)
    sign(version, cast.ana_partner, now=now + (OPEN - NOON))
    sign(version, cast.ben_partner, now=now + (OPEN - NOON))
    return version


def intrusive(version):
    """Return the id of the clause that ends by itself."""
    return next(one.id for one in version.document.clauses if one.lapses_after_days)


def in_force(cast, *words, now=NOON):
    """Bring a version into force, two days after it was put forward."""
    version = proposal(cast, *words, now=now)
    sign(version, cast.ana_partner, now=now + (OPEN - NOON))
    sign(version, cast.ben_partner, now=now + (OPEN - NOON))
    return version


def bundle_of(agreement, entries=None):
    """Return the bundle of an agreement, or of its first entries as it was made back then."""
    links = agreement.history.links()[:entries]
    there = {Statement.read(link.statement).version for link in links}
    versions = agreement.versions.select_related("agreement").order_by("number")
    return bundle.sealed(
        agreement=str(agreement.pk),
        versions=[
            bundle.Text(one.number, one.text, bytes(one.salt), one.digest)
            for one in versions.filter(number__in=there)
        ],
        links=links,
        keys=public_keys(),
        key=sealing_keys()[0],
        day=OPEN.date(),
    )
