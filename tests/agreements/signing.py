"""How the tests of this app bring a couple to a version, and a version into force."""

import tomllib
from datetime import timedelta

from agreements import bundle
from agreements.chain import Statement
from agreements.library import CLAUSES
from agreements.models import Agreement, Floor, Version
from agreements.models.history import public_keys, sealing_keys
from tests.agreements.drafting import agree, own
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
