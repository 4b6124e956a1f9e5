"""Keeping answers as they are given: question by question, from any window, in few statements."""

import re

import pytest
import time_machine

from checkins.models import CheckIn
from tests.checkins.conftest import me, us
from tests.checkins.test_occurrence_pages import EVENING, GIVEN, posted, seen, url
from trustpact.privacy import keys

SAVEPOINTS = 2  # a test is a transaction: of a request's own, BEGIN and COMMIT become these


def kept_by_script(client, person, path, data, at=EVENING):
    """Post as the script does, and return the status and what it is told."""
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        response = client.post(path, data, headers={"Accept": "application/json"})
    return response.status_code, response.json()


def seen_on(client, person, occurrence, at=EVENING):
    """Return what a page says was read there, by question, as its form posts it."""
    page = seen(client, person, url(occurrence), at).decode()
    found = re.findall(r'name="seen" value="([^"]+)"', page)
    return {one.rpartition(":")[0]: one for one in found}


def test_the_script_keeps_one_question_and_leaves_the_others(client, cast, today):
    posted(client, cast.ana, url(today, "answers"), GIVEN)
    read = seen_on(client, cast.ana, today)
    data = {"trust": "2", "trust-for": "us", "seen": read["trust"]}
    status, told = kept_by_script(client, cast.ana, url(today, "answers"), data)
    assert (status, told["wrong"]) == (200, {})
    assert f"trust:{told['seen']['trust']}" == seen_on(client, cast.ana, today)["trust"]
    assert CheckIn.objects.get().answers == {"trust": us(2), "need": me("Some rest")}


def test_the_script_is_told_what_is_wrong_and_where(client, cast, today):
    read = seen_on(client, cast.ana, today)
    data = {"need": "x" * 2001, "need-for": "me", "seen": read["need"]}
    status, told = kept_by_script(client, cast.ana, url(today, "answers"), data)
    assert status == 400
    assert list(told["wrong"]) == ["need"]
    assert "too long" in told["wrong"]["need"]
    assert not CheckIn.objects.exists()


def test_who_sees_it_is_kept_before_there_is_an_answer(client, cast, today):
    read = seen_on(client, cast.ana, today)
    data = {"trust-for": "me", "seen": read["trust"]}
    kept_by_script(client, cast.ana, url(today, "answers"), data)
    page = seen(client, cast.ana, url(today), EVENING).decode()
    assert CheckIn.objects.get().answers == {}
    assert re.search(r'name="trust-for".*?value="me" selected', page)


def test_a_second_window_undoes_nothing_of_the_first(client, cast, today):
    read = seen_on(client, cast.ana, today)
    everything = {"trust-for": "us", "comfort-for": "us", "need-for": "me", "seen": read.values()}
    posted(client, cast.ana, url(today, "answers"), everything | {"trust": "4"})
    posted(client, cast.ana, url(today, "done"), everything | {"comfort": "3"})
    checkin = CheckIn.objects.get()
    assert checkin.answers == {"trust": us(4), "comfort": us(3)}
    assert checkin.state == CheckIn.State.DONE


def test_two_windows_that_differ_are_told_so_and_nothing_is_lost(client, cast, today):
    read = seen_on(client, cast.ana, today)
    first = {"need": "Some rest", "need-for": "me", "trust": "4", "trust-for": "us"}
    second = {"need": "A walk", "need-for": "me", "comfort": "3", "comfort-for": "us"}
    posted(client, cast.ana, url(today, "answers"), first | {"seen": read.values()})
    refused = posted(client, cast.ana, url(today, "done"), second | {"seen": read.values()})
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "In another window you answered: “Some rest”." in page
    assert "A walk" in page
    assert CheckIn.objects.get().answers == {"need": me("Some rest"), "trust": us(4)}

    anew = re.findall(r'name="seen" value="([^"]+)"', page)
    posted(
        client,
        cast.ana,
        url(today, "done"),
        second | {"trust": "4", "trust-for": "us", "seen": anew},
    )
    assert CheckIn.objects.get().answers["need"] == me("A walk")


@pytest.mark.parametrize(
    "wrong", ["", ":", "trust", "made-up:abc", "trust:" + "x" * 10_000, "\x00:\x00"]
)
def test_what_was_read_can_be_anything_and_breaks_nothing(client, cast, today, wrong):
    data = {"trust": "4", "trust-for": "us", "seen": wrong}
    response = posted(client, cast.ana, url(today, "answers"), data)
    assert response.status_code in (302, 400)


def test_done_twice_is_done_once(client, cast, today):
    for _press in range(2):
        assert posted(client, cast.ana, url(today, "done"), GIVEN).status_code == 302
    assert CheckIn.objects.get().answers == {"trust": us(4), "need": me("Some rest")}


@pytest.mark.parametrize("name", ["answers", "done"])
def test_saving_takes_few_statements(client, cast, today, django_assert_max_num_queries, name):
    posted(client, cast.ana, url(today, "answers"), GIVEN)
    answered_by_ben = today.checkin_of(cast.ben_partner)
    answered_by_ben.keep({"trust": us(2)}, done=True, now=EVENING)
    read = seen_on(client, cast.ana, today)
    data = {"trust": "2", "trust-for": "us", "seen": read["trust"]}
    keys.load([cast.ana.pk, cast.couple.pk])  # opened once a process
    with time_machine.travel(EVENING, tick=False), django_assert_max_num_queries(8 + SAVEPOINTS):
        client.post(url(today, name), data, headers={"Accept": "application/json"})
