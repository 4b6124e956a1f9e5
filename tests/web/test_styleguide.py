"""The style guide shows every part there is: a file of the stylesheet, and an entry of its name."""

import re

import pytest
from django.conf import settings

from trustpact.web.styleguide import LOOKS, parts

pytestmark = pytest.mark.django_db
ENTRIES = settings.BASE_DIR / "templates" / "web" / "parts"
CSS = settings.BASE_DIR / "static" / "css" / "components"
CLASS = re.compile(r"\.([a-z][a-z0-9_-]*)(?![a-z0-9_-]*[\"/])")
SHOWN = re.compile(r'class="([^"]*)"')
# What belongs to the frame of a page, to its whole, or to what a script does for a moment.
ELSEWHERE = {
    *("top", "exit", "moment", "session--dim", "page", "page--session", "page--exercise", "frame"),
    *("places", "keeps--long", "words__more", "veil--typing", "top__place"),
}


def test_every_part_of_the_stylesheet_has_an_entry():
    without = [name for name in parts() if not (ENTRIES / f"{name}.html").exists()]
    assert without == []


def test_every_entry_is_of_a_part_that_is_there():
    entries = {entry.stem for entry in ENTRIES.glob("*.html")} - {"nothing"}
    assert entries == parts().keys()


def test_the_page_shows_every_part_and_every_class_of_it(client):
    page = client.get("/styleguide/").content.decode()
    shown = {name for names in SHOWN.findall(page) for name in names.split()}

    assert set(re.findall(r'data-part="(\w+)"', page)) == parts().keys()
    unseen = {name: _classes(name) - shown - ELSEWHERE for name in parts()}
    assert {name: missing for name, missing in unseen.items() if missing} == {}


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_can_be_looked_at_in_each_way(client, look):
    page = client.get("/styleguide/", {"as": look}).content.decode()

    assert f"as-{look}" in page
    assert ('<div class="stack stack--large as-rtl" dir="rtl">' in page) is (look == "rtl")


def test_no_id_stands_twice_on_the_page(client):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/styleguide/").content.decode())
    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []


def _classes(name):
    css = re.sub(r"/\*.*?\*/", "", (CSS / f"{name}.css").read_text("utf-8"), flags=re.DOTALL)
    return set(CLASS.findall(css))
