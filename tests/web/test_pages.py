"""The pages that belong to no one."""

import json
import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from trustpact.rules import RuleBroken, RuleBrokenMiddleware, TooOften


def test_landing_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("web:landing"))
    assert "Who sees what" in response.content.decode()


def test_landing_sends_a_person_home(client, cast):
    client.force_login(cast.ana)

    assert client.get(reverse("web:landing")).url == reverse("today:today")


def test_healthz_answers_without_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get(reverse("web:healthz")).content == b"ok\n"


def test_what_is_not_there_says_so(client, db):
    response = client.get("/nothing/")

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert "/nothing/" not in response.content.decode()


@pytest.mark.parametrize("template", ["400.html", "404.html", "500.html"])
def test_error_page_stands_without_a_request(template):
    page = Template("{% include name %}").render(Context({"name": template}))

    assert "<h1>" in page


@pytest.mark.parametrize(("error", "status"), [(RuleBroken, 409), (TooOften, 429)])
def test_broken_rule_is_a_page_with_its_sentence(error, status):
    request = RequestFactory().post("/")

    response = RuleBrokenMiddleware(None).process_exception(request, error("Read it again."))

    assert response.status_code == status
    assert 'id="reason"' in response.content.decode()  # what htmx takes into the alert region
    assert "Read it again." in response.content.decode()


@pytest.mark.parametrize(
    ("path", "place"), [("/today/", "Today"), ("/styleguide/", ""), ("/more/", "More")]
)
def test_navigation_marks_where_one_is(client, cast, path, place):
    client.force_login(cast.ana)

    page = client.get(path).content.decode()

    current = [part for part in page.split("places__link")[1:] if 'aria-current="page"' in part]
    assert len(current) == (1 if place else 0)
    assert all(f"<span>{place}</span>" in part for part in current)


def test_htmx_is_told_what_to_swap_where(client, cast):
    client.force_login(cast.ana)

    page = client.get("/styleguide/").content.decode()

    config = json.loads(re.search(r"name=\"htmx-config\" content='(.+?)'", page)[1])
    rules = {rule["code"]: rule for rule in config["responseHandling"]}
    assert (config["allowEval"], config["includeIndicatorStyles"]) == (False, False)
    assert rules["400"]["swap"]
    assert "target" not in rules["400"]  # the form comes back where it was
    assert rules["(403|404|405|409|429)"]["target"] == "#alerts"
    assert 'id="alerts"' in page
