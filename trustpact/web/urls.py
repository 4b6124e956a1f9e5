"""The pages that belong to no one. Mounted at the root."""

from django.conf import settings
from django.urls import path

from trustpact.web import views
from trustpact.web.legal import legal
from trustpact.web.mailbox import mailbox
from trustpact.web.styleguide import styleguide

app_name = "web"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("exit/", views.quick_exit, name="quick_exit"),
    path("healthz/", views.healthz, name="healthz"),
    path("about/", legal, {"name": "about"}, name="about"),
    path("about/privacy/", legal, {"name": "privacy"}, name="privacy"),
    path("about/terms/", legal, {"name": "terms"}, name="terms"),
    path("worker.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("styles.css", views.stylesheet, name="stylesheet"),
    path("frame.js", views.script, name="script"),
]
if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
if settings.DEBUG:
    urlpatterns.append(path("mailbox/", mailbox, name="mailbox"))
