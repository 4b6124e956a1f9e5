"""
`make check`: everything that finds mistakes without running the product.

Every step runs even when an earlier one found something, so that one run shows all there is.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

STEPS = {
    "lint": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "imports": ["lint-imports", "--no-logo"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "start-up checks": ["python", "manage.py", "check", "--fail-level", "WARNING"],
}


def main():
    """Run the steps, print one line each, and return 1 when any of them found something."""
    with tempfile.TemporaryDirectory(prefix="trustpact-check-") as var:
        environment = os.environ | {"DEBUG": "on", "VAR": var}
        found = [name for name, command in STEPS.items() if not passes(name, command, environment)]
    print(f"Found something: {', '.join(found)}." if found else "Nothing found.")
    return 1 if found else 0


def passes(name, command, environment):
    """Run one step and say how it went; its own words are shown only when it found something."""
    began = time.monotonic()
    program, *arguments = command
    done = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    verdict = "found something" if done.returncode else "ok"
    print(f"{name:16} {verdict:16} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
