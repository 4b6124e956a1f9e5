"""Mixed load with faults and a full minute, small: the rows of a run of its own (`bench.load`)."""

import json
import subprocess
import sys

from django.db import connection

from bench.measuring import ROOT
from bench.rows import Row


def rows(floor, now):
    """Run it, and yield what it measured; only where there is a PostgreSQL and a Redis."""
    if connection.vendor != "postgresql":
        return
    file = ROOT / "var" / "load.json"
    file.unlink(missing_ok=True)
    done = subprocess.run([sys.executable, "-m", "bench.load", "--small"], cwd=ROOT)
    for row in json.loads(file.read_text(encoding="utf-8")):
        kept = {name: row[name] for name in ("name", "value", "unit", "goal", "met")}
        yield Row(**kept)
    name, goal = "what the oracle of the load run found", "0: no error but the faults' own"
    yield Row(name, done.returncode, "", goal, done.returncode == 0)
