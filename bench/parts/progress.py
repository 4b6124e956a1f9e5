"""How it goes, over a month and over three years: the page, its growth, a first visit, a chart."""

from bench import story
from bench.measuring import Page, processor_time
from bench.parts.pages import beside_floor, first_visit, growth
from bench.rows import Row
from trustpact.web import charts

WEEKS = 157
SCALE = ["Shaken", "Unsure", "Mixed", "Steady", "Strong"]


def rows(floor, now):
    """Yield what there is to say of progress."""
    eve, fay = story.couple_of("Eve", "Fay", now=now - story.LONG_AGO)
    story.years_of_check_ins((eve, fay), days=story.LONG_AGO.days, now=now)
    pia, hal = story.couple_of("Pia", "Hal", now=now - story.A_MONTH)
    story.years_of_check_ins((pia, hal), days=story.A_MONTH.days, now=now)

    client = story.signed_in(eve)
    page, young = Page(client, "/talks/weeks/"), Page(story.signed_in(pia), "/talks/weeks/")
    yield beside_floor("progress, 3 years of data", page, floor, ratio=4, queries=8)
    yield growth("progress, 3 years against 1 month", young, page, at_most=1.3)
    years = Page(client, "/talks/weeks/?span=all")
    yield beside_floor("progress, all 3 years by week", years, floor, ratio=4, queries=8)
    months = Page(client, "/talks/weeks/?span=all&by=month")
    yield beside_floor("progress, all 3 years by month", months, floor, ratio=4, queries=8)
    yield first_visit(client, "/talks/weeks/", "/talks/weeks/", at_most=55)
    yield from _chart()


def _chart():
    points = [(place, 1 + place % 9 / 2) for place in range(WEEKS)]
    words = charts.Words("Trust", "", SCALE, [(0, "2 Mar 2026")])

    def draw():
        return charts.level_chart("level", words, [charts.Line("circle", points)], WEEKS)

    took = round(1000 * processor_time(draw, 300), 3)
    yield Row("a chart of 3 years by week", took, "ms", "at most 0.5 ms", took <= 0.5)
    size = len(draw()) / 1000
    yield Row("its size", round(size, 2), "kB", "at most 3 kB", size <= 3)
