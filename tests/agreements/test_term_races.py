"""Living with a version, both at the same instant, on an SQLite file and on PostgreSQL."""

from datetime import UTC, datetime

import pytest

from agreements.chain import verify
from agreements.models import Agreement, Floor, Renewal, Term, Version
from agreements.models.history import public_keys
from tests.agreements import signing
from tests.agreements.drafting import add, agree, own
from tests.agreements.signing import intrusive
from tests.cast import NOON, make_cast
from tests.races import errors, race
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)
RENEWABLE = datetime(2026, 4, 20, 12, tzinfo=UTC)
END = datetime(2026, 5, 3, tzinfo=UTC)


class Acts:
    """What one partner does with a version, each time on rows of their own."""

    def __init__(self, version):
        self.version = version

    def read(self):
        return Version.objects.select_related("agreement__couple").get(pk=self.version.pk)

    def renew(self, partner, now=RENEWABLE):
        clause = intrusive(self.version)
        return lambda: Term.renew(self.read(), clause, partner=partner, auth="totp", now=now)

    def stop(self, partner):
        clause = intrusive(self.version)
        return lambda: self.read().withdraw(partner=partner, now=RENEWABLE, clause=clause)

    def lapse(self, now):
        return lambda: Term.lapse(self.read(), now=now)

    def withdraw(self, partner, clause="", now=RENEWABLE):
        return lambda: self.read().withdraw(partner=partner, now=now, clause=clause)

    def sign(self, partner, now):
        return lambda: signing.sign(self.read(), partner, now=now)

    def propose(self, partner):
        return lambda: Version.propose(Agreement.objects.get(), partner=partner, now=RENEWABLE)

    def kinds(self):
        return sorted(self.version.history.exclude(clause="").values_list("kind", flat=True))

    def is_intact(self):
        links = self.version.agreement.history.links()
        return bool(verify(links, public_keys(), head=links[-1].hash))


@pytest.fixture
def cast():
    """One couple for all rounds; each round has a version of its own in force."""
    return make_cast()


@pytest.fixture
def again(cast):
    """Bring a version into force for the next round, whatever the last one left behind."""
    agree(cast, own(cast, "We talk on Sundays."), *add(cast, "no-hidden-accounts"))
    assert Floor.objects.exists()

    def begin():
        for version in Version.objects.proposed():
            version.end(partner=cast.ana_partner, now=RENEWABLE)
        signing.agree_anew(cast)
        version = Version.propose(Agreement.objects.get(), partner=cast.ana_partner, now=NOON)
        signing.sign(version, cast.ana_partner)
        signing.sign(version, cast.ben_partner)
        return Acts(version)

    return begin


def test_both_renew_at_once(cast, again, rounds):
    for _ in range(rounds):
        acts = again()
        outcomes = race(acts.renew(cast.ana_partner), acts.renew(cast.ben_partner))
        assert errors(outcomes) == []
        assert acts.kinds() == ["renew", "renew"]
        assert acts.version.terms.get().began_on == RENEWABLE.date()
        assert not Renewal.objects.exists()
    assert acts.is_intact()


def test_a_double_click_on_the_last_renewal_renews_once(cast, again, rounds):
    for _ in range(rounds):
        acts = again()
        acts.renew(cast.ana_partner)()
        outcomes = race(*[acts.renew(cast.ben_partner)] * 3)
        assert errors(outcomes) == []
        assert acts.kinds() == ["renew", "renew"]
    assert acts.is_intact()


def test_a_renewal_against_a_stop(cast, again, rounds):
    """Whichever came first, it has ended, and no term goes on."""
    for _ in range(rounds):
        acts = again()
        acts.renew(cast.ana_partner)()
        outcomes = race(acts.renew(cast.ben_partner), acts.stop(cast.ana_partner))
        assert all(isinstance(error, RuleBroken) for error in errors(outcomes))
        assert acts.kinds() in (["lapse"], ["lapse", "renew", "renew"])
        assert bool(errors(outcomes)) == (acts.kinds() == ["lapse"])
        assert not acts.version.terms.exists()
        assert not Renewal.objects.exists()
    assert acts.is_intact()


def test_a_renewal_against_what_is_due(cast, again, rounds):
    """The last renewal of the last minute against the first sweep of the next day."""
    for _ in range(rounds):
        acts = again()
        acts.renew(cast.ana_partner)()
        last_minute = datetime(2026, 5, 2, 23, 59, tzinfo=UTC)
        race(acts.renew(cast.ben_partner, last_minute), acts.lapse(END))
        if acts.kinds() == ["renew", "renew"]:
            assert acts.version.terms.get().began_on == last_minute.date()
        else:
            assert acts.kinds() == ["lapse"]
            assert not acts.version.terms.exists()
        assert not Renewal.objects.exists()
    assert acts.is_intact()


def test_both_stop_while_it_runs_out(cast, again, rounds):
    for _ in range(rounds):
        acts = again()
        outcomes = race(acts.stop(cast.ana_partner), acts.stop(cast.ben_partner), acts.lapse(END))
        assert errors(outcomes) == []
        assert acts.kinds() == ["lapse"]
    assert acts.is_intact()


def test_a_withdrawal_against_putting_forward(cast, again, rounds):
    """A clause withdrawn first does not go into the version; put forward first, it may."""
    for _ in range(rounds):
        acts = again()
        clause = acts.version.document.clauses[0].id
        outcomes = race(acts.withdraw(cast.ana_partner, clause), acts.propose(cast.ben_partner))
        assert errors(outcomes) == []
        history = acts.version.agreement.history
        withdrawn = history.get(version=acts.version, kind="withdraw")
        proposed = history.filter(kind="propose").last()
        holds = clause in {one.id for one in proposed.version.document.clauses}
        assert holds == (proposed.seq < withdrawn.seq)
        assert not any(str(one.pk) == clause for one in acts.version.agreement.agreed_clauses(NOON))
    assert acts.is_intact()


def test_the_last_signature_against_a_withdrawal_from_the_old(cast, again, rounds):
    """Who withdraws is out of the old one; the new one takes both to have signed it after all."""
    for _ in range(rounds):
        acts = again()
        new = Acts(acts.propose(cast.ben_partner)())
        now = new.version.signing_opens_at
        new.sign(cast.ana_partner, now)()
        outcomes = race(new.sign(cast.ben_partner, now), acts.withdraw(cast.ana_partner, now=now))
        old, new_now = acts.read().status, new.read().status
        if errors(outcomes):  # the new one came first, and replaced the old
            assert isinstance(outcomes[1].error, RuleBroken)
            assert (old, new_now) == ("superseded", "in_force")
        else:
            assert (old, new_now) == ("withdrawn", "proposed")
            signed = new.version.signatures.values_list("partner", flat=True)
            assert list(signed) == [cast.ben_partner.pk]
        assert Version.objects.in_force().count() <= 1
    assert acts.is_intact()
