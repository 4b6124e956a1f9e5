"""One load run, from an empty database to the oracle's verdict."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.load.faults import Faults
from bench.load.installation import ROOT, Beat, Version, Web, Worker, processor_time
from bench.load.oracle import Account
from bench.rows import as_json, as_table

EACH = 0.5  # acts a second and person
CALM = 420  # seconds until nothing may be open: leases and the longest pause
LEAD = 8  # seconds until people are there and the moment of the reminders is written
SCRIPT = Path(__file__).with_name("seeding.py")


class Run:
    """What was asked for, and all that takes part in it."""

    def __init__(self, asked, folder, servers, stack):
        self.asked, self.folder, self.stack = asked, folder, stack
        self.database, self.redis, self.sink = servers
        self.mails, self.parts = [], []
        self.sink.on_message = self._note_mail
        self.story, self.outcomes = folder / "story.json", folder / "outcomes"
        self.upstreams = folder / "upstreams"
        self.within = min(60, asked.seconds / 5)  # seconds in which all reminders fall due
        self.faults = Faults(self.parts, self.database, self.redis, self.sink, self._publish)

    def go(self):
        """Seed, start, let people come, let things go wrong, calm down; return what is wrong."""
        new, old = self._versions()
        began = time.time()
        self._seed(old or new, "fill")
        print(f"Seeded in {time.time() - began:.0f} s.", flush=True)
        self.stack.callback(self._end_all)
        for kind in (Web, Web, Worker, Worker, Beat, Beat):
            self.parts.append(
                kind(old or new)
            )  # first, so that one that does not start is ended, too
            self.parts[-1].start()
        self._publish()
        begin = time.time() + LEAD
        due_after = self.asked.seconds * 0.3
        self._seed(old or new, "due", begin=begin + due_after)
        self._read_in_passing(anew=True)
        before = self._spent()
        people = self._people_come()
        if old:
            self._wait_until(begin + due_after)
            self._roll(old, new)
        elif not self.asked.calm:
            for second, act in self.faults.timeline(self.asked.seconds, due_after):
                self._wait_until(begin + second)
                self.faults.do(act)
        people.wait()
        self._calm_down()
        self._read_in_passing()
        spent = {name: after - before[name] for name, after in self._spent().items()}
        return self._verdict(spent if self.asked.calm else {})

    # --- What runs.

    def _versions(self):
        """Prepare this version of the code, and the one to roll from where one is asked for."""
        from django.conf import settings

        keys = ("SECRET_KEY", "VAULT_KEYS", "SEALING_KEYS", "VAPID_KEYS")
        environment = os.environ | {name: getattr(settings, name) for name in keys}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "trustpact.settings",
            "DEBUG": "off",
            "ALLOWED_HOSTS": "localhost",
            "SITE_ADDRESS": "https://localhost",
            "TRUSTED_PROXIES": "1",
            "EMAIL_URL": self.sink.url,
            "CHECKPOINTS": str(self.folder / "checkpoints"),
        }
        (self.folder / "checkpoints").mkdir()
        new = Version(ROOT, self.folder / "new", environment)
        if not self.asked.rolling:
            return new, None
        code = self.folder / "older"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", "-q", code, self.asked.rolling], check=True)
        self.stack.callback(subprocess.run, [*git, "remove", "--force", code], check=False)
        return new, Version(code, self.folder / "old", environment)

    def _seed(self, version, what, **more):
        """Let the code that runs first fill the database, or say when reminders are due."""
        plan = {name: getattr(self.asked, name) for name in ("couples", "with_a_year", "acting")}
        plan |= {"signing": self.asked.signing, "due": self.asked.due, "within": self.within}
        file = self.folder / "plan.json"
        file.write_text(json.dumps(plan | more))
        environment = os.environ | {"PYTHONPATH": str(version.code)}
        subprocess.run(
            [sys.executable, SCRIPT, what, file, self.story],
            cwd=version.code,
            env=environment,
            check=True,
        )

    def _publish(self, without=None):
        """Say which webs people are sent to."""
        webs = [part for part in self.parts if isinstance(part, Web) and part is not without]
        unfinished = self.upstreams.with_suffix(".new")
        unfinished.write_text(" ".join(web.address for web in webs))
        unfinished.replace(self.upstreams)  # whoever reads it now finds one or the other, whole

    def _people_come(self):
        users = min(round(self.asked.rate / EACH), 2 * self.asked.acting)
        environment = os.environ | {
            "LOAD_STORY": str(self.story),
            "LOAD_UPSTREAMS": str(self.upstreams),
            "LOAD_OUTCOMES": str(self.outcomes),
            "LOAD_EACH": str(EACH),
        }
        how = [
            "-f",
            "bench/load/people.py",
            "--headless",
            "--only-summary",
            "--host",
            "http://localhost",
        ]
        how += ["-u", str(users), "-r", "20", "-t", f"{self.asked.seconds}s", "-s", "20"]
        log = self.stack.enter_context((self.folder / "locust").open("w"))
        return subprocess.Popen(
            [sys.executable, "-m", "locust", *how],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )

    def _roll(self, old, new):
        """Bring the new version in while the old one runs: schema, then workers, then webs."""
        for command in (("migrate", "--noinput", "-v0"), ("load_library",), ("replay_erasures",)):
            new.manage(*command)
        print("  the new schema is there, under the old code", flush=True)
        for kind in (Worker, Beat, Web):
            for part in [part for part in self.parts if isinstance(part, kind)]:
                self.parts.append(kind(new))
                self.parts[-1].start()
                self.parts.remove(part)
                self._publish()
                time.sleep(1)  # what was sent to it has arrived
                part.end()
            print(f"  every {kind.__name__} is new", flush=True)

    def _end_all(self):
        for part in self.parts:
            part.kill()  # whether it ever started or not

    def _note_mail(self):
        self.mails.append((time.time(), self.sink.messages[-1]["Message-ID"]))

    @staticmethod
    def _wait_until(moment):
        time.sleep(max(0, moment - time.time()))

    # --- How it ends.

    def _calm_down(self):
        """Wait until nothing is open that is due."""
        from django.utils import timezone

        from trustpact.notices.models import Notice, Schedule

        end = time.monotonic() + CALM
        while time.monotonic() < end:
            due = Schedule.objects.due(timezone.now())
            if not Notice.objects.open().exists() and not due.exists():
                return
            time.sleep(2)
        print("  It did not become calm.", flush=True)

    @staticmethod
    def _read_in_passing(*, anew=False):
        """Say of which tables many rows were read that nobody asked for: no index led to them."""
        from django.db import connection

        with connection.cursor() as cursor:
            if anew:
                cursor.execute("SELECT pg_stat_reset()")
                return
            cursor.execute(
                "SELECT relname, seq_scan, seq_tup_read FROM pg_stat_user_tables "
                "WHERE seq_tup_read > 100000 ORDER BY seq_tup_read DESC LIMIT 6"
            )
            for table, scans, read in cursor.fetchall():
                print(f"  {table} was read through {scans:,} times, {read:,} rows", flush=True)

    def _spent(self):
        """Return the processor time of each kind of part so far; of use where none was killed."""
        spent = {"PostgreSQL": processor_time(self.database.process.pid)}
        for part in self.parts:
            name = type(part).__name__.lower()
            spent[name] = spent.get(name, 0) + processor_time(part.process.pid)
        return spent

    def _verdict(self, spent):
        story = json.loads(self.story.read_text())
        happened, in_doubt = self.faults.happened, self.faults.in_doubt_at_most
        account = Account(self.outcomes, story, self.mails, happened, in_doubt)
        rows = [*account.rows(), *account.costs(spent)]
        print("\n" + as_table(rows) + "\n", flush=True)
        file = ROOT / "var" / "load.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(as_json(rows), encoding="utf-8")
        found = list(account.findings())
        for name in ("new", "old"):
            log = self.folder / name / "log"
            if found and log.exists():
                print(log.read_text(errors="replace")[-3000:])
        if found:
            print((self.folder / "locust").read_text()[-2500:])
        return found
