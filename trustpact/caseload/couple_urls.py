"""The couple's pages about their therapists, mounted at /us/people/."""

from django.urls import path

from trustpact.caseload.views import consent

app_name = "therapists"

urlpatterns = [
    path("", consent.therapists, name="therapists"),
    path("invitations/", consent.invitations, name="invitations"),
    path("invitations/<uuid:request_id>/revocation/", consent.revocation, name="revocation"),
    path("kept/<uuid:place_id>/", consent.kept, name="kept"),
    path("<uuid:therapy_id>/", consent.therapist, name="therapist"),
    path("<uuid:therapy_id>/opening/", consent.opening, name="opening"),
    path("<uuid:therapy_id>/end/", consent.end, name="end"),
    path("<uuid:therapy_id>/removal/", consent.removal, name="removal"),
    path("<uuid:therapy_id>/copy/", consent.copy, name="copy"),
    path("<uuid:therapy_id>/past/", consent.past, name="past"),
    path("<uuid:therapy_id>/day/", consent.day, name="day"),
    path(
        "<uuid:therapy_id>/new/<uuid:suggestion_id>/removal/",
        consent.suggestion_removal,
        name="suggestion_removal",
    ),
]
