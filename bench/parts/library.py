"""The library at the desk: a file of 5,000 texts read without changing anything, and taken in."""

import csv
import re
from io import StringIO

from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import ClauseTemplate
from bench import story
from bench.measuring import wall_time
from bench.rows import Row
from tests.cast import make_person
from tests.curation.curators import make_curator

ROWS, CHANGED = 5000, 400
CLAUSE = {
    "language": "en",
    "pack": "healthy-sex",
    "category": "consent",
    "text": "Each of us says sorry in our own words, and asks what would help now.",
    "ask": "What makes a sorry easy to hear?",
}


def rows(floor, now):
    """Yield what there is to say of files that come in."""
    client = story.signed_in_as(make_curator(make_person("Ines")))
    text = _table()
    read = wall_time(lambda: list(csv.DictReader(StringIO(text, newline=""))), 1)
    found = []
    with CaptureQueriesContext(connection) as asked:
        seconds = wall_time(lambda: found.append(_sent(client, text)), 1)
    page = found[0].content.decode()
    assert f"{ROWS} texts become drafts" in page, page[-2000:]
    name = f"dry run of a file of {ROWS} rows, each with its change"
    yield Row(
        name, round(seconds, 2), "s", "at most 10 s", seconds <= 10,
        floor=round(read, 4), queries=len(asked),
    )  # fmt: skip
    token = {"token": re.search(r'name="token" value="([^"]+)"', page)[1]}
    seconds = wall_time(lambda: client.post("/desk/import/", token), 1)
    name = f"taking in {ROWS} rows as drafts"
    yield Row(name, round(seconds, 2), "s", "at most 60 s", seconds <= 60)


def _sent(client, text):
    file = ContentFile(text.encode(), name="texts.csv")
    return client.post("/desk/import/", {"kind": "clausetemplate", "file": file})


def _table():
    """Return new texts, and among them some that change what is published."""
    made = StringIO()
    writer = csv.DictWriter(made, ["slug", *CLAUSE])
    writer.writeheader()
    known = list(ClauseTemplate.published.filter(language="en")[:CHANGED])
    for row in known:
        fields = {name: getattr(row, name) for name in CLAUSE}
        writer.writerow(fields | {"slug": row.slug, "ask": "What would you like to say first?"})
    for number in range(ROWS - len(known)):
        writer.writerow(CLAUSE | {"slug": f"text-{number}"})
    return made.getvalue()
