"""The couple's own pages, mounted at /us/: paths are neutral words (house.md)."""

from django.urls import path

from trustpact.couples.views import joining, kept, leaving, us

app_name = "couples"

urlpatterns = [
    path("", us.us, name="us"),
    path("start/", joining.start, name="start"),
    path("welcome/", joining.welcome, name="welcome"),
    path("settings/", us.settings, name="settings"),
    path("language/", us.language, name="language"),
    path("opening/", us.opening, name="opening"),
    path("invitations/", us.invitations, name="invitations"),
    path("invitations/<uuid:invitation_id>/revocation/", us.revocation, name="revocation"),
    path("leave/", leaving.leave, name="leave"),
    path("ended/", leaving.ended, name="ended"),
    path("kept/", kept.kept, name="kept"),
    path("blocks/", leaving.blocks, name="blocks"),
    path("blocks/<uuid:block_id>/removal/", leaving.block_removal, name="block_removal"),
]
