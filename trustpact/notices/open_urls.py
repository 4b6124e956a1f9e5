"""What is read without an account: the calendar feed. Mounted at calendar/."""

from django.urls import path

from trustpact.notices import views

app_name = "feeds"

urlpatterns = [path("<str:token>.ics", views.feed, name="feed")]
