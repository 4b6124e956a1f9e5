"""The pages of how it goes: what each partner reads there, and what the other's page never tells."""

import csv
import io
import re

import pytest
import time_machine
from django.urls import reverse

from checkins.models import CheckIn, RollUp
from tests.cast import make_couple
from tests.checkins.conftest import answered, begin, me, us
from tests.checkins.weeks import both_answer, day_at, levels
from tests.worlds.observer import TOKEN

LATER = day_at(30)


def page(client, person, name="weeks", at=LATER, args=(), **query):
    client.force_login(person)
    with time_machine.travel(at, tick=False):
        return client.get(reverse(f"checkins:{name}", args=args), query)


def words(response):
    """Return a page without its tokens."""
    return TOKEN.sub(r"\1token", response.content.decode())


def table(client, person, slug="trust", **query):
    response = page(client, person, "level_file", args=[slug], **query)
    return list(csv.reader(io.StringIO(response.content.decode())))


def test_nothing_answered_says_what_the_page_is_for(client, cast, daily):
    shown = page(client, cast.ana, at=day_at(0)).content.decode()
    assert "Nothing to draw yet" in shown
    assert "Take back what you opened" in shown  # always in reach
    assert "How your clauses have felt" not in shown
    assert '<svg class="chart"' not in shown


def test_one_answer_is_a_dot_of_its_author_alone(client, cast, daily):
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=day_at(0))
    shown = page(client, cast.ana).content.decode()
    assert shown.count('class="chart__line') == 1
    assert "chart__line--circle" in shown
    assert "Nothing to draw yet" in page(client, cast.ben).content.decode()


def test_both_lines_show_where_both_opened(client, cast, daily):
    both_answer(daily, cast, 0, levels(4), levels(2))
    for person in (cast.ana, cast.ben):
        shown = page(client, person).content.decode()
        assert "chart__line--circle" in shown
        assert "chart__line--square" in shown
    assert "Ana: 1 answer, last near “Steady”." in shown
    assert "Ben: 1 answer, last near “Unsure”." in shown


def test_a_partner_alone_sees_an_own_line(client, cast, starters):
    couple = make_couple(cast.dan)
    ritual = begin(couple)
    answered(ritual, couple.partners_now().get(), {"trust": me(2)}, at=day_at(0))
    shown = page(client, cast.dan).content.decode()
    assert "chart__line--circle" in shown
    assert "together:" not in shown


def test_what_is_kept_is_told_as_a_share(client, cast, daily):
    for number in (10, 11, 12):
        answered(
            daily, cast.ana_partner, {"trust": me(2)}, at=day_at(number), date=day_at(number).date()
        )
    both_answer(daily, cast, 13, levels(3))
    shown = page(client, cast.ana).content.decode()
    assert "You: 4 of 28 · together: 1 of 28" in shown
    assert "You: 1 of 28 · together: 1 of 28" in page(client, cast.ben).content.decode()


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize(
    "given",
    [
        {"trust": me(1)},
        {"trust": us("rather-not-say")},
        {"trust": us(1)},
    ],
)
@pytest.mark.parametrize("name", ["weeks", "level", "level_file", "clauses", "together"])
def test_what_one_keeps_changes_no_byte_of_the_others_pages(
    client, cast, daily, given, name, folded
):
    args = ["trust"] if name.startswith("level") else []
    both_answer(daily, cast, 0, levels(3))

    def seen():
        if folded:
            RollUp.fold(cast.couple, now=day_at(20))
        return [words(page(client, cast.ben, name, args=args, by=by)) for by in ("week", "month")]

    before = seen()
    answered(daily, cast.ana_partner, given, at=day_at(2), date=day_at(2).date())
    answered(
        daily, cast.ana_partner, {"trust": us(5)}, at=day_at(3), date=day_at(3).date(), done=False
    )
    assert seen() == before


@pytest.mark.parametrize("folded", [False, True])
def test_what_is_taken_back_leaves_the_others_page_as_if_it_never_opened(
    client, cast, daily, folded
):
    both_answer(daily, cast, 0, levels(3))
    date = day_at(2).date()
    answered(daily, cast.ben_partner, {"trust": us(5)}, at=day_at(2), date=date)
    before = words(page(client, cast.ben))
    checkin = answered(daily, cast.ana_partner, {"trust": us(1)}, at=day_at(2), date=date)
    if folded:
        RollUp.fold(cast.couple, now=day_at(20))
    assert words(page(client, cast.ben)) != before
    checkin.take_back(now=LATER)
    assert words(page(client, cast.ben)) == before


def test_unsharing_takes_everything_back_in_one_step(client, cast, daily):
    for number in range(0, 15):
        both_answer(daily, cast, number, levels(3, comfort=2), levels(5, comfort=1))
    RollUp.fold(cast.couple, now=LATER)
    client.force_login(cast.ana)
    with time_machine.travel(LATER, tick=False):
        client.post(reverse("checkins:unshared"), {"level": "trust"})
    assert [row[4:] for row in table(client, cast.ben)] == [
        ["Ana: level", "Ana: word", "Ana: answers"]
    ] + [["", "", ""]] * 3
    assert table(client, cast.ben, "comfort")[1][4:] == ["2.00", "A little", "1"]
    with time_machine.travel(LATER, tick=False):
        client.force_login(cast.ana)
        client.post(reverse("checkins:unshared"), {"level": ""})
    shown = page(client, cast.ben).content.decode()
    assert "chart__line--circle" not in shown
    assert "together: 0 of 28" in shown
    assert all(
        answer["visibility"] == "me"
        for one in CheckIn.objects.filter(partner=cast.ana_partner)
        for answer in one.answers.values()
    )


def test_unsharing_an_unknown_level_is_refused(client, cast, daily):
    client.force_login(cast.ana)
    response = client.post(reverse("checkins:unshared"), {"level": "x"})
    assert response.status_code == 400
    assert "Choose one of these." in response.content.decode()


def test_file_holds_dates_and_numbers(client, cast, daily):
    both_answer(daily, cast, 0, levels(4), levels(2))
    both_answer(daily, cast, 1, levels(5), levels(2))
    assert table(client, cast.ana) == [
        [
            "from",
            "Ana: level",
            "Ana: word",
            "Ana: answers",
            "Ben: level",
            "Ben: word",
            "Ben: answers",
        ],
        ["2026-03-02", "4.50", "Strong", "2", "2.00", "Unsure", "2"],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", " =1"])
def test_no_cell_of_the_file_is_a_formula(client, cast, daily, name):
    cast.ana.name = name
    cast.ana.save(update_fields=["name"])
    both_answer(daily, cast, 0, levels(4))
    for row in table(client, cast.ben):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


def test_table_reads_as_the_chart(client, cast, daily):
    both_answer(daily, cast, 0, levels(4), levels(2))
    shown = page(client, cast.ana, "level", args=["trust"]).content.decode()
    assert "Steady" in shown
    assert "1 answer" in shown


def test_a_level_that_is_none_is_404(client, cast, daily):
    assert page(client, cast.ana, "level", args=["weight"]).status_code == 404


@pytest.mark.parametrize(
    "query", [{"by": "x", "span": "\0"}, {"by": ["week", "month"]}, {"span": "9" * 9999}]
)
def test_any_way_to_look_at_it_is_answered(client, cast, daily, query):
    assert page(client, cast.ana, **query).status_code in (200, 400)


def test_page_says_that_healing_is_uneven_and_compares_nobody(client, cast, daily):
    both_answer(daily, cast, 0, levels(4), levels(2))
    shown = page(client, cast.ana).content.decode()
    assert "Healing is uneven." in shown
    assert not re.search(r"average|total|than (?:Ben|Ana)|higher|lower", shown)


def test_patterns_are_told_from_own_answers_with_how_sure_they_are(client, cast, daily):
    for number in range(24):
        high = 5 if number % 2 else 1
        given = {"trust": me(high), "comfort": me(high if number > 1 else 6 - high)}
        answered(daily, cast.ana_partner, given, at=day_at(number), date=day_at(number).date())
    shown = page(client, cast.ana, "together").content.decode()
    assert "Trust and Comfort: when one was higher, so was the other (22 days against 2)." in shown
    assert "it can still be chance" in shown
    assert "What may be chance" not in shown
    assert "Nothing yet." in page(client, cast.ben, "together").content.decode()


def test_patterns_that_may_be_chance_are_folded(client, cast, daily):
    for number in range(24):
        trust, comfort = (5 if number % 2 else 1), (5 if number % 4 < 2 else 1)
        given = {"trust": me(trust), "comfort": me(comfort)}
        answered(daily, cast.ana_partner, given, at=day_at(number), date=day_at(number).date())
    shown = page(client, cast.ana, "together").content.decode()
    assert "Nothing stands out." in shown
    assert shown.index("What may be chance") < shown.index("Trust and Comfort:")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("folded", [False, True])
def test_weeks_query_count(client, cast, daily, count, folded, django_assert_num_queries):
    for number in range(count):
        both_answer(daily, cast, 8 * number, levels(3))
    if folded:
        RollUp.fold(cast.couple, now=LATER)
    page(client, cast.ana)
    with django_assert_num_queries(8):
        page_again(client)


def page_again(client):
    with time_machine.travel(LATER, tick=False):
        assert client.get(reverse("checkins:weeks")).status_code == 200


def test_every_chart_leads_to_its_table_and_its_file(client, cast, daily):
    both_answer(daily, cast, 0, levels(3, comfort=2))
    shown = page(client, cast.ana, by="month").content.decode()
    for name in ("level", "level_file"):
        for slug in ("trust", "comfort"):
            assert (
                f'href="{reverse(f"checkins:{name}", args=[slug])}?by=month&amp;span=half"' in shown
            )


def test_clauses_tell_how_they_felt_to_the_reader_and_what_the_other_opened(client, cast, daily):
    from tests.agreements.drafting import agree, own
    from tests.agreements.signing import in_force

    agree(cast, own(cast, "Tea on Sundays."))
    in_force(cast)
    debrief = begin(cast.couple, "weekly-debrief")
    sunday = day_at(6)
    slug = f"clause-{cast.couple.agreement.clauses.first().pk}"
    for partner, said in ((cast.ana_partner, me("Mixed")), (cast.ben_partner, us("Hard"))):
        answered(debrief, partner, {slug: said}, at=sunday, date=sunday.date())
    seen = {
        name: page(client, person, "clauses").content.decode()
        for name, person in (("ana", cast.ana), ("ben", cast.ben))
    }
    assert "Tea on Sundays." in seen["ana"]
    assert "Mixed" in seen["ana"]
    assert "Hard" not in seen["ana"]
    assert "Hard" in seen["ben"]
    assert "Mixed" not in seen["ben"]
