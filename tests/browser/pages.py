"""
Every page there is, for axe and for the screenshots: found by walking the resolver.

A new route joins by itself. What is not a page (a redirect, a file, an act) is left out by asking
the product for it once.
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.stories import a_beginning, everything
from tests.walk import routes
from trustpact.access.roles import CURATORS

WHO = {  # the matrix's names for roles, and two of those at whom nothing is there yet
    "An": "nobody signed in",
    "A": "a partner",
    "Begun": "a partner at the beginning",
    "New": "a person without a couple",
    "Tg": "a therapist",
    "Ex": "a partner who left",
}
AT_THE_DESK = {"Cu": "a curator", "Op": "an operator"}  # test_desk.py holds axe to their pages
ENDED = ("agreements-kept", "checkins-kept", "couples-kept", "couples-ended", "therapists-kept")
ONLY = {  # the rest others see as well
    "Tg": "caseload-", "Cu": "admin-", "Op": "admin-", "Ex": ENDED,
}  # fmt: skip
EMPTY = {"Begun", "New"}
NOTHING_THERE = "/pages/there/is/nothing/here/"


@dataclass(frozen=True)
class Page:
    """A page as one role sees it: a name for files and messages, and its path."""

    name: str
    path: str


def story_to_look_at(role="A"):
    """
    Tell the matrix's story, or that of a beginning where a role belongs to it.

    Without made-up second factors but those of therapists, curators and operators, who need one: no
    browser could use them.
    """
    story = a_beginning() if role in EMPTY else everything()
    need_none = Authenticator.objects.filter(user__therapist__isnull=True)
    need_none.exclude(user__groups__name=CURATORS).exclude(user__is_superuser=True).delete()
    return story


def client_for(role, story):
    """Return a test client that is signed in as this role, or as nobody."""
    client = Client(raise_request_exception=False)
    if role in story.people:
        story.sign_in(client, role)
    return client


def pages(role, story):
    """Return every page that this role can open in this story, in the order of the routes."""
    client = client_for(role, story)
    found = {Page("nothing-there", NOTHING_THERE)}
    found |= {Page(name, path) for name, path in _addresses(story) if _is_page(client, path)}
    only = ONLY.get(role, "")
    return sorted((one for one in found if one.name.startswith(only)), key=lambda page: page.name)


def _addresses(story):
    for route in routes():
        try:
            path = reverse(route.name, kwargs=story.arguments_of(route))
            yield route.name.replace(":", "-"), path
        except (KeyError, NoReverseMatch):
            continue  # allauth's links with keys: they show the same page as those without


def _is_page(client, path):
    response = client.get(path)
    response.close()
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")
