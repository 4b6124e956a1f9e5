"""The floor page is as bare as speed.md says, and turns are fair."""

from bench.measuring import FloorPage, in_turns


def test_the_floor_page_asks_three_times_and_is_small(tmp_path):
    with FloorPage(f"sqlite:///{tmp_path}/floor.sqlite3") as floor:
        assert floor.seconds(2) > 0
    assert floor.queries == 3
    assert 600 <= floor.bytes <= 660


def test_measures_take_turns_and_give_their_medians():
    order = []
    first, second = iter([3, 1, 2]), iter([30, 10, 20])

    def measure(name, values):
        order.append(name)
        return next(values)

    medians = in_turns(lambda: measure("a", first), lambda: measure("b", second), rounds=3)
    assert medians == [2, 20]
    assert order == ["a", "b"] * 3
