"""Follow-ups: who takes on what, what a page says of them, and the neutral word on their day."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from checkins.models import FollowUp
from checkins.models.followup import FOLLOW_UP
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import berlin
from trustpact.notices.models import Notice
from trustpact.notices.sweep import sweep
from trustpact.rules import RuleBroken

TODAY = NOON.date()
SCOLDING = ("overdue", "missed", "late", "failed", "of 3", "streak")


def note(cast, words="Call the bank", **fields):
    return FollowUp.note(cast.couple, words, now=NOON, **fields)


def told():
    return [(one.person.name, one.due_at) for one in Notice.objects.open().filter(kind=FOLLOW_UP)]


def visit(client, person, name="followups", *args, at=NOON):
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        response = client.get(reverse(f"checkins:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def press(client, person, name, *args, at=NOON, **data):
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        return client.post(reverse(f"checkins:{name}", args=args), data)


# --- Who takes it on.


def test_nobody_can_give_it_to_the_other(client, cast):
    sent = {"words": "Clean up", "mine": "on", "owner": str(cast.ben_partner.pk)}
    assert press(client, cast.ana, "followup_new", **sent).status_code == 302
    assert FollowUp.objects.get().owner == cast.ana_partner


def test_what_the_other_took_on_is_theirs(cast):
    noted = note(cast, owner=cast.ben_partner)
    for act in (
        lambda one: one.take_on(cast.ana_partner, now=NOON),
        lambda one: one.hand_back(cast.ana_partner, now=NOON),
        lambda one: one.close(cast.ana_partner, now=NOON),
        lambda one: one.decide(cast.ana_partner, now=NOON),
        lambda one: one.change(cast.ana_partner, words="More", due_on=None, now=NOON),
    ):
        with pytest.raises(RuleBroken, match="Ben has taken this on"):
            act(FollowUp.objects.get(pk=noted.pk))
    kept = FollowUp.objects.select_related("couple").get()
    assert (kept.words, kept.owner, kept.status) == ("Call the bank", cast.ben_partner, "open")


def test_either_lets_go_what_nobody_took_on(cast):
    noted = note(cast)
    noted.close(cast.ana_partner, now=NOON)
    noted.close(cast.ben_partner, now=NOON)
    assert not FollowUp.objects.open().exists()


def test_what_was_taken_on_can_be_given_back(cast):
    noted = note(cast, owner=cast.ana_partner)
    noted.hand_back(cast.ana_partner, now=NOON)
    noted.take_on(cast.ben_partner, now=NOON)
    assert FollowUp.objects.get().owner == cast.ben_partner


def test_what_stands_no_more_cannot_be_taken_on(cast):
    noted = note(cast)
    noted.close(cast.ana_partner, now=NOON)
    with pytest.raises(RuleBroken, match="any more"):
        noted.take_on(cast.ben_partner, now=NOON)


def test_done_and_let_go_leave_the_same(client, cast):
    rows = []
    for button in ("Done", "Let it go"):
        noted = note(cast, owner=cast.ana_partner, due_on=TODAY)
        assert button in visit(client, cast.ana, "followup", noted.pk)
        press(client, cast.ana, "followup_done", noted.pk)
        row = FollowUp.objects.filter(pk=noted.pk).values().get()
        rows.append({name: row[name] for name in row if name not in ("id", "words")})
    assert rows[0] == rows[1]


# --- The day.


@pytest.mark.parametrize("away", [-1, 732])
def test_a_day_that_is_over_or_far_away_is_refused(cast, away):
    with pytest.raises(RuleBroken, match="from today on"):
        note(cast, due_on=TODAY + timedelta(away))


def test_thinking_needs_a_day(cast):
    with pytest.raises(RuleBroken, match="want to think"):
        note(cast, undecided=True)


def test_a_neutral_word_comes_on_the_day_to_whoever_took_it_on(cast):
    note(cast, owner=cast.ben_partner, due_on=TODAY + timedelta(2))
    note(cast, due_on=TODAY + timedelta(2))  # nobody's: no word
    assert told() == [("Ben", berlin(4, 9))]


def test_what_is_thought_about_comes_back_to_both_on_its_day(cast):
    note(cast, undecided=True, due_on=TODAY + timedelta(1))
    assert sorted(told()) == [("Ana", berlin(3, 9)), ("Ben", berlin(3, 9))]


def test_another_day_moves_the_word_and_an_end_takes_it_back(cast):
    noted = note(cast, owner=cast.ana_partner, due_on=TODAY + timedelta(1))
    for away in (2, 1, 2):
        day = TODAY + timedelta(away)
        noted.change(cast.ana_partner, words="Call", due_on=day, now=NOON)
        assert told() == [("Ana", berlin(2 + away, 9))]
    noted.close(cast.ana_partner, now=NOON)
    assert told() == []


def move(person, zone, now=NOON):
    person.change_profile(name=person.name, zone=zone, language="en", now=now)


def test_word_moves_with_the_clock_of_whoever_took_it_on(cast):
    note(cast, owner=cast.ben_partner, due_on=berlin(4, 9).date())
    move(cast.ben, "America/New_York")
    assert told() == [("Ben", berlin(4, 15))]


def test_word_of_the_one_stays_where_the_other_moves(cast):
    note(cast, owner=cast.ben_partner, due_on=berlin(4, 9).date())
    note(cast, undecided=True, due_on=berlin(4, 9).date())
    move(cast.ana, "America/New_York")
    assert sorted(told()) == [("Ana", berlin(4, 15)), ("Ben", berlin(4, 9)), ("Ben", berlin(4, 9))]


def test_word_whose_morning_is_over_by_the_new_clock_comes_at_once(cast):
    note(cast, owner=cast.ben_partner, due_on=berlin(4, 9).date())
    move(cast.ben, "Asia/Tokyo", now=berlin(4, 8))
    assert told() == [("Ben", berlin(4, 8))]


def test_word_that_was_sent_is_not_sent_again_by_moving(cast):
    note(cast, owner=cast.ben_partner, due_on=berlin(4, 9).date())
    sweep(berlin(4, 9))
    move(cast.ben, "America/New_York", now=berlin(4, 10))
    sweep(berlin(4, 15))
    assert len(mail.outbox) == 1


def test_nothing_is_told_once_the_couple_has_ended(cast):
    note(cast, owner=cast.ben_partner, due_on=TODAY + timedelta(2))
    cast.ana_partner.leave(now=NOON)
    assert told() == []


# --- Pages.


def visit_today(client, person, at=NOON):
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        return client.get("/today/").content.decode()


def test_list_says_who_keeps_what_and_scolds_nobody(client, cast):
    note(cast, "Mine", owner=cast.ana_partner, due_on=TODAY)
    note(cast, "Theirs", owner=cast.ben_partner)
    note(cast, "Free")
    for at in (NOON, NOON + timedelta(days=9)):
        page = visit(client, cast.ana, at=at)
        assert all(words in page for words in ("Mine", "Theirs", "Free"))
        assert not [word for word in SCOLDING if word in page.lower().replace("template", "")]
    assert "by Monday, 2 March" not in page


def test_a_form_that_nobody_sent_names_no_fault_and_is_open_where_nothing_stands(client, cast):
    empty = visit(client, cast.ana)
    assert "<details open>" in empty
    noted = note(cast, "Mine", owner=cast.ana_partner)
    listed = visit(client, cast.ana)
    assert "<details open>" not in listed
    one = visit(client, cast.ana, "followup", noted.pk)
    assert [page for page in (empty, listed, one) if "Please look at this again" in page] == []


def test_today_lists_what_one_took_on_and_nothing_of_the_others(client, cast):
    note(cast, "For Ana", owner=cast.ana_partner)
    note(cast, "For Ben", owner=cast.ben_partner)
    note(cast, "For later", owner=cast.ana_partner, due_on=TODAY + timedelta(30))
    note(cast, "To think about", undecided=True, due_on=TODAY + timedelta(1))
    page = visit_today(client, cast.ana)
    tomorrow = visit_today(client, cast.ana, at=NOON + timedelta(days=1))
    assert ["For Ana" in page, "For Ben" in page, "For later" in page] == [True, False, False]
    assert ["To think about" in shown for shown in (page, tomorrow)] == [False, True]


def test_today_lists_the_next_few_and_no_more(client, cast):
    for number in range(9):
        note(cast, f"Number {number}", owner=cast.ana_partner, due_on=TODAY + timedelta(number % 7))
    page = visit_today(client, cast.ana)
    assert page.count("Number ") == 5
    assert "Number 7" in page  # due today, though noted late


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(client, cast, django_assert_num_queries, count):
    for number in range(count):
        note(cast, f"Number {number}", owner=cast.ana_partner)
    visit(client, cast.ana)
    with time_machine.travel(NOON, tick=False), django_assert_num_queries(4):
        page = client.get(reverse("checkins:followups")).content.decode()
    assert page.count("Number ") == count


@pytest.mark.parametrize(
    "sent",
    [
        {"words": ""},
        {"words": "x" * 2001},
        {"words": "Call\u202e", "due_on": ""},
        {"words": "Call", "due_on": "0001-01-01"},
        {"words": "Call", "due_on": "31 February"},
    ],
)
def test_a_wrong_note_comes_back_with_what_was_typed(client, cast, sent):
    response = press(client, cast.ana, "followup_new", **sent)
    assert response.status_code == 400
    assert sent["words"] in response.content.decode()
    assert not FollowUp.objects.exists()


def test_a_day_that_stands_may_stay_while_the_words_change(client, cast):
    noted = note(cast, owner=cast.ana_partner, due_on=TODAY)
    later = NOON + timedelta(days=5)
    sent = {"words": "Write to the bank", "due_on": TODAY.isoformat()}
    response = press(client, cast.ana, "followup_words", noted.pk, at=later, **sent)
    assert response.status_code == 302
    assert FollowUp.objects.select_related("couple").get().words == "Write to the bank"


def test_another_couples_follow_up_is_none(client, cast):
    noted = note(cast)
    make_couple(make_person("Max"), kim := make_person("Kim"))
    for pk in (noted.pk, uuid4()):
        for name in ("words", "own", "return", "answer", "done"):
            assert press(client, kim, f"followup_{name}", pk).status_code == 404
    assert FollowUp.objects.open().count() == 1
