"""
Compile the catalogues of translations, which are kept as text alone.

    python trustpact/web/catalogues.py

`make run`, the tests and the image do this when they start; it takes a moment where a .po is newer
than its .mo, and no time at all otherwise. Babel does it, so no program beside Python is needed.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Compile each catalogue that changed since it was last compiled, and return those."""
    return [compiled(po) for po in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_newer(po)]


def is_newer(po: Path) -> bool:
    """Whether a catalogue was never compiled, or not since it changed."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def compiled(po: Path) -> Path:
    """Compile one catalogue and return where it lies, whole at every moment."""
    mo = po.with_suffix(".mo")
    unfinished = po.with_suffix(f".{os.getpid()}.mo")  # two starts at once do not meet in it
    with po.open("rb") as text, unfinished.open("wb") as binary:
        write_mo(binary, read_po(text))
    unfinished.replace(mo)
    return mo


if __name__ == "__main__":
    compile_catalogues()
