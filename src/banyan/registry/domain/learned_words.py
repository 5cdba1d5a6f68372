"""
What the register's own names have taught the matcher, kept in a file beside the database.

:func:`learn` reads every name once, in slices, and is run by ``bin/banyan match --learn`` or the worker; to
ask :func:`current` costs no query.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from django.conf import settings

from banyan.registry.adapters.matching.learning import Lesson, taught
from banyan.registry.adapters.matching.lexicon import Lexicon, shipped
from banyan.registry.adapters.matching.shapes import Name, Profile
from banyan.registry.models import OrganisationName

FILE: Final = "learned_words.json"
_SLICE: Final = 2_000


def _path() -> Path:
    return Path(settings.DATA_DIR) / "matching" / FILE


def current() -> Lexicon:
    """Return the data lists and what was learned last; a file that cannot be read counts as none."""
    path = _path()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return shipped()
    return _read(path, changed)


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> Lexicon:
    """Read the file; ``changed`` makes a new one be read once."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        learned = {str(piece): dict(words) for piece, words in kept["learned"].items()}
        common = {str(word): float(share) for word, share in kept["common"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return shipped()
    return replace(shipped(), learned=learned, common=common)


def learn() -> int:
    """Read all names of organisations, write what follows from them, and return how many were read."""
    lesson = Lesson()
    count = 0
    for record in _records():
        lesson.add(record)
        count += len(record.names)
    made = taught(shipped(), lesson)
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(
        json.dumps({"learned": made.learned, "common": made.common}, ensure_ascii=False), encoding="utf-8"
    )
    os.replace(new, path)  # readers see the old file or the new one, never half of one
    return count


def _records() -> Iterator[Profile]:
    rows = (
        OrganisationName.objects.order_by("organisation_id", "pk")
        .values_list("organisation_id", "text", "language", "kind")
        .iterator(chunk_size=_SLICE)
    )
    for key, names in groupby(rows, key=lambda row: row[0]):
        yield Profile(key=str(key), names=tuple(Name(text, tag, kind) for _key, text, tag, kind in names))
