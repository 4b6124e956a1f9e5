"""How what two people say of one clause meets."""

import pytest

from agreements.meeting import Meeting, meeting_of


@pytest.mark.parametrize(
    ("said", "met"),
    [
        (("agree", "agree"), Meeting.AGREED),
        (("agree", "change"), Meeting.TALK),
        (("talk", "talk"), Meeting.TALK),
        (("agree", "no"), Meeting.ASIDE),
        (("no", "talk"), Meeting.ASIDE),
        (("agree", ""), Meeting.TALK),
        (("agree",), Meeting.TALK),
        ((), Meeting.TALK),
    ],
)
def test_meeting_of_what_two_say(said, met):
    assert meeting_of(said) is met


def test_meeting_is_the_same_whoever_says_it():
    said = ("agree", "change", "talk", "no", "")
    assert all(meeting_of((a, b)) is meeting_of((b, a)) for a in said for b in said)
