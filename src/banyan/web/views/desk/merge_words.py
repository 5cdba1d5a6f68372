"""Merges in words: columns side by side, rows that move, warnings, edits that stay."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Count, ForeignKey, Model, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from banyan.core.models import AuditEntry
from banyan.registry.domain.giving_back import Edit
from banyan.registry.domain.merges import FieldChoice, Remark, RowPreview
from banyan.registry.enums import NameKind, PartyRole, RowOutcome
from banyan.registry.models import Merge, Post, Tie
from banyan.web.forms.fields import LANGUAGE_NAMES
from banyan.web.presenters import formats, words
from banyan.web.views.desk import history_words

#: Rows of one table that a page lists; what lies beyond is counted.
MOST_ROWS: Final = 100

_TABLES: Final = {
    "registry.organisationname": gettext_lazy("Names"),
    "registry.personname": gettext_lazy("Names"),
    "registry.identifier": gettext_lazy("Numbers in other registers"),
    "registry.organisation_topics": gettext_lazy("Fields of work"),
    "registry.post": pgettext_lazy("held by people", "Positions"),
    "registry.tie": gettext_lazy("Relationships"),
    "registry.activityparty": gettext_lazy("Activities"),
    "registry.statedfigure": gettext_lazy("Figures"),
    "events.eventorganiser": gettext_lazy("Events"),
    "events.appearance": gettext_lazy("Events"),
    "registry.citation": gettext_lazy("Quotes"),
    "registry.organisation": gettext_lazy("Facts"),
    "registry.person": gettext_lazy("Facts"),
}
_OUTCOMES: Final = {
    RowOutcome.MOVES.value: "",
    RowOutcome.JOINS.value: gettext_lazy("there already: its quotes and details are added"),
    RowOutcome.DUPLICATE.value: gettext_lazy("there already"),
    RowOutcome.WOULD_BE_SELF_TIE.value: gettext_lazy("set aside: it binds the two to each other"),
}
_REMARKS: Final = {
    "same_record": gettext_lazy("This is one and the same record. Choose another one."),
    "kinds_differ": gettext_lazy("An organisation and a person cannot be merged."),
    "kept_is_folded": gettext_lazy("The record to keep has itself been merged into another one."),
    "folded_is_folded": gettext_lazy("The other record has been merged into another one already."),
    "is_gone": gettext_lazy("One of the two is no longer there."),
    "judged_different": gettext_lazy("Somebody decided earlier that these two are different."),
    "numbers_differ": gettext_lazy("They have different numbers in one register: they may be two."),
    "are_tied": gettext_lazy("A relationship binds the two to each other: they may be two."),
}
_EDITS: Final = {
    "edited": gettext_lazy("edited since: the edit stays"),
    "removed": gettext_lazy("removed since: it stays removed"),
    "moved": gettext_lazy("moved to another record since: it stays there"),
    "stays": gettext_lazy("stays: the other record has the like of it"),
}


def table(label: str) -> str:
    """Return what the rows of a table are called."""
    return str(_TABLES.get(label, gettext_lazy("Other entries")))


def remark(row: Remark) -> str:
    """Return why two records cannot be merged, or why to think twice."""
    said = str(_REMARKS[row.code])
    return f"{said} ({row.text})" if row.text and row.code in ("judged_different", "numbers_differ") else said


def when(moment: datetime.datetime, who: Any) -> str:
    """Return a moment with the person, if it is known who it was."""
    said = f"{formats.day(moment)}, {date_format(localtime(moment), 'H:i')}"
    return f"{said} · {who}" if who else said


# --- columns -----------------------------------------------------------------------------------------


def _label(column: str) -> str:
    stem, _dot, code = column.rpartition("_")
    if stem == "title" and code in LANGUAGE_NAMES:
        return _("Name shown (%(language)s)") % {"language": LANGUAGE_NAMES[code]}
    return history_words.column(column)


def _value(column: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return formats.day(value)
    if isinstance(value, Model):
        return str(getattr(value, "label", None) or getattr(value, "name", None) or value)
    if column.endswith("_date"):
        return formats.partial_date(str(value))
    return history_words.choice(column, str(value))


def conflicts(fields: Iterable[FieldChoice], choices: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the columns in which both records say something else, with the side chosen or suggested."""
    return [
        {
            "name": f"take-{row.field}",
            "label": _label(row.field),
            "options": [
                {
                    "side": side,
                    "value": _value(row.field, value),
                    "is_chosen": choices.get(row.field, row.suggested) == side,
                }
                for side, value in (("kept", row.kept_value), ("folded", row.folded_value))
            ],
        }
        for row in fields
        if row.is_conflict
    ]


def agreed(fields: Iterable[FieldChoice]) -> list[dict[str, str]]:
    """Return the columns in which there is nothing to choose, as facts."""
    return [
        {
            "label": _label(row.field),
            "value": _value(row.field, row.kept_value if row.suggested == "kept" else row.folded_value),
        }
        for row in fields
        if not row.is_conflict
    ]


# --- rows --------------------------------------------------------------------------------------------


def load(rows: Iterable[Any]) -> None:
    """Load what rows refer to, one query for each key of each table."""
    by_table: dict[type[Model], list[Any]] = defaultdict(list)
    for row in rows:
        by_table[type(row)].append(row)
    for model, listed in by_table.items():
        keys = [
            column.name
            for column in model._meta.concrete_fields
            if isinstance(column, ForeignKey) and not column.name.endswith("_by")
        ]
        if keys:
            prefetch_related_objects(listed, *keys)


def said(row: Any) -> str:
    """Return what a row says, as one line."""
    label = row._meta.label_lower
    if isinstance(row, Tie):
        bond = words.tie(row.kind, is_subject=True, grade=row.grade)
        return f"{row.subject} – {bond} – {row.object}"
    if isinstance(row, Post):
        return ", ".join(str(part) for part in (row.person, row.title, row.organisation) if str(part))
    if label in ("registry.organisationname", "registry.personname"):
        return f"{row.text} ({formats.language_name(row.language)} · {NameKind(row.kind).label})"
    if label == "registry.organisation_topics":
        return str(row.concept.label)
    if label == "registry.activityparty":
        return f"{row.activity} · {PartyRole(row.role).label}"
    if label == "events.eventorganiser":
        return str(row.event)
    if label == "events.appearance":
        return f"{row.event} · {row.get_role_display()}"
    return str(row)


def _notes(row: RowPreview) -> list[str]:
    notes = [str(_OUTCOMES[row.outcome])] if _OUTCOMES[row.outcome] else []
    if row.new_kind and row.new_kind != row.row.kind:
        notes.append(_("becomes: %(kind)s") % {"kind": NameKind(row.new_kind).label})
    for column, (ours, theirs) in (row.unlike or {}).items():
        notes.append(
            _("%(what)s stays %(ours)s, not %(theirs)s")
            % {
                "what": _label(column),
                "ours": _value(column, ours),
                "theirs": _value(column, theirs),
            }
        )
    return notes


def groups(rows: Iterable[RowPreview]) -> list[dict[str, Any]]:
    """Return rows by table, each with what it says and what becomes of it; long tables are cut."""
    by_table: dict[str, list[RowPreview]] = defaultdict(list)
    for row in rows:
        by_table[table(row.model)].append(row)
    shown = {label: found[:MOST_ROWS] for label, found in by_table.items()}
    load(row.row for found in shown.values() for row in found)
    return [
        {
            "label": label,
            "number": len(by_table[label]),
            "more": len(by_table[label]) - len(found),
            "rows": [{"text": said(row.row), "notes": _notes(row)} for row in found],
        }
        for label, found in shown.items()
    ]


def counts(merge: Merge) -> list[dict[str, Any]]:
    """Return how many rows of each table a merge moved, joined or set aside; one query."""
    found = merge.rows.values("model", "outcome").annotate(number=Count("pk")).order_by("model", "outcome")
    outcomes = {
        "moves": _("moved"),
        "joins": _("there already: its quotes and details are added"),
        "duplicate": _("there already"),
        "would_be_self_tie": _("set aside: it binds the two to each other"),
        "changes": pgettext("of entries", "changed"),
    }
    return [
        {"label": table(row["model"]), "value": f"{row['number']} · {outcomes[row['outcome']]}"}
        for row in found
        if row["model"] != "core.translationmark"
    ]


# --- what stays -----------------------------------------------------------------------------------------


def edits(found: Iterable[Edit]) -> list[dict[str, str]]:
    """Return what was changed after a merge and stays, in words."""
    rows = []
    for edit in found:
        text = str(edit.values.get("text") or edit.values.get("value") or "")
        what = f"{table(edit.model)}: {text}" if text else table(edit.model)
        if edit.column:
            what += f" · {_label(edit.column.removesuffix('_id'))}"
            if not edit.column.endswith("_id"):
                what += f": {_value(edit.column, edit.was)} → {_value(edit.column, edit.now)}"
        rows.append({"text": what, "note": str(_EDITS[edit.what])})
    return rows


def lines(found: Iterable[AuditEntry]) -> list[dict[str, str]]:
    """Return lines of the log: what happened, when and by whom; merges of the record itself are left out."""
    return [
        {"text": history_words.happened(entry.key), "note": when(entry.at, entry.actor_label)}
        for entry in found
        if not entry.key.endswith((".merged", ".unmerged"))
    ]
