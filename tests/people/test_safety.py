"""Safety: for anyone, without a trace, and honest."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse

from tests.cast import NOON
from tests.curation.curators import make_curator
from trustpact.people.countries import country_of
from trustpact.people.library import load_helplines
from trustpact.people.models import Helpline

pytestmark = pytest.mark.django_db


@pytest.fixture
def helplines():
    load_helplines(now=NOON)


def test_safety_needs_no_account_and_leaves_nothing(client, helplines, caplog):
    response = client.get(reverse("people:safety"))

    assert response.status_code == 200
    assert not response.cookies
    assert Session.objects.count() == 0
    assert caplog.records == []


def test_safety_is_one_query(client, helplines, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("people:safety"))


def test_safety_says_what_it_cannot_do(client):
    page = client.get(reverse("people:safety")).content.decode()

    assert "does not erase your history" in page
    assert "does not beat spyware" in page
    assert "The server can read what it opens" in page


def test_safety_asks_with_nowhere_to_answer(client):
    page = client.get(reverse("people:safety")).content.decode()

    assert "I can say no to my partner without fear." in page
    assert "<input" not in page


def test_the_line_of_ones_own_country_comes_first(client, helplines):
    page = client.get(reverse("people:safety"), headers={"accept-language": "en-AU,en;q=0.9"})
    numbers = [one["line"].country for one in page.context["lines"]]

    assert numbers[0] == "AU"
    assert len(numbers) == 9


def test_numbers_can_be_dialled(client, helplines):
    assert 'href="tel:18007997233"' in client.get(reverse("people:safety")).content.decode()


def test_loading_the_helplines_again_changes_nothing(helplines):
    load_helplines(now=NOON)
    assert Helpline.objects.count() == 9


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_safety_is_only_read(client, method):
    assert getattr(client, method)(reverse("people:safety")).status_code == 405


def test_the_country_is_guessed_in_any_case():
    assert [country_of(asked) for asked in ("DE", "en-gb", "fr;q=1", "x")] == ["DE", "GB", "FR", ""]


def test_lines_that_nobody_called_for_half_a_year_are_told(helplines, capsys):
    with time_machine.travel(NOON, tick=False), pytest.raises(SystemExit):
        call_command("helplines")
    assert capsys.readouterr().out.count("never called") == 9

    called = {"checked_on": NOON.date()}
    lines = [(line.slug, line.text_fields | called) for line in Helpline.published.all()]
    Helpline.load_starters(lines, now=NOON)
    with time_machine.travel(NOON + timedelta(days=182), tick=False):
        call_command("helplines")
    with time_machine.travel(NOON + timedelta(days=183), tick=False), pytest.raises(SystemExit):
        call_command("helplines")


def test_a_curator_writes_down_that_a_line_was_called(cast, client, helplines):
    line = Helpline.published.get(country="IE")
    make_curator(cast.ada)
    client.force_login(cast.ada)
    line.revise(fields=line.text_fields, by=cast.ada)
    draft = Helpline.objects.get(slug=line.slug, status=Helpline.Status.DRAFT)
    page = reverse("admin:people_helpline_change", args=[draft.pk])
    text = {"country": "IE", "name": line.name, "phone": line.phone, "checked_on": "2026-03-01"}
    assert client.post(page, text | {"_save": ""}).status_code == 302

    draft.refresh_from_db()
    assert draft.checked_on == date(2026, 3, 1)
