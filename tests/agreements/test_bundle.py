"""The file that proves the history, and the command that checks it."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements import bundle
from agreements.chain import State
from agreements.models import Version
from agreements.models.history import public_keys
from tests.agreements.signing import OPEN, agree_anew, bundle_of, in_force


@pytest.fixture
def content(cast):
    """A bundle with two versions: one withdrawn, one ended."""
    version = in_force(cast)
    version.withdraw(partner=cast.ana_partner, now=OPEN)
    agree_anew(cast)
    second = Version.propose(version.agreement, partner=cast.ben_partner, now=OPEN)
    second.end(partner=cast.ben_partner, now=OPEN)
    return bundle.write(bundle_of(version.agreement))


def check(content, keys=None):
    return bundle.check(bundle.read(content), keys or public_keys())


def verify(tmp_path, content, **options):
    file, said = tmp_path / "pages.json", StringIO()
    file.write_text(content, encoding="utf-8")
    call_command("verify_bundle", str(file), stdout=said, **options)
    return said.getvalue()


def test_a_bundle_reads_back(content):
    assert bundle.write(bundle.read(content)) == content


def test_the_command_says_intact(content, tmp_path):
    assert verify(tmp_path, content).startswith("intact: 2 versions, 6 entries.")


def test_the_command_says_where_it_was_altered(content, tmp_path):
    with pytest.raises(CommandError, match="altered, from entry 1 on"):
        verify(tmp_path, content.replace("Sundays", "Fridays"))


def test_the_command_says_that_the_key_is_unknown(content, tmp_path, settings):
    settings.SEALING_KEYS = f"{'B' * 42}A="
    with pytest.raises(CommandError, match="unknown key, from entry 1 on"):
        verify(tmp_path, content)
    assert "intact" in verify(tmp_path, content, own_keys=True)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": "bundle/2"}', "[" * 100_000, "\x00"])
def test_the_command_refuses_what_is_no_bundle(tmp_path, text):
    with pytest.raises(CommandError, match="not a bundle"):
        verify(tmp_path, text)


def test_the_command_says_when_the_file_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_bundle", str(tmp_path / "nothing.json"))


def change(content, *where, to):
    plain = json.loads(content)
    *steps, last = where
    inner = plain
    for step in steps:
        inner = inner[step]
    inner[last] = to
    return json.dumps(plain)


@pytest.mark.parametrize(
    ("where", "to"),
    [
        (("agreement",), "another"),
        (("versions", 0, "number"), 2),
        (("versions", 0, "digest"), "0" * 64),
        (("versions", 0, "salt"), "00" * 32),
        (("versions", 0, "salt"), "00"),
        (("versions", 0, "text"), "{}"),
        (("versions",), []),
        (("history", 2, "seal"), "00" * 64),
        (("history", 2, "hash"), "00" * 32),
    ],
)
def test_a_changed_value_is_found(content, where, to):
    assert check(change(content, *where, to=to)).state is State.ALTERED


def test_every_changed_character_of_texts_and_statements_is_found(content):
    plain = json.loads(content)
    places = [(("versions", 0, "text"), plain["versions"][0]["text"])]
    places += [(("history", 1, "statement"), plain["history"][1]["statement"])]
    for where, text in places:
        for place in range(0, len(text), 7):
            other = "0" if text[place] != "0" else "1"
            changed = change(content, *where, to=text[:place] + other + text[place + 1 :])
            assert check(changed).state is State.ALTERED, (where, place)


def test_an_entry_left_out_or_moved_is_found(content):
    plain = json.loads(content)
    history = plain["history"]
    for altered in (history[1:], history[:2] + history[3:], [history[1], history[0], *history[2:]]):
        assert check(json.dumps(plain | {"history": altered})).state is State.ALTERED


def test_a_text_with_half_a_character_is_refused(content):
    plain = json.loads(content)
    broken = [plain["versions"][0] | {"text": "\ud800"}, *plain["versions"][1:]]
    with pytest.raises(bundle.NotABundleError):
        bundle.read(json.dumps(plain | {"versions": broken}))


def test_a_version_added_is_found(content):
    plain = json.loads(content)
    added = plain["versions"] + [plain["versions"][0] | {"number": 3}]
    assert check(json.dumps(plain | {"versions": added})).state is State.ALTERED


def test_a_key_that_is_not_what_its_name_says_is_not_believed(content):
    read = bundle.read(content)
    lying = replace(read, keys={name: bytes(32) for name in read.keys})
    assert bundle.check(lying).state is State.ALTERED
    assert bundle.check(replace(read, keys={})).state is State.UNKNOWN_KEY


def test_the_bundle_names_nobody_and_no_time(content, cast):
    assert "Ana" not in content
    assert str(cast.ana.pk) not in content
    assert OPEN.isoformat()[:16] not in content
