"""Every setting, read top to bottom; what differs between machines is environment."""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from reception.env import flag, kept_secret, read, words

BASE_DIR = Path(__file__).resolve().parent.parent

# --- what differs between machines; each name has its line in .env.example
DATA_DIR = read("DATA_DIR", Path, BASE_DIR / "var")
DEBUG = read("DEBUG", flag, False)
DEMO = read("DEMO", flag, False)
ALLOWED_HOSTS = read("ALLOWED_HOSTS", words, ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = read("CSRF_TRUSTED_ORIGINS", words, [])
HTTPS = read("HTTPS", flag, False)
DATABASE_URL = read("DATABASE_URL", str, f"sqlite:///{DATA_DIR / 'reception.sqlite3'}")
HOST = read("HOST", str, "127.0.0.1")
PORT = read("PORT", int, 8000)
REPLICA_URL = read("REPLICA_URL", str, "")
WEB_WORKERS = read("WEB_WORKERS", int, 2)
BACKGROUND_WORKERS = read("BACKGROUND_WORKERS", int, 1)
JOB_RESULT_DAYS = read("JOB_RESULT_DAYS", int, 7)
JOB_LOST_SECONDS = read("JOB_LOST_SECONDS", int, 30)
UPLOAD_LIMIT_MB = read("UPLOAD_LIMIT_MB", int, 20)
RECEPTION_LIST_DAYS = read("RECEPTION_LIST_DAYS", int, 10)
EMAIL_HOST = read("EMAIL_HOST", str, "")  # empty: no mail is sent
EMAIL_PORT = read("EMAIL_PORT", int, 25)
EMAIL_HOST_USER = read("EMAIL_HOST_USER", str, "")
EMAIL_HOST_PASSWORD = read("EMAIL_HOST_PASSWORD", str, "")
EMAIL_USE_TLS = read("EMAIL_USE_TLS", flag, False)
DEFAULT_FROM_EMAIL = read("DEFAULT_FROM_EMAIL", str, "reception@localhost")
EXPORT_REASON_ROLES = read("EXPORT_REASON_ROLES", words, [])
SECRET_KEY = read("SECRET_KEY", str, "")

if not SECRET_KEY:
    if not DEMO:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give it a long random value in the environment "
            "(or SECRET_KEY_FILE); without it anybody could forge a login. "
            "Only the demonstration (DEMO=on) makes one by itself."
        )
    SECRET_KEY = kept_secret(DATA_DIR / "secret-key")

# --- applications, from the top floor down
INSTALLED_APPS = [
    "reception.dashboard",
    "seeds",
    "visits",
    "compliance",
    "venues",
    "reception.console",
    "reception.exchange",
    "reception.documents",
    "reception.jobs",
    "reception.ledger",
    "reception.access",
    "reception.accounts",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "guardian",
    "import_export",
    "django_tasks",
    "django_tasks_db",
    "reception.console.apps.ConsoleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reception.ledger.context.Middleware",
]
ROOT_URLCONF = "reception.urls"
WSGI_APPLICATION = "reception.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- data
SQLITE = {
    "timeout": 20,  # seconds a writer waits for another
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA foreign_keys=ON; PRAGMA mmap_size=1073741824; PRAGMA cache_size=-8000"
    ),
}
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_health_checks=True)}
ENGINE_OPTIONS = {"pool": True}
if DATABASE_URL.startswith("sqlite"):
    DATABASES["default"]["ENGINE"] = "reception.sqlite"
    ENGINE_OPTIONS = SQLITE
DATABASES["default"].setdefault("OPTIONS", {}).update(ENGINE_OPTIONS)
READ_DATABASE = "default"  # lists and exports
if REPLICA_URL:
    DATABASES["replica"] = dj_database_url.parse(REPLICA_URL, conn_health_checks=True)
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    READ_DATABASE = "replica"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # the jobs' queue

# --- people and access
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["reception.access.backends.ScopeBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
ANONYMOUS_USER_NAME = None  # guardian would put an active account into every picker
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
# One backend answers for roles, places and single records: reception.access.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"

# --- languages and times
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = "reception.formats"

# --- files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"  # served by reception.documents alone, never by URL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a visit with many parties and items

# --- browsers
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds; a working day
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# --- the console
UNFOLD = {
    "SITE_TITLE": _("Reception records"),
    "SITE_HEADER": _("Reception records"),
    "SITE_SUBHEADER": _("Official reception office"),
    "SITE_SYMBOL": "approval_delegation",
    "SITE_URL": None,
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": "reception.console.apps.favicon",
        }
    ],
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "STYLES": ["reception.console.apps.stylesheet"],
    "COLORS": {
        "primary": {
            "50": "oklch(97.1% .013 17.38)",
            "100": "oklch(93.6% .032 17.717)",
            "200": "oklch(88.5% .062 18.334)",
            "300": "oklch(80.8% .114 19.571)",
            "400": "oklch(70.4% .161 22.216)",
            "500": "oklch(60% .18 25)",
            "600": "oklch(50.5% .165 26.5)",
            "700": "oklch(44.4% .147 26.9)",
            "800": "oklch(39.6% .121 25.7)",
            "900": "oklch(34% .1 25.7)",
            "950": "oklch(25.8% .072 26)",
        },
    },
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "reception.navigation.sections",
    },
    "DASHBOARD_CALLBACK": "reception.dashboard.home.context",
}
