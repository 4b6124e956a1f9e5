"""A storm over real parts leaves nothing doubled, nothing lost unflagged, nothing after a stop."""

import os
import subprocess
import sys

import pytest

from tests.faults.workers import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.once]
SEED, DEEP_SEEDS = 2, (11, 12, 13)
SECONDS, DEEP_SECONDS = 25, 120
# What must come to light when the product is broken on purpose (`storm_kinds.BREAKS`).
BREAKS = {
    "resend": "came twice",
    "same-name": "came twice",
    "no-silence": "after its person had stopped it",
    "no-doubt": "was cancelled that nobody stopped",
    "no-lease": "are still open",
    "no-answer": "was kept, and done; there is",
}


def storm(*arguments):
    """Let a storm pass in a process of its own; returns its exit status and what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.storm", *map(str, arguments)],
        cwd=ROOT,
        env=kept,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout[-6000:])
    return done.returncode, done.stdout


def test_storm_loses_and_doubles_nothing():
    status, _said = storm("--seed", SEED, "--seconds", SECONDS, "--hurry")

    assert status == 0


@pytest.mark.deep
@pytest.mark.parametrize("seed", DEEP_SEEDS)
def test_long_storm_loses_and_doubles_nothing_with_every_lease_waited_for(seed):
    status, _said = storm("--seed", seed, "--seconds", DEEP_SECONDS)

    assert status == 0


@pytest.mark.deep
@pytest.mark.parametrize("broken", BREAKS)
def test_oracle_sees_what_is_broken_on_purpose(broken):
    status, said = storm("--seed", SEED, "--seconds", SECONDS, "--hurry", "--break", broken)

    assert status == 1
    assert BREAKS[broken] in said
