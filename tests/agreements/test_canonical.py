"""A version as bytes, its digest, and back."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from agreements import canonical

FLOOR = canonical.Floor("What always holds", ("Each of us may say no.",), "Not proof.", "A note.")
CLAUSE = canonical.Clause("c-1", "daily-words@2", "We tell each other.\nÀ deux: 🌱", "", 0)
DOCUMENT = canonical.Document(
    agreement="a-1",
    version=3,
    locale="en",
    parties=("p-1", "p-2"),
    floor=FLOOR,
    clauses=(CLAUSE,),
    review_on=date(2026, 6, 2),
)
SALT = bytes(range(32))


def with_text(text):
    return replace(DOCUMENT, clauses=(replace(CLAUSE, text=text),))


def test_bytes_are_the_form_that_stands_in_the_promises():
    assert json.loads(canonical.encode(DOCUMENT)) == {
        "schema": "agreement/1",
        "agreement": "a-1",
        "version": 3,
        "locale": "en",
        "parties": ["p-1", "p-2"],
        "floor": {
            "title": "What always holds",
            "lines": ["Each of us may say no."],
            "banner": "Not proof.",
            "note": "A note.",
        },
        "clauses": [
            {
                "id": "c-1",
                "template_revision": "daily-words@2",
                "text": "We tell each other.\nÀ deux: 🌱",
                "concerns": "",
                "lapses_after_days": 0,
            }
        ],
        "review_on": "2026-06-02",
    }


def test_bytes_never_change():
    """The bytes of yesterday's versions must be those of tomorrow: a change here breaks digests."""
    assert canonical.encode(DOCUMENT).startswith(b'{"agreement":"a-1","clauses":[{"concerns":"",')
    assert (
        canonical.digest(canonical.encode(DOCUMENT), SALT)
        == "a6cff740014ebf8c97852401c1de120ff3077d3218344fd9d347dda994ae26f5"
    )


def test_rfc_8785_vector_of_sorting():
    """RFC 8785, 3.2.3: names are sorted by their UTF-16 code units."""
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(rfc8785.dumps(names))) == order


def test_rfc_8785_vector_of_text():
    """RFC 8785, 3.2.2.2: only what must be escaped is escaped."""
    text = '\u20ac$\u000f\nA\'B"\\\\"/'
    assert rfc8785.dumps(text) == b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_digest_is_the_formula_of_the_promises():
    content = b"words"
    by_hand = hashlib.sha256(
        b"AGR1\0" + (32).to_bytes(8, "big") + SALT + (5).to_bytes(8, "big") + content
    )
    assert canonical.digest(content, SALT) == by_hand.hexdigest()


def test_digest_depends_on_the_salt():
    assert canonical.digest(b"words", SALT) != canonical.digest(b"words", SALT[::-1])


def test_digest_refuses_a_short_salt():
    with pytest.raises(ValueError, match="31 bytes"):
        canonical.digest(b"words", SALT[1:])


def test_digest_changes_with_every_byte():
    content = canonical.encode(DOCUMENT)
    digests = {canonical.digest(content, SALT)}
    for place in range(len(content)):
        flipped = bytearray(content)
        flipped[place] ^= 1
        digests.add(canonical.digest(bytes(flipped), SALT))
    assert len(digests) == len(content) + 1


def test_decode_gives_back_what_was_frozen():
    assert canonical.decode(canonical.encode(DOCUMENT)) == DOCUMENT


@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=200))
def test_decode_gives_back_any_script(text):
    try:
        content = canonical.encode(with_text(text))
    except canonical.NotCanonicalError:
        return
    assert canonical.decode(content).clauses[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "a\u0000b",
        "a\u0007b",
        "a\tb",
        "a\u009bb",
        "a\ud800b",
        "a\ufdd0b",
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "a\u200bb",
        "a\U000e0041b",
        "e\u0301",
        "a\r\nb",
    ],
)
def test_encode_refuses_what_text_intake_refuses(text):
    with pytest.raises(canonical.NotCanonicalError):
        canonical.encode(with_text(text))


@pytest.mark.parametrize("text", ["می\u200cخواهم", "👩\u200d👩\u200d👧", "שלום", "मैं\nहूँ"])
def test_encode_takes_any_script(text):
    assert canonical.decode(canonical.encode(with_text(text))).clauses[0].text == text


def test_encode_takes_4000_characters_in_a_clause():
    assert canonical.encode(with_text("ä" * 4_000))


def test_encode_refuses_4001_characters_in_a_clause():
    with pytest.raises(canonical.TooLongError):
        canonical.encode(with_text("a" * 4_001))


def test_encode_refuses_more_than_64_kib():
    clauses = tuple(replace(CLAUSE, id=f"c-{n}", text="a" * 3_900) for n in range(17))
    with pytest.raises(canonical.TooLongError):
        canonical.encode(replace(DOCUMENT, clauses=clauses))


@pytest.mark.parametrize("value", [1.5, None, True])
def test_encode_refuses_all_but_texts_and_whole_numbers(value):
    with pytest.raises(canonical.NotCanonicalError):
        canonical.encode(replace(DOCUMENT, version=value))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff",
        b'{"schema":"agreement/2"}',
        b'{"schema":"agreement/1"}',
        b"[" * 100_000,
        canonical.encode(DOCUMENT) + b" ",
        canonical.encode(DOCUMENT).replace(b'"version":3', b'"version":3.0'),
        canonical.encode(DOCUMENT).replace(b'"version":3', b'"version":2,"version":3'),
        canonical.encode(DOCUMENT).replace(b'"version":3', b'"version":3,"weight":1'),
        canonical.encode(DOCUMENT).replace(b'["p-1","p-2"]', b'"p1"'),
        canonical.encode(DOCUMENT).replace(b"2026-06-02", b"20260602"),
    ],
)
def test_decode_refuses_what_is_not_canonical(content):
    with pytest.raises(canonical.NotCanonicalError):
        canonical.decode(content)
