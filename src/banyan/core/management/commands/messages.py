"""`bin/banyan messages`: collect the strings of the interface into the catalogues, with Babel alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

#: Babel's names of the catalogues we keep. English needs none: the strings are written in it.
CATALOGUES = ("vi", "zh_Hans")
_KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_SOURCE = Path(__file__).resolve().parents[3]


def _strings(path: Path) -> Iterator[tuple[Any, Any, Any]]:
    """Yield (message or plural pair, translators' comments, context) of one file."""
    if path.suffix == ".py":
        method, text = "python", path.read_text()
    else:
        # Django turns a template into calls with everything else blanked out; any lexer of calls reads it.
        method, text = "javascript", templatize(path.read_text(), origin=str(path))
    stream = io.BytesIO(text.encode())
    for _line, message, comments, context in extract(
        method, stream, keywords=_KEYWORDS, comment_tags=["Translators:"], options={"encoding": "utf-8"}
    ):
        yield message, comments, context


def collect() -> Catalog:
    """Return a catalogue of every string of the interface, without translations."""
    catalogue = Catalog(project="Banyan", charset="utf-8")
    files = sorted(
        path
        for pattern in ("*.py", "*.html", "*.txt")
        for path in _SOURCE.rglob(pattern)
        if "migrations" not in path.parts and (path.suffix != ".txt" or "templates" in path.parts)
    )
    for path in files:
        where = str(path.relative_to(_SOURCE.parent))
        for message, comments, context in _strings(path):
            if message and message != ("", ""):
                # No line numbers: they would change the catalogues with every commit.
                catalogue.add(message, locations=[(where, 0)], auto_comments=comments, context=context)
    return catalogue


def catalogue_path(name: str) -> Path:
    """Return the file of one catalogue."""
    return Path(settings.LOCALE_PATHS[0]) / name / "LC_MESSAGES" / "django.po"


def read(name: str) -> Catalog:
    """Return a catalogue as it stands; empty when there is none yet."""
    path = catalogue_path(name)
    if not path.exists():
        return Catalog(locale=name, project="Banyan", charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale=name)


def unfinished(name: str) -> list[str]:
    """Return the strings that have no translation, or only a guessed one."""
    collected, kept = collect(), read(name)
    missing = []
    for message in collected:
        if not message.id:
            continue
        key = str(message.id[0]) if isinstance(message.id, list | tuple) else message.id
        held = kept.get(key, message.context)
        texts = [] if held is None else held.string if isinstance(held.string, tuple) else [held.string]
        if held is None or held.fuzzy or not texts or not all(texts):
            missing.append(key)
    return missing


class Command(BaseCommand):
    help = "Collect the strings of the interface into the catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is missing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        total = 0
        for name in CATALOGUES:
            if not check:
                kept = read(name)
                made_at = kept.creation_date  # an unchanged catalogue stays the same file
                kept.update(collect(), no_fuzzy_matching=True)
                kept.creation_date = made_at
                kept.obsolete.clear()
                path = catalogue_path(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as handle:
                    write_po(handle, kept, width=110, sort_output=True, include_lineno=False)
            missing = unfinished(name)
            total += len(missing)
            self.stdout.write(f"{name}: {len(missing)} without translation")
            for text in missing[:20] if check else []:
                self.stdout.write(f"  {text}")
        if check and total:
            raise CommandError(f"{total} strings have no translation")
