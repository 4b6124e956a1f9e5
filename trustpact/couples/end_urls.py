"""Erasing one's account, mounted at /more/end/."""

from django.urls import path

from trustpact.couples.views import erasing

app_name = "ending"

urlpatterns = [
    path("", erasing.end, name="end"),
    path("done/", erasing.done, name="done"),
]
