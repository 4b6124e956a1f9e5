"""Where everything is mounted; below a mount, each app's own `urls.py` says the rest."""

from importlib.util import find_spec

from django.urls import include, path


def mounted(where, urlconf):
    try:
        return [path(where, include(urlconf))] if find_spec(urlconf) else []
    except ModuleNotFoundError:
        return []


# Signed-in paths begin with a neutral word: today, pages, talks, us, more, account.
urlpatterns = [
    *mounted("", "trustpact.web.urls"),
    *mounted("", "trustpact.people.urls"),
    *mounted("account/", "allauth.urls"),
    *mounted("today/", "trustpact.today.urls"),
    *mounted("pages/", "agreements.urls"),
    *mounted("talks/", "checkins.urls"),
    *mounted("us/", "trustpact.couples.urls"),
    *mounted("join/", "trustpact.couples.join_urls"),
]
