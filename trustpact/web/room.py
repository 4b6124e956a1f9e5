"""Room for the frames of a request, so that a page takes as long from wherever it is called."""

WORDS = 2**13  # 64 kB: more than a chunk, so that it gets one of its own


class RoomMiddleware:
    """
    Begin each request in a frame that brings along the room for all frames below it.

    CPython keeps frames in chunks of 16 kB: a call that does not fit into one asks the system for
    the next, and its return gives it back. A loop right there, as templates have them thirty frames
    down, pays for it in every turn, and by nothing but how deep the server called a page took up to
    twice as long. A frame larger than a chunk gets a chunk of twice its size, and leaves half of it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    __call__.__code__ = __call__.__code__.replace(co_stacksize=WORDS)
