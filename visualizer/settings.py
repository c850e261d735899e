"""Django's settings. Everything has a default that suits one person on one machine.

Variables are described in docs/how-to/deploy.md. `WINDTUNNEL_ENV=production` asks for a secret
and host names, and turns on what needs HTTPS.
"""

from pathlib import Path

from visualizer.environ import Environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environ()

PRODUCTION = (
    env.choice("WINDTUNNEL_ENV", ("development", "production"), "development") == "production"
)
DATA_DIR = env.folder("WINDTUNNEL_DATA_DIR", BASE_DIR / "var")
SCENARIOS_DIR = BASE_DIR / "scenarios"

DEBUG = env.flag("WINDTUNNEL_DEBUG", False) and not PRODUCTION
SECRET_KEY = env.secret("WINDTUNNEL_SECRET_KEY", None if PRODUCTION else DATA_DIR / "secret_key")
ALLOWED_HOSTS = env.hosts(
    "WINDTUNNEL_ALLOWED_HOSTS", None if PRODUCTION else ("localhost", "127.0.0.1", "[::1]")
)
# Other origins whose pages may call this server: only behind a proxy that changes the host.
CSRF_TRUSTED_ORIGINS = env.origins("WINDTUNNEL_TRUSTED_ORIGINS")

# --- limits -----------------------------------------------------------------------------------
# Each one that bites says so, by its name, to the person it bites.

MAX_DOCUMENT_BYTES = env.integer("WINDTUNNEL_MAX_DOCUMENT_KB", 256, 1, 16_384) * 1024
MAX_UPLOAD_BYTES = env.integer("WINDTUNNEL_MAX_UPLOAD_MB", 20, 1, 1024) * 1024**2
MAX_RUNS_STORED = env.integer("WINDTUNNEL_MAX_RUNS_STORED", 500, 1, 1_000_000)
MAX_STORED_BYTES = env.integer("WINDTUNNEL_MAX_STORED_MB", 2048, 1, 1_000_000) * 1024**2
MIN_FREE_BYTES = env.integer("WINDTUNNEL_MIN_FREE_MB", 64, 0, 1_000_000) * 1024**2
MAX_TRACES_STORED = env.integer("WINDTUNNEL_MAX_TRACES_STORED", 200, 1, 100_000)
MAX_TRACE_ROWS = env.integer("WINDTUNNEL_MAX_TRACE_ROWS", 2_000_000, 1, 5_000_000)
# Of a large one, which is read in a process of its own, one after another.
TRACE_READ_S = env.integer("WINDTUNNEL_TRACE_READ_S", 60, 1, 3_600)
TRACE_READ_BYTES = env.integer("WINDTUNNEL_TRACE_READ_MB", 768, 64, 65_536) * 1024**2
TRACE_WAIT_S = env.integer("WINDTUNNEL_TRACE_WAIT_S", 30, 0, 3_600)
TRACE_CACHE_BYTES = env.integer("WINDTUNNEL_TRACE_CACHE_MB", 256, 1, 100_000) * 1024**2
TRACE_CACHE_DIR = DATA_DIR / "traces"
MAX_RUNS_AT_ONCE = env.integer("WINDTUNNEL_MAX_RUNS_AT_ONCE", 2, 1, 64)
# Beside those, for somebody who has none under way.
EXTRA_RUNS = env.integer("WINDTUNNEL_EXTRA_RUNS", 1, 0, 64)
# Waiting or under way. Of one address more: a class may be behind it.
MAX_RUNS_PER_VISITOR = env.integer("WINDTUNNEL_MAX_RUNS_PER_VISITOR", 10, 1, 10_000)
MAX_RUNS_PER_ADDRESS = env.integer("WINDTUNNEL_MAX_RUNS_PER_ADDRESS", 25, 1, 10_000)
MAX_SOCKETS_PER_ADDRESS = env.integer("WINDTUNNEL_MAX_SOCKETS_PER_ADDRESS", 256, 1, 100_000)
# From one socket; two seconds' worth may come at once. Beyond it is cut off.
SOCKET_MESSAGES_PER_S = env.integer("WINDTUNNEL_SOCKET_MESSAGES_PER_S", 300, 10, 100_000)
MAX_RUNS_QUEUED = env.integer("WINDTUNNEL_MAX_RUNS_QUEUED", 50, 1, 10_000)
# What becomes at the start of runs that were being computed when the server ended.
RESUME_INTERRUPTED = (
    env.choice("WINDTUNNEL_INTERRUPTED_RUNS", ("offer", "resume"), "offer") == "resume"
)
RUN_WALL_S = env.integer("WINDTUNNEL_RUN_WALL_S", 120, 1, 86_400)
RUN_MEMORY_BYTES = env.integer("WINDTUNNEL_RUN_MEMORY_MB", 1024, 128, 65_536) * 1024**2
RUN_EVENTS = env.integer("WINDTUNNEL_RUN_EVENTS", 20_000_000, 1_000, 2_000_000_000)
# Of each run, to go on from when it was interrupted, and for forks.
RUN_SNAPSHOTS = env.integer("WINDTUNNEL_RUN_SNAPSHOTS", 32, 1, 1000)
RUN_SNAPSHOT_BYTES = env.integer("WINDTUNNEL_RUN_SNAPSHOT_MB", 64, 1, 100_000) * 1024**2
# Runs that make no room for others. Together they take half of what is stored at the most.
MAX_RUNS_PINNED = env.integer("WINDTUNNEL_MAX_RUNS_PINNED", 100, 0, 1_000_000)
MAX_PINNED_PER_VISITOR = env.integer("WINDTUNNEL_MAX_PINNED_PER_VISITOR", 20, 0, 10_000)
# Of a knob that is dragged: nothing of them is stored, and 0 switches them off.
MAX_PREVIEWS_AT_ONCE = env.integer("WINDTUNNEL_MAX_PREVIEWS_AT_ONCE", 2, 0, 64)
PREVIEW_WALL_S = env.integer("WINDTUNNEL_PREVIEW_WALL_S", 3, 1, 600)
PREVIEW_MEMORY_BYTES = env.integer("WINDTUNNEL_PREVIEW_MEMORY_MB", 256, 64, 65_536) * 1024**2
# Of one answer to a program that asks for frames.
MAX_FRAMES_BYTES = env.integer("WINDTUNNEL_MAX_FRAMES_MB", 4, 1, 64) * 1024**2
# Of a page with a run in it: a report, or one to be put into other pages.
MAX_REPORT_BYTES = env.integer("WINDTUNNEL_MAX_REPORT_MB", 3, 1, 100) * 1_000_000
# Each is made in a process of its own, a few at a time; the others wait, not too many of them.
MAX_REPORTS_AT_ONCE = env.integer("WINDTUNNEL_MAX_REPORTS_AT_ONCE", 2, 1, 64)
MAX_REPORTS_WAITING = env.integer("WINDTUNNEL_MAX_REPORTS_WAITING", 30, 0, 10_000)
# Of those; who waits for what is made for another has it for nothing.
MAX_REPORTS_PER_VISITOR = env.integer("WINDTUNNEL_MAX_REPORTS_PER_VISITOR", 6, 1, 10_000)
MAX_REPORTS_PER_ADDRESS = env.integer("WINDTUNNEL_MAX_REPORTS_PER_ADDRESS", 20, 1, 10_000)
REPORT_WAIT_S = env.integer("WINDTUNNEL_REPORT_WAIT_S", 30, 0, 3_600)
REPORT_WALL_S = env.integer("WINDTUNNEL_REPORT_S", 60, 1, 3_600)
REPORT_MEMORY_BYTES = env.integer("WINDTUNNEL_REPORT_MB", 768, 64, 65_536) * 1024**2
REPORT_CACHE_BYTES = env.integer("WINDTUNNEL_REPORT_CACHE_MB", 16, 0, 4_096) * 1024**2
FRAME_CACHE_BYTES = env.integer("WINDTUNNEL_FRAME_CACHE_MB", 32, 1, 4096) * 1024**2

# A class: a teacher, and followers who have its code.
MAX_CLASSES = env.integer("WINDTUNNEL_MAX_CLASSES", 100, 0, 100_000)
MAX_CLASSES_PER_VISITOR = env.integer("WINDTUNNEL_MAX_CLASSES_PER_VISITOR", 5, 0, 10_000)
MAX_CLASSES_PER_ADDRESS = env.integer("WINDTUNNEL_MAX_CLASSES_PER_ADDRESS", 20, 0, 10_000)
MAX_CLASS_FOLLOWERS = env.integer("WINDTUNNEL_MAX_CLASS_FOLLOWERS", 300, 1, 10_000)
MAX_CLASS_ROUNDS = env.integer("WINDTUNNEL_MAX_CLASS_ROUNDS", 50, 0, 1_000)
CLASS_HOURS = env.integer("WINDTUNNEL_CLASS_HOURS", 8, 1, 168)
# Codes that are none, a minute: of one address, and of all.
MAX_CODE_TRIES_PER_ADDRESS = env.integer("WINDTUNNEL_MAX_CODE_TRIES_PER_ADDRESS", 20, 1, 100_000)
MAX_CODE_TRIES = env.integer("WINDTUNNEL_MAX_CODE_TRIES", 600, 1, 1_000_000)
# New seats in classes, a minute: of one browser, and of all at one address who have no cookie.
MAX_NEW_SEATS_PER_VISITOR = env.integer("WINDTUNNEL_MAX_NEW_SEATS_PER_VISITOR", 10, 1, 100_000)
MAX_NEW_SEATS_PER_ADDRESS = env.integer("WINDTUNNEL_MAX_NEW_SEATS_PER_ADDRESS", 300, 1, 100_000)
# From one page of a class, a second; three seconds' worth may come at once.
CLASS_MESSAGES_PER_S = env.integer("WINDTUNNEL_CLASS_MESSAGES_PER_S", 20, 1, 1_000)

# What a worker calls to compute a run, by dotted path; tests put a stand-in here.
RUN_FACTORY = env.text("WINDTUNNEL_RUN_FACTORY", "visualizer.supervisor.simulation:begin")

# Django's own ceilings follow ours; visualizer.bodies answers before they are met.
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_DOCUMENT_BYTES + 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 64
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024**2
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# --- application ------------------------------------------------------------------------------

INSTALLED_APPS = ["django.contrib.staticfiles", "csp", "django_vite", "visualizer"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "visualizer.middleware.BoundAddresses",
    "visualizer.visitor.Visitors",
    "visualizer.middleware.NoBrowserNoForgery",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "visualizer.middleware.SayTrouble",
]
ROOT_URLCONF = "visualizer.urls"
ASGI_APPLICATION = "visualizer.asgi.application"
CSRF_FAILURE_VIEW = "visualizer.views.errors.csrf_failure"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "libraries": {"windtunnel": "visualizer.templatetags.windtunnel"},
            "builtins": ["visualizer.templatetags.windtunnel"],
        },
    }
]
LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# --- database ---------------------------------------------------------------------------------
# WAL keeps every acknowledged commit when the process is killed. synchronous=FULL keeps it when
# the power fails too: worth one fsync for what people make (runs asked for, traces sent). Frames
# are computed again from the seed, so the supervisor's own connection turns it down to NORMAL.

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "windtunnel.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
                "PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- static files -----------------------------------------------------------------------------
# Vite has hashed the names already, so nothing hashes them again.

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATIC_DIST = BASE_DIR / "static" / "dist"
STATICFILES_DIRS = [STATIC_DIST] if STATIC_DIST.is_dir() else []
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": STATIC_DIST / "manifest.json"}}

# --- security ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'"],
        "object-src": ["'none'"],
    }
}
CSRF_COOKIE_NAME = "windtunnel_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True  # the page finds the token in its own data
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Nothing here signs a user in; the visitor's own cookie, which says whose a run is, is set secure
# by `visualizer.visitor`.
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("WINDTUNNEL_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 86_400 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION and env.flag("WINDTUNNEL_HSTS_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
USE_X_FORWARDED_HOST = env.flag("WINDTUNNEL_BEHIND_PROXY", False)
if USE_X_FORWARDED_HOST:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- logging ----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("WINDTUNNEL_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "daphne": {"level": "WARNING"},
    },
}
