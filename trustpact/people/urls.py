"""Own account, own data, safety. Mounted at the root: paths begin with neutral words."""

from django.urls import path

from trustpact.people import views

app_name = "people"

urlpatterns = [
    path("safety/", views.safety, name="safety"),
    path("contact/", views.contact, name="contact"),
    path("account/code/", views.fresh_code, name="fresh_code"),
    path("more/", views.more, name="more"),
    path("more/profile/", views.profile, name="profile"),
    path("more/screen/", views.screen, name="screen"),
    path("more/keys/", views.keys, name="keys"),
    path("more/device/", views.device, name="device"),
    path("more/terms/", views.consents, name="consents"),
    path("more/terms/revocation/", views.consent_revocation, name="consent_revocation"),
    path("more/copy/", views.export, name="export"),
    path("more/copy/file/", views.export_file, name="export_file"),
    path("more/copy/pages/", views.export_pages, name="export_pages"),
]
