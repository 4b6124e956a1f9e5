"""
The one stylesheet: every file of static/css, joined in layer order.

Each file holds plain rules without a layer of its own; its place decides the layer. When static
files are collected, `JoinedFinder` adds the joined file, which then gets a digest in its name like
any other, and with it the joined script. In development and in tests a view joins each anew.
"""

import re

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from trustpact.web import scripts

NAME = "trustpact.css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")


def joined(folder=None):
    """Return the whole stylesheet as text; `folder` holds one file or one folder per layer."""
    folder = folder or settings.BASE_DIR / "static" / "css"
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        sources = [folder / f"{layer}.css", *sorted((folder / layer).glob("*.css"))]
        rules = "\n".join(_short(path.read_text("utf-8")) for path in sources if path.exists())
        parts.append(f"@layer {layer} {{\n{rules}\n}}")
    return "\n".join(parts) + "\n"


def _short(css):
    """Leave out comments and indents; a space stays where a line was broken."""
    return _INDENT.sub("\n", _COMMENT.sub("", css)).strip()


class JoinedFinder(BaseFinder):
    """Gives `collectstatic` the joined stylesheet and script beside the files they were joined from."""

    def list(self, ignore_patterns):
        """Yield the two files, in a storage of their own."""
        storage = InMemoryStorage()
        storage.prefix = ""
        for name, whole in ((NAME, joined()), (scripts.NAME, scripts.joined())):
            storage.save(name, ContentFile(whole.encode()))
            yield name, storage

    def find(self, path, find_all=False, **kwargs):
        """Find nothing on disk: until they are collected, the joined files have no place there."""
        return []

    def check(self, **kwargs):
        """There is nothing to configure."""
        return []
