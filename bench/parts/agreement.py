"""The agreement: its page, its PDF, the difference of two versions, its history."""

from dataclasses import replace

from django.urls import reverse

from agreements import chain, comparison
from bench import story
from bench.measuring import Page, in_turns, processor_time, wall_time
from bench.parts.pages import beside_floor
from bench.rows import Row

ENTRIES, CLAUSES, COMMENTS = 10_000, 60, 200


def rows(floor, now):
    """Yield what there is to say of agreements."""
    small = story.couple_of("Eva", "Finn", now=now - story.LONG_AGO)
    story.agreement_of(small, clauses=20, versions=1, now=now)
    page = Page(story.signed_in(small[0]), "/pages/")
    yield beside_floor("agreement, 20 clauses", page, floor, ratio=3, queries=8)

    large = story.couple_of("Gil", "Hana", now=now - story.LONG_AGO)
    agreement = story.agreement_of(large, clauses=CLAUSES, versions=10, now=now)
    story.comment(agreement, large, count=COMMENTS, now=now)
    client = story.signed_in(large[0])
    page = Page(client, "/pages/")
    name = f"agreement, {CLAUSES} clauses, 10 versions, {COMMENTS} comments"
    yield beside_floor(name, page, floor, ratio=5, queries=10)
    versions = list(agreement.versions.order_by("-number")[:3])
    yield _paper(client, versions)
    yield _difference(versions[0].document)
    yield _verifying()


def _paper(client, versions):
    """The first PDF of a process, and of each version: typst remembers what it set before."""
    paths = [reverse("agreements:version_file", args=[version.pk]) for version in versions]
    seconds = max(wall_time(lambda path=path: client.get(path), 1) for path in paths)
    page = Page(client, paths[0])
    name = f"first PDF of {len(versions[0].document.clauses)} clauses, {page.bytes // 1000} kB"
    met = seconds <= 2
    return Row(name, round(seconds, 2), "s", "at most 2 s", met, queries=page.queries)


def _difference(document):
    """Compare two versions of 60 clauses in which every one reads otherwise."""
    clauses = [replace(one, id=f"{turn}-{one.id}") for turn in (1, 2) for one in document.clauses]
    old = replace(document, clauses=tuple(clauses[:CLAUSES]))
    new = replace(
        old, clauses=tuple(replace(one, text=_otherwise(one.text)) for one in old.clauses)
    )
    [seconds] = in_turns(lambda: processor_time(lambda: comparison.compare(old, new), 1))
    name = f"difference of two versions of {len(new.clauses)} clauses"
    return Row(name, round(seconds * 1000, 1), "ms", "at most 50 ms", seconds <= 0.05)


def _otherwise(text):
    return f"From now on {text.replace(' and ', ' or ').replace('we ', 'both of us ')}"


def _verifying():
    key = chain.SealingKey(bytes(range(32)))
    links, previous = [], chain.START
    for number in range(1, ENTRIES + 1):
        statement = chain.Statement(
            type="propose", agreement="a", version=number, clause="", digest="0" * 64, signer="s",
            auth="", date="2026-03-02", seq=number, prev=previous.hex(), key=key.id,
        ).encoded  # fmt: skip
        seal = key.seal(statement)
        previous = chain.link_hash(previous, statement, seal)
        links.append(chain.Link(statement, seal, previous))
    keys = {key.id: key.public}
    assert chain.verify(links, keys, agreement="a")
    [seconds] = in_turns(lambda: processor_time(lambda: chain.verify(links, keys), 1), rounds=3)
    name = f"verifying a chain of {ENTRIES:,} entries"
    return Row(name, round(seconds, 2), "s", "at most 2 s", seconds <= 2)
