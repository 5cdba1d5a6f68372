"""From a row and a mapping to the draft of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from banyan.registry.enums import NameKind

from . import convert, dates, names, presets, value_lists
from .headings import shown
from .shapes import (
    ColumnTarget,
    FigureDraft,
    Mapping,
    NameDraft,
    PartyDraft,
    Row,
    RowDraft,
    RowProblem,
    Table,
    Target,
    TieDraft,
)

#: The longest name that the register keeps.
LONGEST_NAME: Final = 300
_LONGEST_KEY: Final = 100
_LETTER: Final = re.compile(r"\w")
#: What a unified social credit code says of the legal form: its department and kind (GB 32100-2015).
_FORM_OF_CODE: Final = {
    "51": "cn_st",
    "52": "cn_fw",
    "53": "cn_jj",
    "59": "cn_mz_other",
    "12": "cn_sydw",
}


def draft(row: Row, mapping: Mapping) -> RowDraft:
    """
    Return what a row says by a mapping.

    Never raises: what is not understood is a problem of the draft, with the value as it stands. An
    organisation without a name has a fatal one.
    """
    if mapping.preset:
        return presets.PRESETS[mapping.preset].draft(row, mapping)
    making = _Making(row=row, mapping=mapping)
    for target in mapping.columns:
        if target.target != Target.COUNTRY:
            continue
        making.read(target)
    making.country = making.country or mapping.country
    for target in mapping.columns:
        if target.target != Target.COUNTRY:
            making.read(target)
    return making.finished()


def drafts(table: Table, mapping: Mapping, start: int = 0) -> Iterator[RowDraft]:
    """Yield the drafts of a table's rows, from row ``start`` on."""
    for row in table.rows(start):
        yield draft(row, mapping)


@dataclass(slots=True)
class _Making:
    row: Row
    mapping: Mapping
    country: str = ""
    names: list[NameDraft] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, str] = field(default_factory=dict)
    topics: list[str] = field(default_factory=list)
    ties: list[TieDraft] = field(default_factory=list)
    figures: list[FigureDraft] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    tie_values: dict[str, str] = field(default_factory=dict)

    def read(self, target: ColumnTarget) -> None:
        """Take in one column."""
        if target.position >= len(self.row.cells):
            return
        cell = self.row.cells[target.position]
        if cell is None or cell == "":
            return
        reader = _READERS.get(target.target)
        if reader is None:
            return
        if convert.is_failed_formula(cell):
            self.problem("formula_failed", target, cell)
        elif convert.text(cell):
            if isinstance(cell, str) and "\ufffd" in cell:
                self.problem("letters_lost", target, cell)
            reader(self, target, cell)

    def problem(self, code: str, target: ColumnTarget, cell: object, **params: str) -> None:
        """Note what was not understood."""
        self.problems.append(RowProblem(code, target.position, shown(cell), params=params))

    def finished(self) -> RowDraft:
        """The draft of the row, its problems included."""
        if not any(name.kind != NameKind.ACRONYM for name in self.names):
            if self.names:
                self.names = [
                    NameDraft(name.text, name.language, NameKind.SHORT, name.valid_from, name.valid_to)
                    for name in self.names
                ]
            else:
                self.problems.append(RowProblem("name_missing", is_fatal=True))
        form = self.values.get("legal_form", "")
        if not form:
            codes = [value[:2] for scheme, value in self.identifiers if scheme == "CN-USCI"]
            form = next((_FORM_OF_CODE[code] for code in codes if code in _FORM_OF_CODE), "")
        founded, ended = self.values.get("founded", ""), self.values.get("ended", "")
        if founded and ended and ended < founded[: len(ended)]:
            self.problems.append(RowProblem("ended_before_founded", value=f"{founded} – {ended}"))
            ended = ""
        return RowDraft(
            number=self.row.number,
            kind=self.mapping.kind,
            external_key=self.values.get("external_key", ""),
            names=tuple(self.names),
            identifiers=tuple(dict.fromkeys(self.identifiers)),
            country=self.country,
            place=self.values.get("place", ""),
            legal_form=form,
            founded=founded,
            ended=ended,
            state=self.values.get("state", ""),
            registration_state=self.values.get("registration_state", ""),
            is_network=self.values.get("is_network"),
            website=self.values.get("website", ""),
            summary=self.summary,
            topics=tuple(dict.fromkeys(self.topics)),
            ties=tuple(self._ties()),
            figures=tuple(self.figures),
            problems=tuple(self.problems),
        )

    def _ties(self) -> Iterator[TieDraft]:
        """The ties with the grade and the dates that other columns give."""
        ties = self.ties
        if not ties and self.mapping.tie_other and self.tie_values:
            other = PartyDraft(identifiers=(self.mapping.tie_other,))
            ties = [TieDraft("consultative_status" if "grade" in self.tie_values else "member_of", other)]
        for tie in ties:
            yield TieDraft(
                tie.kind,
                tie.other,
                self.tie_values.get("grade", ""),
                self.tie_values.get("from", ""),
                self.tie_values.get("to", ""),
            )


def _name(making: _Making, target: ColumnTarget, cell: object) -> None:
    many = target.name_kind in (NameKind.ALIAS, NameKind.ACRONYM, NameKind.FORMER)
    said = "\n".join(convert.several(cell)) if many else convert.lines(cell)
    for name in names.drafts(
        said,
        language=target.language,
        kind=target.name_kind,
        fallback=making.mapping.language,
        splits=making.mapping.splits_names,
    ):
        if not _LETTER.search(name.text):
            making.problem("name_without_letters", target, name.text)
        elif len(name.text) > LONGEST_NAME:
            making.problem("name_too_long", target, name.text, limit=str(LONGEST_NAME))
        elif not any(name.text == known.text and name.language == known.language for known in making.names):
            making.names.append(name)


def _identifier(making: _Making, target: ColumnTarget, cell: object) -> None:
    many = convert.several(cell) if isinstance(cell, str) else (cell,)
    for one in many:
        found = convert.identifier(one, scheme=target.scheme, country=making.country)
        if found.problem:
            making.problem(found.problem, target, one, scheme=found.scheme)
        elif found.value:
            making.identifiers.append((found.scheme, found.value))


def _key(making: _Making, target: ColumnTarget, cell: object) -> None:
    making.values["external_key"] = convert.text(cell)[:_LONGEST_KEY]


def _country(making: _Making, target: ColumnTarget, cell: object) -> None:
    code = value_lists.country(convert.text(cell)[:200])
    if code:
        making.country = code
    else:
        making.problem("country_unknown", target, cell)


def _place(making: _Making, target: ColumnTarget, cell: object) -> None:
    country, code = value_lists.place(convert.text(cell)[:500], making.country)
    if code:
        making.values.setdefault("place", code)
        making.country = making.country or country
    elif target.options.get("part") != "address":
        making.problem("place_unknown", target, cell)


def _legal_form(making: _Making, target: ColumnTarget, cell: object) -> None:
    code = value_lists.legal_form(convert.text(cell)[:200], making.country)
    if code:
        making.values["legal_form"] = code
    else:
        making.problem("legal_form_unknown", target, cell)


def _date(column: str) -> Callable[[_Making, ColumnTarget, object], None]:
    def read(making: _Making, target: ColumnTarget, cell: object) -> None:
        found = dates.read(cell, making.mapping.date_order)
        if found.problem:
            making.problem(found.problem, target, cell)
        elif found.value and column in ("from", "to"):
            making.tie_values[column] = found.value
        elif found.value:
            making.values[column] = found.value

    return read


def _word(field_name: str) -> Callable[[_Making, ColumnTarget, object], None]:
    def read(making: _Making, target: ColumnTarget, cell: object) -> None:
        code = value_lists.word(field_name, convert.text(cell)[:100])
        if not code:
            making.problem("word_unknown", target, cell, field=field_name)
        elif field_name == "tie_grade":
            making.tie_values["grade"] = code
        else:
            making.values[field_name] = code

    return read


def _is_network(making: _Making, target: ColumnTarget, cell: object) -> None:
    found = convert.boolean(cell)
    if found is None:
        making.problem("word_unknown", target, cell, field="boolean")
    else:
        making.values["is_network"] = found


def _website(making: _Making, target: ColumnTarget, cell: object) -> None:
    found = [address for address in map(convert.website, convert.several(cell)) if address]
    if found:
        making.values["website"] = found[0]
    else:
        making.problem("website_unreadable", target, cell)


def _summary(making: _Making, target: ColumnTarget, cell: object) -> None:
    text = convert.lines(cell)
    language = target.language or names.language_of(text[:2000], making.mapping.language)
    if language not in ("vi", "zh", "en"):
        making.problem("language_not_kept", target, cell, language=language)
    else:
        known = making.summary.get(language)
        making.summary[language] = f"{known}\n{text}" if known else text


def _topic(making: _Making, target: ColumnTarget, cell: object) -> None:
    for one in convert.several(cell):
        whole = value_lists.topic(one[:200], target.scheme)
        parts = [one] if whole else re.split(r"\s*[,，]\s*", one)
        for part in parts:
            code = value_lists.topic(part[:200], target.scheme)
            if code:
                making.topics.append(code)
            else:
                making.problem("topic_unknown", target, part)


def _tie(making: _Making, target: ColumnTarget, cell: object) -> None:
    for one in convert.several(cell):
        found = names.drafts(one, fallback=making.mapping.language, splits=making.mapping.splits_names)
        fitting = tuple(name for name in found if 1 < len(name.text) <= LONGEST_NAME)
        if fitting:
            making.ties.append(TieDraft(target.options.get("kind", "member_of"), PartyDraft(names=fitting)))


def _figure(making: _Making, target: ColumnTarget, cell: object) -> None:
    found = convert.number(cell)
    measure = {
        language: target.options[f"measure_{language}"]
        for language in ("vi", "zh", "en")
        if target.options.get(f"measure_{language}")
    }
    if found is None or found.value < 0 or not measure:
        making.problem("number_unreadable", target, cell)
        return
    value = found.value.quantize(Decimal("0.01")).normalize()
    currency = found.currency or target.options.get("currency", "")
    making.figures.append(FigureDraft(measure, f"{value:f}", currency, found.qualifier))


_READERS: Final[dict[str, Callable[[_Making, ColumnTarget, object], None]]] = {
    Target.KEY: _key,
    Target.NAME: _name,
    Target.IDENTIFIER: _identifier,
    Target.COUNTRY: _country,
    Target.PLACE: _place,
    Target.LEGAL_FORM: _legal_form,
    Target.FOUNDED: _date("founded"),
    Target.ENDED: _date("ended"),
    Target.STATE: _word("state"),
    Target.REGISTRATION_STATE: _word("registration_state"),
    Target.IS_NETWORK: _is_network,
    Target.WEBSITE: _website,
    Target.SUMMARY: _summary,
    Target.TOPIC: _topic,
    Target.TIE: _tie,
    Target.TIE_GRADE: _word("tie_grade"),
    Target.TIE_FROM: _date("from"),
    Target.TIE_TO: _date("to"),
    Target.FIGURE: _figure,
}
