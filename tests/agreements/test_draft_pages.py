import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Clause, ClauseTemplate, Version
from tests.agreements.drafting import add, agree, give, library, open_round, own, pack, template
from tests.cast import NOON, make_couple

NOT_TEXT = ["nul \x00 here", "turned \u202e here", "hidden \u200b here", "x" * 1_000_000]


def page(client, name, *args, data=None, status=200):
    """Ask for a page, or post to it, and return what it says."""
    address = reverse(f"agreements:{name}", args=args)
    response = client.get(address) if data is None else client.post(address, data)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def ana(client, cast):
    client.force_login(cast.ana)
    return client


def test_an_empty_draft_leads_to_the_library(ana):
    library()
    said = page(ana, "agreement")
    assert reverse("agreements:library") in said
    assert "Not proof of consent to any act. Consent can end at any moment." in said
    assert "No agreement can promise that a relationship lasts" in said


def test_the_floor_stands_beside_every_draft(ana, cast):
    add(cast, "monogamy")
    said = page(ana, "agreement")
    assert "What always holds" in said
    assert "Each of us may say no, and may stop, at any time." in said


def test_a_pack_is_added_in_one_tap(ana):
    library()
    page(ana, "pack_taken", pack("healthy-sex").pk, data={}, status=302)
    assert Clause.objects.count() == 14


def test_one_clause_is_added_and_the_pack_goes_on(ana):
    library()
    response = ana.post(reverse("agreements:clause_taken", args=[template("monogamy").pk]))
    assert response.url.endswith(f"{pack('healthy-sex').pk}/#monogamy")
    assert "In your draft" in page(ana, "pack", pack("healthy-sex").pk)


def test_the_floor_of_a_pack_is_shown_and_cannot_be_taken(ana):
    library()
    floor = template("no-at-any-time")
    said = page(ana, "pack", pack("healthy-sex").pk)
    assert "Always holds, on every agreement" in said
    assert reverse("agreements:clause_taken", args=[floor.pk]) not in said
    page(ana, "clause_taken", floor.pk, data={}, status=409)


def test_search_finds_words_in_clauses(ana):
    library()
    response = ana.get(reverse("agreements:library"), {"q": "former partners"})
    assert "Contact with former partners is" in response.content.decode()


@pytest.mark.parametrize("typed", ["turned \u202e here", "x" * 1000])
def test_a_search_that_cannot_be_read_is_kept_and_explained(ana, typed):
    library()
    response = ana.get(reverse("agreements:library"), {"q": typed})
    assert response.status_code == 400
    assert typed in response.content.decode()


def test_anyone_signed_in_reads_the_library_and_takes_nothing(client, cast):
    library()
    client.force_login(cast.dan)
    assert "Add" not in page(client, "pack", pack("healthy-sex").pk).partition("<main")[2]
    page(client, "library")
    page(client, "pack_taken", pack("healthy-sex").pk, data={}, status=404)


def test_own_words_are_added_under_an_own_heading(ana):
    library()
    page(ana, "own_clause", data={"words": "We cook.", "heading": "Sundays"}, status=302)
    page(ana, "own_clause", data={"words": "We sing.", "under": "own:Sundays"}, status=302)
    assert page(ana, "agreement").count("Sundays") == 1


def test_own_words_need_a_heading(ana):
    library()
    said = page(ana, "own_clause", data={"words": "We cook."}, status=400)
    assert "Choose a heading" in said
    assert "We cook." in said


@pytest.mark.parametrize("typed", NOT_TEXT)
def test_own_words_that_cannot_be_taken_in_are_explained(ana, typed):
    library()
    response = ana.post(reverse("agreements:own_clause"), {"words": typed, "under": "talking"})
    assert response.status_code == 400
    assert Clause.objects.count() == 0


@pytest.mark.parametrize("typed", ["👩‍👩‍👧‍👦", "نتحدث أولاً", "</script>{{7*7}}", "javascript:x"])
def test_words_of_any_script_are_kept_and_shown_as_text(ana, typed):
    library()
    page(ana, "own_clause", data={"words": typed, "under": "talking"}, status=302)
    assert Clause.objects.get().text == typed
    assert "</script>{{" not in page(ana, "agreement")


def test_a_suggestion_is_taken_in_one_tap_and_what_was_typed_is_kept(ana, cast):
    (clause,) = add(cast, "what-must-change")
    data = {"blank-change": "quiet evenings", "blank-sign": "", "take": "sign"}
    page(ana, "blanks", clause.pk, data=data, status=302)
    clause.refresh_from_db()
    assert clause.blanks == {"change": "quiet evenings", "sign": "hearing it from each other first"}


def test_what_the_other_filled_in_meanwhile_is_not_emptied(ana, cast):
    (clause,) = add(cast, "what-must-change")
    clause.fill({"sign": "a call at noon"})  # by Ben, after Ana opened the page
    data = {"blank-change": "quiet evenings", "blank-sign": "", "initial-blank-sign": ""}
    page(ana, "blanks", clause.pk, data=data, status=302)
    clause.refresh_from_db()
    assert clause.blanks == {"change": "quiet evenings", "sign": "a call at noon"}


def test_a_blank_is_emptied_again(ana, cast):
    (clause,) = add(cast, "what-must-change")
    clause.fill({"sign": "a call at noon"})
    data = {"blank-change": "", "blank-sign": "", "initial-blank-sign": "a call at noon"}
    page(ana, "blanks", clause.pk, data=data, status=302)
    clause.refresh_from_db()
    assert clause.blanks == {}


def test_every_suggestion_of_the_library_can_be_taken(ana, cast):
    library()
    for one in ClauseTemplate.published.filter(floor=False, language="en"):
        clause = Agreement.of(cast.couple).add(one, partner=cast.ana_partner)
        for name in one.blanks:
            filled = {f"blank-{kept}": value for kept, value in clause.blanks.items()}
            page(ana, "blanks", clause.pk, data=filled | {"take": name}, status=302)
            clause.refresh_from_db()
        assert clause.unfilled == []
        page(
            ana,
            "blanks",
            clause.pk,
            data={f"blank-{n}": v for n, v in clause.blanks.items()},
            status=302,
        )


@pytest.mark.parametrize("amount", ["-1", "1e400", "NaN", "many", "9" * 30, "1.5"])
def test_an_amount_that_is_none_is_explained_and_kept(ana, cast, amount):
    (clause,) = add(cast, "decide-together")
    said = page(ana, "blanks", clause.pk, data={"blank-amount": amount}, status=400)
    assert amount in said
    clause.refresh_from_db()
    assert clause.blanks == {}


@pytest.mark.parametrize("viewer", ["3", "everyone", "-1"])
def test_a_partner_in_a_blank_is_one_of_the_two(ana, cast, viewer):
    (clause,) = add(cast, "account-access")
    page(ana, "blanks", clause.pk, data={"blank-viewer": viewer}, status=400)


def test_the_terms_of_an_intrusive_clause_are_kept_within_bounds(ana, cast):
    (clause,) = add(cast, "account-access")
    page(ana, "terms", clause.pk, data={"concerns": "2", "term_days": "91"}, status=400)
    page(ana, "terms", clause.pk, data={"concerns": "", "term_days": "60"}, status=400)
    page(ana, "terms", clause.pk, data={"concerns": "2", "term_days": "75"}, status=302)
    clause.refresh_from_db()
    assert (clause.concerned, clause.term_days) == ((2,), 75)


def test_own_words_are_changed_by_their_author_alone(ana, cast, client):
    clause = own(cast)
    page(ana, "words", clause.pk, data={"words": "We have lunch."}, status=302)
    client.force_login(cast.ben)
    page(client, "words", clause.pk, status=404)
    assert Clause.objects.get().text == "We have lunch."


def test_a_clause_is_taken_out_and_brought_back(ana, cast):
    clause = own(cast)
    page(ana, "removal", clause.pk, data={}, status=302)
    assert "Bring it back" in page(ana, "agreement")
    page(ana, "returned", clause.pk, data={}, status=302)
    assert "Bring it back" not in page(ana, "agreement")


@pytest.mark.parametrize("to", ["", "sideways"])
def test_a_clause_moves_up_or_down_only(ana, cast, to):
    first, second = add(cast, "protection", "testing")
    page(ana, "place", second.pk, data={"to": to}, status=400)
    assert list(Agreement.of(cast.couple).clauses.kept()) == [first, second]
    page(ana, "place", second.pk, data={"to": "up"}, status=302)
    assert list(Agreement.of(cast.couple).clauses.kept()) == [second, first]


def test_a_clause_that_was_taken_out_is_not_answered(ana, cast):
    clause = own(cast)
    clause.remove(now=NOON)
    page(ana, "answer", clause.pk, data={"choice": "agree", "seen": clause.digest}, status=404)


OF_A_CLAUSE = ["clause", "blanks", "terms", "words", "removal", "returned", "place"]


@pytest.mark.parametrize("name", [*OF_A_CLAUSE, "stance", "note", "answer"])
def test_a_clause_of_another_couple_is_not_found(client, cast, name):
    clause = own(cast)
    make_couple(cast.dan)
    client.force_login(cast.dan)
    address = reverse(f"agreements:{name}", args=[clause.pk])
    for answer in (client.get(address), client.post(address, {"words": "Mine."})):
        assert answer.status_code in (404, 405)
    assert Clause.objects.get().text == clause.text


def test_the_next_step_follows_the_draft(ana, cast):
    library()
    assert "Look through the library" in page(ana, "agreement")
    (clause,) = add(cast, "decide-together")
    assert "Answer, one at a time" in page(ana, "agreement")
    give(clause, cast.ana_partner)
    assert "Look it over and open" in page(ana, "agreement")
    open_round(cast)
    assert "See what to talk about" in page(ana, "agreement")


def test_agreed_clauses_are_put_forward_once(ana, cast):
    library()
    agree(cast, own(cast))
    assert reverse("agreements:new_version") in page(ana, "agreement")
    agreement = Agreement.of(cast.couple)
    version = Version.propose(agreement, partner=cast.ana_partner, now=timezone.now())
    said = page(ana, "agreement")
    assert reverse("agreements:version", args=[version.pk]) in said
    assert reverse("agreements:new_version") not in said


@pytest.mark.parametrize("count", [1, 3, 20])
def test_agreement_query_count(ana, cast, count, django_assert_max_num_queries):
    for number in range(count):
        own(cast, f"We have dinner together on Sundays. {number}", category="talking")
    agree(cast, *Clause.objects.all())
    page(ana, "agreement")
    with django_assert_max_num_queries(8):
        said = page(ana, "agreement")
    assert said.count("We have dinner together on Sundays.") == count


@pytest.mark.parametrize("count", [1, 3])
def test_pack_query_count(ana, cast, count, django_assert_max_num_queries):
    library()
    for slug in ("monogamy", "testing", "protection")[:count]:
        add(cast, slug)
    shown = pack("healthy-sex").pk
    with django_assert_max_num_queries(6):
        said = page(ana, "pack", shown)
    assert said.count("In your draft") == count


def test_what_was_typed_stands_on_the_page_that_refuses_it(ana, cast):
    clause = own(cast)
    seen = clause.digest
    clause.reword("We never have dinner.", partner=cast.ana_partner)
    data = {"choice": "agree", "seen": seen, "note": "I would like this a lot."}
    refused = page(ana, "answer", clause.pk, data=data, status=409)
    assert "changed after you opened it" in refused
    assert "I would like this a lot.</textarea>" in refused
