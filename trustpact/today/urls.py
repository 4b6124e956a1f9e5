"""Mounted at /today/."""

from django.urls import path

from trustpact.today.views import first, today

app_name = "today"

urlpatterns = [
    path("", today.today, name="today"),
    path("first/", first.first, name="first"),
    path("first/reminders/", first.reminders, name="first_reminders"),
    path("first/ahead/", first.ahead, name="first_ahead"),
]
