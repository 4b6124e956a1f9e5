"""
What a PDF says to a machine that reads it aloud: its text in the order of its tags.

`pypdf` reads the file; this reads the text as PDF means it, where `extract_text` guesses from
places on the page: `/ActualText` stands for what it encloses, `/ReversedChars` runs from right to
left, and paragraphs are those of the structure tree (ISO 32000-1, 14.8 and 14.9.4).
"""

import io
from dataclasses import dataclass, field
from unicodedata import bidirectional, category

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

SAME_LINE = 9  # points: a mark is lifted less than this, a line is lower by more
RIGHT_TO_LEFT = {"R", "AL"}


@dataclass
class Piece:
    """What one marked sequence of the page shows, on one line."""

    x: float
    y: float
    shown: list[list[str]] = field(default_factory=list)  # one list of signs a show string
    is_reversed: bool = False

    @property
    def text(self) -> str:
        if not self.is_reversed:
            return "".join(sign for signs in self.shown for sign in signs)
        return "".join(sign for signs in reversed(self.shown) for sign in reversed(signs))

    @property
    def strong(self) -> set[str]:
        """The directions of its letters."""
        return {kind for kind in map(bidirectional, self.text) if kind in RIGHT_TO_LEFT | {"L"}}

    @property
    def may_be_leftward(self) -> bool:
        return not self.strong & {"L"} and not any(category(sign) == "Nd" for sign in self.text)


def paragraphs(pdf: bytes) -> list[tuple[str, str]]:
    """Return the role and the text of every tagged paragraph and heading, in reading order."""
    reader = PdfReader(io.BytesIO(pdf))
    pieces = {page.indirect_reference.idnum: _pieces(page, reader) for page in reader.pages}
    found: list[tuple[str, list[Piece]]] = []
    _walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], 0, pieces, [], found)
    return [(role, _in_order(shown)) for role, shown in found]


def _walk(node, page, pieces, into, found):
    """Take the pieces of an element `into` its paragraph, those of its children into their own."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            _walk(each, page, pieces, into, found)
    elif isinstance(node, DictionaryObject):
        page = node.raw_get("/Pg").idnum if "/Pg" in node else page
        if node.get("/Type") == "/MCR":
            into.extend(pieces[page].get(node["/MCID"], []))
            return
        if node["/S"] != "/Span":
            into = []
            found.append((node["/S"][1:], into))
        _walk(node["/K"], page, pieces, into, found)
    else:
        into.extend(pieces[page].get(int(node), []))


def _pieces(page, reader) -> dict[int, list[Piece]]:
    """Return the pieces of a page by the number of their marked sequence."""
    fonts = {name: _signs_of(font) for name, font in page["/Resources"]["/Font"].items()}
    found: dict[int, list[Piece]] = {}
    open_marks: list[tuple[str, str | None]] = []
    current, font, place = None, {}, (0.0, 0.0)
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            told = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            if "/MCID" in told:
                current = found.setdefault(int(told["/MCID"]), [])
            actual = told.get("/ActualText")
            open_marks.append((operands[0], actual))
            if actual is not None and current:
                current[-1].shown.append([str(actual)])
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"cm":
            place = float(operands[4]), float(operands[5])
        elif operator == b"BT" and current is not None:
            current.append(Piece(*place))
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ") and current:
            strings = operands[0] if operator == b"TJ" else [operands[0]]
            if any(name == "/Artifact" for name, _actual in open_marks):
                continue
            current[-1].is_reversed |= any(name == "/ReversedChars" for name, _ in open_marks)
            if all(actual is None for _name, actual in open_marks):
                codes = b"".join(_bytes(each) for each in strings if not _is_number(each))
                current[-1].shown.append(list(_read(codes, font)))
    return found


def _is_number(value) -> bool:
    return isinstance(value, int | float)


def _bytes(string) -> bytes:
    return getattr(string, "original_bytes", string)


def _read(codes: bytes, font: dict[bytes, str]):
    """Yield what a show string means; a font's codes are all of one length, 1 byte or 2."""
    length = len(next(iter(font)))
    return (font[codes[at : at + length]] for at in range(0, len(codes), length))


def _signs_of(font) -> dict[bytes, str]:
    """Read a font's ToUnicode map: a code of a show string to what it means."""
    signs = {}
    for line in font["/ToUnicode"].get_data().decode().splitlines():
        if line.startswith("<") and line.count("<") == 2:
            code, meant = line.replace("<", "").replace(">", "").split()
            signs[bytes.fromhex(code)] = bytes.fromhex(meant).decode("utf-16-be", "replace")
    return signs


def _in_order(pieces: list[Piece]) -> str:
    """Put the pieces of a paragraph into reading order: a leftward run goes by its places."""
    pieces = [piece for piece in pieces if piece.text]
    leads = next((piece.strong for piece in pieces if piece.strong), {"L"})
    ordered: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        is_next = not run or abs(piece.y - run[-1].y) < SAME_LINE
        if not (piece.may_be_leftward and is_next):
            ordered += _turned(run, whole="L" not in leads)
            run = []
        (run if piece.may_be_leftward else ordered).append(piece)
    ordered += _turned(run, whole="L" not in leads)
    return "".join(piece.text for piece in ordered)


def _turned(run: list[Piece], *, whole: bool) -> list[Piece]:
    """Read a run from right to left; in a rightward paragraph, signs alone at its ends stay."""
    ends = [at for at, piece in enumerate(run) if piece.strong or whole]
    if not ends:
        return run
    first, end = ends[0], ends[-1] + 1
    leftward = sorted(run[first:end], key=lambda piece: piece.x)[::-1]
    return run[:first] + leftward + run[end:]
