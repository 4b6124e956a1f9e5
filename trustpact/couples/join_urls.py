"""What an invited person sees, mounted at /join/: open to all who hold a link or a code."""

from django.urls import path

from trustpact.couples.views import joining

app_name = "join"

# "mine" in place of a token: the invitation that this browser opened last.
urlpatterns = [
    path("", joining.code, name="code"),
    path("<str:token>/", joining.invitation, name="invitation"),
    path("<str:token>/acceptance/", joining.acceptance, name="acceptance"),
    path("<str:token>/refusal/", joining.refusal, name="refusal"),
]
