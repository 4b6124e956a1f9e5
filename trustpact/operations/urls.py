"""What machines ask for, and their operator. Mounted at the root."""

from django.urls import path

from trustpact.operations import views

app_name = "operations"

urlpatterns = [
    path("readyz/", views.readyz, name="readyz"),
    path("desk/flags/", views.flags, name="flags"),
]
