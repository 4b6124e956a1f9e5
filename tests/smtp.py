"""A real mail server on loopback that keeps what it gets, and can misbehave when told to."""

import asyncio
import email
import email.policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.servers import free_port


class SmtpSink:
    """
    The mail server of the tests; `messages` are what it accepted, in order, parsed.

    `refuse` is the reply to DATA instead of "250 OK" ("451 Later", "550 No"), and nothing is
    kept then. `drop` keeps the message and cuts the line before replying: the sender cannot know.
    `delay` are seconds before the reply, after the message was kept; `on_message()` is called then.
    """

    def __init__(self):
        self.messages = []
        self.refuse = ""
        self.drop = False
        self.delay = 0
        self.on_message = None
        self.port = free_port()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def start(self):
        """Listen, on the same port as before."""
        self._controller = Controller(_Keeper(self), hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self):
        """Take no connection any more, until it is started again."""
        self._controller.stop()

    @property
    def url(self):
        """Return the value of EMAIL_URL that sends here."""
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address):
        """Return the messages that were sent to this address."""
        return [message for message in self.messages if address in message["X-Sent-To"]]


class _Keeper:
    def __init__(self, sink):
        self.sink = sink

    async def handle_DATA(self, server: SMTP, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        if self.sink.refuse:
            return self.sink.refuse
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        message["X-Sent-To"] = ", ".join(envelope.rcpt_tos)
        self.sink.messages.append(message)
        if self.sink.on_message:
            self.sink.on_message()
        if self.sink.delay:
            await asyncio.sleep(self.sink.delay)
        if self.sink.drop:
            server.transport.abort()
        return "250 OK"
