"""Nothing tells which of the two withdrew or stopped a clause, or whether its time was over."""

import pytest
from django.urls import reverse

from agreements.models import Agreement
from tests.worlds import stories
from tests.worlds.stories import ENDED, RENEWABLE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize(
        "scene", [(stories.in_force_with_a_term, RENEWABLE)], indirect=True, ids=["in-force"]
    ),
]


def withdraw(who, what, at=RENEWABLE):
    """Return the act of a partner who withdraws from all of it, from a clause, or stops one."""

    def act(cast):
        version = Agreement.of(cast.couple).versions.in_force().get()
        clauses = {one.lapses_after_days > 0: one.id for one in version.document.clauses}
        clause = {"all": "", "a clause": clauses[False], "a term": clauses[True]}[what]
        version.withdraw(partner=getattr(cast, who), now=at, clause=clause)

    return act


@pytest.mark.parametrize("observer", ["ana", "ben"])
@pytest.mark.parametrize("what", ["all", "a clause", "a term"])
def test_nothing_but_the_mail_to_the_other_tells_who_it_was(scene, what, observer):
    by_ana, by_ben = withdraw("ana_partner", what), withdraw("ben_partner", what)
    seen = scene.what_differs_between(by_ana, by_ben, observer=observer, at=RENEWABLE)
    mail = {place for place in seen if place.startswith("notice ")}
    assert mail
    assert set(seen) - mail == {"export: own notices.notice"}


def test_a_clause_that_was_stopped_reads_as_one_whose_time_is_over(scene):
    stop = withdraw("ana_partner", "a term", at=ENDED)
    assert scene.what_differs(stop, observer="ben", at=ENDED) == []


def test_harness_sees_that_a_clause_was_stopped(scene):
    seen = scene.what_differs(withdraw("ana_partner", "a term"), at=RENEWABLE)
    assert reverse("agreements:history") in seen
    assert "export: own agreements.historyentry" in seen
