"""What the search of a dump finds, so that its silence means something."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from tests.browser.remains import everything_kept, found_in
from tests.cast import make_person

pytestmark = pytest.mark.django_db
WORD = "blüemlisalp"


def in_a_column(_folder):
    make_person("Eve", f"{WORD}@example.org")


def in_a_session(_folder):
    session = SessionStore()
    session["typed"] = WORD
    session.save()


def in_a_file(folder):
    (folder / "log").write_text(WORD, encoding="utf-8")


@pytest.mark.parametrize("somewhere", [in_a_column, in_a_session, in_a_file])
def test_a_word_that_lies_open_is_found(somewhere, tmp_path):
    somewhere(tmp_path)

    assert found_in(everything_kept(tmp_path), [WORD]) == [WORD]


def test_a_sealed_word_is_not_found(tmp_path):
    person = make_person("Blüemlisalp", "eve@example.org")

    assert found_in(everything_kept(tmp_path), [person.name, person.email]) == [person.email]
