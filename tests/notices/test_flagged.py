from io import StringIO

import pytest
from django.core.management import call_command

from tests.cast import NOON
from tests.notices.kinds_for_tests import DAY, HOUR, claimed, scheduled, told
from trustpact.notices import claim, flagged
from trustpact.notices.models import Notice
from trustpact.notices.sweep import sweep


def printed():
    out = StringIO()
    call_command("flagged", stdout=out)
    return out.getvalue()


def in_doubt(person, number):
    for _ in range(number):
        told(person)
    ids, name = claimed(number)
    claim.begin(ids, claim=name, now=NOON)
    sweep(NOON + claim.WORK_LEASE)


def test_nothing_flagged_says_so(cast):
    told(cast.ana)
    sweep(NOON)

    assert printed() == "Nothing is flagged.\n"


def test_flagged_counts_by_day_kind_channel_and_state(cast):
    in_doubt(cast.ana, 2)
    told(cast.ben, kind="test sure", due_at=NOON - DAY, until=NOON - HOUR)
    scheduled(cast.ana, kind="test faulty")
    sweep(NOON)

    assert [tuple(vars(row).values()) for row in flagged.listed()] == [
        (NOON.date(), "test faulty", "", flagged.NOT_PLANNED, 1),
        (NOON.date(), "test reminder", "mail", Notice.Status.UNKNOWN, 2),
        (NOON.date() - DAY, "test sure", "mail", Notice.Status.FAILED, 1),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_flagged_takes_two_statements(cast, count, django_assert_num_queries):
    in_doubt(cast.ana, count)

    with django_assert_num_queries(2):
        flagged.listed()


def test_flagged_names_nobody_and_nothing(cast, caplog):
    notice = told(cast.ana, words={"name": "Benjamin"}, address="somebody@example.net")
    faulty = scheduled(cast.ana, kind="test faulty")
    sweep(NOON + 2 * HOUR)

    for text in (printed(), caplog.text):
        assert "test reminder" in text
        for word in ("Benjamin", "somebody", str(notice.subject), str(faulty.subject), "example"):
            assert word not in text
    people = (str(cast.ana.pk), "Ana", "ana@")
    assert not any(word in printed() for word in (*people, str(notice.pk)))


@pytest.mark.parametrize("refuse", ["550 No", ""])
def test_flagging_writes_a_line_a_kind(cast, caplog, smtp_sink, refuse):
    for _ in range(3):
        told(cast.ana)
    smtp_sink.refuse, smtp_sink.drop = refuse, not refuse

    sweep(NOON)

    lines = [record.getMessage() for record in caplog.records if "Flagged" in record.message]
    expected = (
        "3 of test reminder by mail became failed"
        if refuse
        else "1 of test reminder by mail became unknown"
    )
    assert lines == [f"Flagged: {expected}."]


def test_flagged_is_kept_for_a_week(cast):
    in_doubt(cast.ana, 1)

    Notice.objects.forget(NOON + 6 * DAY)
    assert len(flagged.listed()) == 1
    Notice.objects.forget(NOON + 7 * DAY)
    assert flagged.listed() == []
