"""Django's settings. What an installation may change comes from the environment, nothing else.

NYELIK_HOME            data folder (default: var)
NYELIK_DATABASE_URL    postgres://... (default: SQLite in the data folder)
NYELIK_HOSTS           host names that may be served, comma separated (default: this machine only)
NYELIK_HTTPS           1 when a proxy in front speaks TLS: cookies and redirects become strict
NYELIK_ADDRESS         where phones find this server: https://nyelik.example (default: as the page was opened)
NYELIK_FIELD_APP       folder of the built field app (default: field/dist/lapangan of a checkout)
NYELIK_SECRET_KEY      signs sessions (default: made once, kept in the data folder)
NYELIK_FIELD_ORIGINS   further addresses that the field app may come from, comma separated (https://nyelik.example)
NYELIK_RELAYS          addresses of laptops that phones may try when this server is out of reach, comma separated
NYELIK_LOCK_AFTER_SECONDS and the other values of `register.policy`: what phones keep to
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from nyelik.office.home import database, home_folder, secret_key
from nyelik.register.policy import policy_from

PACKAGE = Path(__file__).parent
HOME = home_folder()

SECRET_KEY = secret_key(HOME)
DEBUG = False
HTTPS = os.environ.get("NYELIK_HTTPS") == "1"
ALLOWED_HOSTS = [host for host in os.environ.get("NYELIK_HOSTS", "").split(",") if host] + [
    "localhost",
    "127.0.0.1",
    "[::1]",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "nyelik.journal",
    "nyelik.register",
    "nyelik.improve",
    "nyelik.relay",
    "nyelik.office",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nyelik.office.field_app.Files",
    "csp.middleware.CSPMiddleware",
    "nyelik.office.not_kept.nothing_is_kept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nyelik.office.language.language_of_the_worker",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nyelik.office.problems.ProblemsAsPages",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nyelik.office.urls"
WSGI_APPLICATION = "nyelik.office.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nyelik.office.context.every_page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.templatetags.l10n",
                "nyelik.office.templatetags.office",
            ],
        },
    }
]

FIELD_ORIGINS = [one for one in os.environ.get("NYELIK_FIELD_ORIGINS", "").split(",") if one]
FIELD_RELAYS = [one for one in os.environ.get("NYELIK_RELAYS", "").split(",") if one]
FIELD_MINIMUM_APP = "2026.11.0"  # older apps are asked to update, and still send
PUBLIC_ADDRESS = os.environ.get("NYELIK_ADDRESS", "").rstrip("/")
FIELD_POLICY = policy_from(os.environ)

DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in. axes counts failures per user name and address, so that one clinic's shared address does not
# lock out colleagues; the wait is short because a worker who mistypes has patients waiting.
AUTH_USER_MODEL = "register.Worker"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "nyelik.office.problems.form_expired"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "office/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]

# A desk is shared: the session ends with the working day, and with the browser.
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Indonesian first: text in code and templates is Indonesian; English is the translation.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [HOME / "locale"]  # compiled there from office/locale/*.po at start
LANGUAGE_COOKIE_NAME = "bahasa"
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
FIELD_APP = os.environ.get("NYELIK_FIELD_APP") or PACKAGE.parents[2] / "field/dist/lapangan"

# Spreadsheets of a whole district are tens of megabytes; they go through a file, not memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(HOME)
FILE_UPLOAD_PERMISSIONS = 0o600

# Danger: never log request bodies or parameters; they hold names and diagnoses.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "axes": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "nyelik": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
