"""What the columns of a table mean: guessed from the headings, then from the values under them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from banyan.registry.enums import NameKind

from . import convert, dates, header_words, identifiers, languages, presets, value_lists
from .shapes import Column, ColumnTarget, DateOrder, DraftKind, Mapping, Row, TableInfo, Target

#: Targets that one column of a table can have only once.
_ONCE: Final = frozenset(
    [
        Target.KEY,
        Target.COUNTRY,
        Target.LEGAL_FORM,
        Target.FOUNDED,
        Target.ENDED,
        Target.STATE,
        Target.REGISTRATION_STATE,
        Target.IS_NETWORK,
        Target.WEBSITE,
    ]
)
_PRIVATE: Final = re.compile(r"^[\w.+\-]+@[\w.\-]+$|^\+?[\d\s().\-]{9,16}$")
_NAME_WORDS: Final = re.compile(
    r"\b(?:hội|quỹ|trung tâm|liên hiệp|câu lạc bộ|viện|tổ chức|association|society|foundation|centre|center|"
    r"council|federation|trust|institute|organi[sz]ation|network|fund)\b|(?:协会|学会|基金会|中心|联合会|促进会|商会)$",
    re.I,
)
#: The share of the values that must agree before they speak for a column without a telling heading.
_AGREED: Final = 0.8


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """How sure a guess is (0 to 1) and what it rests on: heading, values, or nothing."""

    position: int
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping and how sure each of its columns is, in the order of the columns."""

    mapping: Mapping
    columns: tuple[ColumnGuess, ...]


def guess(info: TableInfo, rows: Iterable[Row] = ()) -> Guess:
    """
    Return what the columns of a table seem to mean.

    :param rows: the first rows (a hundred or so), for the values; without them the samples are used
    """
    if (ready := presets.recognised(info)) is not None:
        sure = tuple(ColumnGuess(column.position, 1.0, "preset") for column in info.columns)
        return Guess(ready, sure)
    looked_at = list(rows)
    values = [_values(column, looked_at) for column in info.columns]
    found = [_column(column, values[index]) for index, column in enumerate(info.columns)]
    found = _settled(found, info.columns, values)
    targets = tuple(target for target, _ in found)
    order = dates.order_of(
        value
        for target, cells in zip(targets, values, strict=True)
        if target.target in (Target.FOUNDED, Target.ENDED, Target.TIE_FROM, Target.TIE_TO)
        for value in cells
    )
    is_vietnamese = languages.language_of(" ".join(column.header for column in info.columns), "") == "vi"
    if is_vietnamese and order == DateOrder.UNKNOWN:
        order = DateOrder.DAY_FIRST  # nobody who writes Vietnamese puts the month first
    mapping = Mapping(
        kind=DraftKind.ORGANISATION,
        columns=tuple(target for target in targets),
        country=_country(targets, values),
        date_order=order,
    )
    return Guess(mapping, tuple(how for _, how in found))


def _values(column: Column, rows: Sequence[Row]) -> list[object]:
    if not rows:
        return list(column.samples)
    cells = [row.cells[column.position] for row in rows if column.position < len(row.cells)]
    return [cell for cell in cells if convert.text(cell)]


def _column(column: Column, values: list[object]) -> tuple[ColumnTarget, ColumnGuess]:
    said = header_words.meaning_of(column.header) if column.header else None
    seen = _by_values(values)
    if said is not None:
        meaning, sureness = said
        target = ColumnTarget(
            column.position,
            meaning.target,
            meaning.language,
            meaning.name_kind,
            meaning.scheme,
            dict(meaning.options),
        )
        if seen and seen[0] in (Target.IDENTIFIER, Target.WEBSITE) and seen[0] != meaning.target:
            sureness = min(sureness, 0.4)
        if meaning.target == Target.IDENTIFIER and not meaning.scheme and seen and seen[1]:
            target = replace(target, scheme=seen[1])
        if meaning.target == Target.KEY and seen and seen[0] == Target.IDENTIFIER:
            target = replace(target, target=Target.IDENTIFIER, scheme=seen[1])
        return target, ColumnGuess(column.position, sureness if values else sureness * 0.9, "heading")
    if seen:
        target_name, scheme = seen
        options = {"reason": "private"} if target_name == Target.IGNORE else {}
        kind = NameKind.OFFICIAL if target_name == Target.NAME else ""
        return (
            ColumnTarget(column.position, target_name, "", kind, scheme, options),
            ColumnGuess(column.position, 0.6, "values"),
        )
    return ColumnTarget(column.position, Target.IGNORE), ColumnGuess(column.position, 0.0, "nothing")


def _by_values(values: Sequence[object]) -> tuple[str, str] | None:
    """The target and the scheme that the values speak for."""
    if not values:
        return None
    texts = [convert.text(value) for value in values]

    def agreed(test: Callable[[str], object]) -> bool:
        return sum(bool(test(text)) for text in texts) >= _AGREED * len(texts)

    if agreed(identifiers.is_uscc):
        return Target.IDENTIFIER, "CN-USCI"
    if agreed(lambda text: "ror.org/" in text):
        return Target.IDENTIFIER, "XI-ROR"
    if agreed(identifiers.is_tax_number):
        return Target.IDENTIFIER, "VN-TIN"
    if agreed(_PRIVATE.match) and not agreed(lambda text: dates.read(text, "dmy").value):
        return Target.IGNORE, ""
    if agreed(lambda text: ("/" in text or text.startswith("www.")) and convert.website(text)):
        return Target.WEBSITE, ""
    if agreed(lambda text: not text.isdecimal() and value_lists.country(text)):
        return Target.COUNTRY, ""
    if agreed(lambda text: not text.isdecimal() and value_lists.place(text)[1]):
        return Target.PLACE, ""
    if sum(map(dates.is_date, values)) >= _AGREED * len(values):
        return Target.FOUNDED, ""
    if sum(bool(_NAME_WORDS.search(text)) for text in texts) >= 0.5 * len(texts):
        return Target.NAME, ""
    return None


def _settled(
    found: list[tuple[ColumnTarget, ColumnGuess]], columns: Sequence[Column], values: list[list[object]]
) -> list[tuple[ColumnTarget, ColumnGuess]]:
    """One column for what can be only once, the surest; and a name, if any column could be one."""
    for name in _ONCE:
        rivals = [index for index, (target, _) in enumerate(found) if target.target == name]
        for index in sorted(rivals, key=lambda index: -found[index][1].confidence)[1:]:
            found[index] = (
                ColumnTarget(index, Target.IGNORE, options={"reason": "second"}),
                ColumnGuess(index, 0.3, found[index][1].reason),
            )
    named = [index for index, (target, _) in enumerate(found) if _is_main_name(target)]
    if not named:
        likely = [
            index
            for index, (target, how) in enumerate(found)
            if target.target == Target.IGNORE and not target.options and values[index] and how.confidence == 0
        ]
        longest = max(likely, key=lambda index: _width(values[index]), default=None)
        if longest is not None and _width(values[longest]) >= 6:
            found[longest] = (
                ColumnTarget(longest, Target.NAME, name_kind=NameKind.OFFICIAL),
                ColumnGuess(longest, 0.3, "values"),
            )
    for index in named:
        target, how = found[index]
        if not target.language and (language := _language(values[index])):
            found[index] = (replace(target, language=language), how)
    return found


def _is_main_name(target: ColumnTarget) -> bool:
    return target.target == Target.NAME and target.name_kind == NameKind.OFFICIAL


def _width(values: Sequence[object]) -> float:
    texts = [convert.text(value) for value in values]
    wordy = [text for text in texts if re.search(r"[^\W\d_]", text)]
    return min(sum(map(len, wordy)) / max(len(texts), 1), 80.0)


def _language(values: Sequence[object]) -> str:
    """The language all names of a column are in, "" where they differ or cannot be told."""
    spoken = {languages.language_of(convert.text(value), "") for value in values}
    return spoken.pop() if len(spoken) == 1 else ""


def _country(targets: Sequence[ColumnTarget], values: list[list[object]]) -> str:
    """The country the places and numbers of a table without a column of countries speak for."""
    if any(target.target == Target.COUNTRY for target in targets):
        return ""
    votes: dict[str, int] = {}
    for target, cells in zip(targets, values, strict=True):
        for cell in cells:
            code = ""
            if target.target == Target.PLACE:
                code = value_lists.place(convert.text(cell))[0]
            elif target.target == Target.IDENTIFIER:
                code = {"CN-USCI": "CN", "VN-TIN": "VN"}.get(target.scheme, "")
            if code:
                votes[code] = votes.get(code, 0) + 1
    total = sum(votes.values())
    best = max(votes, key=lambda code: votes[code], default="")
    return best if total >= 2 and votes[best] >= 0.9 * total else ""
