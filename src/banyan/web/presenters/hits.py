"""Found records as a reader sees them: name, other names, where, when, and the words that matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from banyan.events.models import Event
from banyan.ingest.domain import articles
from banyan.registry.domain import profiles
from banyan.registry.models import Organisation, Person, Source
from banyan.search.domain.queries import Hit, Suggestion
from banyan.web.presenters import facts, formats, words
from banyan.web.templatetags.texts import marked


@dataclass(frozen=True, slots=True)
class Row:
    """One result."""

    kind: str
    record: Any
    url: str
    title: str
    lang: str
    snippet: SafeString | str = ""
    snippet_lang: str = ""
    meta: str = ""
    names: list[dict[str, str]] = field(default_factory=list)


def _organisations(keys: list[str]) -> dict[str, Any]:
    found = profiles.shown_organisations().filter(public_id__in=keys)
    return {row.public_id: row for row in found.select_related("legal_form", "country", "place")}


def _people(keys: list[str]) -> dict[str, Any]:
    posts = profiles.shown_posts().select_related("organisation").order_by("to_date", "-from_date", "pk")
    found = profiles.shown_people().filter(public_id__in=keys)
    return {
        row.public_id: row
        for row in found.prefetch_related(Prefetch("posts", queryset=posts, to_attr="shown"))
    }


def _events(keys: list[str]) -> dict[str, Any]:
    return {row.public_id: row for row in Event.objects.filter(public_id__in=keys).select_related("place")}


def _articles(keys: list[str]) -> dict[str, Any]:
    found = articles.shown_sources().filter(public_id__in=keys, taken_down_at__isnull=True)
    return {row.public_id: row for row in found}


_LOADERS = {"organisation": _organisations, "person": _people, "event": _events, "article": _articles}


def language_of_name(text: str) -> str:
    """Return the `lang` of a name of unknown language."""
    return formats.script_tag(text)


def _meta(record: Any) -> str:
    """Return the small line under a result."""
    if isinstance(record, Organisation):
        return facts.place_line(record)
    if isinstance(record, Person):
        posts = record.shown[:2]  # type: ignore[attr-defined]
        return " · ".join(
            ", ".join(str(part) for part in (post.title, post.organisation.title) if part) for post in posts
        )
    if isinstance(record, Event):
        where = record.venue or (str(record.place.name) if record.place else "")
        return " · ".join(
            item for item in (formats.period(record.start_date, record.end_date), where) if item
        )
    return facts.source_line(record)


def _title(record: Any) -> tuple[str, str]:
    if isinstance(record, Source):
        return str(record), formats.html_tag(record.language)
    title = record.title
    return title.value, formats.html_tag(title.tag) if title.is_fallback else ""


def _row(hit: Hit, record: Any) -> Row:
    title, lang = _title(record)
    others = {
        name.text: {"lang": formats.html_tag(name.language), "text": name.text}
        for name in sorted(hit.names, key=lambda name: name.kind != "official")
        if name.text != title
    }
    text = "".join(piece for piece, _ in hit.snippet)
    return Row(
        kind=str(words.KINDS[hit.kind]),
        record=record,
        url=record.get_absolute_url(),
        title=title,
        lang=lang,
        names=list(others.values())[:3],
        # What the index holds about a person may be more than the public page shows: no snippet of it.
        snippet=marked(hit.snippet) if text.strip() and hit.kind != "person" else "",
        snippet_lang=formats.script_tag(text),
        meta=_meta(record),
    )


def rows(hits: Sequence[Hit]) -> list[Row]:
    """
    Return the results whose records may still be shown, with one or two queries per kind.

    A record hidden a second ago may still be in the index; it is left out here.
    """
    keys: dict[str, list[str]] = {}
    for hit in hits:
        keys.setdefault(hit.kind, []).append(hit.key)
    records = {kind: _LOADERS[kind](wanted) for kind, wanted in keys.items() if kind in _LOADERS}
    return [_row(hit, records[hit.kind][hit.key]) for hit in hits if hit.key in records.get(hit.kind, {})]


def shown_suggestions(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Return the suggestions that lead to a page; people whom nobody has made public have none."""
    people = [one.key for one in found if one.kind == "person"]
    shown = set(_people(people)) if people else set()
    return [one for one in found if one.kind in _LOADERS and (one.kind != "person" or one.key in shown)]
