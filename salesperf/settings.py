"""One settings file; everything that differs between machines comes from the environment.

``SALESPERF_ENV`` is ``production`` unless it is set to ``demo``, ``development`` or ``test``:
who forgets to say where the program runs gets the strict rules (salesperf/checks.py refuses
DEBUG, a default secret and pending migrations there).
"""

import sys
import tempfile
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from salesperf.broker import broker_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

TESTING = "pytest" in sys.modules
ENVIRONMENT = env.str("SALESPERF_ENV", default="test" if TESTING else "production")
if ENVIRONMENT not in {"production", "demo", "development", "test"}:
    raise ValueError(
        f"SALESPERF_ENV is {ENVIRONMENT!r}; it must be production, demo, development or test."
    )
PRODUCTION = ENVIRONMENT == "production"

DEFAULT_SECRET = "not-secret-for-demo-development-and-tests-only-0123456789"  # noqa: S105 refused in production
SECRET_KEY = env.str("SECRET_KEY", default=DEFAULT_SECRET)
DEBUG = env.bool("DEBUG", default=ENVIRONMENT == "development")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Everything the embedded default writes lives under one folder, on one disk. Each test process
# has its own, which conftest.py removes.
if TESTING:
    VAR_DIR = Path(tempfile.mkdtemp(prefix="salesperf-test-"))
    (VAR_DIR / "static").mkdir()
else:
    VAR_DIR = Path(env.str("SALESPERF_VAR", default=str(BASE_DIR / "var")))
    VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- rooms -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "salesperf.apps.SalesPerfConfig",
    "salesperf.web",
    "salesperf.imports",
    "audit",
    "notifications",
    "people",
    "sales",
    "activities",
    "expectations",
    "journal",
    "commissions",
    "meetings",
    "reviews",
    "insights",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its widget templates, for TemplatesSetting
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "salesperf.web.middleware.Health",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "salesperf.web.middleware.Edge",
    "people.middleware.Sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "salesperf.urls"
WSGI_APPLICATION = "salesperf.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "salesperf.web.context.product",
                "insights.context.loop",
            ],
            "builtins": ["salesperf.web.templatetags.house"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database ----------------------------------------------------------------------------------
if "DATABASE_URL" in env.ENVIRON:
    DATABASES = {"default": env.db("DATABASE_URL")}
else:  # no address: a folder may be named with what an address would read otherwise
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR_DIR / "salesperf.sqlite3"),
        }
    }
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With these four, 50 writers had no 'database is locked' in 1,000 transactions; with
    # Django's defaults 847 had (docs/decisions/0003-embedded-default.md).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            # Without it INSERT OR REPLACE deletes a row past the triggers that protect it.
            "PRAGMA recursive_triggers=ON;"
        ),
    }
    if TESTING:
        # A file, as outside of tests: in memory, threads would share one connection.
        DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- people and sessions -----------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "insights:home"
LOGOUT_REDIRECT_URL = "people:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name", "title"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 60 * 60  # one hour, in seconds
AUTHENTICATION_BACKENDS = ["people.backends.CompanyBackend"]
SIGN_IN_TRIES = 5  # wrong tries for one name …
SIGN_IN_TRIES_PER_ADDRESS = 50  # … or from one address, which a whole office may share …
SIGN_IN_PAUSE_MINUTES = 15  # … within this time, before the next is refused
INVITATION_DAYS = 7
EMAIL_CHANGE_HOURS = 24  # in which the old address can stop the change to another
# A session ends by itself after this long without a request: lunch and a customer visit do not
# end it, a night does …
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=8 * 60)
# … and after this long in any case.
SESSION_LONGEST_HOURS = env.int("SESSION_LONGEST_HOURS", default=72)
SESSION_COOKIE_AGE = SESSION_LONGEST_HOURS * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "salesperf.web.errors.csrf_failure"

# --- transport ---------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)  # exactly one, which we trust
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=60 * 60 * 24 * 365)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # forms; files have their own limit
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
IMPORT_MAX_BYTES = 25 * 1024 * 1024  # read in the web process, which is to stay small

# --- files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"  # uploads; never served by address
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365

# --- words, places, times ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [BASE_DIR / "locale"]
COMPANY_NAME = env.str("COMPANY_NAME", default="Your company")

# --- Celery: wakes up, delivers nothing by itself (notifications/outbox) -----------------------
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = broker_settings(
    redis_url=env.str("REDIS_URL", default=""), folder=VAR_DIR / "broker"
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A Redis that tests share with other programs gets their messages under a name of their own.
CELERY_TASK_DEFAULT_QUEUE = env.str("QUEUE", default=VAR_DIR.name if TESTING else "salesperf")
# Seconds for which a worker holds a delivery of the outbox; what a dead one held is taken over
# after them. Sending is cut off after two thirds of it.
OUTBOX_LEASE = env.int("OUTBOX_LEASE", default=90)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # logs are set up at the end of this file, for all
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 240  # seconds; deliveries have a shorter one
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {
        "task": "notifications.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 9},
    },
    "tick": {
        "task": "notifications.tasks.tick",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "go-on-with-commission-runs": {
        "task": "commissions.tasks.go_on",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "forget-received-forms": {
        "task": "salesperf.web.tasks.forget_received_forms",
        "schedule": 6 * 60 * 60.0,
        "options": {"expires": 60 * 60},
    },
    "forget-old-sessions-and-tries": {
        "task": "people.tasks.forget_the_old",
        "schedule": 6 * 60 * 60.0,
        "options": {"expires": 60 * 60},
    },
}

# --- e-mail ------------------------------------------------------------------------------------
vars().update(
    env.email_url("EMAIL_URL", default="consolemail://" if not TESTING else "memorymail://")
)
if "SALESPERF_MAIL_FOLDER" in env.ENVIRON:  # the demo: each mail is a file one can open
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = env.str("SALESPERF_MAIL_FOLDER")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="SalesPerf <salesperf@localhost>")
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000")  # in links of e-mails

# --- logs --------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django.server": {"level": "WARNING"}},
}
