"""The columns of two records side by side: whose value is taken, and what that means for names and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from banyan.core import translations
from banyan.core.i18n import LANGUAGES, language_of
from banyan.core.models import TranslationMark
from banyan.registry.domain import names as name_rules
from banyan.registry.domain import organisations, people
from banyan.registry.domain.folding import Record
from banyan.registry.domain.moving import Book
from banyan.registry.enums import NameKind, RegistrationState, Verification
from banyan.registry.models import Citation, Organisation

KEPT: Final = "kept"
FOLDED: Final = "folded"

_TITLES: Final = tuple(f"title_{language}" for language in LANGUAGES)
_SUMMARIES: Final = tuple(f"summary_{language}" for language in LANGUAGES)
#: Columns and the value that says nothing yet.
_SAYS_NOTHING: Final[Mapping[str, Any]] = {
    "registration_state": RegistrationState.UNKNOWN,
    "verification": Verification.UNVERIFIED,
    "is_network": False,
    "is_hidden": False,
}
#: Kinds that a name may take when another one becomes the official name, the wanted one first.
_NO_LONGER_OFFICIAL: Final = (NameKind.ALIAS, NameKind.FORMER)


class ChoiceIsUnknown(ValueError):
    """A choice names a column that is none, or a side that is none."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """
    One column of two records. ``suggested`` is "kept" or "folded"; ``is_conflict`` when both say something.

    A title is the name shown in a language: taking the folded one's makes it the official name.
    """

    field: str
    kept_value: Any
    folded_value: Any
    is_conflict: bool
    suggested: str


def columns_of(record: Record) -> tuple[str, ...]:
    """Return the columns of a record that are chosen one by one, in the order of a page."""
    if isinstance(record, Organisation):
        return (*_TITLES, *organisations.EDITABLE, *_SUMMARIES)
    return (*_TITLES, *people.EDITABLE)


def _says_nothing(column: str, value: Any) -> bool:
    return value in (None, "") or (column in _SAYS_NOTHING and value == _SAYS_NOTHING[column])


def compare(*, kept: Record, folded: Record) -> tuple[FieldChoice, ...]:
    """Return every column in which at least one of two records says something."""
    found = []
    for column in columns_of(kept):
        ours, theirs = getattr(kept, column), getattr(folded, column)
        is_ours_empty, is_theirs_empty = _says_nothing(column, ours), _says_nothing(column, theirs)
        if is_ours_empty and is_theirs_empty:
            continue
        found.append(
            FieldChoice(
                field=column,
                kept_value=ours,
                folded_value=theirs,
                is_conflict=not is_ours_empty and not is_theirs_empty and ours != theirs,
                suggested=FOLDED if is_ours_empty else KEPT,
            )
        )
    return tuple(found)


def settle(fields: Iterable[FieldChoice], choices: Mapping[str, str]) -> dict[str, str]:
    """
    Return a side for every column: the one chosen or else suggested.

    :raises ChoiceIsUnknown: if a choice names no column of these records, or no side
    """
    sides = {choice.field: choice.suggested for choice in fields}
    for column, side in choices.items():
        if side not in (KEPT, FOLDED):
            raise ChoiceIsUnknown(f"{column}: {side}")
        if column in sides:
            sides[column] = side
        elif column not in columns_of(Organisation()) and column not in people.EDITABLE:
            raise ChoiceIsUnknown(column)
    return sides


# --- names ------------------------------------------------------------------------------------------


def _column_of(language: str) -> str:
    """Return the title that a name in a language may be shown as; "" for languages that are not ours."""
    return f"title_{language_of(language)}" if language.split("-")[0] in LANGUAGES else ""


def names_to_change(
    *, kept: Record, folded: Record, sides: Mapping[str, str], names_as: str
) -> dict[int, str]:
    """
    Return the names of both whose kind changes, by primary key, so that the chosen titles are shown.

    The official names of the side not chosen become ``names_as``; in a language in which only one of the
    two has a name, nothing changes.
    """
    ours: list[Any] = list(kept.names.order_by("pk"))
    theirs: list[Any] = list(folded.names.order_by("pk"))
    said = {(name.text, name.language): name.kind for name in ours}
    changed: dict[int, str] = {}
    for name in theirs:
        column = _column_of(name.language)
        wins = sides.get(column) == FOLDED
        has_rival = (
            bool(getattr(kept, column))
            if column
            else any(row.language == name.language and row.kind == NameKind.OFFICIAL for row in ours)
        )
        if has_rival and wins:
            if name.text == getattr(folded, column):
                changed[name.pk] = NameKind.OFFICIAL
        elif (name.text, name.language) in said:
            changed[name.pk] = said[(name.text, name.language)]
        elif has_rival and name.kind == NameKind.OFFICIAL:
            changed[name.pk] = names_as
    for name in ours:
        column = _column_of(name.language)
        is_beaten = sides.get(column) == FOLDED and getattr(folded, column, "") != name.text
        if column and name.kind == NameKind.OFFICIAL and is_beaten:
            others = {(row.text, row.language, row.kind) for row in ours}
            free = [
                kind
                for kind in (NameKind(names_as), *_NO_LONGER_OFFICIAL)
                if (name.text, name.language, kind) not in others
            ]
            changed[name.pk] = free[0] if free else name.kind
    return {pk: str(kind) for pk, kind in changed.items()}


# --- columns ----------------------------------------------------------------------------------------


def take(*, kept: Record, folded: Record, sides: Mapping[str, str], book: Book) -> None:
    """Give the kept record the values chosen from the folded one; titles follow from the names."""
    taken = [column for column in columns_of(kept) if sides.get(column) == FOLDED and column not in _TITLES]
    values = {}
    for column in taken:
        attname = str(kept._meta.get_field(column).attname)  # type: ignore[union-attr]
        values[attname] = getattr(folded, attname)
    book.change(kept, values)
    _mark_summary(kept, folded, [column for column in taken if column in _SUMMARIES], book)


def _mark_summary(kept: Record, folded: Record, taken: list[str], book: Book) -> None:
    """Let what is known of a text come with it: whether it has fallen behind, and what was written first."""
    if not taken:
        return
    theirs = translations.marks_of(record=folded).get("summary")
    ours = translations.marks_of(record=kept).get("summary")
    written_first = theirs.source_language if theirs is not None else taken[0].rpartition("_")[2]
    if ours is None:
        ours = TranslationMark.objects.create(
            object_type=kept._meta.label_lower,
            object_id=str(kept.pk),
            field="summary",
            source_language=written_first,
        )
    languages = [column.rpartition("_")[2] for column in taken]
    wanted: dict[str, Any] = {
        f"is_stale_{language}": bool(theirs and getattr(theirs, f"is_stale_{language}"))
        for language in languages
    }
    kept_texts = [column for column in _SUMMARIES if column not in taken and getattr(kept, column)]
    if not kept_texts:
        wanted["source_language"] = written_first
    book.change(ours, wanted)


# --- quotes -----------------------------------------------------------------------------------------


def citations_to_move(
    *, kept: Record, folded: Record, sides: Mapping[str, str]
) -> list[tuple[Citation, dict[str, Any]]]:
    """
    Return the words cited for the records themselves that change places.

    Words for a column go with the value they say: where the folded one's value is taken, what was cited
    for the other value is set aside with the folded record; where both say the same, all words stay.
    """
    label = kept._meta.label_lower
    moves = []
    for citation in Citation.objects.filter(subject_type=label, subject_id=folded.pk).order_by("pk"):
        column = citation.field
        is_same = not column or getattr(kept, column, None) == getattr(folded, column, None)
        if is_same or sides.get(column) == FOLDED:
            moves.append((citation, {"subject_id": kept.pk}))
    beaten = [
        column
        for column, side in sides.items()
        if side == FOLDED and getattr(kept, column) != getattr(folded, column)
    ]
    rows = Citation.objects.filter(subject_type=label, subject_id=kept.pk, field__in=beaten)
    moves += [(citation, {"subject_id": folded.pk}) for citation in rows.order_by("pk")]
    return moves


def show_names(record: Record, names: Iterable[Any]) -> dict[str, str]:
    """Return the titles that follow from names, as the columns of ``record`` can hold them."""
    longest = record._meta.get_field("title_en").max_length
    return {f"title_{code}": text[:longest] for code, text in name_rules.shown(names).items()}
