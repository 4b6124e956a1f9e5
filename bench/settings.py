"""The settings in use, on a throw-away database: what tests throw away, but production's files."""

from tests.settings import *  # noqa: F403
from trustpact import settings as in_use

STYLEGUIDE = False
STORAGES = {
    "default": in_use.STORAGES["default"],
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
