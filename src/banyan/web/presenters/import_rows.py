"""One row of a list as it would become, became, or is doubted: names, facts, problems, candidates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.ingest.adapters.tables.drafts import PartyDraft, RowDraft, RowProblem
from banyan.ingest.adapters.tables.shapes import TableInfo
from banyan.registry.domain.sketches import Sketch
from banyan.registry.enums import NameKind, OrganisationState, RegistrationState
from banyan.registry.models import Organisation, ProposedChange
from banyan.taxonomy.models import Concept, Place
from banyan.web.presenters import formats, import_runs, import_words, reasons, words
from banyan.web.presenters.import_columns import letter

#: Facts of a sketch in the order in which they are shown.
_FACTS: Final[dict[str, Any]] = {
    "country": gettext_lazy("Country or area"),
    "place": gettext_lazy("Province or city"),
    "legal_form": gettext_lazy("Legal form"),
    "registration_state": gettext_lazy("Registration"),
    "state": gettext_lazy("State"),
    "founded_date": gettext_lazy("Founded"),
    "ended_date": gettext_lazy("Ended"),
    "website": gettext_lazy("Website"),
}
_DRAFTED: Final = {"founded_date": "founded", "ended_date": "ended"}
_LONGEST_CELL: Final = 120
_MOST_LINES: Final = 6


def cell(value: object) -> str:
    """Return a cell of a file on one line, cut, as it is shown."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time(0):
        value = value.date()
    text = "" if value is None else " ".join(str(value)[: 4 * _LONGEST_CELL].split())
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


class CodeWords:
    """The words of the codes that some rows use, with one query for places and one for code lists."""

    def __init__(self, said: Iterable[Mapping[str, Any]]) -> None:
        listed = list(said)
        places = {row.get(name) for row in listed for name in ("country", "place")} - {None, ""}
        pairs = {topic for row in listed for topic in row.get("topics", ())}
        pairs |= {f"legal_forms:{row['legal_form']}" for row in listed if row.get("legal_form")}
        self.places = {row.code: str(row.name) for row in Place.objects.filter(code__in=places)}
        found = Concept.objects.filter(code__in={pair.partition(":")[2] for pair in pairs})
        self.concepts = {
            f"{row.scheme.code}:{row.code}": str(row.label) for row in found.select_related("scheme")
        }

    def value(self, name: str, value: str) -> str:
        """Return the value of one fact in words."""
        if name in ("country", "place"):
            return self.places.get(value, value)
        if name == "legal_form":
            return self.concepts.get(f"legal_forms:{value}", value)
        if name == "registration_state":
            return str(RegistrationState(value).label)
        if name == "state":
            return str(OrganisationState(value).label)
        return formats.partial_date(value) if name in _DRAFTED else value


def _names(names: Sequence[Any]) -> list[dict[str, str]]:
    return [
        {
            "text": name.text,
            "lang": formats.html_tag(name.language) if name.language not in ("", "und") else "",
            "note": " · ".join(
                part
                for part in (
                    formats.language_name(name.language) if name.language not in ("", "und") else "",
                    str(NameKind(name.kind).label) if name.kind and name.kind != NameKind.OFFICIAL else "",
                )
                if part
            ),
        }
        for name in names
    ]


def facts(said: Mapping[str, Any], words: CodeWords) -> list[dict[str, str]]:
    """Return what a row says, besides names, as labels and values."""
    found = [
        {"label": str(label), "value": words.value(name, said[name])}
        for name, label in _FACTS.items()
        if said.get(name)
    ]
    for scheme, value in said.get("identifiers", ()):
        found.append({"label": _("Number"), "value": f"{value} ({scheme})"})
    topics = [words.concepts.get(topic, topic) for topic in said.get("topics", ())]
    if topics:
        found.append({"label": _("Field of work"), "value": formats.listed(topics)})
    summary = next((text for text in said.get("summary", {}).values() if text), "")
    if summary:
        found.append({"label": _("Summary"), "value": cell(summary)})
    return found


def said_by(draft: RowDraft) -> dict[str, Any]:
    """Return what a draft says under the names of a sketch."""
    said = {name: getattr(draft, _DRAFTED.get(name, name)) for name in _FACTS}
    return {
        **said,
        "identifiers": draft.identifiers,
        "topics": draft.topics,
        "summary": draft.summary,
    }


def problem(found: RowProblem | Any, *, info: TableInfo | None = None) -> dict[str, str]:
    """Return what was not understood in words: which column, what stood there, and what to do."""
    header = ""
    if found.column is not None:
        columns = {column.position: column.header for column in info.columns} if info else {}
        header = columns.get(found.column, "")
        header = f"{letter(found.column)} · {header}" if header else letter(found.column)
    return {
        "column": header,
        "value": found.value,
        "text": import_words.what_is_wrong(found.code, found.params),
        "tone": "hot" if found.is_fatal else "quiet",
    }


def _party(party: PartyDraft) -> str:
    """Return another organisation as a row names it: by name, number, or its number in the same file."""
    if party.names:
        return party.names[0].text
    return party.identifiers[0][1] if party.identifiers else party.key


def lines(draft: RowDraft) -> list[str]:
    """Return the relationships and reported activities of a row, a line each, and no more than a few."""
    said = [
        f"{words.tie(tie.kind, is_subject=not tie.is_from_other, grade=tie.grade)}: {_party(tie.other)}"
        for tie in draft.ties
    ]
    for activity in draft.activities:
        title = next((text for text in activity.title.values() if text), "")
        parties = [f"{words.party(party.role)}: {_party(party)}" for party in activity.parties if party.role]
        amount = formats.money(Decimal(activity.amount), activity.currency) if activity.amount else ""
        said.append(" · ".join(part for part in (cell(title), amount, *parties) if part))
    return said[:_MOST_LINES]


def cards(decided: Sequence[Any], *, info: TableInfo) -> list[dict[str, Any]]:
    """Return rows that were only looked at as they would become (see `ingest.domain.checking.look`)."""
    said = [said_by(one.draft) for one in decided]
    codes = CodeWords(said)
    records = Organisation.objects.in_bulk(
        [one.judgement.record_id for one in decided if one.judgement.record_id]
    )
    return [
        {
            "number": one.draft.number,
            "record": records.get(one.judgement.record_id),
            "names": _names(one.draft.names),
            "facts": facts(row, codes),
            "lines": lines(one.draft),
            "outcome": import_runs.FORESEEN[one.outcome],
            "tone": _TONES.get(one.outcome, ""),
            "problems": [problem(found, info=info) for found in one.problems],
        }
        for one, row in zip(decided, said, strict=True)
    ]


_TONES: Final = {"refused": "hot", "suggested": "hot", "unchanged": "quiet", "skipped": "quiet"}


def _candidate(row: Mapping[str, Any], known: Mapping[str, Organisation]) -> dict[str, Any]:
    organisation = known.get(str(row["key"]))
    shown = str(organisation) if organisation else str(row.get("name", ""))
    where = (
        [str(place.name) for place in (organisation.place, organisation.country) if place]
        if organisation
        else []
    )
    others = []
    if organisation is not None:
        titles = (organisation.title_vi, organisation.title_zh, organisation.title_en)
        others = [title for title in titles if title and title != shown]
    return {
        "key": row["key"],
        "name": shown,
        "others": others,
        "where": formats.listed(where),
        "founded": formats.partial_date(organisation.founded_date) if organisation else "",
        "url": reverse("web:desk-organisation", args=[row["key"]]),
        "why": reasons.worded(row.get("reasons", ())),
    }


def doubts(proposals: Sequence[ProposedChange]) -> list[dict[str, Any]]:
    """Return suggestions of an import as questions: is it one of these, or does the list know better?"""
    sketches = [row.payload.get("sketch", {}) for row in proposals]
    words = CodeWords(sketches)
    keys = {str(one["key"]) for row in proposals for one in row.candidates}
    keys |= {row.linked_key for row in proposals if row.linked_key}
    found = Organisation.objects.filter(public_id__in=keys).select_related("place", "country", "legal_form")
    known = {row.public_id: row for row in found}
    return [
        _doubt(row, Sketch.from_json(sketch), sketch, words, known)
        for row, sketch in zip(proposals, sketches, strict=True)
    ]


def _doubt(
    row: ProposedChange,
    sketch: Sketch,
    said: Mapping[str, Any],
    words: CodeWords,
    known: Mapping[str, Organisation],
) -> dict[str, Any]:
    linked = known.get(row.linked_key)
    return {
        "id": row.pk,
        "row": row.payload.get("row", row.position),
        "name": row.payload.get("name", ""),
        "lang": formats.html_tag(row.payload.get("language", "")),
        "names": _names(sketch.names),
        "facts": facts(said, words),
        "quote": row.quote,
        "candidates": [_candidate(one, known) for one in row.candidates],
        "linked": _candidate({"key": linked.public_id}, known) if linked else None,
        "present": _present(linked, said, words) if linked else [],
    }


def _present(organisation: Organisation, said: Mapping[str, Any], words: CodeWords) -> list[dict[str, str]]:
    """Return what the directory says now where the list says otherwise."""
    held: dict[str, str] = {
        "country": str(organisation.country.name) if organisation.country else "",
        "place": str(organisation.place.name) if organisation.place else "",
        "legal_form": str(organisation.legal_form.label) if organisation.legal_form else "",
    }
    for name in ("registration_state", "state", "founded_date", "ended_date", "website"):
        value = getattr(organisation, name)
        held[name] = words.value(name, value) if value else ""
    return [
        {"label": str(label), "value": held[name] or _("nothing yet"), "other": words.value(name, said[name])}
        for name, label in _FACTS.items()
        if said.get(name)
    ]
