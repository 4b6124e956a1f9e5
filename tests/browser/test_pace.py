"""What is written down about journeys; the walk itself is `make journeys`."""

import json

from tests.browser.pace import MAIL, PRESS, SIGN, Effort, Journey, Target, as_json, as_table

WALKED = Effort(clicks=3, screens=2, signs=10, mails=1, words=8, machine=1.5)


def test_seconds_are_the_machines_and_a_persons():
    assert WALKED.seconds == 1.5 + 3 * PRESS + 10 * SIGN + MAIL + 2


def test_a_journey_is_what_was_done_since():
    assert WALKED - Effort(clicks=1, machine=1.0) == Effort(2, 2, 10, 1, 8, 0.5)


def test_two_people_do_together_what_each_did():
    assert WALKED + Effort(clicks=1, machine=1.0) == Effort(4, 2, 10, 1, 8, 1.5)


def test_a_target_says_nothing_of_what_it_leaves_out():
    assert Target(clicks=3).is_met_by(WALKED)
    assert not Target(clicks=3, screens=1).is_met_by(WALKED)
    assert not Target(seconds=20).is_met_by(WALKED)


def test_a_row_names_what_product_md_asks_for():
    [row] = json.loads(as_json([Journey("sign", WALKED, Target(clicks=3, seconds=25))]))
    assert row == {
        "journey": "sign",
        "clicks": 3,
        "screens": 2,
        "seconds": 23.8,
        "target": "3 clicks, 25 s",
        "met": True,
    }


def test_the_table_says_what_is_not_met():
    met, missed = Journey("a", WALKED, Target(3)), Journey("b", WALKED, Target(2))
    _head, first, second = as_table([met, missed]).splitlines()
    assert first.endswith("3 clicks  met")
    assert second.endswith("2 clicks  NOT MET")
