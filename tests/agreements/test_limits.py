"""What no agreement can bind a person to: the corpus, the grammar, the library, the speed."""

import io
import sys
import time
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

from agreements import limits
from agreements.limits.frames import FRAMES, LINES
from agreements.limits.verdict import KINDS
from agreements.models import ClauseTemplate
from tests.agreements.drafting import library
from tests.agreements.limits_figures import corpus, share

LEXICONS = Path(limits.__file__).parent.glob("*.toml")


def category(text, language=""):
    return limits.read(text, language).category


# --- the corpus


@pytest.mark.parametrize("aside", [False, True], ids=["seen", "kept aside"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_recall_is_at_least_95_percent(language, aside):
    caught, binding = share(corpus(aside=aside, files=[language]), binding=True)

    assert caught / binding >= 0.95


@pytest.mark.parametrize("aside", [False, True], ids=["seen", "kept aside"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_false_alarms_are_at_most_3_percent(language, aside):
    refused, harmless = share(corpus(aside=aside, files=[language]), binding=False)

    assert refused / harmless <= 0.03


@pytest.mark.parametrize("voices", ["en.voices", "de.voices", "en.fresh", "de.fresh"])
def test_voices_that_once_were_unseen_are_read_as_well(voices):
    caught, binding = share(corpus(files=[voices]), binding=True)
    refused, harmless = share(corpus(files=[voices]), binding=False)

    assert caught / binding >= 0.95
    assert refused / harmless <= 0.03


def test_some_sayings_are_read_as_well():
    """What binds by an image alone is beyond rules; what is read of it must not get lost."""
    caught, binding = share(corpus(files=["en.idioms", "de.idioms"]), binding=True)

    assert caught / binding >= 0.4


def test_the_corpus_has_both_sides_of_each_category_in_both_languages():
    for language, least in (("en", 200), ("de", 100)):
        sentences = corpus(files=[language])
        for is_binding in (True, False):
            side = [one for one in sentences if one.is_binding == is_binding]
            assert len(side) >= least
            assert {one.category for one in side} == set(limits.CATEGORIES)


def test_every_clause_of_the_starter_library_is_fine(db):
    library()
    templates = list(ClauseTemplate.published.all())

    refused = [one.slug for one in templates if category(one.text_as_suggested, one.language)]

    assert {one.language for one in templates} == {"en", "de"}
    assert refused == []


def test_intrusive_clauses_of_the_library_are_recognised_as_such(db):
    library()
    intrusive = ClauseTemplate.published.filter(intrusive=True)

    missed = [
        (one.slug, one.language)
        for one in intrusive
        if not limits.read(one.text_as_suggested, one.language).is_intrusive
    ]

    assert len(intrusive) == 8
    assert missed == []


# --- by force of which words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We read each other’s messages.", "messages"),
        ("We do not read each other’s messages.", ""),
        ("Neither of us reads, copies or forwards the other’s messages.", ""),
        ("Nobody has to show a message.", ""),
        ("Sam may not refuse to show a message.", "messages"),
        ("Each of us may show a message.", ""),
        ("Each of us may read the other’s messages.", "messages"),
        ("Reading each other’s messages is off limits.", ""),
        ("Wir lesen die Nachrichten des anderen nicht.", ""),
        ("Niemand muss eine Nachricht zeigen.", ""),
        ("Niemand ist verpflichtet, eine Nachricht zu zeigen.", ""),
        ("Sam verpflichtet sich, keine Nachricht zu löschen.", "messages"),
        ("Sam schaltet die Sperre an seinem Handy ab.", "passwords"),
    ],
)
def test_a_thing_given_up_binds_unless_it_is_denied_or_free(text, expected):
    assert category(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sam meets friends.", ""),
        ("Sam never meets friends.", "isolation"),
        ("Sam may meet friends without asking.", ""),
        ("Sam may meet friends only if Alex agrees.", "isolation"),
        ("Sam asks Alex before meeting friends.", "isolation"),
        ("Nobody has to ask before meeting friends.", ""),
        ("Neither of us forbids the other to meet friends.", ""),
        ("Each of us may leave at any time.", ""),
        ("Nobody leaves before a year.", "leaving"),
        ("Jeder darf jederzeit gehen.", ""),
        ("Keiner geht vor Ablauf eines Jahres.", "leaving"),
    ],
)
def test_a_freedom_binds_where_it_is_denied_or_hangs_on_leave(text, expected):
    assert category(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We do not lie, and all phones are unlocked.",
        "Don’t worry. You’ll give me your password.",
        "Alex has a phone. Sam may look through it at any time.",
        "WE SHARE OUR PASSWORDS",
        "ｗｅ ｓｈａｒｅ ｐａｓｓｗｏｒｄｓ",
        "We share our pass\u200dwords.",
        "We help each other. Sam hands over the salary. We cook.",
        "We laugh a lot.\nAlex zeigt Sam alle Nachrichten.",
    ],
)
def test_binding_words_are_found_wherever_they_hide(text):
    assert category(text)


def test_a_language_that_is_not_the_agreements_is_read_all_the_same():
    assert category("Wir lesen die Nachrichten des anderen.", "en") == "messages"
    assert category("We read each other’s messages.", "de") == "messages"


def test_the_words_that_bind_are_quoted_as_they_were_typed():
    reading = limits.read("We cook. Sam GIVES Alex the PIN of his phone, always.")

    assert "GIVES Alex the PIN" in reading.words


def test_what_is_offered_of_ones_own_is_intrusive_and_does_not_bind():
    offered = limits.read("If both of us wish, we share our location.")
    kept = limits.read("We do not share our location.")

    assert (offered.category, offered.is_intrusive) == ("", True)
    assert (kept.category, kept.is_intrusive) == ("", False)


# --- whose, with whom, on which condition


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zieht Tanja aus, verliert sie das Haus.", "leaving"),
        ("Bricht einer ein Versprechen, reden wir darüber.", ""),
        ("Should Ben lie, he pays a hundred euros.", "punishment"),
        ("No one leaves the house without saying where.", "location"),
        ("Ohne Bescheid zu geben, wohin, verlässt keiner das Haus.", "location"),
        ("Ben’s pay goes to Ben’s account.", ""),
        ("Ben’s pay goes to Ana’s account.", "money"),
        ("My hair is up to me.", ""),
        ("Your hair is up to me.", "health"),
        ("Lea entscheidet selbst, wer ihren Laptop benutzt.", ""),
        ("If I want, I can show you a photo on my phone.", ""),
        ("If you want, I can read your chats.", "messages"),
        ("Short skirts stay in the closet unless he is with her.", "isolation"),
        ("Owen tells Will where he was.", "location"),
        ("Taking a break is off the table.", ""),
        ("Breaking up is off the table.", "leaving"),
        ("A locked phone counts as a betrayal.", "passwords"),
        ("Her phone is locked, and Ben is fine with that.", ""),
    ],
)
def test_who_owns_and_who_decides_is_read(text, expected):
    assert category(text) == expected


# --- the tables


def test_every_line_of_the_frames_can_be_read():
    lines = [line for lines in LINES.values() for line in lines.strip().splitlines()]

    assert len(lines) == len(FRAMES)
    assert {frame.kind for frame in FRAMES} <= set(KINDS)


@pytest.mark.parametrize("lexicon", sorted(LEXICONS), ids=lambda path: path.stem)
def test_every_frame_can_stand_in_every_language(lexicon):
    held = set(tomllib.loads(lexicon.read_text()))
    counted = {"NAME", "NUMBER", "LARGE", "SMALL"}  # by what they look like
    asked = {
        step
        for lines in LINES.values()
        for line in lines.strip().splitlines()
        for need in line.strip("+- ").split()[1:]
        for step in need.strip("!<>").split("|")
    }

    assert asked - held - counted == set()


# --- speed


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4000,
        "no " * 1333,
        "," * 4000,
        "a. " * 1333,
        "ﷺ" * 4000,
        "e\u0301" * 2000,
        "turns off gives up keeps " * 160,
        "have see take give get leave stop " * 114,
        "Sam gibt das Handy nicht ab und " * 125,
        "1.2.3,4" * 571,
    ],
    ids=lambda text: text[:12],
)
def test_4000_characters_of_anything_are_read_within_50_ms(text):
    fastest = min(seconds(lambda: limits.read(text)) for _ in range(3))

    assert fastest < 0.05


def test_a_clause_is_read_within_a_millisecond():
    texts = [one.text for one in corpus()]

    assert seconds(lambda: [limits.read(text) for text in texts]) / len(texts) < 0.001


def seconds(work):
    """Return the processor time that `work` takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


# --- the command


def test_check_clauses_answers_one_line_for_each_line(monkeypatch, capsys):
    lines = "We cook.\nWe share passwords.\n\nKeiner trifft Freunde allein.\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))

    call_command("check_clauses")

    assert capsys.readouterr().out.splitlines() == [
        "fine",
        "refused: passwords",
        "fine",
        "refused: isolation",
    ]
