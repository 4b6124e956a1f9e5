"""What a benchmark writes down; measuring itself is `make bench`."""

import json

from bench.rows import Row, as_json, as_table

FAST = Row("Today", 2.0, "ms", "at most 2.5x", True, floor=1.0, queries=6)
SLOW = Row("a chain", 2.5, "s", "at most 2 s", False)


def test_a_row_says_what_speed_md_asks_for():
    first, second = json.loads(as_json([FAST, SLOW]))
    assert first == {
        "name": "Today",
        "floor": 1.0,
        "value": 2.0,
        "unit": "ms",
        "ratio": 2.0,
        "queries": 6,
        "goal": "at most 2.5x",
        "met": True,
    }
    assert (second["floor"], second["ratio"], second["queries"]) == (None, None, None)


def test_the_table_says_what_is_not_met():
    _head, first, second = as_table([FAST, SLOW]).splitlines()
    assert first.endswith("met")
    assert second.endswith("NOT MET")
