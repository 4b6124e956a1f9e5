"""A push service on loopback that keeps what it gets, and can misbehave when told to."""

import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.servers import free_port


@dataclass(frozen=True)
class Pushed:
    """One push as it came: the path of its endpoint, headers (names in lower case), body, moment."""

    path: str
    headers: dict
    body: bytes
    moment: float  # seconds since 1970


class PushSink:
    """
    The push service of the tests; `pushes` are those that it took (201), `seen` all of them.

    `answer` is the status for every endpoint, `answers` those for single paths: 201 takes it,
    404 and 410 know the browser no more, 429 and 500 want it later. `where` is sent as Location.
    `delay` is how many seconds it waits before it answers; `drop` takes the push and then cuts the
    line before it answers, so that the sender cannot know.
    """

    def __init__(self):
        self.pushes, self.seen = [], []
        self.answer, self.answers = 201, {}
        self.where, self.delay, self.drop = "", 0, False
        self.port = free_port()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self._server.daemon_threads = True

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()

    def endpoint(self, name="browser"):
        """Return the address of one browser here; PUSH_TO_LOOPBACK must be on to use it."""
        return f"http://127.0.0.1:{self.port}/push/{name}"

    def to(self, name):
        """Return the pushes that one browser got."""
        return [one for one in self.pushes if one.path == f"/push/{name}"]


def _handler(sink):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            pushed = Pushed(self.path, headers, body, time.time())
            status = sink.answers.get(self.path, sink.answer)
            sink.seen.append(pushed)
            if status == 201:
                sink.pushes.append(pushed)
            time.sleep(sink.delay)
            if sink.drop:
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(status)
            if sink.where:
                self.send_header("Location", sink.where)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments):
            """Keep the tests' output clean."""

    return Handler
