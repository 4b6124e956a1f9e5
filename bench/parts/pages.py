"""Pages against the floor page, and what a first visit brings along."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import story
from bench.measuring import Page, in_turns
from bench.rows import Row
from checkins.answers import US
from checkins.models import Occurrence

KILOBYTE = 1000
AS_A_SCRIPT = {"Accept": "application/json"}  # as the page keeps what is tapped
SEEN = re.compile(r'name="seen" value="([^"]+)"')
BEGAN_AT_ONCE = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]* (?:href|src)="([^"]+)"'
)


def rows(floor, now):
    """Yield what there is to say of pages."""
    ana, ben = story.couple_of("Ana", "Ben", now=now - story.LONG_AGO)
    story.agreement_of((ana, ben), clauses=20, versions=1, now=now)
    story.years_of_check_ins((ana, ben), days=story.LONG_AGO.days, now=now)
    cleo, dan = story.couple_of("Cleo", "Dan", now=now - story.A_MONTH)
    story.agreement_of((cleo, dan), clauses=20, versions=1, now=now)
    story.years_of_check_ins((cleo, dan), days=story.A_MONTH.days, now=now)

    today, young = Page(story.signed_in(ana), "/today/"), Page(story.signed_in(cleo), "/today/")
    yield beside_floor("Today, 3 years of data", today, floor, ratio=2.5, queries=8)
    yield from _check_in(ana, ben, floor, now)
    yield growth("Today, 3 years against 1 month", young, today, at_most=1.3)
    yield from _first_visits(ana, now)


def _check_in(partner, other, floor, now):
    """The form of today's check-in beside three years of them, and what keeping an answer takes."""
    ritual = partner.couple.rituals.get(slug="daily-check-in")
    address = f"/talks/{Occurrence.on(ritual, now.date()).pk}/"
    client = story.signed_in(partner)
    form = Page(client, address)
    yield beside_floor("check-in form", form, floor, ratio=3, queries=8)

    both = {one: {"value": 3, "visibility": US} for one in ("trust", "comfort")}

    def post(act, **given):
        read = SEEN.findall(client.get(address).content.decode())
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(f"{address}{act}/", given | {"seen": read}, headers=AS_A_SCRIPT)
        assert answer.status_code == 200
        sent = [query["sql"] for query in captured.captured_queries]
        return [one for one in sent if one not in ("BEGIN", "COMMIT")]

    for name, act, given in (
        ("saving a check-in, the first tap", "answers", {"comfort": 2}),
        ("saving a check-in, a further tap", "answers", {"comfort": 2, "trust": 4}),
        ("done with a check-in, as the other is", "done", {"comfort": 2, "trust": 4}),
    ):
        if act == "done":
            Occurrence.on(ritual, now.date()).checkin_of(other).keep(both, done=True, now=now)
        count = len(post(act, **given))
        yield Row(name, count, "statements", "at most 8", count <= 8)


def beside_floor(name, page, floor, *, ratio, queries):
    """Return the row of a page, measured in turns with the floor page."""
    lowest, measured = in_turns(floor.seconds, page.seconds)
    goal = f"at most {ratio}x, {queries} queries"
    met = measured / lowest <= ratio and page.queries <= queries
    return Row(name, _ms(measured), "ms", goal, met, floor=_ms(lowest), queries=page.queries)


def growth(name, small, large, *, at_most):
    """Return the row that says how a page grows with what there is to show."""
    less, more = in_turns(small.seconds, large.seconds)
    met = more / less <= at_most
    return Row(
        name, _ms(more), "ms", f"at most {at_most}x", met, floor=_ms(less), queries=large.queries
    )


def _first_visits(partner, now):
    """What the browser of somebody new to the page fetches: the page and all files, compressed."""
    client = story.signed_in(partner)
    ritual = partner.couple.rituals.get(slug="daily-check-in")
    form = f"/talks/{Occurrence.on(ritual, now.date()).pk}/"
    for path in ("/today/", "/pages/", "/pages/library/", form):
        shown = "the check-in form" if path == form else path
        yield first_visit(client, path, shown, at_most=45)


def first_visit(client, path, shown, *, at_most):
    """Return the row of what a first visit of a page brings along, in kB."""
    page = Page(client, path)
    files = set(BEGAN_AT_ONCE.findall(page.response.content.decode()))
    requests = 1 + len(files)
    size = (page.bytes + sum(map(_compressed_size, files))) / KILOBYTE
    met = size <= at_most and requests <= 8
    name = f"first visit of {shown}, {requests} requests"
    return Row(name, round(size, 1), "kB", f"at most {at_most} kB, 8 requests", met)


def _compressed_size(address):
    """Return the bytes of a static file as it is sent: by the best compression that was made."""
    name = address.removeprefix(staticfiles_storage.base_url)
    made = [f"{name}.br", f"{name}.gz", name]
    return min(staticfiles_storage.size(one) for one in made if staticfiles_storage.exists(one))


def _ms(seconds):
    return round(seconds * 1000, 3)
