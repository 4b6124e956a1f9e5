"""What a partner closes while it leaves: in the middle of a page, between two requests, in a copy."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from tests.caseload.letting_in import give, page, signed_in, text
from tests.races import race, values
from trustpact.caseload.models import Suggestion
from trustpact.couples.models import Grant, Partner, Therapy, Viewing

READ = ("case", "card", "agreement", "repairs")  # card: the one to print
PRESSED = ("day", "suggestion", "end")
OF_THE_TWO = ('"agreements_', '"checkins_')  # tables that hold what couples wrote
PATIENCE = 20  # seconds
A_WHILE = 0.15  # in which whatever does not have to wait is long over


def end_all(cast, therapy):
    """Have both close everything, each with rows of their own, as requests have."""
    for partner in (cast.ana_partner, cast.ben_partner):
        mine = Partner.objects.select_related("couple", "person").get(pk=partner.pk)
        Grant.end(Therapy.objects.get(pk=therapy.pk), mine, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_what_is_closed_while_a_page_is_made_waits_for_it_and_the_next_is_none(
    cast, told, on_the_next_day
):
    client = signed_in(cast.chen)
    for name in READ:
        give(cast, told)
        assert closed_in_the_middle(cast, told, client, name) == (200, [])
        assert Viewing.objects.exists(), name  # what did leave is listed
        assert client.get(page(name, told)).status_code == 404, name


def closed_in_the_middle(cast, told, client, name):
    """Close everything just when words are being read; return the status, and whether it was early."""
    under_way, closed, early = threading.Event(), [], []

    def stop_once(execute, sql, params, many, context):
        if any(table in sql for table in OF_THE_TWO) and not under_way.is_set():
            under_way.set()
            threading.Event().wait(A_WHILE)
            early.extend(closed)
        return execute(sql, params, many, context)

    def read():
        with connection.execute_wrapper(stop_once):
            return client.get(page(name, told)).status_code

    def close():
        assert under_way.wait(PATIENCE)
        end_all(cast, told)
        closed.append("closed while the page was being made")

    status, _none = values(race(read, close))
    assert closed
    return status, early


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_asked_for_while_it_is_being_closed_waits_and_is_none(
    cast, told, on_the_next_day
):
    client = signed_in(cast.chen)
    for name in READ:
        give(cast, told)
        answer, early = asked_in_the_middle(cast, told, client, name)
        assert (answer.status_code, early) == (404, []), name
        assert "noticed" not in text(answer)
    assert not Viewing.objects.exists()


def asked_in_the_middle(cast, told, client, name):
    """Ask while both are closing, which nobody else can know yet; return the answer of afterwards."""
    closing, answered, early = threading.Event(), [], []

    def close():
        with transaction.atomic():
            end_all(cast, told)
            closing.set()
            threading.Event().wait(A_WHILE)
            early.extend(answered)

    def read():
        assert closing.wait(PATIENCE)
        answered.append(client.get(page(name, told)))

    race(close, read)
    return answered[0], early


@pytest.mark.django_db(transaction=True)
def test_every_word_of_a_page_is_read_before_what_it_rests_on_can_end(cast, told, on_the_next_day):
    give(cast, told)
    client, outside = signed_in(cast.chen), []

    def note(execute, sql, params, many, context):
        if any(table in sql for table in OF_THE_TWO) and not connection.in_atomic_block:
            outside.append(sql)
        return execute(sql, params, many, context)

    for name in (*READ, "suggestion", "end"):
        with connection.execute_wrapper(note):
            answer = client.get(page(name, told))
        assert (answer.status_code, answer.streaming) == (200, False), name
        assert outside == [], name


@pytest.mark.django_db
def test_nothing_can_be_pressed_on_a_page_that_was_open_when_it_ended(cast, told, on_the_next_day):
    give(cast, told)
    client = signed_in(cast.chen)
    assert client.get(page("case", told)).status_code == 200
    end_all(cast, told)
    for name in PRESSED:
        for htmx in ({}, {"HX-Request": "true"}):
            posted = {"day": "2026-03-20", "what": "ritual:weekly-debrief"}
            answer = client.post(page(name, told), posted, headers=htmx)
            assert answer.status_code == 404, name
            assert "noticed" not in text(answer)
    told.refresh_from_db()
    assert (told.next_on, told.ended_on) == (None, None)
    assert not Suggestion.objects.exists()


@pytest.mark.django_db
def test_a_copy_that_is_under_way_holds_nothing_of_the_two_before_and_after(
    cast, told, on_the_next_day, freshly_signed_in
):
    give(cast, told)
    client = freshly_signed_in(signed_in(cast.chen), cast.chen)
    client.get(page("case", told))
    leaving = iter(client.post(reverse("people:export_file")).streaming_content)
    left = [next(leaving)]
    end_all(cast, told)
    copy = b"".join([*left, *leaving]).decode()

    assert "couples.viewing" in copy  # the own dates of looking
    for theirs in ("noticed", "Ana", "Ben", "ana@", "ben@"):
        assert theirs not in copy
