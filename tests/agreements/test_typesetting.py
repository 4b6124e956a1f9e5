"""From words to a PDF: the same bytes for the same words, tagged, and honest where a face lacks."""

import io
import re
import threading
import time

import pytest
from pypdf import PdfReader

from agreements.certificate import CARD, DOCUMENT
from tests.agreements.read_pdf import paragraphs
from trustpact.web.paper import typesetting
from trustpact.web.paper.typesetting import CannotPrintError, pdf

UNKNOWN = "\U000f0000"  # for private use: no face has it
INJECTION = '#import "@preview/x:1.0.0": * #panic() $x$ *bold* = Title \\ #sys.inputs <label> @ref'


def contents(*clauses, names=("Ana", "Ben")):
    """Return what the templates ask for, with these clauses."""
    return {
        "language": "en",
        "title": "Pages 2",
        "number": "Version 2",
        "heading": "Our agreement",
        "parties": [f"\u2068{name}\u2069" for name in names],
        "and": "and",
        "standing": "Version 2: in force from 4 March 2026",
        "as_of": "As of 9 May 2026",
        "banner": "Not proof of consent to any act.",
        "floor": {"title": "What always holds", "lines": ["Either may stop."], "note": "A note."},
        "agreed": "What we agreed",
        "clauses": [{"text": text, "notes": [], "state": ""} for text in clauses],
        "more": [f"and {count} more" for count in range(1, len(clauses) + 1)],
        "signatures": [{"name": f"\u2068{name}\u2069", "said": "Signed"} for name in names],
        "warning": "",
        "incomplete": "Some signs could not be drawn here.",
        "about": "About this text",
        "facts": [("Put forward", "2 March 2026")],
        "numbers": [("Digest", "ab" * 32, "Signatures are bound to it.")],
        "history": [("2 March 2026", f"\u2068{names[0]}\u2069 put version 2 forward.")],
        "checking": ["It can be checked."],
    }


def texts(content):
    return [text for _role, text in paragraphs(content)]


def pages(content):
    return PdfReader(io.BytesIO(content)).pages


@pytest.mark.parametrize("template", [DOCUMENT, CARD])
def test_the_same_words_give_the_same_bytes(template):
    words = contents("We have dinner together.", "Ужинаем вместе.")
    assert pdf(template, words) == pdf(template, words)


@pytest.mark.parametrize("template", [DOCUMENT, CARD])
def test_a_pdf_is_tagged_titled_and_has_a_language(template):
    content = pdf(template, contents("Wir essen zusammen.") | {"language": "de"})
    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert root["/Lang"] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    roles = [role for role, _text in paragraphs(content)]
    assert roles.count("H1") == 1
    assert roles.count("H2") >= 2
    assert {"L", "LI", "LBody"} <= set(roles)


def test_the_properties_of_a_pdf_tell_its_neutral_title_and_no_date():
    content = pdf(DOCUMENT, contents("We eat."))
    told = PdfReader(io.BytesIO(content)).metadata
    assert set(told) == {"/Title", "/Creator"}
    assert told["/Title"] == "Pages 2"
    assert not re.search(rb"D:\d|\d\d:\d\d", content)


@pytest.mark.parametrize("template", [DOCUMENT, CARD])
def test_words_are_never_read_as_markup(template):
    assert INJECTION in texts(pdf(template, contents(INJECTION)))


def test_every_page_carries_the_banner_and_its_number():
    printed = pages(pdf(DOCUMENT, contents(*["We have dinner together."] * 60)))
    assert len(printed) > 2
    for number, page in enumerate(printed, start=1):
        text = page.extract_text()
        assert "Not proof of consent to any act." in text
        assert f"{number} / {len(printed)}" in text


@pytest.mark.parametrize("template", [DOCUMENT, CARD])
def test_a_sign_without_a_face_is_said_on_the_paper(template):
    content = pdf(template, contents(f"We say {UNKNOWN} to each other."))
    assert b"pdfuaid" not in content
    assert "Some signs could not be drawn here." in texts(content)
    assert "Some signs could not be drawn here." not in texts(
        pdf(template, contents("We say yes to each other."))
    )


def test_names_from_right_to_left_turn_nothing_around_them():
    content = pdf(DOCUMENT, contents("We eat.", names=("دانة الأحمد", "נועם")))
    assert "دانة الأحمد put version 2 forward." in texts(content)
    assert {"دانة الأحمد", "נועם"} <= {text.strip() for text in texts(content)}


@pytest.mark.parametrize("template", [DOCUMENT, CARD])
def test_a_word_wider_than_the_paper_breaks(template):
    content = pdf(template, contents("x" * 130))
    assert "x" * 130 in texts(content)
    places = []
    for page in pages(content):
        page.extract_text(visitor_text=lambda _t, cm, _tm, _f, _s: places.append(cm[4]))
        assert max(places) < page.mediabox.width


@pytest.mark.parametrize("count", [0, 1, 17, 60, 120])
def test_a_card_is_one_small_page_whatever_stands_on_it(count):
    words = "Each of us says what we spend above 150 € before we spend it, within one day. " * 4
    content = pdf(CARD, contents(*[words] * count))
    (page,) = pages(content)
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (298, 420)  # A6, points
    shown = sum(text.startswith("Each of us says") for text in texts(content))
    assert shown == count or f"and {count - shown} more" in texts(content)
    assert "Not proof of consent to any act." in texts(content)


def test_a_card_leaves_out_what_does_not_hold_and_keeps_the_numbers():
    words = contents("We eat.", "We walk.", "We rest.")
    words["clauses"][1]["state"] = "withdrawn"
    said = texts(pdf(CARD, words))
    assert "We walk." not in said
    assert said[said.index("We rest.") - 2] == "3."


@pytest.mark.parametrize("template", [DOCUMENT, CARD])
def test_sixty_clauses_take_less_than_two_seconds(template):
    words = contents(*["Neither of us reads the other’s messages, and we say so. " * 5] * 60)
    before = time.process_time()
    pdf(template, words)
    assert time.process_time() - before < 2


def test_threads_set_pages_side_by_side():
    words, made = contents("We have dinner together."), []
    threads = [threading.Thread(target=lambda: made.append(pdf(DOCUMENT, words))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_without_typst_it_says_that_it_cannot(monkeypatch):
    monkeypatch.setattr(typesetting, "typst", None)
    with pytest.raises(CannotPrintError):
        pdf(DOCUMENT, contents("We eat."))
