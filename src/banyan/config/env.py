"""Every variable of the environment that Banyan reads, in one place, with its meaning and its default."""

from __future__ import annotations

import os
from pathlib import Path

import environ

#: The folder that holds this checkout.
ROOT = Path(__file__).resolve().parents[3]

env = environ.Env()

#: Where everything that must be kept lives: database, pages, pictures, index. One folder to back up.
DATA_DIR = Path(env.str("BANYAN_DATA_DIR", default=str(ROOT / "var")))

#: SQLite in the data folder, or for example ``postgres://user:password@host/name``.
DATABASE_URL: str = env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'banyan.sqlite3'}")

#: The key that signs sessions. Made once in the data folder when not given.
SECRET_KEY: str = env.str("BANYAN_SECRET_KEY", default="")

#: Shows details of errors to anybody: never on a machine that others reach.
DEBUG = env.bool("BANYAN_DEBUG", default=False)

#: Shows the gallery of components at ``/_components/``.
GALLERY = env.bool("BANYAN_GALLERY", default=DEBUG)

#: The names under which this machine is reached, without port.
HOSTS = env.list("BANYAN_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

#: The address of the site as visitors type it; used in letters and feeds.
BASE_URL: str = env.str("BANYAN_BASE_URL", default="http://localhost:8000")

#: True where a proxy in front speaks https: cookies are then sent over https only.
HTTPS = env.bool("BANYAN_HTTPS", default=False)

#: Seconds for which browsers, once they came by https, come by nothing else; 0 says nothing to them. Raise it
#: (a year is 31536000) once https has proved itself: until it runs out, nobody gets in by plain http.
HSTS_SECONDS = env.int("BANYAN_HSTS_SECONDS", default=3600)

#: How many proxies in front add the visitor's address to `X-Forwarded-For`. With 0 that header is not
#: believed, and everybody behind a proxy counts as one visitor; with too many, anybody can forge an address.
PROXIES = env.int("BANYAN_PROXIES", default=0)

#: Port of `bin/demo`; `bin/banyan serve` takes --port.
PORT = env.int("PORT", default=8000)

#: ``tantivy``, or ``fts5`` where tantivy has no wheel.
SEARCH_ENGINE = env.str("BANYAN_SEARCH_ENGINE", default="tantivy")

#: Where the index lives. It can be rebuilt at any time.
INDEX_DIR = Path(env.str("BANYAN_INDEX_DIR", default=str(DATA_DIR / "index")))

#: Where nightly backups lie; ``backups`` in the data folder when not given. Another disk is better.
BACKUP_DIR: str = env.str("BANYAN_BACKUP_DIR", default="")

#: An address such as ``smtp://user:password@host:587``; letters are printed when not given.
EMAIL_URL = env.str("BANYAN_EMAIL_URL", default="consolemail://")

#: The sender of letters.
EMAIL_FROM = env.str("BANYAN_EMAIL_FROM", default="Banyan <no-reply@localhost>")

#: The centre's name on the letterhead of its documents: one, or three as ``vi=…;zh=…;en=…``.
CENTRE_NAME = env.str("BANYAN_CENTRE_NAME", default="")

#: Time zone of the centre.
TIME_ZONE = env.str("BANYAN_TIME_ZONE", default="Asia/Ho_Chi_Minh")

#: The largest page or file a person may clip, in bytes.
CLIP_LIMIT = env.int("BANYAN_CLIP_LIMIT", default=5_000_000)

#: The largest file of records that may be imported, in bytes. Large files are read from the disk, row by row.
IMPORT_LIMIT = env.int("BANYAN_IMPORT_LIMIT", default=1_000_000_000)

#: True on a demonstration: shows the sign-ins on the sign-in page.
DEMO = env.bool("BANYAN_DEMO", default=False)


def make_data_dir() -> None:
    """Make the data folder, open to nobody else on the machine; one that is there stays as it is."""
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key() -> str:
    """Return the key given, or the one kept in the data folder, made on first use."""
    if SECRET_KEY:
        return SECRET_KEY
    path = DATA_DIR / "secret-key"
    if not path.exists():
        import secrets  # noqa: PLC0415 – only on the very first start

        make_data_dir()
        # Readable by nobody else from the first moment on.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


# --- linking by Splink (docs/duplicates.md): duckdb, or spark and where its master is --------------------
SPLINK_BACKEND = env.str("BANYAN_SPLINK_BACKEND", default="duckdb")
SPARK_MASTER = env.str("BANYAN_SPARK_MASTER", default="")
