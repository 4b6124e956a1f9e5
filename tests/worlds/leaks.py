"""Leaks to be planted: middleware that tells one partner what the other did."""

from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import http_date

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
        if _other_answered(request):
            CheckIn.objects.count()
        return response

    return respond


def one_more_cookie(get_response):
    """Set a cookie where the other answered."""

    def respond(request):
        response = get_response(request)
        if _other_answered(request):
            response.set_cookie("news", "1")
        return response

    return respond


def last_modified(get_response):
    """Date pages by when somebody else was here last."""

    def respond(request):
        response = get_response(request)
        if last := _last_other(request):
            response.headers["Last-Modified"] = http_date(last.last_login.timestamp())
        return response

    return respond


def longer(get_response):
    """Show nothing, but let every page be longer by as many spaces as there are answers."""

    def respond(request):
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.content += b" " * CheckIn.objects.count()
        return response

    return respond


def cookie_that_counts(get_response):
    """Always set a cookie, of the same name, that says how many answered."""

    def respond(request):
        response = get_response(request)
        response.set_cookie("news", str(CheckIn.objects.count()))
        return response

    return respond


def file_that_counts(get_response):
    """Name what is taken away by how many answers there are."""

    def respond(request):
        response = get_response(request)
        if "attachment" in response.headers.get("Content-Disposition", ""):
            name = f"copy-{CheckIn.objects.count()}"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return respond


def elsewhere(get_response):
    """Lead on from Today where the other answered."""

    def respond(request):
        if request.path == "/today/" and _other_answered(request):
            return redirect("/talks/")
        return get_response(request)

    return respond


def refusal(get_response):
    """Refuse whatever is pressed about talks where the other answered."""

    def respond(request):
        pressed = request.method == "POST" and request.path.startswith("/talks/")
        if pressed and _other_answered(request):
            return HttpResponse("Not now.", status=409)
        return get_response(request)

    return respond


def visits(get_response):
    """Number the visits to the whole installation, in an attribute that nobody reads."""

    def respond(request):
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            number = Session.objects.count()
            response.content += f'<i hidden data-visit="{number}"></i>'.encode()
        return response

    return respond


def _other_answered(request):
    return CheckIn.objects.exclude(partner__person=request.user.pk).exists()


def _last_other(request):
    others = Person.objects.exclude(pk=request.user.pk).filter(last_login__isnull=False)
    return others.order_by("last_login").last()
