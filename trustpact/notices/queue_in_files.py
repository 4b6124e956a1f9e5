"""
The queue of one machine, in files: kombu's filesystem transport, with every file there whole.

kombu opens a message's file first and fills it afterwards, so that a worker that looks in between
reads an empty one and ends with a JSONDecodeError (github.com/celery/kombu/issues/1551). Here a
file is written under another name and then renamed, which happens in one moment.
"""

import fcntl
import os
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """Puts and gets whole messages, and binds queues one at a time."""

    def _put(self, queue, payload, **_more):
        name = f"{time.monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, payload)

    def _get(self, queue):
        for path in sorted(Path(self.data_folder_in).glob(f"*.{queue}.msg")):
            taken = path.with_suffix(".taken")
            with suppress(FileNotFoundError):  # another worker was first
                path.rename(taken)
                payload = loads(taken.read_text())
                taken.unlink()
                return payload
        raise Empty

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        self.control_folder.mkdir(exist_ok=True)
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._alone():
            table = self.get_table(exchange)
            if bound not in table:
                _write(self._exchange_file(exchange), [bound, *table])

    @contextmanager
    def _alone(self):
        with (self.control_folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """What `filesystem://` means once `take_over` was called."""

    Channel = Channel


def take_over():
    """Let every `filesystem://` of this process be this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"


def _write(path, content):
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4()}.part")
    unfinished.write_text(dumps(content))
    os.replace(unfinished, path)
