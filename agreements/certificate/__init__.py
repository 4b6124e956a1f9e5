"""
A version on paper: `document.typ` like a deed, `card.typ` for a pocket.

`contents.py` says what stands on the paper, `typesetting.py` sets it.
"""
