"""How each clause has felt: three are asked about in a debrief, for oneself unless opened."""

import pytest
import time_machine
from django.urls import reverse

from checkins.models import Occurrence
from tests.agreements.drafting import add, agree, own
from tests.agreements.signing import sign
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import answered, begin, berlin, me, us
from tests.library import CLAUSES, RITUALS, load_library

SUNDAY = berlin(8, 20)


@pytest.fixture
def debrief(cast):
    """The weekly debrief of a couple whose agreement of four clauses is in force."""
    from agreements.models import Agreement, Version

    load_library(CLAUSES, RITUALS)
    agree(cast, *add(cast, "small-wins", "see-the-effort"), own(cast, "Tea."), own(cast, "Walks."))
    version = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)
    for partner in (cast.ana_partner, cast.ben_partner):
        sign(version, partner)
    return begin(cast.couple, "weekly-debrief")


def asked_on(debrief, cast, at):
    """Return the slugs of what a debrief asks about clauses."""
    checkin = Occurrence.on(debrief, at.date()).checkin_of(cast.ana_partner)
    return [one["slug"] for one in checkin.asked() if one["slug"].startswith("clause-")]


def page_of(client, person, slug, at):
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        return client.get(reverse("checkins:felt", args=[slug.removeprefix("clause-")]))


def test_three_clauses_are_asked_about_at_a_time_and_each_in_turn(debrief, cast):
    first, second = asked_on(debrief, cast, SUNDAY), asked_on(debrief, cast, berlin(15, 20))
    assert (len(first), len(second)) == (3, 3)
    assert len({*first, *second}) == 4


def test_a_clause_shows_how_it_has_felt_to_its_reader(client, debrief, cast):
    slug = asked_on(debrief, cast, SUNDAY)[0]
    answered(debrief, cast.ana_partner, {slug: me("Mixed")}, at=SUNDAY, date=SUNDAY.date())
    page = page_of(client, cast.ana, slug, SUNDAY).content.decode()
    assert "Mixed" in page
    assert "8 March 2026" in page


def test_how_it_felt_to_the_other_shows_where_both_opened_it(client, debrief, cast):
    slug = asked_on(debrief, cast, SUNDAY)[0]
    for partner, said in ((cast.ana_partner, "Hard"), (cast.ben_partner, "Good")):
        answered(debrief, partner, {slug: us(said)}, at=SUNDAY, date=SUNDAY.date())
    assert "Hard" not in page_of(client, cast.ben, slug, berlin(9, 6)).content.decode()
    page = page_of(client, cast.ben, slug, berlin(9, 7)).content.decode()
    assert "Hard" in page
    assert page.count("Good") == 2  # his own, and what opened


@pytest.mark.parametrize("visibility", [me, us])
def test_what_one_keeps_changes_no_byte_of_the_others_page(client, debrief, cast, visibility):
    slug = asked_on(debrief, cast, SUNDAY)[0]
    without = page_of(client, cast.ben, slug, berlin(10, 12)).content
    answered(debrief, cast.ana_partner, {slug: visibility("Hard")}, at=SUNDAY, date=SUNDAY.date())
    page = page_of(client, cast.ben, slug, berlin(10, 12)).content
    assert len(page) == len(without)
    assert b"Hard" not in page
    assert b"Nothing opened here." in page


@pytest.mark.parametrize("count", [1, 3])
def test_felt_query_count(client, debrief, cast, count, django_assert_num_queries):
    slug = f"clause-{cast.couple.agreement.clauses.first().pk}"
    for week in range(count):
        at = berlin(8 + 7 * week, 20)
        answers = {one: me("Good") for one in asked_on(debrief, cast, at)}
        answered(debrief, cast.ana_partner, answers, at=at, date=at.date())
    page_of(client, cast.ana, slug, berlin(30, 12))
    with django_assert_num_queries(7), time_machine.travel(berlin(30, 12), tick=False):
        client.get(reverse("checkins:felt", args=[slug.removeprefix("clause-")]))


def test_a_clause_of_another_couple_is_404(client, debrief, cast):
    make_couple(cast.dan, make_person("Eve"))
    slug = asked_on(debrief, cast, SUNDAY)[0]
    assert page_of(client, cast.dan, slug, SUNDAY).status_code == 404
