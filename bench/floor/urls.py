"""One page."""

from django.urls import path

from bench.floor.views import lines

urlpatterns = [path("", lines)]
