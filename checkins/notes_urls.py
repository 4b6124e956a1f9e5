"""A person's own journal. Mounted at /notes/: paths are neutral words."""

from django.urls import path

from checkins.views import journal as views

app_name = "notes"

urlpatterns = [
    path("", views.journal, name="journal"),
    path("<int:year>/<int:month>/", views.month, name="month"),
    path("new/", views.new, name="new"),
    path("end/", views.end, name="end"),
    path("<uuid:entry_id>/", views.entry, name="entry"),
    path("<uuid:entry_id>/words/", views.words, name="words"),
    path("<uuid:entry_id>/removal/", views.removal, name="removal"),
    path("<uuid:entry_id>/copy/", views.passage, name="passage"),
]
