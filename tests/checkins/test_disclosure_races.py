"""Two presses at once; news that is put away while its mail leaves; a date shared while it goes."""

from datetime import timedelta
from functools import partial

import pytest

from checkins.models import Disclosure, HealthTest, Topic
from checkins.models.disclosure import Kind
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import starters  # noqa: F401
from tests.races import errors, race, values
from trustpact.couples.models import Partner
from trustpact.notices import claim
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice
from trustpact.notices.sweep import sweep
from trustpact.rules import RuleBroken, TooOften

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("starters")]


@pytest.fixture
def couples():
    """Return a function that makes one more couple."""
    number = iter(range(1000))

    def make():
        Notice.objects.all().delete()
        here = next(number)
        people = [make_person(f"Person {here} {place}") for place in (1, 2)]
        make_couple(*people, now=NOON)
        return people

    return make


def tell(person, words="", kind=Kind.SLIP):
    return Disclosure.tell(Partner.objects.of(person), kind, words=words, now=NOON).pk


def leave(person):
    Partner.objects.of(person).leave(now=NOON)


def test_two_presses_of_the_same_tell_once(rounds, couples):
    for _ in range(rounds):
        ana, _ben = couples()
        first, second = values(race(partial(tell, ana), partial(tell, ana)))
        assert first == second
        assert Topic.objects.filter(author__person=ana).count() == 1


def test_of_two_that_differ_one_is_told_and_one_refused(rounds, couples):
    for _ in range(rounds):
        ana, ben = couples()
        outcomes = race(partial(tell, ana, "This."), partial(tell, ana, "That."))
        assert [type(error) for error in errors(outcomes)] == [TooOften]
        assert Disclosure.objects.filter(author__person=ana).count() == 1
        assert Notice.objects.filter(person=ben).count() == 1


def test_both_tell_at_once(rounds, couples):
    for _ in range(rounds):
        ana, ben = couples()
        assert errors(race(partial(tell, ana), partial(tell, ben))) == []


def test_telling_while_the_other_leaves_sends_nothing_after_the_end(rounds, couples, smtp_sink):
    for _ in range(rounds):
        ana, ben = couples()
        partner = Partner.objects.of(ana)  # of a page that was open already
        begun = partial(Disclosure.tell, partner, Kind.INFECTION, now=NOON)
        refused = errors(race(begun, partial(leave, ben)))
        assert {type(error) for error in refused} <= {RuleBroken}
        sweep(NOON)
        assert smtp_sink.to(ben.email) == []


def test_nothing_leaves_after_the_end(rounds, couples, smtp_sink):
    arrived = []

    def left(person, other):
        leave(person)
        arrived.append(len(smtp_sink.to(other.email)))

    for _ in range(rounds):
        ana, ben = couples()
        tell(ana)
        taken = claim.claim_notices(NOON)
        send = partial(deliver, taken.notice_ids, claim=taken.name, clock=lambda: NOON)
        assert errors(race(send, partial(left, ana, ben))) == []
        sweep(NOON + claim.WORK_LEASE)
        assert len(smtp_sink.to(ben.email)) == arrived.pop() <= 1


def test_putting_away_while_it_is_swept_harms_nothing(rounds, couples):
    later = NOON + timedelta(days=31)
    for _ in range(rounds):
        ana, _ben = couples()
        told = Disclosure.objects.get(pk=tell(ana, kind=Kind.INFECTION))
        assert errors(race(told.put_away, lambda: Disclosure.objects.forget(later))) == []
        assert not Disclosure.objects.filter(pk=told.pk).exists()


def test_a_date_that_is_removed_while_it_is_shared_is_gone(rounds, couples):
    for _ in range(rounds):
        ana, _ben = couples()
        kept = HealthTest.keep(ana, NOON.date(), now=NOON).pk
        share = partial(HealthTest.objects.get(pk=kept).share, Partner.objects.of(ana))
        assert errors(race(share, HealthTest.objects.get(pk=kept).remove)) == []
        assert not HealthTest.objects.filter(pk=kept).exists()


def test_a_date_shared_while_the_couple_ends_is_shared_no_more(rounds, couples):
    for _ in range(rounds):
        ana, ben = couples()
        kept = HealthTest.keep(ana, NOON.date(), now=NOON)
        share = partial(kept.share, Partner.objects.of(ana))
        refused = errors(race(share, partial(leave, ben)))
        assert {type(error) for error in refused} <= {RuleBroken}
        assert HealthTest.objects.get(pk=kept.pk).couple is None


def test_the_same_day_kept_twice_at_once_is_one(rounds, couples):
    for _ in range(rounds):
        ana, _ben = couples()
        keep = partial(HealthTest.keep, ana, NOON.date(), now=NOON)
        assert errors(race(keep, keep)) == []
        assert HealthTest.objects.filter(person=ana).count() == 1
