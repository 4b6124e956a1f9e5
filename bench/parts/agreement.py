"""The agreement: its page, the difference of two versions, its history."""

from agreements import chain, wording
from bench import story
from bench.measuring import Page, in_turns, processor_time
from bench.parts.pages import beside_floor
from bench.rows import Row

ENTRIES = 10_000


def rows(floor, now):
    """Yield what there is to say of agreements."""
    small = story.couple_of("Eva", "Finn", now=now - story.LONG_AGO)
    story.agreement_of(small, clauses=20, versions=1, now=now)
    page = Page(story.signed_in(small[0]), "/pages/")
    yield beside_floor("agreement, 20 clauses", page, floor, ratio=3, queries=8)

    large = story.couple_of("Gil", "Hana", now=now - story.LONG_AGO)
    agreement = story.agreement_of(large, clauses=60, versions=10, now=now)
    page = Page(story.signed_in(large[0]), "/pages/")
    name = "agreement, 60 clauses, 10 versions"
    yield beside_floor(name, page, floor, ratio=5, queries=10)
    yield _difference(agreement)
    yield _verifying()


def _difference(agreement):
    """Compare two versions clause by clause, every clause changed."""
    texts = [clause.text for clause in agreement.clauses.kept()]
    pairs = [(text, f"From now on {text.replace(' and ', ' or ')}") for text in texts]
    [seconds] = in_turns(
        lambda: processor_time(lambda: [wording.difference(*two) for two in pairs], 1)
    )
    name = f"difference of two versions of {len(pairs)} clauses"
    return Row(name, round(seconds * 1000, 1), "ms", "at most 50 ms", seconds <= 0.05)


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
