"""Which mail addresses are taken in, and which of them lead to one mailbox."""

import pytest

from trustpact.people.mailboxes import is_mailbox, mailbox_of, normal, share_a_mailbox


@pytest.mark.parametrize(
    "good", ["a@b.de", "o'hara+x@sub.example.org", "A.B@Example.ORG", "x@localhost"]
)
def test_an_ordinary_mailbox_is_taken(good):
    assert is_mailbox(good)


@pytest.mark.parametrize(
    "bad",
    [
        *["a@[127.0.0.1]", "a@127.0.0.1", "a@b.de\u202e", "a@gma\u0131l.com", "\u212a@b.de"],
        *[
            '"a b"@c.de',
            "a..b@c.de",
            ".a@c.de",
            "a@-b.de",
            "a@b",
            "a@b..de",
            "a@",
            "@b.de",
            "a",
            "",
        ],
        *[
            "a" * 65 + "@b.de",
            "a@" + "b" * 64 + ".de",
            "a@" + "b." * 130 + "de",
            "a@b.de\nx",
            "a@b.de\x00",
        ],
    ],
)
def test_an_odd_mailbox_is_refused(bad):
    assert not is_mailbox(bad)


def test_mailboxes_are_compared_in_lower_case():
    assert normal(" Ana@Example.Org ") == "ana@example.org"


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
