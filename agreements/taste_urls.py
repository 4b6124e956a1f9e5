"""A taste without an account, mounted at /look/: a neutral word, as it stands in a history."""

from django.urls import path

from agreements.views import taste

app_name = "taste"

urlpatterns = [path("", taste.taste, name="taste")]
