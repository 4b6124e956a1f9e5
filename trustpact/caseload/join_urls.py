"""What an invited therapist sees, mounted at /join/people/: open to all who hold a link."""

from django.urls import path

from trustpact.caseload.views import joining

app_name = "guests"

urlpatterns = [
    path("<str:token>/", joining.invitation, name="invitation"),
    path("<str:token>/acceptance/", joining.acceptance, name="acceptance"),
    path("<str:token>/refusal/", joining.refusal, name="refusal"),
]
