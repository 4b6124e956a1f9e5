"""Closed lists: what a ritual may ask is checked when it is written and when it comes by a file."""

import json

import pytest

from agreements.models import ClauseTemplate
from checkins.models import RitualTemplate
from checkins.models.guide import RepairGuide
from tests.curation.test_import import ada, send  # noqa: F401
from trustpact.curation import starter
from trustpact.curation.desk import desk

FINE = {"slug": "how", "kind": "text", "text": "How was it?"}
KINDS = "level, words, choice, yes-no, text, item, clauses, timeline, agreement"


def ritual(**changed):
    """Return the daily check-in as a row of a file, changed."""
    row = RitualTemplate.published.get(slug="daily-check-in", language="en")
    fields = row.text_fields | {"slug": "other", "language": "en", "at": "20:00", "replaces": ""}
    return json.dumps([fields | changed], default=str)


def asking(**changed):
    return {"questions": [FINE, FINE | {"slug": "then"} | changed]}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (asking(kind="slider"), f"2.kind: “slider” is none of: {KINDS}"),
        (asking(visibility="everybody"), "2.visibility: “everybody” is none of: me, us"),
        (asking(visibility={"how": "all"}), "2.visibility.how: “all” is none of: me, us"),
        (asking(rule="harshest"), "2.rule: “harshest” is none of: gentlest, one more try"),
        (asking(by="boss"), "2.by: “boss” is none of: listener"),
        (asking(colour="red"), "2.colour: no such name; there are: "),
        (asking(kind=["text"]), "2.kind: “list” is none of"),
        (asking(slug="how"), "Two questions have the short name “how”"),
        (asking(slug="How now"), "needs a short name of a to z"),
        (asking(kind="choice"), "The question “then” needs two choices or more"),
        (asking(kind="words"), "“then” names nothing in the library under “lists of words”"),
        (asking(kind="level"), "“then” names nothing in the library under “levels”"),
        (asking(minutes=-5), "The minutes of “then” are none of 0 to 240"),
        ({"often": "sometimes"}, "“sometimes · ” is no rhythm. How often is daily, weekly"),
        ({"often": "every 0 days"}, "is no rhythm"),
        ({"often": "weekly", "on": "someday"}, "“weekly · someday” is no rhythm"),
        ({"clock": "moon"}, "“moon” is none of: own, shared"),
        ({"suggest": "never"}, "“never” is none of: at once, after two weeks"),
        ({"replaces": "nothing"}, "“nothing” names nothing in the library under “rituals”"),
        ({"language": "xx"}, "“xx” is none of: en, de"),
    ],
)
def test_a_word_outside_a_closed_list_is_named_by_its_row(ada, changed, said):  # noqa: F811
    response = send(ada, ritual(**changed), kind="ritualtemplate", name="rituals.json")
    assert response.status_code == 400
    assert {number for number, _field, _said in response.context["faults"]} == {1}
    assert any(said in sentence for _row, _field, sentence in response.context["faults"])
    assert not RitualTemplate.objects.filter(slug="other").exists()


def test_a_step_of_a_repair_outside_its_list_is_refused_at_the_desk(ada):  # noqa: F811
    row = RepairGuide.published.get(language="en")
    draft = row.revise(fields={}, by=None)
    steps = [*row.steps[:-1], row.steps[-1] | {"slug": "revenge"}]
    posted = row.text_fields | {"steps": json.dumps(steps)}
    posted |= {name: "\n".join(getattr(row, name)) for name in ("roles", "answers")}
    response = ada.post(desk.of(RepairGuide).page("change", draft.pk), posted)
    assert response.status_code == 400
    assert "“revenge” is none of: impact, acknowledge" in response.content.decode()


def test_a_repair_keeps_the_places_of_its_words(db, ada):  # noqa: F811
    row = RepairGuide.published.get(language="en")
    assert row.faults() == []
    short = row.revise(fields={"answers": row.answers[:2], "steps": row.steps[:-1]}, by=None)
    assert len(short.faults()) == 2


def test_a_blank_of_an_unknown_kind_is_refused(ada):  # noqa: F811
    row = ClauseTemplate.published.exclude(blanks={}).first()
    name, blank = next(iter(row.blanks.items()))
    draft = row.revise(fields={"blanks": {name: blank | {"kind": "date"}}}, by=None)
    assert "“date” is none of: text, money, number, partner" in draft.faults()[0]


def test_what_comes_with_the_product_has_no_fault(ada):  # noqa: F811
    assert starter.loaders()
    found = {
        (row.slug, row.language): row.faults()
        for model in desk.kinds.values()
        for row in model.published.all()
    }
    assert {where: faults for where, faults in found.items() if faults} == {}
