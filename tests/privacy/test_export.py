"""The own export: complete by the registry, without secrets, and nothing else of the other's."""

import json

import pytest
from django.urls import reverse

from tests.cast import NOON
from trustpact.privacy.export import export_of, rows_of
from trustpact.privacy.registry import Kind, Owner, classifications

pytestmark = pytest.mark.django_db


def test_an_export_holds_the_own_account(cast):
    whole = json.loads(export_of(cast.ana, now=NOON))

    (account,) = whole["own"]["people.person"]
    assert (account["name"], account["email"]) == ("Ana", "ana@example.org")
    assert whole["made_on"] == "2026-03-02"


def test_an_export_holds_no_secret(cast):
    cast.ana.set_password("violet kettle borrows seven maps")
    cast.ana.save()
    text = export_of(cast.ana, now=NOON)

    assert "argon2" not in text
    assert "password" not in json.loads(text)["own"]["people.person"][0]


def test_an_export_holds_nothing_of_the_others_account(cast):
    text = export_of(cast.ana, now=NOON)

    assert cast.ben.email not in text
    assert str(cast.dan.pk) not in text


def test_two_exports_of_the_same_data_are_equal(cast):
    assert export_of(cast.ana, now=NOON) == export_of(cast.ana, now=NOON)


@pytest.mark.parametrize(
    "one",
    [one for one in classifications() if one.owner != Owner.NOBODY],
    ids=lambda one: one.model.__name__,
)
def test_every_field_that_people_wrote_or_rated_has_a_way_out(one):
    private = one.fields_of(Kind.WORDS, Kind.MEASURES)

    assert set(private) <= set(one.exported)
    assert not private or one.mine is not None


@pytest.mark.parametrize(
    "one", [one for one in classifications() if one.mine], ids=lambda one: one.model.__name__
)
def test_every_models_own_rows_can_be_exported(cast, one):
    fields = [one.model._meta.get_field(name) for name in one.exported]
    rows = list(rows_of(one.mine(cast.ana), fields, dates_only=one.owner is not Owner.PERSON))
    assert all(list(row) == one.exported for row in rows)
    assert json.dumps(rows)


def test_secrets_leave_through_no_received_field():
    for one in classifications():
        if one.received is not None:
            assert not set(one.received.fields) & set(one.fields_of(Kind.SECRETS))


def test_the_file_is_neutral_and_kept_nowhere(cast, client, freshly_signed_in):
    freshly_signed_in(client, cast.ana)
    response = client.post(reverse("people:export_file"))

    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="copy.json"'
    assert "no-store" in response["Cache-Control"]
    content = response.getvalue()
    assert len(content) == int(response["Content-Length"])
    assert json.loads(content)["person"] == str(cast.ana.pk)
