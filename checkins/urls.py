"""Mounted at /talks/: paths are neutral words."""

from django.urls import path

from checkins import views
from checkins.views import exercises

app_name = "checkins"

urlpatterns = [
    path("", views.rituals, name="rituals"),
    path("past/", views.past, name="past"),
    path("clauses/<uuid:clause_id>/", views.felt, name="felt"),
    path("moment/", views.moment, name="moment"),
    path("moment/time/", views.moment_time, name="moment_time"),
    path("moment/return/", views.moment_return, name="moment_return"),
    path("moment/changes/", views.moment_changes, name="moment_changes"),
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
    path("exercises/", exercises.exercises, name="exercises"),
    path("exercises/<uuid:exercise_id>/", exercises.exercise, name="exercise"),
    path("exercises/<uuid:exercise_id>/<int:number>/", exercises.step, name="exercise_step"),
    path("exercises/<uuid:exercise_id>/end/", exercises.end, name="exercise_end"),
    path("settings/<uuid:ritual_id>/", views.ritual, name="ritual"),
    path("settings/<uuid:ritual_id>/own/", views.own, name="own"),
    path("settings/<uuid:ritual_id>/time/", views.time, name="time"),
    path("settings/<uuid:ritual_id>/words/", views.words, name="words"),
    path("settings/<uuid:ritual_id>/rest/", views.rest, name="rest"),
    path("settings/<uuid:ritual_id>/end/", views.end, name="end"),
    path("notes/", views.followups, name="followups"),
    path("notes/new/", views.followup_new, name="followup_new"),
    path("notes/<uuid:followup_id>/", views.followup, name="followup"),
    path("notes/<uuid:followup_id>/words/", views.followup_words, name="followup_words"),
    path("notes/<uuid:followup_id>/own/", views.followup_own, name="followup_own"),
    path("notes/<uuid:followup_id>/return/", views.followup_return, name="followup_return"),
    path("notes/<uuid:followup_id>/answer/", views.followup_answer, name="followup_answer"),
    path("notes/<uuid:followup_id>/done/", views.followup_done, name="followup_done"),
    path("place/", views.session_place, name="session_place"),
    path("<uuid:occurrence_id>/round/", views.session, name="session"),
    path("<uuid:occurrence_id>/round/answer/", views.session_answer, name="session_answer"),
    path("<uuid:occurrence_id>/round/words/", views.session_words, name="session_words"),
    path("<uuid:occurrence_id>/round/place/", views.session_first, name="session_first"),
    path("<uuid:occurrence_id>/round/end/", views.session_end, name="session_end"),
    path("<uuid:occurrence_id>/", views.occurrence, name="occurrence"),
    path("<uuid:occurrence_id>/answers/", views.answers, name="answers"),
    path("<uuid:occurrence_id>/done/", views.done, name="done"),
    path("<uuid:occurrence_id>/skip/", views.skip, name="skip"),
    path("<uuid:occurrence_id>/later/", views.later, name="later"),
    path("<uuid:occurrence_id>/revocation/", views.revocation, name="revocation"),
    path("<uuid:occurrence_id>/opening/", views.opening, name="opening"),
]
