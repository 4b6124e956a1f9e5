"""The page on which an account is erased, and what anybody finds afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.agreements.signing import in_force
from trustpact.couples.models import Partner
from trustpact.people.models import Person
from trustpact.web.middleware import FORGET

pytestmark = pytest.mark.django_db
DONE = {"read": "on"}


@pytest.fixture
def ana(cast, freshly_signed_in, settings, tmp_path):
    settings.ERASURES = tmp_path / "erased"
    return freshly_signed_in(Client(), cast.ana)


def is_there(person):
    return Person.objects.filter(pk=person.pk).exists()


def test_the_page_says_what_goes_and_what_stays_before_it_asks(ana):
    words = ana.get(reverse("ending:end")).content.decode()
    order = ["are you safe?", "What goes", "What stays", "A copy first", "Erase my account now"]
    places = [words.index(one) for one in order]
    assert places == sorted(places)
    assert "former partner" in words


def test_erasing_ends_on_a_page_that_needs_no_account(ana, cast, mailoutbox):
    response = ana.post(reverse("ending:done"), DONE)
    assert "Your account is erased" in response.content.decode()
    assert response["Clear-Site-Data"] == FORGET
    assert not is_there(cast.ana)
    assert ana.get(reverse("today:today")).status_code == 302
    assert ana.get(reverse("people:safety")).status_code == 200
    assert mailoutbox == []


def test_without_the_tick_nothing_happens(ana, cast):
    response = ana.post(reverse("ending:done"), {})
    assert response.status_code == 400
    assert "What goes" in response.content.decode()
    assert is_there(cast.ana)


def test_a_stale_session_has_to_prove_itself_first(cast):
    client = Client()
    client.force_login(cast.ana)
    response = client.post(reverse("ending:done"), DONE)
    assert response.status_code == 302
    assert "account/" in response["Location"]
    assert is_there(cast.ana)


def test_what_a_stale_session_asked_for_is_done_once_it_has_proved_itself(cast, settings, tmp_path):
    settings.ERASURES = tmp_path / "erased"
    cast.ana.set_password("violet kettle borrows seven maps")
    cast.ana.save()
    client = Client()
    client.force_login(cast.ana)
    sent_to = client.post(reverse("ending:done"), DONE)["Location"]
    typed = {"password": "violet kettle borrows seven maps"}
    response = client.post(sent_to, typed, follow=True)
    assert "Your account is erased" in response.content.decode()
    assert not is_there(cast.ana)


def test_a_page_that_she_left_open_leads_to_signing_in(ana, cast, freshly_signed_in):
    elsewhere = freshly_signed_in(Client(), cast.ana)
    ana.post(reverse("ending:done"), DONE)
    response = elsewhere.post(reverse("people:profile"), {"name": "Ana", "zone": "UTC"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_other_finds_the_page_of_any_end(ana, cast, freshly_signed_in):
    in_force(cast)
    ben = freshly_signed_in(Client(), cast.ben)
    ben.get(reverse("agreements:versions"))
    ana.post(reverse("ending:done"), DONE)

    left_open = ben.post(reverse("agreements:versions"), follow=True)
    assert "This space has ended" in left_open.content.decode()
    assert "Ana" not in left_open.content.decode()
    assert ben.post(reverse("people:export_file")).status_code == 200
    past = Partner.objects.get(person=cast.ben)
    blocked = ben.post(reverse("couples:blocks"), {"past": past.pk}, follow=True)
    assert blocked.status_code == 200


@pytest.mark.parametrize("who", ["dan", "chen", "ada"])
def test_whoever_has_no_couple_is_told_so_and_erased(cast, who, freshly_signed_in):
    person = getattr(cast, who)
    client = freshly_signed_in(Client(), person)
    words = client.get(reverse("ending:end")).content.decode()
    assert "Nothing that anybody could read." in words
    client.post(reverse("ending:done"), DONE)
    assert not is_there(person)


def test_the_last_operator_is_told_and_can_go(cast, freshly_signed_in):
    cast.ada.is_superuser = True
    cast.ada.save()
    client = freshly_signed_in(Client(), cast.ada)
    assert (
        "Nobody else keeps this place running" in client.get(reverse("ending:end")).content.decode()
    )
    client.post(reverse("ending:done"), DONE)
    assert not is_there(cast.ada)
