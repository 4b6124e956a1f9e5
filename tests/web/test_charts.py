"""Charts: dots for answers, lines between neighbours, nothing across gaps, words for everybody."""

import re
from xml.etree import ElementTree

import pytest

from trustpact.web import charts
from trustpact.web.charts import Line, Words

SCALE = ["Shaken", "Unsure", "Mixed", "Steady", "Strong"]
WORDS = Words("Trust", "From low to high.", SCALE, [(0, "2 Mar"), (9, "4 May")])
SVG = "{http://www.w3.org/2000/svg}"


def chart(*lines, places=10, words=WORDS):
    return charts.level_chart("level-trust", words, lines, places)


def path(drawn):
    return re.findall(r'class="chart__line[^>]* d="([^"]*)"', drawn)


def test_neighbours_are_joined_and_gaps_are_not():
    [drawn] = path(chart(Line("circle", [(0, 3), (1, 4), (4, 2), (5, 2), (9, 1)])))
    assert drawn.count("M") == 3
    assert drawn.count("L") == 2


def test_an_answer_alone_has_a_dot():
    [drawn] = path(chart(Line("circle", [(4, 3)])))
    assert drawn.endswith("h0")  # a line of no length, for a marker to stand on


def test_every_answer_stands_at_its_word():
    drawn = chart(Line("square", [(0, 1), (9, 5)]))
    [points] = path(drawn)
    heights = [float(one) for one in re.findall(r"M[\d.]+ ([\d.]+)", points)]
    rules = re.search(r'chart__rule" d="([^"]*)"', drawn)[1]
    assert [heights[0], heights[1]] == [
        float(one)
        for one in (re.findall(r" ([\d.]+)H", rules)[0], re.findall(r" ([\d.]+)H", rules)[-1])
    ]


def test_scale_and_dates_stand_in_words():
    drawn = chart(Line("circle", [(0, 1)]))
    assert [word for word in [*SCALE, "2 Mar", "4 May"] if f">{word}</text>" not in drawn] == []


def test_chart_has_a_name_and_a_description():
    root = ElementTree.fromstring(chart(Line("circle", [(0, 1)])))  # noqa: S314
    named = root.attrib["aria-labelledby"].split()
    texts = {one.attrib["id"]: one.text for one in root if "id" in one.attrib}
    assert [texts[name] for name in named] == ["Trust", "From low to high."]
    assert root.attrib["role"] == "img"


def test_words_of_people_are_escaped():
    words = Words("<b>", "a & b </desc><script>", ["<1>", "2"], [(0, "<x>")])
    drawn = charts.level_chart("n", words, [], 1)
    assert "<b>" not in drawn
    assert "<script>" not in drawn
    assert "&lt;1&gt;" in drawn


def test_each_partner_has_an_own_shape():
    drawn = chart(Line("circle", [(0, 1)]), Line("square", [(0, 2)]))
    assert 'id="level-trust-circle"' in drawn
    assert 'id="level-trust-square"' in drawn


def test_an_empty_line_draws_nothing():
    assert path(chart(Line("circle", []))) == []


@pytest.mark.parametrize("wrong", [(10, 3), (-1, 3), (0, 0), (0, 6)])
def test_what_lies_outside_is_refused(wrong):
    with pytest.raises(ValueError, match="not in a chart"):
        chart(Line("circle", [wrong]))


def test_a_mark_without_a_shape_is_refused():
    with pytest.raises(ValueError, match="no shape"):
        chart(Line("star", [(0, 1)]))


def test_chart_holds_no_colour_no_script_and_no_style():
    drawn = chart(Line("circle", [(0, 1)]), Line("square", [(0, 2)]))
    assert not re.search(r"style=|<script|fill=|stroke=|#[0-9a-f]{3,6}\b|red", drawn)


def test_three_years_by_week_stay_small():
    points = [(place, 1 + place % 9 / 2) for place in range(157)]
    assert len(chart(Line("circle", points), places=157)) < 3000
