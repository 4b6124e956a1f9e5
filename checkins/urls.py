"""Mounted at /talks/: paths are neutral words."""

from django.urls import path

from checkins import views

app_name = "checkins"

urlpatterns = [
    path("", views.rituals, name="rituals"),
    path("past/", views.past, name="past"),
    path("clauses/<uuid:clause_id>/", views.felt, name="felt"),
    path("rest/", views.rest_all, name="rest_all"),
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/mailbox/return/", views.mailbox_return, name="mailbox_return"),
    path("reminders/<uuid:ritual_id>/", views.reminder, name="reminder"),
    path("reminders/<uuid:ritual_id>/removal/", views.reminder_removal, name="reminder_removal"),
    path("reminders/<uuid:ritual_id>/return/", views.reminder_return, name="reminder_return"),
    path("own/", views.new_own, name="new_own"),
    path("new/<uuid:template_id>/", views.begin, name="begin"),
    path("new/<uuid:template_id>/asking/", views.ask, name="ask"),
    path("new/<uuid:template_id>/asking/removal/", views.ask_no_more, name="ask_no_more"),
    path("settings/<uuid:ritual_id>/", views.ritual, name="ritual"),
    path("settings/<uuid:ritual_id>/own/", views.own, name="own"),
    path("settings/<uuid:ritual_id>/time/", views.time, name="time"),
    path("settings/<uuid:ritual_id>/words/", views.words, name="words"),
    path("settings/<uuid:ritual_id>/rest/", views.rest, name="rest"),
    path("settings/<uuid:ritual_id>/end/", views.end, name="end"),
    path("<uuid:occurrence_id>/", views.occurrence, name="occurrence"),
    path("<uuid:occurrence_id>/answers/", views.answers, name="answers"),
    path("<uuid:occurrence_id>/done/", views.done, name="done"),
    path("<uuid:occurrence_id>/skip/", views.skip, name="skip"),
    path("<uuid:occurrence_id>/later/", views.later, name="later"),
    path("<uuid:occurrence_id>/revocation/", views.revocation, name="revocation"),
    path("<uuid:occurrence_id>/opening/", views.opening, name="opening"),
]
