"""Plain pages: which blocks a text has, and where its gaps are."""

from trustpact.web.plain import Block, Piece, blocks, is_filled


def said(block):
    return ["".join(piece.text for piece in line) for line in block.lines]


def test_a_text_falls_into_its_blocks():
    found = blocks("# One\n\n## Two\nthree\nfour\n\n- five\n  six\n- seven\n\n\neight")

    assert [(block.kind, said(block)) for block in found] == [
        ("title", ["One"]),
        ("heading", ["Two"]),
        ("paragraph", ["three four"]),
        ("list", ["five six", "seven"]),
        ("paragraph", ["eight"]),
    ]


def test_a_gap_is_told_apart_from_what_is_said():
    assert blocks("We are [[your\nname]].") == [
        Block("paragraph", [[Piece("We are ", False), Piece("your name", True), Piece(".", False)]])
    ]
    assert not is_filled("We are [[your\nname]].")
    assert is_filled("We are [Ana] ]] [[.")


def test_nothing_written_is_no_block():
    assert blocks(" \n\n \n") == []


def test_marks_elsewhere_are_plain_words():
    (block,) = blocks("a # b - c <b>\\r\\n</b> ## d")

    assert block.kind == "paragraph"
    assert "<b>" in said(block)[0]
