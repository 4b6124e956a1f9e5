"""The forms pack: every widget has its label, its hint and its error, tied together."""

import re
from html.parser import HTMLParser

import pytest
from crispy_forms.utils import render_crispy_form

from trustpact.web.styleguide import SampleForm


class Elements(HTMLParser):
    """Collects the attributes of every element."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append({"tag": tag} | dict(attrs))


def rendered(data=None):
    return render_crispy_form(SampleForm(data))


@pytest.fixture
def refused():
    return Elements(rendered({"name": "a\u202eb", "level": "9"})).found


def named(elements, name):
    return [element for element in elements if element.get("name") == name]


VISIBLE = [name for name in SampleForm.base_fields if name != "seen"]


@pytest.mark.parametrize("name", VISIBLE)
def test_widget_has_a_label(name):
    elements = Elements(rendered()).found
    widget = named(elements, name)[0]

    labels = [element for element in elements if element["tag"] == "label"]
    wraps = widget["type"] == "checkbox" if "type" in widget else False
    assert wraps or any(label.get("for") == widget["id"] for label in labels)


@pytest.mark.parametrize("name", VISIBLE)
def test_refused_field_names_its_error(refused, name):
    ids = {element["id"] for element in refused if "id" in element}
    group = [
        e
        for e in refused
        if e["tag"] == "fieldset" and f"id_{name}_error" in e.get("aria-describedby", "")
    ]
    described = group or named(refused, name)

    assert set(described[0]["aria-describedby"].split()) <= ids
    assert f"id_{name}_error" in described[0]["aria-describedby"]


def test_every_described_element_has_its_description():
    elements = Elements(rendered()).found
    ids = {element["id"] for element in elements if "id" in element}

    named_ids = {part for e in elements for part in e.get("aria-describedby", "").split()}
    assert "id_words_helptext" in named_ids
    assert named_ids <= ids


def test_error_summary_leads_to_each_field(refused):
    ids = {element["id"] for element in refused if "id" in element}
    links = [e["href"] for e in refused if e["tag"] == "a" and e["href"].startswith("#")]

    assert {"#id_name", "#id_watch_0", "#id_days_0", "#id_agreed"} <= set(links)
    assert {link[1:] for link in links} <= ids


def test_error_summary_takes_the_focus_and_is_announced(refused):
    summary = next(e for e in refused if "error-summary" in e.get("class", ""))

    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert "autofocus" in summary


def test_form_keeps_what_was_typed():
    page = rendered({"words": "I listen <b>first</b>", "watch": "mixed", "name": "Ana"})

    assert "I listen &lt;b&gt;first&lt;/b&gt;</textarea>" in page
    assert re.search(r'value="mixed"[^>]*checked', page)


def test_buttons_are_one_first_and_others_quiet():
    buttons = [e for e in Elements(rendered()).found if e["tag"] == "button"]

    assert ["button--primary" in button["class"] for button in buttons] == [True, False]
    assert not any("btn" in button["class"] for button in buttons)


def test_form_at_rest_carries_nothing_inline():
    assert not any({"style", "onclick", "onsubmit"} & set(e) for e in Elements(rendered()).found)
