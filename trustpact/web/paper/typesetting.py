"""
From words to a PDF, by typst. Pure: the same words give the same bytes.

Words reach the templates as JSON data and are never read as markup. The faces are those in typst
itself and in pymupdf-fonts (Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Georgian,
symbols); after them come those of the machine, for ideographs and emoji.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

try:
    import typst
    from pymupdf_fonts import fontbuffers
except ImportError:  # there is no wheel for every machine; the rest of the product runs without
    typst = None  # type: ignore[assignment]

FOLDER = Path(__file__).parent
FACES = ("figo", "figit", "notos", "symbol1", "symbol2", "math")  # in pymupdf-fonts
_reading_faces = Lock()


class CannotPrintError(Exception):
    """No PDF can be made here of these words."""


def pdf(template: Path, contents: Mapping[str, Any]) -> bytes:
    """
    Return the PDF of a template with these contents; no date is in its properties.

    A template imports `paper.typ`, and reads no other file: this folder is all that typst can see.

    It is tagged as PDF/UA-1 (ISO 14289-1) asks. Where no face here has a sign of the words, the
    standard cannot be kept: then the paper says `contents["incomplete"]`, a sentence. Raises
    CannotPrintError where typst is missing or refuses.
    """
    if typst is None:
        raise CannotPrintError("typst is not installed")
    try:
        return _compiled(template, contents, accessible=True)
    except typst.TypstError:
        pass
    try:
        shown = {**contents, "warning": contents["incomplete"]}
        return _compiled(template, shown, accessible=False)
    except typst.TypstError as error:
        raise CannotPrintError(error.message) from error


def _compiled(template: Path, contents: Mapping[str, Any], *, accessible: bool) -> bytes:
    with _reading_faces:
        fonts, _folder = _faces()
    # A compiler is for one thread at a time, the faces are for all.
    made = typst.Compiler(template.read_bytes(), root=FOLDER, font_paths=fonts).compile(
        format="pdf",
        sys_inputs={"data": json.dumps(contents, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"] if accessible else [],
    )
    assert isinstance(made, bytes)  # noqa: S101 - what a call without an output path promises
    return made


@cache
def _faces() -> tuple[Any, TemporaryDirectory[str]]:
    """Return the faces, and the folder they are read from for as long as the process lives."""
    folder = TemporaryDirectory(prefix="faces-")
    for name in FACES:
        Path(folder.name, f"{name}.otf").write_bytes(fontbuffers[name]())
    return typst.Fonts(font_paths=[folder.name]), folder
