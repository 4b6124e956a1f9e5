"""
All settings, in one file.

Only what truly differs between a laptop and production comes from outside, and each of those
stands in the README's table. In development (`DEBUG=on`, which `make run` sets) missing secrets
are made once and kept under `var/`; anywhere else a missing secret stops the start.
"""

from datetime import timedelta
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from trustpact.privacy.secrets import development_secret, from_environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What differs between a laptop and production: only these come from outside.
DEBUG = env.bool("DEBUG", default=False)
VAR = Path(env.str("VAR", default=str(BASE_DIR / "var")))
SECRET_KEY = from_environment("SECRET_KEY") or development_secret("secret_key", debug=DEBUG, var=VAR)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
VAULT_KEYS = from_environment("VAULT_KEYS") or development_secret(
    "vault_keys", debug=DEBUG, var=VAR
)
SEALING_KEYS = from_environment("SEALING_KEYS") or development_secret(
    "sealing_keys", debug=DEBUG, var=VAR
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEBUG else [])
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://localhost:8000")  # scheme and host in mails
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR}/trustpact.sqlite3")}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
REDIS_URL = env.str("REDIS_URL", default="")
vars().update(env.email("EMAIL_URL", default="filemail://"))
EMAIL_FILE_PATH = str(VAR / "mail")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="TrustPact <hello@localhost>")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
QUICK_EXIT_ADDRESS = env.str("QUICK_EXIT_ADDRESS", default="https://www.wikipedia.org/")
REFLECTION_HOURS = env.int("REFLECTION_HOURS", default=24)

# --- The apps, from the bottom up.
INSTALLED_APPS = [
    "trustpact.web",
    "trustpact.privacy",
    "trustpact.curation",
    "trustpact.notices",
    "trustpact.access",
    "trustpact.people",
    "trustpact.couples",
    "agreements",
    "checkins",
    "trustpact.today",
    "trustpact.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trustpact.web.middleware.SafeHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "trustpact.web.middleware.CleanInputMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trustpact.access.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "trustpact.people.middleware.LanguageAndZoneMiddleware",
    "trustpact.couples.middleware.PartnerMiddleware",
    "trustpact.rules.RuleBrokenMiddleware",
]

ROOT_URLCONF = "trustpact.urls"
WSGI_APPLICATION = "trustpact.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trustpact.web.context.frame",
            ],
        },
    }
]

# --- The database. SQLite must take its write lock when a transaction begins (BEGIN IMMEDIATE):
# with the default, two partners signing at once meet "database is locked".
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# --- Cache and sessions. Limits on sign-in must be shared by all processes.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Celery. The database holds what is due; the broker only wakes.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR / "queue"),
        "data_folder_out": str(VAR / "queue"),
        "control_folder": str(VAR / "queue-control"),
        "polling_interval": 0.2,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"unacked_restore_throttle": 1, "visibility_timeout": 600}
CELERY_BEAT_SCHEDULE = {
    "sweep what is due": {"task": "notices.sweep", "schedule": timedelta(seconds=5)},
}

# --- People and how they sign in.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["trustpact.people.passwords.Argon2idHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today:today"

# --- Language, time, numbers.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files: one stylesheet joined in layer order, names with a digest, compressed ahead.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

CRISPY_TEMPLATE_PACK = "forms"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["forms"]

TEST_RUNNER = "django.test.runner.DiscoverRunner"
