"""The forms pack beside crispy-forms and Django: every widget there is, named, hinted, told what is wrong."""

import inspect
from datetime import datetime
from html.parser import HTMLParser

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Button, Field, Hidden, Layout, MultiField, Reset, Submit
from crispy_forms.templatetags.crispy_forms_filters import (
    as_crispy_errors,
    as_crispy_field,
    as_crispy_form,
)
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import widgets

CONTROLS = {"input", "select", "textarea"}
CHOICES = [("a", "A"), ("Some", [("b", "B"), ("c", "C")])]
BASES = {"Widget", "Input", "ChoiceWidget", "MultiWidget", "DateTimeBaseInput"}
BY_CHOICE = {"CheckboxSelectMultiple", "RadioSelect", "Select", "SelectMultiple"}
HIDDEN = {"HiddenInput", "MultipleHiddenInput", "SplitHiddenDateTimeWidget"}
WIDGETS = {
    name: widget
    for name, widget in inspect.getmembers(widgets, inspect.isclass)
    if issubclass(widget, widgets.Widget) and name not in BASES
}


class Kept:
    """A file that was kept before."""

    url = "/kept.txt"

    def __str__(self):
        return "kept.txt"


class InTwo(forms.MultiWidget):
    """One answer in two controls of nobody's making but a form's own."""

    def __init__(self):
        super().__init__([forms.TextInput(), forms.NumberInput()])

    def decompress(self, value):
        return value or [None, None]


def field_of(name):
    """Return a required field with a hint that is asked by this widget of Django's."""
    given = {"label": f"About {name}", "help_text": "A hint.", "widget": WIDGETS.get(name, InTwo)}
    if name in BY_CHOICE:
        kind = forms.MultipleChoiceField if "Multiple" in name else forms.ChoiceField
        return kind(choices=CHOICES, **given)
    if name.startswith("Split"):
        return forms.SplitDateTimeField(**given)
    if name == "ClearableFileInput":
        return forms.FileField(**given, initial=Kept(), required=False)
    if name == "NullBooleanSelect":
        return forms.NullBooleanField(**given)
    kind = forms.BooleanField if name == "CheckboxInput" else forms.CharField
    return kind(**given)


class EveryWidget(forms.Form):
    """One field for each widget; everything in it is refused."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in [*WIDGETS, "InTwo"]:
            self.fields[name.lower()] = field_of(name)
        self.helper = FormHelper()

    def clean(self):
        for name in self.fields:
            self.add_error(name, "This is wrong.")
        return {}


class Page(HTMLParser):
    """What of a form matters to whoever cannot see it: controls with all that names and describes them."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.controls, self.labelled, self.groups, self.links = [], [], set(), [], []
        self.open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        if tag == "label":
            self.labelled.add(found.get("for"))
        if tag == "a":
            self.links.append(found["href"])
        if tag in CONTROLS:
            inside = {each for each, _described in self.open}
            described = {part for _tag, above in self.open for part in (above or "").split()} | set(
                (found.get("aria-describedby") or "").split()
            )
            self.controls.append((found, "label" in inside, described))
        if tag in ("label", "fieldset"):
            self.open.append((tag, found.get("aria-describedby")))

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()


def shown(controls):
    return [one for one in controls if one[0].get("type") not in ("hidden", "submit")]


@pytest.fixture(scope="module")
def refused():
    return Page(render_crispy_form(EveryWidget({})))


def test_every_control_of_every_widget_has_a_name_of_its_own(refused):
    nameless = [
        found["name"]
        for found, is_inside, _described in shown(refused.controls)
        if not is_inside and found["id"] not in refused.labelled
    ]

    assert len(shown(refused.controls)) > len(WIDGETS)
    assert nameless == []


def test_every_control_tells_its_hint_and_what_is_wrong(refused):
    untold = {
        found["name"]: described
        for found, _inside, described in shown(refused.controls)
        if not found["name"].endswith("-clear")
        and not {"helptext", "error"} <= {part.rpartition("_")[2] for part in described}
    }

    assert untold == {}
    described = {part for _found, _inside, parts in refused.controls for part in parts}
    assert described <= set(refused.ids)


def test_the_summary_leads_to_a_control_of_every_field(refused):
    controls = {found["id"] for found, _inside, _described in refused.controls if "id" in found}
    led = {link.removeprefix("#") for link in refused.links if link.startswith("#")}

    assert len(led) == len(WIDGETS) + 1 - len(HIDDEN)
    assert led <= controls


def test_no_id_stands_twice(refused):
    assert len(refused.ids) == len(set(refused.ids))


def test_the_pack_posts_what_django_would():
    """The same controls, with the same values, as Django's own rendering of the form."""
    form = EveryWidget(initial={"splithiddendatetimewidget": datetime(2026, 5, 4, 3, 2)})  # noqa: DTZ001
    ours, theirs = (
        sorted(
            (found.get("name", ""), found.get("type", ""), found.get("value", ""))
            for found, _inside, _described in Page(page).controls
        )
        for page in (render_crispy_form(form), form.as_div())
    )

    assert ours == theirs


# --- What crispy-forms promises of its helper and its tags


class Two(forms.Form):
    name = forms.CharField(help_text="A hint.")
    kept = forms.CharField(widget=forms.HiddenInput, initial="1")
    other = forms.CharField(required=False)

    class Media:
        js = ("two.js",)


def form_with(*layout, data=None, **wishes):
    form = Two(data)
    form.helper = FormHelper()
    if layout:
        form.helper.layout = Layout(*layout)
    for wish, value in wishes.items():
        setattr(form.helper, wish, value)
    return form


def test_helper_says_what_the_form_is():
    wishes = {"form_id": "two", "form_class": "apart", "form_action": "/there/"}
    page = render_crispy_form(form_with("name", **wishes, attrs={"data-keeps": "1"}))

    assert all(
        one in page for one in ('id="two"', 'class="apart"', 'action="/there/"', "data-keeps")
    )
    assert "two.js" in page
    assert "<form" not in render_crispy_form(form_with("name", form_tag=False))
    assert "two.js" not in render_crispy_form(form_with("name", include_media=False))


def test_helper_posts_the_token_but_where_it_is_told_not_to():
    token = {"csrf_token": "t0ken"}

    assert 'value="t0ken"' in render_crispy_form(form_with(), context=token)
    assert "t0ken" not in render_crispy_form(form_with(disable_csrf=True), context=token)
    assert "t0ken" not in render_crispy_form(form_with(form_method="get"), context=token)


def test_helper_leaves_out_what_the_layout_does_not_name_or_not():
    assert 'name="other"' not in render_crispy_form(form_with("name"))
    assert 'name="kept"' in render_crispy_form(form_with("name", render_hidden_fields=True))
    assert 'name="other"' in render_crispy_form(form_with("name", render_unmentioned_fields=True))


def test_helper_hides_labels_and_errors_where_asked():
    bare = render_crispy_form(form_with("name", data={}, form_show_labels=False))
    calm = render_crispy_form(form_with("name", data={}, form_show_errors=False))

    assert '<label class="unseen" for="id_name">' in bare  # out of sight, and still a name
    assert "This field is required." in bare
    assert "error-summary" not in calm
    assert "field--wrong" not in calm


def test_layout_shows_buttons_groups_and_words():
    layout = [
        MultiField("Both", Field("name", css_class="wide", data_x="1"), "other", help_text="Why."),
        HTML("<p>{{ form.name.label }}</p>"),
        Hidden("step", "2"),
        Button("look", "Look"),
        Reset("anew", "Anew"),
        Submit("send", "Send"),
    ]
    page = render_crispy_form(form_with(*layout))

    assert '<legend class="fieldset__legend">Both</legend>' in page
    assert 'class="wide"' in page
    assert 'data-x="1"' in page
    assert "<p>Name</p>" in page
    assert '<input type="hidden" name="step" value="2"' in page
    assert [kind in page for kind in ('type="button"', 'type="reset"', 'type="submit"')] == [
        True
    ] * 3


def test_filters_show_a_form_a_field_and_what_is_wrong():
    form = Two({})

    assert "<form" not in as_crispy_form(form)
    assert 'name="other"' in as_crispy_form(form)
    assert 'id="id_name_helptext"' in as_crispy_field(form["name"])
    assert 'href="#id_name"' in as_crispy_errors(form)
    assert as_crispy_errors(Two()).strip() == ""


def test_formset_brings_its_management_and_its_own_errors():
    several = forms.formset_factory(Two, extra=2, max_num=2, validate_max=True)
    page = render_crispy_form(several(), FormHelper())
    refused = several(
        {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0"}
        | {f"form-{place}-name": "x" for place in range(3)}
        | {f"form-{place}-kept": "x" for place in range(3)}
    )

    assert page.count("<form ") == 1
    assert 'name="form-TOTAL_FORMS"' in page
    assert 'name="form-1-name"' in page
    assert "error-summary" in render_crispy_form(refused, FormHelper())
    assert as_crispy_form(several()).count('name="form-0-name"') == 1
