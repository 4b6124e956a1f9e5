"""
The ways by which a notice reaches its person, one sender a channel.

`delivery` makes a sender of its channel's class once a task, opens it when there is something to
send, has every notice written as a message of its kind, sends the messages one after the other, and
closes it at the end.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Outcome(StrEnum):
    """What became of one message."""

    SENT = "sent"
    LATER = "later"  # certainly not sent; the server may take it another time
    NEVER = "never"  # certainly not sent, and refused for good
    GONE = "gone"  # the same, because the mailbox is not there any more
    UNWANTED = "unwanted"  # there is nobody any more to send it to
    UNSURE = "unsure"  # the line broke: the server may have taken it
    UNTRIED = "untried"  # certainly not sent: held back, or its turn did not come


class Sender(Protocol):
    """What every sender can do. `is_gone`: its server takes nothing more now."""

    is_gone: bool

    def open(self) -> bool:
        """Connect, where it takes that, and say whether anything can be sent now."""

    def message_for(self, notice: Any, now: datetime) -> Any:
        """Return the message of a notice; may raise, and then the notice is given up."""

    def send(self, message: Any) -> Outcome:
        """Send one message and return its Outcome; never raises for what a server answers."""

    def learn(self, outcomes: dict) -> None:
        """Write down what a batch told of mailboxes and browsers, once it is over."""

    def close(self) -> None:
        """Let go of the server; never raises."""
