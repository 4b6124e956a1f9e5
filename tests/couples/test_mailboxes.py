"""Two addresses, one mailbox?"""

import pytest

from trustpact.couples.mailboxes import mailbox_of, share_a_mailbox


@pytest.mark.parametrize(
    "address",
    [
        "ana.berg@gmail.com",
        "AnaBerg@gmail.com",
        "anaberg+us@gmail.com",
        "a.n.a.b.e.r.g@googlemail.com",
    ],
)
def test_gmail_spellings_are_one_mailbox(address):
    assert mailbox_of(address) == "anaberg@gmail.com"


def test_tags_mean_nothing_and_dots_mean_something_elsewhere():
    assert mailbox_of("Ana.Berg+us@example.org") == "ana.berg@example.org"


def test_shared_mailbox_is_found_among_several():
    assert share_a_mailbox(["a@x.org", "b+1@x.org"], ["c@x.org", "B@x.org"])
    assert not share_a_mailbox(["a@x.org"], ["b@x.org"])
