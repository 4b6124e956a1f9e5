"""
A version on paper: `document.typ` like a deed, `card.typ` for a pocket.

`contents.py` says what stands on the paper, `trustpact.web.paper.typesetting` sets it.
"""

from pathlib import Path

DOCUMENT, CARD = (Path(__file__).parent / name for name in ("document.typ", "card.typ"))
