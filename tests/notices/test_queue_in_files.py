"""The queue in files, filled by two processes and emptied by two others at the same time."""

import subprocess
import sys
import time
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from trustpact.celery import app
from trustpact.notices import queue_in_files

MESSAGES = 600
FILL = f"""
import sys
from kombu import Connection
from trustpact.notices.queue_in_files import Transport
folder, name = sys.argv[1:]
options = {{"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}}
with Connection(transport=Transport, transport_options=options) as connection:
    queue = connection.SimpleQueue("talk")
    for number in range({MESSAGES}):
        queue.put(f"{{name}} {{number}}")
"""


@pytest.fixture
def connect(tmp_path):
    """`connect()` opens queues in a folder of its own; kombu knows each name once a process."""
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
    return lambda: Connection(transport=queue_in_files.Transport, transport_options=options)


def test_celery_takes_files_by_this_transport():
    with app.connection_for_write("filesystem://") as connection:
        assert isinstance(connection.transport, queue_in_files.Transport)


def test_messages_of_two_processes_come_whole_and_once(connect, tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", FILL, str(tmp_path), name]) for name in ("a", "b")
    ]
    read = []
    with connect() as one, connect() as two:
        queues = [one.SimpleQueue("talk"), two.SimpleQueue("talk")]
        end = time.monotonic() + 60
        while len(read) < 2 * MESSAGES and time.monotonic() < end:
            read += [message for queue in queues for message in taken(queue)]

    assert [writer.wait() for writer in writers] == [0, 0]
    assert sorted(read) == sorted(f"{name} {n}" for name in "ab" for n in range(MESSAGES))


def test_messages_come_in_the_order_in_which_they_were_put(connect):
    with connect() as connection:
        queue = connection.SimpleQueue("order")
        for number in range(20):
            queue.put(number)

        assert taken(queue) == list(range(20))


def test_a_message_that_is_still_being_written_is_not_taken(connect, monkeypatch, tmp_path):
    with connect() as connection:
        queue = connection.SimpleQueue("half")
        monkeypatch.setattr(queue_in_files.os, "replace", lambda *_names: None)
        queue.put("the first half")

        assert taken(queue) == []
        assert list(tmp_path.glob("*.part"))


def test_a_queue_stays_bound_when_another_is(connect):
    with connect() as connection:
        channel = connection.default_channel
        for name in ("sweep", "mail", "sweep"):
            channel._queue_bind("waking", name, "", name)

        assert {bound.queue for bound in channel.get_table("waking")} == {"sweep", "mail"}
        assert isinstance(channel, filesystem.Channel)


def taken(queue):
    """Return all messages that can be had now."""
    messages = []
    while True:
        try:
            message = queue.get_nowait()
        except (Empty, queue.Empty):
            return messages
        message.ack()
        messages.append(message.payload)
