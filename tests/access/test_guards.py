from types import SimpleNamespace

import pytest
from django.http import Http404, HttpResponse
from django.urls import get_resolver, path

from trustpact.access import checks
from trustpact.access.guards import open_to_all, partner_page, person_page


def page(request, **kwargs):
    """Show a page that anybody may see who got here."""
    return HttpResponse("here")


def request_of(partner=None):
    return SimpleNamespace(partner=partner)


@pytest.mark.parametrize(
    ("guard", "name"), [(open_to_all, "all"), (person_page, "person"), (partner_page, "partner")]
)
def test_guard_names_itself(guard, name):
    assert guard(page).guarded_by == name


@pytest.mark.parametrize("guard", [open_to_all, person_page, partner_page])
def test_guard_keeps_the_name_and_words_of_its_view(guard):
    assert guard(page).__doc__ == page.__doc__


def test_open_page_asks_nobody_to_sign_in():
    assert open_to_all(page).login_required is False


@pytest.mark.parametrize("guard", [person_page, partner_page])
def test_other_pages_ask_to_sign_in(guard):
    assert getattr(guard(page), "login_required", True)


def test_partner_page_lets_a_partner_in():
    assert partner_page(page)(request_of(partner=object())).content == b"here"


@pytest.mark.django_db
def test_partner_page_sends_a_person_without_a_couple_to_the_start():
    assert partner_page(page)(request_of()).url == "/us/start/"


def test_partner_page_with_an_id_is_not_there_for_a_person_without_a_couple():
    with pytest.raises(Http404):
        partner_page(page)(request_of(), version_id=1)


def test_every_view_of_the_product_is_guarded():
    assert checks.every_view_is_guarded(None) == []


def test_start_up_check_finds_a_view_without_a_guard(monkeypatch):
    resolver = get_resolver()
    monkeypatch.setattr(
        resolver, "url_patterns", [*resolver.url_patterns, path("open-door/", page)]
    )
    [error] = checks.every_view_is_guarded(None)
    assert error.id == "access.E001"
