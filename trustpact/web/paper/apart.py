"""
A PDF set in a process of its own: `python -m trustpact.web.paper.apart TEMPLATE < contents`.

typst keeps what it has set for as long as its process lives. A copy of years, part after part,
would fill the memory of whoever serves pages, and never give it back. Words go in and the PDF comes
out through pipes, so that nothing of it lies in a file.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trustpact.web.paper import typesetting

TOP = Path(__file__).resolve().parents[3]
PATIENCE = 120  # seconds
CANNOT = 3  # the exit code where typst is missing or refuses


def pdf_apart(template: Path, contents: Mapping[str, Any]) -> bytes:
    """Return what `typesetting.pdf` returns, and raise what it raises, leaving no memory taken."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module, with a path of ours
            [sys.executable, "-m", __spec__.name, str(template)],
            cwd=TOP,
            input=json.dumps(contents).encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise typesetting.CannotPrintError("it takes too long") from error
    if done.returncode:
        raise typesetting.CannotPrintError(f"the process ended with {done.returncode}")
    return done.stdout


def main() -> int:
    """Set what standard input holds."""
    try:
        made = typesetting.pdf(Path(sys.argv[1]), json.load(sys.stdin.buffer))
    except typesetting.CannotPrintError:
        return CANNOT
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
