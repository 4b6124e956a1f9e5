"""A request begins with room for its frames: how deep a server calls it makes no difference."""

import resource

from trustpact.web.room import RoomMiddleware

CALLS = 100
DEPTHS = range(240)


def a_page(_request):
    """Call a function over and over, as a loop in a template does."""
    for _call in range(CALLS):
        a_line()


def a_line():
    return None


def most_faults(get_response):
    """Return how often one call at most had memory brought in, from wherever it was called."""
    below(DEPTHS[-1], get_response)
    return max(faults(depth, get_response) for depth in DEPTHS)


def faults(depth, get_response):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    below(depth, get_response)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def below(frames, get_response):
    return below(frames - 1, get_response) if frames else get_response(None)


def test_a_page_costs_the_same_from_whatever_depth_it_is_called():
    assert most_faults(RoomMiddleware(a_page)) < CALLS / 2


def test_a_request_without_room_falls_on_an_edge():
    assert most_faults(a_page) >= CALLS
