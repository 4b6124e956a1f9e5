"""
Whatever is sent to any form: never a 500, never half a change, a sentence, and what was typed kept
(promises.md, "Bad input"). Buttons are found by walking the URLs, so a new form is covered by itself.

In CI each field meets a few of the values, another few at the next field; with --deep all of them.
"""

import re
from html import unescape
from itertools import cycle, islice

import pytest

from tests.input.presses import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("input")]

ANSWERS = {200, 302, 303, 400, 404, 405, 409, 429}
SENTENCE = re.compile(r"<(?:p|li)[^>]*>\s*(?:<a[^>]*>)?[^<]{15,}")
NEVER_WORDS = {  # what no text of a person's own may hold
    "NUL": "\x00",
    "escape": "\x1b[2J",
    "next line": "\x85",
    "noncharacter": "\ufdd0",
    "bidi override": "\u202egninrut",
    "isolate": "\u2067",
    "zero-width space": "\u200b",
    "word joiner": "\u2060",
    "tag characters": "\U000e0041\U000e0042",
    "10,000 marks": "a" + "\u0301" * 10_000,
    "a megabyte": " and more" * 116_000,
}
WORDS_THAT_PASS = {
    "an emoji family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "a flag": "\U0001f1e9\U0001f1ea",
    "Hebrew": "שלום בית",
    "Arabic": "مرحبا بكم",
    "Persian with a joiner": "می‌خواهم",
    "markup": "</script><img src=x onerror=alert(1)>",
    "a template": "{{7*7}} {% now 'Y' %}",
    "a scheme": "javascript:alert(1)",
    "looks like another": "Аna",
}
ANYTHING = {  # what is no sensible value of any other field
    "nothing": "",
    "NUL": "2\x00",
    "lone surrogate": "\ud800",
    "NUL in JSON": '{"id": "\\u0000"}',
    "surrogate in JSON": '[{"slug": "\\ud800"}]',
    "NaN": "NaN",
    "infinite": "1e400",
    "JSON with NaN": '{"a": NaN, "b": 1e400}',
    "100,000 deep": "[" * 100_000,
    "a key twice": '{"slug": "a", "slug": "b"}',
    "year 0001": "0001-01-01",
    "year 9999": "9999-12-31",
    "29 February": "2027-02-29",
    "a moment that never is": "2026-13-45T99:99",
    "minus": "-1",
    "a million": "1000000",
    "too large for any column": "9" * 40,
    "an injected key": "1 or 1=1",
    "an injected quote": "'; DROP TABLE people_person; --",
    "a way up": "../../etc/passwd",
    "localtime": "localtime",
    "posixrules": "posixrules",
    "Factory": "Factory",
    "address of a host": "a@[127.0.0.1]",
    "a mail that turns": "ana@example.org\u202e",
    "dotless": "ana@gma\u0131l.com",
    "two lines": "ana@example.org\r\nBcc: all@example.org",
    "an id that never was": "5b6c5a52-6f5e-4a43-9c58-3f2d5a0c9b11",
}
IN_CI = 2  # values a field meets there
ONLY_LOOKS = {"preview", "up", "down", "remove", "add"}  # buttons that keep nothing
A_LINE_OF_A_LIST = re.compile(r"form-[1-9]\d*-")  # at the desk, each line as the first


def those_that_keep(walk, request):
    """Return the buttons that keep what was typed; every one with --deep."""
    if request.config.getoption("--deep"):
        return walk.presses
    return [one for one in walk.presses if not one.button or one.button[0] not in ONLY_LOOKS]


def dealt(values, request):
    """Return a dealer of the next few of these (name, value); of all of them with --deep."""
    if request.config.getoption("--deep"):
        return lambda: values.items()
    endless = cycle(values.items())
    return lambda: islice(endless, IN_CI)


def trouble(answer, written):
    """Say what is wrong with an answer to something bad, or nothing."""
    if answer.status_code not in ANSWERS:
        return f"answered {answer.status_code}"
    if answer.status_code >= 400:
        if written:
            return f"{answer.status_code}, but wrote to {written.tables}"
        if "html" in answer["Content-Type"] and not SENTENCE.search(answer.content.decode()):
            return f"{answer.status_code} without a sentence"
    return ""


def test_walk_finds_the_forms(walk):
    assert len(walk.presses) > 200
    assert len({press.route for press in walk.presses if press.words}) > 25


def test_what_no_text_may_hold_is_refused_and_the_rest_is_kept(walk, request):
    wrong, deal = [], dealt(NEVER_WORDS, request)
    for press in those_that_keep(walk, request):
        typed = {one.name: f"{WORDS} {one.name}" for one in press.words}
        for name in typed:
            for what, bad in deal():
                answer, written = walk.send(
                    press, press.data(**typed | {name: f"{typed[name]}{bad} end"})
                )
                found = trouble(answer, written)
                if not found and answer.status_code < 400 and written:
                    found = f"taken, {answer.status_code}"
                shown = unescape(answer.content.decode())
                lost = [words for words in typed.values() if words not in shown]
                if not found and answer.status_code == 400 and lost:
                    found = f"lost what was typed: {lost}"
                if found:
                    wrong.append(f"{press} {name} with {what}: {found}")
    assert not wrong, "\n".join(wrong)


def test_words_of_any_script_pass_and_markup_stays_words(walk, request):
    wrong, deal = [], dealt(WORDS_THAT_PASS, request)
    for press in those_that_keep(walk, request):
        for one in press.words:
            plain, _written = walk.send(press, press.data(**{one.name: "Plain words"}))
            if plain.status_code >= 400:  # it wants something else than words
                continue
            for what, words in deal():
                answer, _written = walk.send(press, press.data(**{one.name: words}), follow=True)
                if answer.status_code != 200:
                    wrong.append(f"{press} {one.name} with {what}: {answer.status_code}")
                elif "<img src=x" in answer.content.decode():
                    wrong.append(f"{press} {one.name}: markup was not escaped")
    assert not wrong, "\n".join(wrong)


def test_no_field_takes_anything_but_its_own_kind(walk, request):
    """Whatever stands in a field of another kind, it is refused or left aside, in one piece."""
    wrong, deal = [], dealt(ANYTHING, request)
    for press in those_that_keep(walk, request):
        for one in press.fields.values():
            if one.is_words or A_LINE_OF_A_LIST.match(one.name):
                continue
            for what, bad in deal():
                answer, written = walk.send(press, press.data(**{one.name: bad}))
                if found := trouble(answer, written):
                    wrong.append(f"{press} {one.name} with {what}: {found}")
    assert not wrong, "\n".join(wrong)


def shapes(data) -> dict:
    """Return a form as it did not leave its page: what is the matter, the data, how it is sent."""
    twice = {name: [*_list(value)] * 2 for name, value in data.items()}
    as_json = {"content_type": "application/json"}
    return {
        "nothing at all": ({}, {}),
        "fields that are not its own": (data | {"is_superuser": "on", "id": "1", "x": "y"}, {}),
        "every field twice": (twice, {}),
        "1,001 fields": (data | {f"x{number}": "1" for number in range(1001)}, {}),
        "JSON": ({}, {"body": '{"words": "\\u0000", "a": 1e400, "a": NaN}'} | as_json),
        "deep JSON": ({}, {"body": "[" * 100_000} | as_json),
        "cut multipart": ({}, {"body": "--x\r\nContent", "content_type": "multipart/form-data"}),
        "another encoding": ({}, {"body": b"words=\xff\xfe", "content_type": "text/plain"}),
    }


def _list(value):
    return value if isinstance(value, list) else [value]


def test_no_form_falls_over_what_arrives_in_another_shape(walk, request):
    wrong, deal = [], dealt(dict.fromkeys(shapes({})), request)
    for press in those_that_keep(walk, request):
        every = shapes(press.data())
        for what in {"every field twice", *(name for name, _none in deal())}:
            data, how = every[what]
            answer, written = walk.send(press, data, **how)
            if found := trouble(answer, written):
                wrong.append(f"{press} with {what}: {found}")
    assert not wrong, "\n".join(wrong)
