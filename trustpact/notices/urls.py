"""How one is told of what is due. Mounted at the root: paths are neutral words (house.md)."""

from django.urls import path

from trustpact.notices import views

app_name = "notices"

urlpatterns = [
    path("more/calendar/", views.calendar, name="calendar"),
    path("more/calendar/address/", views.calendar_address, name="calendar_address"),
    path("more/calendar/removal/", views.calendar_removal, name="calendar_removal"),
    path("quiet/<str:token>/", views.quiet, name="quiet"),
    path("more/device/push/", views.push, name="push"),
    path(
        "more/device/push/<uuid:subscription_id>/removal/", views.push_removal, name="push_removal"
    ),
]
