"""The oracle of the load run finds what must not happen: it is of no use where it finds nothing."""

import json
from datetime import timedelta

import pytest

from bench.load.faults import Fault
from bench.load.oracle import Account
from checkins.models import Appreciation
from tests.cast import NOON
from tests.notices.kinds_for_tests import told
from trustpact.notices.models import Notice

AT = NOON.timestamp()


@pytest.fixture
def account(tmp_path, cast):
    """Build an account of a run: what people were told, which mails came, what went wrong."""

    def build(*outcomes, mails=(), faults=(), due=(), in_doubt_at_most=0):
        file = tmp_path / "outcomes"
        file.write_text("".join(json.dumps(one) + "\n" for one in outcomes))
        story = {"people": [], "due": [str(one.pk) for one in due]}
        return list(Account(file, story, list(mails), list(faults), in_doubt_at_most).findings())

    return build


def outcome(name="today", *, ok=True, partner=None, **more):
    one = {"at": AT, "took": 0.1, "name": name, "status": 200 if ok else 503, "ok": ok}
    return one | {"writes": False, "partner": str(partner and partner.pk), "value": None} | more


def sent(cast):
    notice = told(cast.ana)
    Notice.objects.filter(pk=notice.pk).update(status="sent", next_at=None)
    return AT, f"<{notice.pk}@localhost>"


def test_an_error_is_found_unless_a_fault_that_people_feel_explains_it(account):
    around = {"began": AT - 1, "ended": AT + 1}
    felt, unfelt = (Fault("x", **around, is_felt=is_felt) for is_felt in (True, False))
    long_ago = Fault("x", AT - 99, AT - 90, True)

    assert account(outcome(ok=False), faults=[felt, unfelt]) == []
    for faults in ([], [unfelt], [long_ago]):
        assert len(account(outcome(ok=False), faults=faults)) == 1


def test_a_write_that_was_kept_and_is_lost_or_doubled_is_found(account, cast):
    said = outcome("thanks", partner=cast.ana_partner, value="Line 1")
    unsure = said | {"ok": False, "at": AT - 99}
    felt = Fault("x", AT - 100, AT - 98, True)
    assert len(account(said)) == 1
    assert account(unsure, faults=[felt]) == []

    Appreciation.give(cast.ana_partner, "Line 1", now=NOON)
    assert account(said) == []
    Appreciation.give(cast.ana_partner, "Line 1", now=NOON - timedelta(days=2))
    assert account(said) != []
    assert account(unsure, faults=[felt]) != []


def test_a_reminder_that_is_lost_doubled_or_missing_is_found(account, cast):
    mail = sent(cast)
    assert account(mails=[mail], due=[cast.ana]) == []
    assert account(mails=[], due=[cast.ana]) == ["A reminder reads sent, and never came."]
    assert account(mails=[mail, mail], due=[cast.ana]) == ["A reminder came 2 times."]
    assert account(mails=[mail], due=[cast.ana, cast.ben]) == ["Of 2 that were due, 1 have a row."]


def test_more_in_doubt_than_the_faults_explain_is_found(account, cast):
    notice = told(cast.ana)
    Notice.objects.filter(pk=notice.pk).update(status="unknown", next_at=None)

    assert account(due=[cast.ana], in_doubt_at_most=1) == []
    assert account(due=[cast.ana]) == ["1 are in doubt, where 0 may be."]


def test_a_reminder_that_still_waits_is_found(account, cast):
    told(cast.ana)
    assert account(due=[cast.ana], in_doubt_at_most=9) == ["A reminder reads due."]
