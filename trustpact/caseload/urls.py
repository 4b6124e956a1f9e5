"""A therapist's pages, mounted at /people/: after that come ids and neutral words only."""

from django.urls import path

from trustpact.caseload.views import cases

app_name = "caseload"

urlpatterns = [
    path("", cases.case_list, name="cases"),
    path("profile/", cases.profile, name="profile"),
    path("device/", cases.factor, name="factor"),
    path("<uuid:therapy_id>/", cases.case, name="case"),
    path("<uuid:therapy_id>/card/", cases.card, name="card"),
    path("<uuid:therapy_id>/pages/", cases.agreement, name="agreement"),
    path("<uuid:therapy_id>/talks/", cases.repairs, name="repairs"),
    path("<uuid:therapy_id>/day/", cases.day, name="day"),
    path("<uuid:therapy_id>/library/", cases.suggestion, name="suggestion"),
    path("<uuid:therapy_id>/end/", cases.end, name="end"),
]
