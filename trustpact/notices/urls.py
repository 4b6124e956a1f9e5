"""How one is told of what is due. Mounted at more/: paths are neutral words (house.md)."""

from django.urls import path

from trustpact.notices import views

app_name = "notices"

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/address/", views.calendar_address, name="calendar_address"),
    path("calendar/removal/", views.calendar_removal, name="calendar_removal"),
]
