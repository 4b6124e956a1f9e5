"""What a person's own export holds of versions, signatures and history."""

from tests.agreements.signing import OPEN, in_force, proposal, sign
from trustpact.privacy.export import export_of


def test_the_export_holds_the_text_and_both_signatures(cast):
    version = in_force(cast, "We talk on Sundays.")
    told = export_of(cast.ben, now=OPEN)
    assert "We talk on Sundays." in told
    assert told.count(version.digest) >= 3


def test_the_export_tells_nothing_of_a_signature_that_the_other_gave_alone(cast):
    version = proposal(cast)
    before = export_of(cast.ben, now=OPEN)
    sign(version, cast.ana_partner)
    assert export_of(cast.ben, now=OPEN) == before


def test_the_export_does_not_say_who_withdrew(cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ana_partner, now=OPEN)
    assert str(cast.ana.pk) not in export_of(cast.ben, now=OPEN)
