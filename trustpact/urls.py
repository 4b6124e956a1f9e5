"""Where everything is mounted; below a mount, each app's own `urls.py` says the rest."""

from django.urls import include, path

from trustpact.curation.desk import desk

# Signed-in paths begin with a neutral word: today, pages, talks, us, more, account.
urlpatterns = [
    path("", include("trustpact.web.urls")),
    path("", include("trustpact.people.urls")),
    path("", include("trustpact.notices.urls")),
    path("", include("trustpact.operations.urls")),
    path("account/", include("allauth.urls")),
    path("today/", include("trustpact.today.urls")),
    path("pages/", include("agreements.urls")),
    path("talks/", include("checkins.urls")),
    path("notes/", include("checkins.notes_urls")),
    path("us/people/", include("trustpact.caseload.couple_urls")),
    path("us/", include("trustpact.couples.urls")),
    path("people/", include("trustpact.caseload.urls")),
    path("look/", include("agreements.taste_urls")),
    path("verify/", include("agreements.open_urls")),
    path("calendar/", include("trustpact.notices.open_urls")),
    path("more/end/", include("trustpact.couples.end_urls")),
    path("join/people/", include("trustpact.caseload.join_urls")),
    path("join/", include("trustpact.couples.join_urls")),
    path("desk/", desk.urls),
]
