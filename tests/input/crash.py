"""A page that fails with what was typed on its lips; put innermost among the middleware."""


def fail(_get_response):
    """Raise what was posted, in place of the page."""

    def respond(request):
        try:
            raise ValueError(str(dict(request.POST.lists())))
        except ValueError as error:
            raise RuntimeError(f"{request.user} {request.get_full_path()}") from error

    return respond
