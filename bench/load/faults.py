"""What goes wrong during a load run, when, and whether people may notice."""

import time
from dataclasses import dataclass

import redis

from bench.load.installation import Beat, Web, Worker
from trustpact.notices.delivery import IN_HAND

PROCESSES = 2  # of a worker
AWAY = 2  # seconds
REFUSED = 5  # seconds


@dataclass(frozen=True)
class Fault:
    """Something that went wrong; `is_felt` where requests may fail between these moments."""

    name: str
    began: float
    ended: float
    is_felt: bool


class Faults:
    """Does harm to the parts of an installation, and mends it."""

    def __init__(self, parts, database, broker, sink, publish):
        self.parts, self.database, self.broker, self.sink = parts, database, broker, sink
        self.publish = publish  # tells people which webs are up
        self.happened, self.in_doubt_at_most = [], 0

    def timeline(self, seconds, due_after):
        """Return (second, act) of a whole run; mail and workers fail while the full minute is sent."""
        acts = [
            (0.08, self.kill_a_web),
            (0.2, self.restart_broker),
            (0.6, self.crash_database),
            (0.72, self.kill_a_beat),
            (0.8, self.empty_broker),
            (0.86, self.kill_a_worker),
            (0.92, self.kill_a_web),
        ]
        within = [
            (due_after + seconds * 0.03, self.kill_a_worker),
            (due_after + seconds * 0.06, self.refuse_mail),
        ]
        return sorted(
            [(seconds * part, act) for part, act in acts] + within, key=lambda one: one[0]
        )

    def do(self, act):
        """Let one thing go wrong, and write down when it did."""
        began, name = time.time(), act.__name__
        is_felt = bool(act())
        self.happened.append(Fault(name, began, time.time(), is_felt))
        print(f"  {name}, {time.time() - began:.1f} s", flush=True)

    def kill_a_web(self):
        """A web dies; people meet the dead one until the proxy has noticed, a second later."""
        web = self._one(Web)
        web.kill()
        time.sleep(1)
        self.publish(without=web)
        web.start()
        self.publish()
        return True

    def restart_broker(self):
        """Redis dies, and comes back empty."""
        self.broker.kill()
        time.sleep(AWAY)
        self.broker.start()

    def empty_broker(self):
        """Redis forgets everything."""
        with redis.Redis.from_url(self.broker.url) as client:
            client.flushall()

    def crash_database(self):
        """PostgreSQL dies, and comes back with all it had committed."""
        self.database.kill()
        time.sleep(AWAY)
        self.database.start()
        time.sleep(1)
        # What a worker had in hand just then is in doubt.
        workers = [part for part in self.parts if isinstance(part, Worker)]
        self.in_doubt_at_most += len(workers) * PROCESSES * IN_HAND
        return True

    def kill_a_worker(self):
        """A worker dies with all it has in hand; another starts."""
        worker = self._one(Worker)
        worker.kill()
        self.in_doubt_at_most += PROCESSES * IN_HAND
        worker.start()

    def kill_a_beat(self):
        """A beat dies; another starts."""
        beat = self._one(Beat)
        beat.kill()
        beat.start()

    def refuse_mail(self):
        """The mail server takes no mail for a while."""
        self.sink.refuse = "451 Come back later"
        time.sleep(REFUSED)
        self.sink.refuse = ""

    def _one(self, kind):
        """Return the one of its kind whose turn it is: not always the same."""
        found = [part for part in self.parts if isinstance(part, kind)]
        return found[len(self.happened) % len(found)]
