import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from checkins.models import JournalEntry, JournalPrompt
from tests.cast import NOON
from trustpact.privacy.export import export_of

pytestmark = pytest.mark.django_db


def write(person, words="The garden was quiet.", now=NOON, **fields):
    return JournalEntry.write(person, words=words, now=now, **fields)


def test_an_entry_has_the_date_of_its_writers_own_clock(cast):
    cast.ana.zone = "Pacific/Auckland"
    late = NOON.replace(hour=23)

    assert write(cast.ana, now=late).written_on == late.date() + timedelta(days=1)


def test_entries_of_a_month_stand_the_newest_first(cast):
    first, second = write(cast.ana, "one"), write(cast.ana, "two")
    write(cast.ana, "before", now=NOON - timedelta(days=3))
    write(cast.ben, "another's")

    assert list(cast.ana.journal_entries.of_month(NOON.date())) == [second, first]


def test_months_are_those_in_which_something_was_written(cast):
    for days in (0, 1, 70):
        write(cast.ana, now=NOON - timedelta(days=days))

    months = [(one.year, one.month) for one in cast.ana.journal_entries.months()]
    assert months == [(2026, 3), (2025, 12)]


def test_a_change_leaves_nothing_of_what_stood_there(cast):
    entry = write(cast.ana)
    entry.change(words="It rained.")

    entry = cast.ana.journal_entries.get()
    assert (entry.words, entry.written_on) == ("It rained.", NOON.date())


def test_words_lie_sealed_under_the_writers_key(cast):
    write(cast.ana, prompt="What I fear")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, prompt FROM checkins_journalentry")
        kept = b"".join(bytes(value) for value in cursor.fetchone())

    assert b"garden" not in kept
    assert b"fear" not in kept


def test_no_two_entries_of_a_person_have_one_number(cast):
    entry = write(cast.ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.create(person=cast.ana, number=entry.number, written_on=NOON.date())


def test_an_entry_stays_when_its_writer_leaves_the_couple(cast):
    entry = write(cast.ana)
    cast.ana_partner.leave(now=NOON)

    assert cast.ana.journal_entries.get().words == entry.words


def test_an_own_export_holds_the_journal_and_the_others_does_not(cast):
    write(cast.ana, prompt="I feel safe with you when ...")
    rows = json.loads(export_of(cast.ana, now=NOON))["own"]["checkins.journalentry"]

    assert [(row["words"], row["written_on"]) for row in rows] == [
        ("The garden was quiet.", "2026-03-02")
    ]
    assert "number" not in rows[0]
    assert "journal" not in export_of(cast.ben, now=NOON)


@pytest.mark.parametrize("language", ["en", "de"])
def test_library_holds_every_beginning(starters, language):
    assert JournalPrompt.published.filter(language=language).count() == 9
