"""Mounted at /today/."""

from django.urls import path

from trustpact.today import views

app_name = "today"

urlpatterns = [path("", views.today, name="today")]
