"""
A mail server that only counts, in a process of its own on the same cores: `python -m bench.sink`.

Prints its port; for each line on its input it prints how many mails came since the last one, and how
many different ids they had.
"""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP

ROOT = Path(__file__).resolve().parents[1]
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE)


class Sink:
    """The process, seen from the benchmark; used as a context manager."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.sink"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_error):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def taken(self):
        """Return how many mails came since the last call, and how many different ids they had."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        mails, ids = self.process.stdout.readline().split()
        return int(mails), int(ids)


class _Counter:
    def __init__(self):
        self.ids = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.ids.append(MESSAGE_ID.search(envelope.original_content).group(1))
        return "250 OK"


async def _serve():
    counter, loop = _Counter(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(counter, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(len(counter.ids), len(set(counter.ids)), flush=True)
        counter.ids.clear()


if __name__ == "__main__":
    asyncio.run(_serve())
