"""The pages of a session: one step a screen, for each of the two."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from checkins import stage
from checkins.models import CheckIn, FollowUp, Occurrence, Session
from tests.agreements.signing import in_force
from tests.cast import make_couple, make_person
from tests.checkins.sessions import at, begin, come_to, fresh, go, keep

BUDGET, TALK, DEBRIEF = "weekly-budget-review", "monthly-vulnerability", "weekly-debrief"
CEREMONY, REVIEW = "monthly-ceremony", "agreement-review"
SEEN = re.compile(r'name="moves" value="(\d+)"')


def url(date, name="session"):
    return reverse(f"checkins:{name}", args=[date.pk])


def page_of(client, person, address, now):
    with time_machine.travel(now, tick=False):
        client.force_login(person)
        return client.get(address)


def read(client, person, date, now):
    response = page_of(client, person, url(date), now)
    assert response.status_code == 200
    return response.content.decode()


def press(client, person, date, now, name="session_answer", **data):
    with time_machine.travel(now, tick=False):
        client.force_login(person)
        return client.post(url(date, name), data)


@pytest.fixture
def budget(cast, starters):
    return keep(cast.couple, BUDGET)


@pytest.fixture
def talk(cast, starters):
    return keep(cast.couple, TALK)


@pytest.fixture
def debrief(cast, starters):
    return keep(cast.couple, DEBRIEF)


def test_occurrence_leads_to_its_session(client, cast, budget):
    response = page_of(client, cast.ana, url(budget, "occurrence"), at(BUDGET))
    assert response.url == url(budget)


def test_today_leads_to_a_session_until_it_is_over(client, cast, budget):
    page = page_of(client, cast.ana, reverse("today:today"), at(BUDGET)).content.decode()
    assert url(budget) in page
    begin(budget, cast, now=at(BUDGET))
    fresh(budget).stop(cast.ben_partner, now=at(BUDGET))
    for person in (cast.ana, cast.ben):
        today = page_of(client, person, reverse("today:today"), at(BUDGET)).content.decode()
        assert "Weekly budget review" not in today


@pytest.mark.parametrize("slug", [BUDGET, TALK, DEBRIEF, CEREMONY, REVIEW])
def test_every_screen_of_every_session_can_be_stopped_and_left(client, cast, starters, slug):
    date = keep(cast.couple, slug)
    for person in (cast.ana, cast.ben):
        assert url(date, "session_end") in read(client, person, date, at(slug))
    session = begin(date, cast, now=at(slug))
    seen = set()
    while not session.is_over:
        for person in (cast.ana, cast.ben):
            page = read(client, person, date, at(slug))
            assert url(date, "session_end") in page
            assert session.asked["text"].partition("'")[0] in page.replace("&#x27;", "'")
            assert "required" not in page
        seen.add(session.asked["slug"])
        [moves] = set(SEEN.findall(page))
        press(client, cast.ben, date, at(slug), moves=moves, step=session.asked["slug"])
        session = fresh(date)
    assert session.status == Session.Status.HELD
    assert seen == {step["slug"] for step in session.steps if step.get("rule") != "gentlest"}
    assert "You held it" in read(client, cast.ana, date, at(slug))


def test_pressing_ready_on_both_sides_begins(client, cast, budget):
    for person in (cast.ana, cast.ben):
        press(client, person, budget, at(BUDGET), choice="Ready")
    assert "The week, two minutes each" in read(client, cast.ana, budget, at(BUDGET))


def test_the_page_of_the_other_is_the_same_whatever_one_answered(client, cast, talk):
    before = evened(read(client, cast.ben, talk, at(TALK)))
    for choice in ("Ready", "Something lighter", "Not tonight"):
        press(client, cast.ana, talk, at(TALK), choice=choice)
        assert evened(read(client, cast.ben, talk, at(TALK))) == before


def evened(page):
    return re.sub(r"\b\w{64}\b", "", page)


@pytest.mark.parametrize("end", ["answer", "stop"])
def test_a_put_off_session_reads_as_a_stopped_one(client, cast, talk, end):
    if end == "answer":
        fresh(talk).answer_ready(cast.ana_partner, "Not tonight", now=at(TALK))
        fresh(talk).answer_ready(cast.ben_partner, "Ready", now=at(TALK))
    else:
        fresh(talk).stop(cast.ana_partner, now=at(TALK))
    page = read(client, cast.ben, talk, at(TALK))
    assert "We stop here. Nothing needs finishing tonight." in page
    assert "Ana" not in page


def test_words_are_shown_when_they_are_passed(client, cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    press(
        client, session.speaker.person, debrief, at(DEBRIEF),
        moves=session.moves, step="thanks", words="The <tea>.",
    )  # fmt: skip
    listener = session.partner_of(1).person
    assert "The &lt;tea&gt;." in read(client, listener, debrief, at(DEBRIEF))


def test_half_written_words_survive_a_reload_and_show_to_nobody_else(client, cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    writer, listener = session.speaker.person, session.partner_of(1).person
    before = evened(read(client, listener, debrief, at(DEBRIEF)))
    with time_machine.travel(at(DEBRIEF), tick=False):
        client.force_login(writer)
        data = {"moves": session.moves, "step": "thanks", "words": "The t"}
        response = client.post(url(debrief, "session_words"), data, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert ">The t</textarea>" in read(client, writer, debrief, at(DEBRIEF))
    assert evened(read(client, listener, debrief, at(DEBRIEF))) == before


def test_a_wrong_form_comes_back_with_what_was_typed(client, cast, budget):
    session = come_to(budget, cast, "decide", now=at(BUDGET))
    sent = {"moves": session.moves, "step": "decide"}
    cases = [
        {"words": "A new bed", "choice": "Think until"},
        {"words": "A new bed", "choice": "Yes", "due_on": "2001-01-01"},
        {"words": "A new bed", "choice": "Yes", "due_on": "soon"},
        {"words": "A new bed", "choice": "Perhaps"},
        {"words": "A new bed " + "x" * 2000, "choice": "Yes"},
        {"words": "", "choice": "Yes"},
    ]
    for given in cases:
        response = press(client, cast.ana, budget, at(BUDGET), **sent, **given)
        page = response.content.decode()
        assert response.status_code == 400, given
        assert "errorlist" in page
        assert given["words"][:9] in page
    assert fresh(budget).asked["slug"] == "decide"
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"moves": "-3"},
        {"moves": "1e400"},
        {"moves": ""},
        {},
        {"moves": "99999999999999999999999"},
        {"moves": "2", "step": "no-such-step"},
        {"moves": "2", "step": "x" * 5000},
    ],
)
def test_a_press_that_makes_no_sense_changes_nothing(client, cast, debrief, sent):
    begin(debrief, cast, now=at(DEBRIEF))
    response = press(client, cast.ana, debrief, at(DEBRIEF), **sent)
    assert response.status_code in (302, 400)
    assert fresh(debrief).place == 0


def test_words_out_of_turn_are_refused_with_a_sentence(client, cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    listener = session.partner_of(1).person
    sent = {"moves": session.moves, "step": "thanks", "words": "For you, too."}
    response = press(client, listener, debrief, at(DEBRIEF), **sent)
    page = response.content.decode()
    assert (response.status_code, "turn" in page, "For you, too." in page) == (409, True, True)


def test_another_couples_session_is_none(client, cast, debrief):
    make_couple(make_person("Max"), kim := make_person("Kim"))
    for name in ("session", "session_answer", "session_end", "session_words", "session_first"):
        address = url(debrief, name)
        with time_machine.travel(at(DEBRIEF), tick=False):
            client.force_login(kim)
            response = client.get(address) if name == "session" else client.post(address)
        assert response.status_code == 404
    assert not Session.objects.exists()


def test_a_check_in_is_no_session(client, cast, today):
    with time_machine.travel(at(BUDGET), tick=False):
        client.force_login(cast.ana)
        assert client.get(url(today)).status_code == 404
        assert client.post(url(today, "session_answer"), {"choice": "Ready"}).status_code == 404


def test_get_changes_nothing(client, cast, debrief):
    for person in (cast.ana, cast.ben):
        read(client, person, debrief, at(DEBRIEF))
    written = [model.objects.exists() for model in (Session, CheckIn, Occurrence)]
    assert written == [False, False, False]


def test_ring_goes_on_where_the_step_began(client, cast, debrief):
    begin(debrief, cast, now=at(DEBRIEF))
    page = read(client, cast.ana, debrief, at(DEBRIEF) + timedelta(seconds=37))
    assert 'data-seconds="150" data-gone="37"' in page
    assert "About 5 minutes for both turns together" in page


@pytest.mark.parametrize("begun", [True, False])
def test_a_date_that_is_over_asks_for_nothing_any_more(client, cast, debrief, begun):
    if begun:
        session = begin(debrief, cast, now=at(DEBRIEF))
        go(debrief, session.speaker, now=at(DEBRIEF), words="The tea.")
    page = read(client, cast.ana, debrief, at(DEBRIEF) + timedelta(days=4))
    assert "The time for this date is over" in page
    assert ("The tea." in page, "session_answer" in page, "data-place" in page) == (
        begun,
        False,
        False,
    )


def test_a_press_on_ready_from_an_old_page_changes_nothing(client, cast, budget):
    fresh(budget).answer_ready(cast.ana_partner, "Ready", now=at(BUDGET), together=True)
    response = press(client, cast.ben, budget, at(BUDGET), choice="Another day")
    assert (response.status_code, fresh(budget).place) == (302, 1)


def test_dark_steps_dim(client, cast, talk):
    come_to(talk, cast, "choose", now=at(TALK))
    assert "session--dim" not in read(client, cast.ana, talk, at(TALK))
    go(talk, cast.ana_partner, now=at(TALK))
    assert "session--dim" in read(client, cast.ana, talk, at(TALK))


def test_ceremony_shows_what_was_held_and_opened_in_its_month(client, cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    go(debrief, session.speaker, now=at(DEBRIEF), words="The tea.")
    while not (session := fresh(debrief)).is_over:
        go(debrief, cast.ana_partner, now=at(DEBRIEF))
    date = keep(cast.couple, CEREMONY)
    begin(date, cast, now=at(CEREMONY))
    page = read(client, cast.ben, date, at(CEREMONY))
    assert "Held together: Weekly debrief" in page
    assert "The tea." in page


def test_review_reads_the_agreement_clause_by_clause_in_turns(client, cast, starters):
    version = in_force(cast, "We cook on Sundays.", "We talk before bed.")
    date = keep(cast.couple, REVIEW)
    begin(date, cast, now=at(REVIEW))
    page = read(client, cast.ana, date, at(REVIEW))
    readers = re.findall(r'dir="auto">(Ana|Ben)</bdi></span>\s*<p class="told"', page)
    assert ("We cook on Sundays." in page, "We talk before bed." in page) == (True, True)
    assert sorted(readers) == ["Ana", "Ben"]
    assert "Not proof of consent" in page
    while fresh(date).asked["slug"] != "change":
        go(date, cast.ana_partner, now=at(REVIEW))
    page = read(client, fresh(date).speaker.person, date, at(REVIEW))
    assert reverse("agreements:version", args=[version.pk]) + "#amending" in page


def test_debrief_asks_of_three_clauses_for_oneself(client, cast, starters):
    in_force(cast, "We cook.", "We talk.", "We walk.", "We rest.")
    date = keep(cast.couple, DEBRIEF)
    session = come_to(date, cast, "clauses", now=at(DEBRIEF))
    page = read(client, cast.ana, date, at(DEBRIEF))
    asked = set(re.findall(r'name="(clause-[0-9a-f-]{36})"', page))
    assert len(asked) == 3
    sent = {"moves": session.moves, "step": "clauses"} | dict.fromkeys(asked, "Mixed")
    press(client, cast.ana, date, at(DEBRIEF), **sent)
    own = date.checkin_of(cast.ana_partner).answers
    assert own == dict.fromkeys(asked, {"value": "Mixed", "visibility": "me"})
    assert fresh(date).asked["slug"] == "promise"


# --- In step.


def note_of(page):
    return re.search(r'data-place="([^"]+)"', page)[1]


def test_asking_whether_the_two_went_on_costs_one_query(
    client, cast, debrief, django_assert_num_queries
):
    begin(debrief, cast, now=at(DEBRIEF))
    note = note_of(read(client, cast.ben, debrief, at(DEBRIEF)))
    with time_machine.travel(at(DEBRIEF), tick=False), django_assert_num_queries(1):
        response = Client().get(note)
    assert (response.status_code, response.content) == (204, b"")
    go(debrief, cast.ana_partner, now=at(DEBRIEF))
    with time_machine.travel(at(DEBRIEF), tick=False), django_assert_num_queries(1):
        response = Client().get(note)
    assert (response.status_code, response.content) == (200, b"")


def test_asking_tells_a_private_answer_to_nobody(client, cast, talk):
    note = note_of(read(client, cast.ben, talk, at(TALK)))
    fresh(talk).answer_ready(cast.ana_partner, "Not tonight", now=at(TALK))
    with time_machine.travel(at(TALK), tick=False):
        assert Client().get(note).status_code == 204


@pytest.mark.parametrize("at_", ["", "x", "WyJhIiwgMV0:1:2", "é" * 3000])
def test_a_note_that_is_not_ours_asks_nothing(db, client, at_):
    assert client.get(reverse("checkins:session_place"), {"at": at_}).status_code == 404


def test_a_note_grows_old(client, cast, debrief):
    note = note_of(read(client, cast.ben, debrief, at(DEBRIEF)))
    with time_machine.travel(at(DEBRIEF) + timedelta(hours=7), tick=False):
        assert Client().get(note).status_code == 404


def test_asking_keeps_nobody_signed_in(client, cast, debrief):
    note = note_of(read(client, cast.ben, debrief, at(DEBRIEF)))
    with time_machine.travel(at(DEBRIEF), tick=False):
        response = Client().get(note)
    assert not response.cookies


@pytest.mark.parametrize("count", [1, 3])
def test_session_page_query_count(client, cast, debrief, django_assert_num_queries, count):
    begin(debrief, cast, now=at(DEBRIEF))
    for _turn in range(count):
        session = fresh(debrief)
        go(debrief, session.speaker, now=at(DEBRIEF), words="Tea")
    writer = fresh(debrief).speaker.person
    page_of(client, writer, url(debrief), at(DEBRIEF))
    with time_machine.travel(at(DEBRIEF), tick=False), django_assert_num_queries(7):
        response = client.get(url(debrief))
    assert "Show it to both" in response.content.decode()


def test_ids_that_never_were_are_none(client, cast, starters):
    client.force_login(cast.ana)
    assert client.get(reverse("checkins:session", args=[uuid4()])).status_code == 404
    assert stage.GOOD_FOR > 0
