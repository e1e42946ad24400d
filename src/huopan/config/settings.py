"""Django's settings, derived from the environment; nothing here is a secret."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Any

from huopan.config.console import UNFOLD as CONSOLE
from huopan.config.environment import ENV

if sys.platform == "linux":
    # SQLite 3.7.0 to 3.51.2 can corrupt a WAL database on reset, Debian's among them: the wheel brings its own.
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

import dj_database_url

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = ENV.data_dir.resolve()


def _secret_key() -> str:
    """The operator's key, or one made once for this data folder."""
    if ENV.secret_key:
        return ENV.secret_key
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text()


def _database() -> dict[str, Any]:
    url = ENV.database_url or f"sqlite:///{DATA_DIR / 'huopan.sqlite3'}"
    database: dict[str, Any] = dict(dj_database_url.parse(url))
    # Kept by each thread: opening SQLite's files for each request took as long as finding a page of goods.
    database["CONN_MAX_AGE"] = None
    if "sqlite3" in database["ENGINE"]:
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;",
        }
    else:
        # No health checks: they cost a statement a request. After the database restarts, each thread's first request
        # is told to come again (503), and its connection is replaced.
        database["OPTIONS"] = {
            # Plans are kept with the connection: planning took as long as running (decision 0010).
            "server_side_binding": ENV.database_keeps_plans,
            "prepare_threshold": 5 if ENV.database_keeps_plans else None,
            "options": "-c lock_timeout=3000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000",
        }
    return database


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = ENV.former_secret_keys
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
ROOT_URLCONF = "huopan.config.urls"
WSGI_APPLICATION = "huopan.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "parties.Person"
DATABASES = {"default": _database()}

INSTALLED_APPS = [
    "huopan.config.apps.WiringConfig",
    "huopan.web.components",  # before unfold and allauth, whose templates it dresses
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_cotton",
    "django_tasks",
    "django_tasks_db",
    "treebeard",
    "huopan.infra.outbox",
    "huopan.infra.idempotency",
    "huopan.infra.jobs",
    "huopan.domains.parties",
    "huopan.domains.settlement",
    "huopan.domains.membership",
    "huopan.domains.catalog",
    "huopan.domains.logistics",
    "huopan.domains.search",
    "huopan.domains.production",
    "huopan.domains.orders",
    "huopan.domains.notifications",
    "huopan.integrations.mail",
    "huopan.web.accounts",
    "huopan.web.market",
    "huopan.web.workbench",
    "huopan.web.floor",
    "huopan.web.console",
    "huopan.web.tour",
    "huopan.api",
    "huopan.ops",
]

MIDDLEWARE = [
    "huopan.infra.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huopan.web.headers.CompressedPages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huopan.web.headers.SafetyHeaders",
    "huopan.api.programs.ProgramMiddleware",  # who shows a key needs nothing of what follows (decision 0010)
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huopan.web.languages.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huopan.web.acting.ActingMiddleware",
    "huopan.web.refusing.RefusalMiddleware",
]

CSRF_FAILURE_VIEW = "huopan.web.refusing.stale_form"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "huopan.web.components.templatetags.kept",  # after cotton: its tag, with a memory
                "huopan.web.components.templatetags.said",  # after i18n: its words, and addresses, likewise
                "huopan.web.components.templatetags.trade",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = ["huopan.web.accounts.backend.PeopleWithStandings"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "huopan.web.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "huopan.web.accounts.forms.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Codes, not links: a link's key would stand in access logs. Without a mail server nobody could type one in.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if ENV.email_host else "none"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = bool(ENV.email_host)
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = bool(ENV.email_host)
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "huopan.web.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = not ENV.email_host
MFA_TOTP_ISSUER = "Huopan"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "market:home"
LOGOUT_REDIRECT_URL = "market:home"

FORM_RENDERER = "huopan.web.components.inputs.QuickInputs"

LANGUAGE_CODE = ENV.language
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "huopan.infra.files.storing.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url}
    if ENV.redis_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
TASKS = {"default": {"BACKEND": "huopan.infra.jobs.queueing.JobBackend"}}

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENV.email_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "letters"
EMAIL_HOST, EMAIL_PORT = ENV.email_host, ENV.email_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.email_user, ENV.email_password
EMAIL_USE_TLS, EMAIL_USE_SSL = ENV.email_security == "tls", ENV.email_security == "ssl"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if ENV.base_url.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
    CSRF_TRUSTED_ORIGINS = [ENV.base_url]

HUOPAN = ENV
UNFOLD = CONSOLE
LOGGING_CONFIG = "huopan.infra.journal.configure"
LOGGING = {"level": ENV.log_level, "format": ENV.log_format}
