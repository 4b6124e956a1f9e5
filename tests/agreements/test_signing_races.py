"""Acts of both at the same instant, on an SQLite file and on PostgreSQL."""

import pytest

from agreements.chain import verify
from agreements.models import Agreement, Floor, Version
from agreements.models.history import public_keys
from tests.agreements import signing
from tests.agreements.signing import OPEN
from tests.cast import make_cast
from tests.races import errors, race
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)
Status = Version.Status


class Acts:
    """What one partner does with a version, each time on rows of their own."""

    def __init__(self, version):
        self.version = version

    def read(self):
        return Version.objects.select_related("agreement__couple").get(pk=self.version.pk)

    def sign(self, partner):
        return lambda: signing.sign(self.read(), partner)

    def withdraw(self, partner):
        return lambda: self.read().withdraw(partner=partner, now=OPEN)

    def end(self, partner):
        return lambda: self.read().end(partner=partner, now=OPEN)

    def replace(self, partner):
        def act():
            version = self.read()
            version.end(partner=partner, now=OPEN)
            Version.propose(version.agreement, partner=partner, now=OPEN)

        return act


@pytest.fixture
def cast():
    """One couple for all rounds; each round puts a version of its own forward."""
    return make_cast()


@pytest.fixture
def again(cast):
    """Put a version forward for the next round, whatever the last one left behind."""
    signing.agreed(cast)

    def begin():
        for version in Version.objects.proposed():
            version.end(partner=cast.ana_partner, now=OPEN)
        signing.agree_anew(cast)  # the last round may have withdrawn
        agreement = Agreement.objects.get()
        return Version.propose(agreement, partner=cast.ana_partner, now=signing.NOON)

    assert Floor.objects.exists()
    return begin


def is_intact(version):
    links = version.agreement.history.links()
    return bool(verify(links, public_keys(), head=links[-1].hash))


def test_both_sign_at_once(cast, again, rounds):
    for _ in range(rounds):
        version = again()
        acts = Acts(version)
        outcomes = race(acts.sign(cast.ana_partner), acts.sign(cast.ben_partner))
        version = acts.read()
        assert errors(outcomes) == []
        assert version.status == Status.IN_FORCE
        assert version.signatures.count() == 2
        assert version.history.filter(kind="sign").count() == 2
        assert Version.objects.in_force().count() == 1
    assert is_intact(version)


def test_a_double_click_signs_once(cast, again, rounds):
    for _ in range(rounds):
        acts = Acts(again())
        outcomes = race(*[acts.sign(cast.ana_partner)] * 3)
        version = acts.read()
        assert errors(outcomes) == []
        assert version.signatures.count() == 1
        assert version.status == Status.PROPOSED


def test_a_double_click_on_the_last_signature_brings_into_force_once(cast, again, rounds):
    for _ in range(rounds):
        version = again()
        acts = Acts(version)
        signing.sign(version, cast.ana_partner)
        outcomes = race(*[acts.sign(cast.ben_partner)] * 3)
        assert errors(outcomes) == []
        assert acts.read().status == Status.IN_FORCE
        assert version.history.filter(kind="sign").count() == 2
    assert is_intact(version)


def test_a_new_text_against_the_last_signature(cast, again, rounds):
    """Either it was signed by both and stands, or it ended and nobody signed another text."""
    for _ in range(rounds):
        version = again()
        acts = Acts(version)
        signing.sign(version, cast.ana_partner)
        outcomes = race(acts.sign(cast.ben_partner), acts.replace(cast.ana_partner))
        version = acts.read()
        (refused,) = errors(outcomes)
        assert isinstance(refused, RuleBroken)
        if version.status == Status.IN_FORCE:
            assert set(version.signatures.values_list("digest", flat=True)) == {version.digest}
        else:
            assert version.status == Status.LAPSED
            assert not version.signatures.exists()
            assert not Version.objects.proposed().get().signatures.exists()
    assert is_intact(version)


def test_taking_back_against_the_last_signature(cast, again, rounds):
    """Whoever takes back is out, whichever act came first."""
    for _ in range(rounds):
        version = again()
        acts = Acts(version)
        signing.sign(version, cast.ana_partner)
        outcomes = race(acts.sign(cast.ben_partner), acts.withdraw(cast.ana_partner))
        version = acts.read()
        assert errors(outcomes) == []
        assert version.status in {Status.PROPOSED, Status.WITHDRAWN}
        signed = set(version.signatures.values_list("partner", flat=True))
        assert (cast.ana_partner.pk in signed) == (version.status == Status.WITHDRAWN)
    assert is_intact(version)


def test_both_withdraw_at_once(cast, again, rounds):
    for _ in range(rounds):
        version = again()
        acts = Acts(version)
        signing.sign(version, cast.ana_partner)
        signing.sign(version, cast.ben_partner)
        outcomes = race(acts.withdraw(cast.ana_partner), acts.withdraw(cast.ben_partner))
        assert errors(outcomes) == []
        assert acts.read().status == Status.WITHDRAWN
        assert version.history.filter(kind="withdraw").count() == 1
    assert is_intact(version)


def test_ending_against_the_last_signature(cast, again, rounds):
    for _ in range(rounds):
        version = again()
        acts = Acts(version)
        signing.sign(version, cast.ana_partner)
        outcomes = race(acts.sign(cast.ben_partner), acts.end(cast.ben_partner))
        version = acts.read()
        assert len(errors(outcomes)) == 1
        assert version.status in {Status.IN_FORCE, Status.LAPSED}
        assert version.signatures.count() == (2 if version.status == Status.IN_FORCE else 0)


def test_both_put_a_version_forward_at_once(cast, again, rounds):
    def propose(partner):
        return lambda: Version.propose(Agreement.objects.get(), partner=partner, now=OPEN)

    for _ in range(rounds):
        again().end(partner=cast.ben_partner, now=OPEN)
        outcomes = race(propose(cast.ana_partner), propose(cast.ben_partner))
        (refused,) = errors(outcomes)
        assert isinstance(refused, RuleBroken)
        assert Version.objects.proposed().count() == 1
    assert is_intact(Version.objects.proposed().get())


def test_a_lapse_against_a_signature(cast, again, rounds):
    """What is due and a signature of the last second: one of the two, never half of both."""
    for _ in range(rounds):
        version = again()
        acts = Acts(version)
        signing.sign(version, cast.ana_partner)
        last_second = version.lapses_at
        race(
            lambda acts=acts: signing.sign(acts.read(), cast.ben_partner),
            lambda acts=acts, now=last_second: acts.read().lapse(now=now),
        )
        version = acts.read()
        assert version.status in {Status.IN_FORCE, Status.LAPSED}
        assert version.signatures.count() == (2 if version.status == Status.IN_FORCE else 0)
