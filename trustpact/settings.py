"""
All settings, in one file.

Only what truly differs between a laptop and production comes from outside, and each of those
stands in the README's table. In development (`DEBUG=on`, which `make run` sets) missing secrets
are made once and kept under `var/`; anywhere else a missing secret stops the start.
"""

import os
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from trustpact.operations import logs
from trustpact.privacy.secrets import development_secret, from_environment

BASE_DIR = Path(__file__).resolve().parent.parent
MOST_REFLECTION_HOURS = 14 * 24
env = environ.Env()

# --- What differs between a laptop and production: only these come from outside.
DEBUG = env.bool("DEBUG", default=False)
VAR = Path(env.str("VAR", default=str(BASE_DIR / "var")))
SECRET_KEY = from_environment("SECRET_KEY") or development_secret(
    "secret_key", debug=DEBUG, var=VAR
)
SECRET_KEY_FALLBACKS = [
    key.strip() for key in from_environment("SECRET_KEY_FALLBACKS").split(",") if key.strip()
]
VAULT_KEYS = from_environment("VAULT_KEYS") or development_secret(
    "vault_keys", debug=DEBUG, var=VAR
)
SEALING_KEYS = from_environment("SEALING_KEYS") or development_secret(
    "sealing_keys", debug=DEBUG, var=VAR
)
OLD_SEALING_KEYS = env.str("OLD_SEALING_KEYS", default="")  # public halves, of seeds that are gone
SEALING_KEY_DATES = env.str("SEALING_KEY_DATES", default="")  # on which days each may seal
VAPID_KEYS = from_environment("VAPID_KEYS") or development_secret(
    "vapid_keys", debug=DEBUG, var=VAR
)
PUSH_HOSTS = env.list("PUSH_HOSTS", default=[])  # beside the push services that are known
PUSH_TO_LOOPBACK = env.bool("PUSH_TO_LOOPBACK", default=False)  # tests push to this machine
CHECKPOINTS = Path(env.str("CHECKPOINTS", default=str(VAR / "checkpoints")))
ERASURES = Path(env.str("ERASURES", default=str(CHECKPOINTS / "erased")))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEBUG else [])
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://localhost:8000")  # scheme and host in mails
DATABASE_URL = from_environment("DATABASE_URL") or f"sqlite:///{VAR}/trustpact.sqlite3"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
CELERY_BROKER_URL = from_environment("CELERY_BROKER_URL") or "filesystem://"
REDIS_URL = from_environment("REDIS_URL")
vars().update(env.email_url_config(from_environment("EMAIL_URL") or "filemail://"))
EMAIL_FILE_PATH = str(VAR / "mail")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="hello@localhost")
METRICS = env.str("METRICS", default="")  # the folder in which processes count together
if METRICS:
    Path(METRICS).mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = METRICS  # read by the library when it is imported
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
CONTACT_MAILBOX = env.str("CONTACT_MAILBOX", default="")  # who runs this site reads it
LEGAL_PAGES = env.str("LEGAL_PAGES", default="")  # the folder of what an operator filled in
QUICK_EXIT_ADDRESS = env.str("QUICK_EXIT_ADDRESS", default="https://www.wikipedia.org/")
REFLECTION_HOURS = env.int("REFLECTION_HOURS", default=24)
if not 0 <= REFLECTION_HOURS <= MOST_REFLECTION_HOURS:
    raise ImproperlyConfigured(
        f"REFLECTION_HOURS is from 0 to {MOST_REFLECTION_HOURS}. See README, “Settings”."
    )

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
    "trustpact.caseload",
    "trustpact.demo",
    "trustpact.operations",
    "django.contrib.admin.apps.SimpleAdminConfig",  # nothing registers itself (Django's, allauth's)
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
    "django.forms",  # its widgets, where ours do not stand in their place (FORM_RENDERER)
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "trustpact.operations.middleware.RequestTimesMiddleware",
    "trustpact.web.room.RoomMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "trustpact.web.middleware.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trustpact.web.middleware.SafeHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "trustpact.web.middleware.CleanInputMiddleware",
    "django.middleware.common.CommonMiddleware",
    "trustpact.people.middleware.SharedBrowserMiddleware",
    "trustpact.web.csrf.NoReferrerCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trustpact.people.middleware.DeviceMiddleware",
    # The first wall: every page asks for a signed-in person unless its guard lets anyone in.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "trustpact.people.middleware.LanguageAndZoneMiddleware",
    "trustpact.people.middleware.AccountPagesMiddleware",
    "trustpact.access.second_unlock.SecondUnlockMiddleware",
    "trustpact.people.middleware.GoneMiddleware",
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
        # What is deleted is overwritten in the file, too (`couples.erasing`).
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        "PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# --- Cache and sessions. Limits on sign-in must be shared by all processes.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
SESSION_ENGINE = "trustpact.people.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Celery. The database holds what is due; the broker only wakes.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR / "queue"),
        "data_folder_out": str(VAR / "queue"),
        "control_folder": str(VAR / "queue-control"),
        "polling_interval": 0.2,
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # files know no answers to a question to all
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "unacked_restore_throttle": 1,
        "visibility_timeout": 600,
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
    }
# By urgency: what must be told, the sweep, reminders, the housekeeping. A worker takes from each in
# turn; one that is given `-Q urgent,sweep` waits for no long mail and no long housekeeping.
CELERY_TASK_DEFAULT_QUEUE = "rest"
CELERY_TASK_QUEUES = [Queue(name) for name in ("urgent", "sweep", "mail", "rest")]
CELERY_TASK_ROUTES = {"notices.sweep": {"queue": "sweep"}, "notices.deliver": {"queue": "mail"}}
CELERY_BEAT_SCHEDULE = {
    "sweep what is due": {
        "task": "notices.sweep",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 10},  # beats that met no worker leave no backlog
    },
    # Once a day is what these do; asked each hour, a day on which the beat started anew has one too.
    "forget what was kept long enough": {"task": "privacy.retain", "schedule": timedelta(hours=1)},
    "keep up the ledger": {"task": "privacy.keep_ledger", "schedule": timedelta(minutes=5)},
    "keep a checkpoint": {"task": "agreements.checkpoint", "schedule": timedelta(hours=1)},
    "sum up the weeks": {"task": "checkins.roll_up", "schedule": timedelta(minutes=10)},
}
EMAIL_TIMEOUT = 15  # seconds; who stops a mail that is leaving waits: less than SQLite does

# --- The log: one line of JSON each, without content; on a terminal of development as words.
LOGGING = logs.settings_for(debug=DEBUG)

# --- People and how they sign in: by mail code, password or passkey.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["trustpact.people.sessions.AuthenticationBackend"]
PASSWORD_HASHERS = ["trustpact.people.passwords.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "trustpact.people.passwords.LengthValidator"},
    {"NAME": "trustpact.people.passwords.StrengthValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_ADAPTER = "trustpact.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "trustpact.people.forms.SignUpForm",
    "login": "trustpact.people.forms.SignInForm",
    "request_login_code": "trustpact.people.forms.CodeRequestForm",
    "reset_password": "trustpact.people.forms.PasswordResetForm",
    "add_email": "trustpact.people.forms.MailboxForm",
    "change_password": "trustpact.people.forms.PasswordChangeForm",
    "set_password": "trustpact.people.forms.PasswordSetForm",
    "reset_password_from_key": "trustpact.people.forms.PasswordResetKeyForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
ACCOUNT_RATE_LIMITS = {"fresh_code": "3/m/user,10/h/user", "contact": "10/h/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_ADDRESS.partition(":")[0]
ACCOUNT_SESSION_REMEMBER = None  # asked: "This is my own device"
ACCOUNT_SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds without use, on one's own device
SESSION_COOKIE_AGE = 30 * 60  # seconds without use, on any other device
MFA_ADAPTER = "trustpact.people.factors.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "trustpact.people.passkeys.AddForm",
    "signup_webauthn": "trustpact.people.passkeys.SignUpForm",
    "login_webauthn": "trustpact.people.passkeys.SignInForm",
    "authenticate_webauthn": "trustpact.people.passkeys.SecondStepForm",
    "reauthenticate_webauthn": "trustpact.people.passkeys.AgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

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
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "trustpact.web.stylesheet.JoinedFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STYLEGUIDE = DEBUG  # the page with every part in every state

# --- Headers and cookies: nothing from elsewhere, nothing inline, nothing in a frame.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options is set by our SafeHeadersMiddleware
    "security.W003",  # and forged forms are refused by NoReferrerCsrfMiddleware
    "security.W005",  # HSTS is for this name alone,
    "security.W021",  # and on no list that browsers carry
]
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)/$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
# Not for subdomains, and on no list that browsers carry: the operator's other sites are theirs.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_NAME = "session" if DEBUG else "__Host-session"
CSRF_COOKIE_NAME = "form" if DEBUG else "__Host-form"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SHARED_COOKIE_NAME = "browser" if DEBUG else "__Host-browser"  # who was here within the hour
SENT_COOKIE_NAME = "sent" if DEBUG else "__Host-sent"  # for a minute: the message is on its way
CSRF_FAILURE_VIEW = "trustpact.web.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # a megabyte of any script still meets its form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Forms, drawn by our own templates/forms.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "forms"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["forms"]
