"""What machines ask for. Mounted at the root."""

from django.urls import path

from trustpact.operations import views

app_name = "operations"

urlpatterns = [path("readyz/", views.readyz, name="readyz")]
