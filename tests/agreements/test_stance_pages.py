import pytest
from django.urls import reverse

from agreements.models import Agreement, Choice, RoundPress, Stance
from tests.agreements.drafting import add, agree, give, library, open_round, own
from tests.agreements.test_draft_pages import NOT_TEXT, page
from tests.cast import NOON, make_couple

ANSWERED = {"choice": "agree"}


@pytest.fixture
def ana(client, cast):
    client.force_login(cast.ana)
    return client


def answer(client, clause, choice="agree", **more):
    address = reverse("agreements:answer", args=[clause.pk])
    return client.post(address, {"choice": choice, "seen": clause.digest} | more)


def test_a_round_goes_from_clause_to_clause_and_then_to_opening(ana, cast):
    first, second = add(cast, "monogamy", "testing")
    assert ana.get(reverse("agreements:round")).url == reverse("agreements:answer", args=[first.pk])
    assert answer(ana, first).url == reverse("agreements:answer", args=[second.pk])
    assert answer(ana, second).url == reverse("agreements:opening")


def test_a_round_is_taken_up_where_it_was_left(ana, cast):
    first, second = add(cast, "monogamy", "testing")
    answer(ana, first)
    resumed = ana.get(reverse("agreements:round")).url
    assert resumed == reverse("agreements:answer", args=[second.pk])


def test_a_clause_left_for_now_comes_again(ana, cast):
    first, second = add(cast, "monogamy", "testing")
    assert answer(ana, second).url == reverse("agreements:answer", args=[first.pk])


def test_one_screen_asks_one_clause_with_four_answers(ana, cast):
    first, second = add(cast, "monogamy", "testing")
    said = page(ana, "answer", first.pk)
    assert "Clause 1 of 2" in said
    assert said.count('name="choice"') == 4
    assert "medical test" not in said
    assert reverse("agreements:answer", args=[second.pk]) in said


@pytest.mark.parametrize("choice", ["", "yes", "agree\x00"])
def test_an_answer_that_is_none_is_explained(ana, cast, choice):
    (clause,) = add(cast, "monogamy")
    assert answer(ana, clause, choice).status_code == 400
    assert Stance.objects.count() == 0


def test_an_answer_to_older_words_is_not_saved(ana, cast):
    clause = own(cast)
    seen = clause.digest
    clause.reword("We never have dinner.", partner=cast.ana_partner)
    response = ana.post(reverse("agreements:answer", args=[clause.pk]), ANSWERED | {"seen": seen})
    assert response.status_code == 409
    assert "changed after you opened it" in response.content.decode()
    assert Stance.objects.count() == 0


def test_a_note_is_kept_with_the_answer_and_shown_to_its_author_alone(ana, cast, client):
    (clause,) = add(cast, "monogamy")
    answer(ana, clause, note="I am afraid of this one.")
    assert "I am afraid" in page(ana, "answer", clause.pk)
    agree(cast, clause)
    assert "I am afraid" in page(ana, "clause", clause.pk)
    client.force_login(cast.ben)
    for name in ("clause", "opened", "agreement"):
        args = [clause.pk] if name == "clause" else []
        assert "I am afraid" not in page(client, name, *args)


def test_an_answer_without_a_note_leaves_the_note(ana, cast):
    (clause,) = add(cast, "monogamy")
    answer(ana, clause, note="Mine.")
    answer(ana, clause, "no")
    assert Stance.objects.get().note == "Mine."


@pytest.mark.parametrize("typed", NOT_TEXT)
def test_a_note_that_cannot_be_taken_in_is_explained(ana, cast, typed):
    (clause,) = add(cast, "monogamy")
    page(ana, "note", clause.pk, data={"note": typed}, status=400)
    assert answer(ana, clause, note=typed).status_code == 400
    assert Stance.objects.count() == 0


def test_a_note_can_be_emptied(ana, cast):
    (clause,) = add(cast, "monogamy")
    page(ana, "note", clause.pk, data={"note": "Mine."}, status=302)
    page(ana, "note", clause.pk, data={"note": ""}, status=302)
    assert Stance.objects.get().note == ""


def test_opening_shows_to_both_once_both_pressed(ana, cast, client):
    (clause,) = add(cast, "monogamy")
    give(clause, cast.ana_partner, Choice.CHANGE)
    assert ana.post(reverse("agreements:opening")).url == reverse("agreements:opening")
    assert "You pressed Open" in page(ana, "opening")
    client.force_login(cast.ben)
    assert client.post(reverse("agreements:opening")).url == reverse("agreements:opened")
    assert "With a change" in page(client, "opened")


def test_a_press_is_taken_back(ana, cast):
    add(cast, "monogamy")
    page(ana, "opening", data={}, status=302)
    page(ana, "opening_taken_back", data={}, status=302)
    assert RoundPress.objects.count() == 0
    assert "You pressed Open" not in page(ana, "opening")


def test_one_alone_is_told_that_it_takes_two(client, cast):
    cast.couple = make_couple(cast.dan)
    (cast.ana_partner,) = cast.couple.partners_now()
    add(cast, "monogamy")
    client.force_login(cast.dan)
    assert "Invite your partner" in page(client, "opening")
    page(client, "opening", data={}, status=409)


def test_without_a_round_there_is_nothing_to_press(ana, cast):
    assert ana.get(reverse("agreements:opening")).url == reverse("agreements:agreement")
    page(ana, "opening", data={}, status=404)
    page(ana, "opening_taken_back", data={}, status=404)
    assert "Nothing has opened yet" in page(ana, "opened")


def test_what_opened_comes_as_three_lists(ana, cast):
    agreed, talk, aside = add(cast, "monogamy", "testing", "protection")
    give(agreed, cast.ana_partner)
    give(agreed, cast.ben_partner)
    give(aside, cast.ben_partner, Choice.NO)
    open_round(cast)
    said = page(ana, "opened")
    places = [said.index(f'id="{name}"') for name in ("agreed", "talk", "aside")]
    found = [said.index(str(clause.pk)) for clause in (agreed, talk, aside)]
    assert sorted(places + found) == [places[0], found[0], places[1], found[1], places[2], found[2]]


def test_one_says_openly_what_one_thinks_now(ana, cast):
    (clause,) = add(cast, "monogamy")
    give(clause, cast.ben_partner)
    open_round(cast)
    data = ANSWERED | {"seen": clause.digest}
    page(ana, "stance", clause.pk, data=data, status=302)
    assert Agreement.of(cast.couple).agreed_clauses(NOON) == [clause]


def test_an_open_answer_that_is_none_is_explained(ana, cast):
    (clause,) = add(cast, "monogamy")
    open_round(cast)
    assert "Choose one of the four answers." in page(
        ana, "stance", clause.pk, data={"choice": "maybe"}, status=400
    )


def test_an_answer_that_arrives_after_opening_says_that_nothing_was_saved(ana, cast):
    (clause,) = add(cast, "monogamy")
    open_round(cast)
    response = answer(ana, clause, "no", note="Only mine.")
    assert response.status_code == 409
    assert "nothing was saved" in response.content.decode()
    assert Stance.objects.get(partner=cast.ana_partner).note == ""
    assert ana.get(reverse("agreements:answer", args=[clause.pk])).url == reverse(
        "agreements:clause", args=[clause.pk]
    )


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "most"), [("opened", 6), ("opening", 6)])
def test_round_query_count(ana, cast, name, most, count, django_assert_max_num_queries):
    library()
    clauses = add(cast, "monogamy", "testing", "protection")[:count]
    if name == "opened":
        agree(cast, *clauses)
    page(ana, name)
    with django_assert_max_num_queries(most):
        page(ana, name)


def _everything_of_ben(client, cast):
    """Every page of the draft as Ben reads it, tokens evened out, with headers."""
    client.force_login(cast.ben)
    clauses = list(Agreement.of(cast.couple).clauses.all())
    addresses = [
        reverse(f"agreements:{name}") for name in ("agreement", "opening", "opened", "round")
    ]
    addresses += [
        reverse(f"agreements:{n}", args=[c.pk]) for c in clauses for n in ("clause", "answer")
    ]
    return {address: _evened(client.get(address, follow=True)) for address in addresses}


def _evened(response):
    body = response.content.decode()
    for token in {response.context["csrf_token"]} if response.context else ():
        body = body.replace(str(token), "token")
    return response.status_code, sorted(response.headers.items()), body


PRIVATE = {
    "an answer": lambda cast, clause: give(clause, cast.ana_partner, Choice.NO),
    "a note": lambda cast, clause: Stance.write_note(
        clause, partner=cast.ana_partner, note="Only mine."
    ),
    "a press": lambda cast, clause: clause.round.press(partner=cast.ana_partner, now=clause.now),
}


@pytest.mark.parametrize("act", PRIVATE)
def test_what_ana_does_alone_changes_nothing_that_ben_sees(client, cast, act):
    library()
    clause, _other = add(cast, "monogamy", "decide-together")
    give(_other, cast.ben_partner)
    without = _everything_of_ben(client, cast)
    clause.now = NOON
    PRIVATE[act](cast, clause)
    assert _everything_of_ben(client, cast) == without
