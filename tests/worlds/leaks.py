"""Leaks to be planted: middleware that tells one partner what the other did."""

from checkins.models import CheckIn
from trustpact.people.models import Person


def last_seen(get_response):
    """Tell in a header when somebody else was here last."""

    def respond(request):
        response = get_response(request)
        if last := _last_other(request):
            response.headers["X-Last-Seen"] = last.last_login.isoformat()
        return response

    return respond


def tag(get_response):
    """Tag pages by what stands in the database, so that a tag changes with it."""

    def respond(request):
        response = get_response(request)
        response.headers["ETag"] = f'"{CheckIn.objects.count()}"'
        return response

    return respond


def count(get_response):
    """Say on every page how many answered."""

    def respond(request):
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.content += f"<p>{CheckIn.objects.count()} answered</p>".encode()
        return response

    return respond


def time_of_day(get_response):
    """Say on every page at what time somebody else was here."""

    def respond(request):
        response = get_response(request)
        last = _last_other(request)
        if last and response.headers.get("Content-Type", "").startswith("text/html"):
            response.content += f"<p>{last.last_login:%H:%M}</p>".encode()
        return response

    return respond


def one_more_query(get_response):
    """Show nothing, but ask the database once more where the other answered."""

    def respond(request):
        response = get_response(request)
        if CheckIn.objects.exclude(partner__person=request.user.pk).exists():
            CheckIn.objects.count()
        return response

    return respond


def one_more_cookie(get_response):
    """Set a cookie where the other answered."""

    def respond(request):
        response = get_response(request)
        if CheckIn.objects.exclude(partner__person=request.user.pk).exists():
            response.set_cookie("news", "1")
        return response

    return respond


def _last_other(request):
    others = Person.objects.exclude(pk=request.user.pk).filter(last_login__isnull=False)
    return others.order_by("last_login").last()
