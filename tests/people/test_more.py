"""The own account: the hub, the profile, and moving to another zone."""

import pytest
from django.urls import reverse

from tests.people.flows import ask_for_code, type_code
from trustpact.people import zones
from trustpact.people.models import Person

pytestmark = pytest.mark.django_db

PROFILE = {"name": "Ana Ñandú", "zone": "Asia/Tokyo", "language": "de"}


@pytest.fixture
def ana(cast, client):
    client.force_login(cast.ana)
    return cast.ana


def test_more_leads_to_everything_of_the_own_account(ana, client):
    page = client.get(reverse("people:more")).content.decode()

    for name in ["people:profile", "account_email", "mfa_index", "usersessions_list"]:
        assert reverse(name) in page
    for name in ["people:export", "people:safety", "account_logout", "account_set_password"]:
        assert reverse(name) in page


def test_more_leads_a_partner_to_the_way_out_and_nobody_else(cast, client):
    for person, is_led in ((cast.ana, True), (cast.dan, False)):
        client.force_login(person)
        page = client.get(reverse("people:more")).content.decode()
        assert (f'href="{reverse("couples:leave")}"' in page) is is_led


def test_more_says_that_somebody_is_signed_in_elsewhere(cast, client, django_client_factory):
    for browser in (client, django_client_factory()):
        ask_for_code(browser, cast.ana.email)
        type_code(browser)
    assert "There are 2 now." in client.get(reverse("people:more")).content.decode()

    client.post(reverse("usersessions_list"))
    assert "There are" not in client.get(reverse("people:more")).content.decode()


def test_the_profile_changes_name_zone_and_language(ana, client):
    assert client.post(reverse("people:profile"), PROFILE).status_code == 302

    ana = Person.objects.get(pk=ana.pk)
    assert (ana.name, ana.zone, ana.language) == ("Ana Ñandú", "Asia/Tokyo", "de")


@pytest.mark.parametrize(
    "wrong",
    [
        *[{"zone": zone} for zone in ("", "localtime", "Factory", "posixrules", "Mars/Base")],
        *[{"name": name} for name in ("", "x" * 81, "a\u202eb", "a\nb")],
        {"language": "tlh"},
    ],
)
def test_a_wrong_profile_is_400_and_changes_nothing(ana, client, wrong):
    response = client.post(reverse("people:profile"), PROFILE | wrong)

    assert response.status_code == 400
    assert Person.objects.get(pk=ana.pk).zone == ana.zone


def test_moving_to_another_zone_is_told_in_the_same_transaction(ana, client, monkeypatch):
    told = []
    monkeypatch.setattr(zones, "_callbacks", [lambda **moved: told.append(moved["person"].zone)])
    client.post(reverse("people:profile"), PROFILE)
    client.post(reverse("people:profile"), PROFILE | {"name": "Ana"})

    assert told == ["Asia/Tokyo"]


def test_a_move_that_fails_upstairs_changes_nothing(ana, client, monkeypatch):
    def fails(**moved):
        raise ValueError("no such plan")

    monkeypatch.setattr(zones, "_callbacks", [fails])
    with pytest.raises(ValueError, match="no such plan"):
        client.post(reverse("people:profile"), PROFILE)

    assert Person.objects.get(pk=ana.pk).name == "Ana"


def test_pages_speak_the_persons_language(ana, client):
    client.post(reverse("people:profile"), PROFILE)

    assert '<html lang="de"' in client.get(reverse("people:more")).content.decode()


def test_guests_are_sent_to_sign_in(client):
    for name in ["people:more", "people:profile", "people:export", "people:fresh_code"]:
        assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))


def test_single_keys_are_turned_off_for_every_page_and_on_again(ana, client):
    def sheet_named():
        return "data-key-sheet" in client.get(reverse("people:more")).content.decode()

    assert sheet_named()
    client.post(reverse("people:keys"), {"on": "no"})
    assert not sheet_named()
    client.post(reverse("people:keys"), {"on": "yes"})
    assert sheet_named()
