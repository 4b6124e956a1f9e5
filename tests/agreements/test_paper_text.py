"""
Sign-1 on paper: the text of the page and of the PDF is the text of the signed bytes.

The page's text equals the bytes' sign by sign. The PDF's is read in the order of its tags
(`read_pdf.py`) and compared without white space, because lines break elsewhere on paper. One thing
is evened out on both sides: a sign whose marks are drawn apart (as in Arabic with vowels, and in some
Devanagari) is named once for each part by typst.
"""

import io
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from unicodedata import category

import pytest
import typst
from django.template.loader import render_to_string
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from agreements import canonical
from agreements.certificate import DOCUMENT
from agreements.certificate.contents import contents_of
from agreements.models.sheet import Sheet
from tests.agreements.read_pdf import paragraphs
from tests.agreements.signing import OPEN, in_force
from trustpact.web.paper.typesetting import pdf
from trustpact.web.text import TextRefused, clean_text

WORDS = {
    "Latin": "We cook together affinity office waffle Straße Größe naïve façade łódź ĳsvrij không",
    "Greek": "Τρώμε μαζί τις Κυριακές χωρίς τηλέφωνα ΐδιος",
    "Cyrillic": "По воскресеньям мы ужинаем вместе ёжик їжа",
    "Arabic": "نتناول العشاء معًا كل يوم أحد بلا هواتف گفتگو",
    "Hebrew": "אנחנו אוכלים ארוחת ערב ביחד שלום",
    "Devanagari": "हम रविवार को साथ में भोजन करते क्षत्रिय फ़ोन",
    "Thai": "เรากินข้าว เย็นด้วยกัน ทุกวันอาทิตย์",
    "Georgian": "ჩვენ ვვახშმობთ ერთად",
    "signs": "— “so” (or) « yes » 150 € 5:30 1/2 ✓ ❤ → http://a.org/b?c=d #1 *b* _c_ $x$ \\n <b> @a",
}
WITH_A_FACE_OF_THE_MACHINE = {
    "Noto Serif CJK SC": "我们 每周日 一起吃晚饭， 毎週日曜日は一緒に 매주 저녁을",
    "Noto Color Emoji": "😀 ❤️ 👩‍❤️‍👨 🏳️‍🌈 👍🏽",
}
HERE = typst.Fonts().families()
WORDS |= {name: words for name, words in WITH_A_FACE_OF_THE_MACHINE.items() if name in HERE}

MARKS = "".join(map(chr, (n for n in range(sys.maxunicode) if category(chr(n))[0] == "M")))
VIRAMA = "\u094d"  # binds the letter after it, in Devanagari
DRAWN_IN_PARTS = re.compile(rf"([^\s{MARKS}](?:[{MARKS}]|(?<={VIRAMA})\S)+)\1+")


def unspaced(text):
    """Return a text as it is compared: without white space, each sign in parts named once."""
    return DRAWN_IN_PARTS.sub(r"\1", "".join(text.split()))


def taken_in(text):
    """Whether text intake takes this text just as it is."""
    try:
        return clean_text(text, limit=canonical.CLAUSE_LIMIT) == text and bool(text.strip())
    except TextRefused:
        return False


words = st.sampled_from([word for pool in WORDS.values() for word in pool.split()])
letters = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x45F, categories=("L", "N", "P")), min_size=1
)
sentences = st.one_of(
    *(st.lists(st.sampled_from(pool.split()), min_size=1, max_size=30) for pool in WORDS.values()),
    st.lists(words | letters, min_size=1, max_size=20),
).map(" ".join)
texts = st.lists(sentences, min_size=1, max_size=3).map("\n".join).filter(taken_in)
agreements = st.lists(texts, min_size=1, max_size=6)


class Told(HTMLParser):
    """The texts of a page that people wrote, and the lines of what always holds."""

    def __init__(self, page):
        super().__init__()
        self.texts, self._inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._inside = ("class", "told") in attrs
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.texts[-1] += data


def with_clauses(version, clauses):
    """Let a version, in memory, hold bytes with these clauses."""
    first = version.document.clauses[0]
    document = replace(version.document, clauses=tuple(replace(first, text=one) for one in clauses))
    version.text = canonical.encode(document).decode()
    del version.document


def told_on_paper(version):
    """Return the paragraphs of the version's PDF that hold the clauses and what always holds."""
    content = pdf(DOCUMENT, contents_of(version, now=OPEN))
    assert b"pdfuaid" in content
    found = paragraphs(content)
    lists = [at for at, (role, _text) in enumerate(found) if role == "LBody"]
    return [found[at + 1][1] for at in lists]


def check_agreements(version, *, count):
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate])
    @given(agreements)
    def check(clauses):
        with_clauses(version, clauses)
        signed = canonical.decode(version.text.encode())
        in_bytes = [one.text for one in signed.clauses]
        page = render_to_string(
            "agreements/version.html#sheet", {"sheet": Sheet(version, on=OPEN.date())}
        )
        assert Told(page).texts == in_bytes == clauses
        on_paper = [unspaced(text) for text in told_on_paper(version)]
        assert on_paper == [unspaced(text) for text in [*signed.floor.lines, *in_bytes]]

    check()


def test_page_paper_and_bytes_say_the_same(cast):
    check_agreements(in_force(cast), count=100)


@pytest.mark.deep
@pytest.mark.once
def test_page_paper_and_bytes_say_the_same_a_thousand_times(cast):
    check_agreements(in_force(cast), count=1000)


@pytest.mark.parametrize("script", ["Latin", "Greek", "Cyrillic", "Georgian", "signs"])
def test_a_plain_reader_of_pdf_finds_the_words_too(cast, script):
    version = in_force(cast, WORDS[script])
    content = pdf(DOCUMENT, contents_of(version, now=OPEN))
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "".join(WORDS[script].split()) in "".join(read.split())
