"""
The one script of every page: the files of static/js/frame, joined.

Each keeps one behaviour and its own names: it stands in a block of its own. A page asks for one
file instead of one a behaviour, because on a slow line it is requests that cost.
"""

import re
from pathlib import Path

from django.conf import settings

NAME = "frame.js"

_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)  # whole lines: what stands behind code stays
_INDENT = re.compile(r"\n\s*")


def sources(folder: Path | None = None) -> list[Path]:
    """Return the files that are joined, in order."""
    return sorted((folder or settings.BASE_DIR / "static" / "js" / "frame").glob("*.js"))


def joined(folder: Path | None = None) -> str:
    """Return the whole script as text, without its comments and indents."""
    blocks = [
        _INDENT.sub("\n", _COMMENT.sub("", one.read_text("utf-8"))) for one in sources(folder)
    ]
    return "".join(f"{{\n{block.strip()}\n}}\n" for block in blocks)
