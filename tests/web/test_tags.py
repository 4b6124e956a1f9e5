"""The tags of every template."""

from uuid import uuid4

from django.template import Context, Template
from django.urls import reverse
from django.utils.translation import override


def shown(source, **context):
    return Template("{% load web %}" + source).render(Context(context)).strip()


def test_icon_is_a_picture_that_screen_readers_pass_over():
    svg = shown('{% icon "heart" 18 %}')

    assert svg.startswith("<svg")
    assert 'aria-hidden="true"' in svg
    assert "style=" not in svg


def test_mark_is_shape_and_name():
    html = shown("{% mark partner %}", partner={"name": "<Ana>", "mark": "circle"})

    assert "mark--circle" in html
    assert '<bdi dir="auto">&lt;Ana&gt;</bdi>' in html


def test_isolate_keeps_a_name_in_its_own_direction():
    assert shown("{{ name|isolate }}", name="محمد<") == '<bdi dir="auto">محمد&lt;</bdi>'


def test_told_keeps_the_lines_a_person_wrote():
    assert (
        shown("{{ words|told }}", words="a\n<b>") == '<p class="told" dir="auto">a\n&lt;b&gt;</p>'
    )


def test_address_is_what_url_says():
    row_id = uuid4()
    shown_address = shown('{% address "agreements:clause" row_id %}', row_id=row_id)
    assert shown_address == reverse("agreements:clause", args=[row_id])
    assert shown('{% address "agreements:versions" %}') == reverse("agreements:versions")


def test_places_are_marked_and_speak_the_readers_language():
    assert shown("{% places here %}", here="today").count("aria-current") == 1
    assert "Today" in shown("{% places here %}", here="")
    with override("de"):
        assert "Heute" in shown("{% places here %}", here="")
