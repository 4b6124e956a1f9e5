"""
Throw-away values first, then the real settings.

SQLite in a file of its own unless DATABASE_URL names another database: in a file because threads
and the browser's live server then meet the very locks they meet in use. Everything that the
product keeps (mail, queues, secrets) goes to the same temporary folder, gone at the end.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HERE = Path(tempfile.mkdtemp(prefix="trustpact-tests-"))
(HERE / "static").mkdir()  # WhiteNoise complains when it is missing; tests collect nothing
atexit.register(shutil.rmtree, HERE, ignore_errors=True)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")

os.environ["VAR"] = str(HERE)
os.environ["DEBUG"] = "off"
os.environ["SECRET_KEY"] = "a throw-away key that only the tests know"
os.environ["VAULT_KEYS"] = "dGhlIG1hc3RlciBrZXkgb2YgZXZlcnkgdGVzdC4uLi4="
os.environ["SEALING_KEYS"] = "dGhlIHNlYWxpbmcga2V5IG9mIGV2ZXJ5IHRlc3QuLi4="
os.environ["VAPID_KEYS"] = "dGhlIHB1c2gga2V5IG9mIGV2ZXJ5IHRlc3QuLi4uLi4="
os.environ["ALLOWED_HOSTS"] = "testserver,localhost"
os.environ["CONTACT_MAILBOX"] = "who-runs-this@example.org"
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
if os.environ.get("REDIS_URL"):  # one Redis database for each of pytest's workers
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rstrip('/').removesuffix('/0')}/{WORKER}"
if os.environ["CELERY_BROKER_URL"].startswith("redis"):  # and one queue, counted from the last
    address, _slash, _number = os.environ["CELERY_BROKER_URL"].rpartition("/")
    os.environ["CELERY_BROKER_URL"] = f"{address}/{15 - int(WORKER)}"

from trustpact.settings import *  # noqa: E402, F403
from trustpact.settings import CACHES, DATABASES  # noqa: E402

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(HERE / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA secure_delete=ON;"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # a race opens many; none may outlive its thread

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SECURE_SSL_REDIRECT = False
STYLEGUIDE = True
CACHES["default"]["KEY_PREFIX"] = "tests"
