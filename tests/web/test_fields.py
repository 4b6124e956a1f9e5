"""The fields for what people write: they keep the words, or say what to change."""

import pytest
from django.core.exceptions import ValidationError

from trustpact.web.fields import NameField, WordsField


def refusal(field, value):
    with pytest.raises(ValidationError) as error:
        field.clean(value)
    return " ".join(error.value.messages)


def test_words_field_trims_the_ends_and_keeps_the_lines():
    assert WordsField().clean("  We talk.\r\n\r\nThen we eat. ") == "We talk.\n\nThen we eat."


def test_words_field_says_how_much_is_too_much():
    assert (
        refusal(WordsField(limit=10), "x" * 11)
        == "This is 1 character too long. There is room for 10."
    )


def test_words_field_does_not_let_the_browser_cut():
    assert "maxlength" not in WordsField(limit=10).widget.attrs


def test_words_field_may_be_empty_when_not_required():
    assert WordsField(required=False).clean("") == ""


def test_words_field_of_the_word_limit_passes():
    assert len(WordsField(limit=4000).clean("é" * 4000)) == 4000


@pytest.mark.parametrize(
    ("value", "word"),
    [("a\x00b", "control"), ("a\u202eb", "direction"), ("a\u200bb", "hidden")],
)
def test_words_field_names_what_is_hidden(value, word):
    assert word in refusal(WordsField(), value)


@pytest.mark.parametrize("name", ["Ana", "Ngọc-Hân", "محمد", "李小龍", "O’Brien", "Þórunn", "🦊"])
def test_name_field_takes_any_script(name):
    assert NameField().clean(name) == name


@pytest.mark.parametrize("name", ["...", "- -"])
def test_name_field_wants_something_to_read(name):
    assert refusal(NameField(), name) == "Write at least one letter."


def test_name_field_refuses_a_second_line():
    assert refusal(NameField(), "Ana\nBcc: everyone") == "Write this on one line."
