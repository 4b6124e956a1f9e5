"""What needs no account, mounted at /verify/."""

from django.urls import path

from agreements.views import verify

app_name = "verify"

urlpatterns = [path("", verify.verify, name="verify")]
