"""
Django's settings. Nothing here reads the environment itself: every variable is in `env.py`.
"""

from __future__ import annotations

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from banyan.config import env

BASE_DIR = env.ROOT
DATA_DIR = env.DATA_DIR
env.make_data_dir()
SECRET_KEY = env.secret_key()
DEBUG = env.DEBUG
ALLOWED_HOSTS = env.HOSTS
BASE_URL = env.BASE_URL

INSTALLED_APPS = [
    "banyan.web",
    "banyan.ingest",
    "banyan.events",
    "banyan.knowledge",
    "banyan.questionnaires",
    "banyan.registry",
    "banyan.taxonomy",
    "banyan.letters",
    "banyan.files",
    "banyan.upkeep",
    "banyan.accounts",
    "banyan.search",
    "banyan.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
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
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "banyan.web.remember.language_chosen",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "banyan.config.urls"
WSGI_APPLICATION = "banyan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "banyan.web.context.site",
            ],
        },
    }
]

# --- database: one file, safe when the power fails --------------------------------------------------
DATABASES = {"default": env.env.db_url_config(env.DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;"
            "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- limits: in files, so that every process counts together and a restart forgets nothing ------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",  # made by Django with 0700: whoever could write there could run code
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- jobs: Wagtail's own bookkeeping at once, ours in the queue --------------------------------------
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# --- languages ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("vi", _("Vietnamese")), ("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "src" / "banyan" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.TIME_ZONE

# --- people who sign in ------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "banyan.web.sign_in.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Accounts are made by an administrator, who vouches for the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "banyan.web.forms.second_factor.SecondFactorAdapter"
MFA_FORMS = {"generate_recovery_codes": "banyan.web.forms.second_factor.PrintedCodesForm"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.PROXIES
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_ISSUER = "Banyan"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.HTTPS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:desk-home"
LOGOUT_REDIRECT_URL = "web:home"
BANYAN_DEMO = env.DEMO

# --- Wagtail: articles, pictures and documents, nothing else ------------------------------------------
WAGTAIL_SITE_NAME = "Banyan"
WAGTAILADMIN_BASE_URL = env.BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("zh-hans", "中文"), ("vi", "Tiếng Việt")]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "txt", "csv"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- finding and clipping ------------------------------------------------------------------------------
BANYAN_SEARCH_ENGINE = env.SEARCH_ENGINE
BANYAN_INDEX_DIR = env.INDEX_DIR
BANYAN_BACKUP_DIR = env.BACKUP_DIR
BANYAN_CLIP_LIMIT = env.CLIP_LIMIT
BANYAN_IMPORT_LIMIT = env.IMPORT_LIMIT
BANYAN_GALLERY = env.GALLERY
BANYAN_CENTRE_NAME = env.CENTRE_NAME
BANYAN_SPLINK_BACKEND = env.SPLINK_BACKEND
BANYAN_SPARK_MASTER = env.SPARK_MASTER

# --- files and pictures --------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Served from where they lie in the packages, so there is nothing to collect.
STATIC_ROOT = None
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Names carry no hash: ten minutes, then the browser asks whether the file has changed.
WHITENOISE_MAX_AGE = 600 if not DEBUG else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = env.CLIP_LIMIT + 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- security ------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
    # Wagtail's editor writes styles and scripts into its pages.
    "EXCLUDE_URL_PREFIXES": ["/editor/"],
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if env.HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.HSTS_SECONDS
X_FRAME_OPTIONS = "DENY"

# --- letters ---------------------------------------------------------------------------------------------
globals().update(env.env.email_url_config(env.EMAIL_URL))
DEFAULT_FROM_EMAIL = env.EMAIL_FROM

# --- logging: nothing private, everything that went wrong ---------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"banyan": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W003"]
