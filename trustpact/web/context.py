"""What the frame around every page needs to know."""

from django.utils.functional import SimpleLazyObject

# The place in the navigation that a path belongs to, by its first word.
PLACES = {
    "today": "today",
    "pages": "pages",
    "talks": "talks",
    "us": "us",
    "join": "us",
    "notes": "more",
    "more": "more",
    "people": "more",
    "account": "more",
}


class Frame:
    """Answers the base template's questions; asks nothing of the database when nobody signed in."""

    def __init__(self, request):
        self.request = request

    @property
    def signed_in(self):
        """Whether a person is signed in, and with that: navigation and quick exit."""
        user = getattr(self.request, "user", None)
        return user is not None and user.is_authenticated

    @property
    def place(self):
        """Return which of the five places this page belongs to, or ""."""
        return PLACES.get(self.request.path_info.strip("/").partition("/")[0], "")


def frame(request):
    """Give templates `frame`, read only where it is used."""
    return {"frame": SimpleLazyObject(lambda: Frame(request))}
