"""
Mail as bytes: rendered once for a wording and a language, then filled in for each person.

Rendering two templates and building a message costs about as much as sending it, and thousands of
reminders differ only in a link and a few headers. So a form is made from the very message that
`mail` builds, with marks where a person's values go; filling one in is joining bytes. Only values
that need no encoding go into a form, each printable ASCII on one line: none can begin a header, a
line or a part. In the HTML part they are escaped. Whatever else comes up is built as a message.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.core.mail.message import sanitize_address
from django.utils.html import escape

MOST_CHARACTERS = 300  # of a value; far from what a line of mail may hold
PLAIN = re.compile(r"[ -~]*")
MAILBOX = re.compile(r"[\w.!#$%&*+/=?^{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII | re.I)
MARK = re.compile(rb"zq(text|html)qz(\w+)zq")
FOLD_AT = 78  # characters of a header, with its name


@dataclass(frozen=True)
class Letter:
    """A mail that a server can take as it is."""

    sender: str
    mailbox: str
    content: bytes


def letter(write, *, wording, language, context, headers, mailbox):
    """
    Return a mail as bytes, or None where a value of it needs more care than a form takes.

    `write(wording, language, text context, html context)` builds the message without what is a
    person's own: that is `headers` by name, `mailbox`, and the strings in `context`.
    """
    values = [*context.values(), *headers.values()]
    if not all(map(_is_plain, values)) or not MAILBOX.fullmatch(mailbox):
        return None
    filled_in = frozenset(name for name, value in context.items() if value)
    form = _form(write, wording, language, filled_in)
    return form and form.filled(context, {"To": mailbox} | headers)


def _is_plain(value):
    is_short = isinstance(value, str) and len(value) <= MOST_CHARACTERS
    return is_short and PLAIN.fullmatch(value) is not None


@lru_cache(maxsize=256)
def _form(write, wording, language, names):
    """Build the form of a wording in which these words are given; None where its subject has one."""
    message = write(wording, language, _marks("text", names), _marks("html", names))
    if MARK.search(message.subject.encode()):
        return None  # in a header a word may need an encoding, which hides the marks too
    built = message.message()
    for name in ("To", "Message-ID", "Date"):
        del built[name]
    content = built.as_bytes(linesep="\r\n")
    pieces = MARK.split(content)  # text, which part, whose value, text, ...
    slots = list(zip(pieces[1::3], pieces[2::3], strict=True))
    return Form(
        sender=sanitize_address(message.from_email, "utf-8"),
        texts=pieces[0::3],
        slots=[(name.decode(), part == b"html") for part, name in slots],
    )


def _marks(part, names):
    return {name: f"zq{part}qz{name}zq" for name in names}


@dataclass(frozen=True)
class Form:
    """A mail in pieces: bytes that are everybody's, and between them slots for a person's words."""

    sender: str
    texts: list[bytes]
    slots: list[tuple[str, bool]]  # which word, and whether it stands in HTML

    def filled(self, context, headers):
        """Return the letter with these words and headers."""
        pieces = [_header(name, value) for name, value in headers.items()]
        for text, (name, is_html) in zip(self.texts, self.slots, strict=False):
            value = escape(context[name]) if is_html else context[name]
            pieces += (text, value.encode("ascii"))
        pieces.append(self.texts[-1])
        return Letter(self.sender, headers["To"], b"".join(pieces))


def _header(name, value):
    line = f"{name}: {value}\r\n"
    if len(line) > FOLD_AT:
        line = f"{name}:\r\n {value}\r\n"
    return line.encode("ascii")
