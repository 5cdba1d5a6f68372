"""Writing a text in three languages: which one is the original, and which have fallen behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject

from .i18n import LANGUAGES
from .models import TranslationMark


def write(
    *, record: models.Model, field: str, values: Mapping[str, str], source_language: str
) -> dict[str, tuple[str, str]]:
    """
    Set a trilingual field on a saved record and keep its mark; the caller saves the record.

    When the text of the source language changes and another language's text is not changed with it,
    that other language is marked stale. A text that is changed is no longer stale.

    :param values: text by column code (vi, zh, en); a missing code leaves that language alone
    :return: what changed: column name → (before, after)
    :raises ValueError: if the source language is not one of ours
    """
    if source_language not in LANGUAGES:
        raise ValueError(source_language)
    changed: dict[str, tuple[str, str]] = {}
    for language in LANGUAGES:
        column = f"{field}_{language}"
        before = getattr(record, column)
        after = values.get(language, before).strip()
        if before != after:
            setattr(record, column, after)
            changed[column] = (before, after)
    mark, _ = TranslationMark.objects.get_or_create(
        object_type=record._meta.label_lower,
        object_id=str(record.pk),
        field=field,
        defaults={"source_language": source_language},
    )
    mark.source_language = source_language
    source_changed = f"{field}_{source_language}" in changed
    for language in LANGUAGES:
        column = f"{field}_{language}"
        if column in changed or language == source_language or not getattr(record, column):
            setattr(mark, f"is_stale_{language}", False)
        elif source_changed:
            setattr(mark, f"is_stale_{language}", True)
    mark.save()
    return changed


def marks_of(*, record: models.Model) -> dict[str, TranslationMark]:
    """Return the marks of one record by field."""
    rows = TranslationMark.objects.filter(object_type=record._meta.label_lower, object_id=str(record.pk))
    return {row.field: row for row in rows}


@dataclass(frozen=True, slots=True)
class Mark:
    """The language a text was written in, and those in which it is older than that."""

    source_language: str
    stale: frozenset[str]


def mark_column(model: type[models.Model], field: str) -> Subquery:
    """Return the mark of one field as a column of a query for records; :func:`mark_in` reads it."""
    marks = TranslationMark.objects.filter(
        object_type=model._meta.label_lower, object_id=Cast(OuterRef("pk"), CharField()), field=field
    )
    stale = {f"is_stale_{language}": F(f"is_stale_{language}") for language in LANGUAGES}
    return Subquery(marks.values(found=JSONObject(source_language="source_language", **stale)))


def mark_in(column: Mapping[str, Any] | None) -> Mark | None:
    """Return what a :func:`mark_column` holds; None where nothing was ever marked."""
    if column is None:
        return None
    stale = frozenset(language for language in LANGUAGES if column[f"is_stale_{language}"])
    return Mark(source_language=column["source_language"], stale=stale)


def missing_languages(*, record: models.Model, fields: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for each field that has a text at all, the languages in which it has none."""
    missing: dict[str, tuple[str, ...]] = {}
    for field in fields:
        absent = tuple(code for code in LANGUAGES if not getattr(record, f"{field}_{code}"))
        if absent and len(absent) < len(LANGUAGES):
            missing[field] = absent
    return missing
