"""What each sort of column does with its cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from banyan.registry.enums import NameKind, TieKind

from . import convert, dates, identifiers, languages, names, value_lists
from .making import Making
from .shapes import ColumnTarget, FigureDraft, PartyDraft, Target, TieDraft

#: The longest name that the register keeps.
LONGEST_NAME: Final = 300
_LONGEST_KEY: Final = 100
_LETTER: Final = re.compile(r"\w")


def read(making: Making, target: ColumnTarget) -> None:
    """Take in one column."""
    if target.position >= len(making.row.cells):
        return
    cell = making.row.cells[target.position]
    if cell is None or cell == "":
        return
    reader = _READERS.get(target.target)
    if reader is None:
        return
    if convert.is_failed_formula(cell):
        making.problem("formula_failed", target, cell)
    elif convert.text(cell):
        if isinstance(cell, str) and "\ufffd" in cell:
            making.problem("letters_lost", target, cell)
        reader(making, target, cell)


def _name(making: Making, target: ColumnTarget, cell: object) -> None:
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
            # Nobody can tell the language of capitals by themselves; the other names of the row may.
            is_bare = name.kind == NameKind.ACRONYM and target.name_kind == NameKind.ACRONYM
            making.names.append(
                replace(name, language="")
                if is_bare and not target.language and name.text.isascii()
                else name
            )


def _identifier(making: Making, target: ColumnTarget, cell: object) -> None:
    many = convert.several(cell) if isinstance(cell, str) else (cell,)
    for one in many:
        found = identifiers.identifier(one, scheme=target.scheme, country=making.country)
        if found.problem:
            making.problem(found.problem, target, one, scheme=found.scheme)
        elif found.value:
            making.identifiers.append((found.scheme, found.value))


def _key(making: Making, target: ColumnTarget, cell: object) -> None:
    making.values["external_key"] = convert.text(cell)[:_LONGEST_KEY]


def _country(making: Making, target: ColumnTarget, cell: object) -> None:
    code = value_lists.country(convert.text(cell)[:200])
    if code:
        making.country = code
    else:
        making.problem("country_unknown", target, cell)


def _place(making: Making, target: ColumnTarget, cell: object) -> None:
    country, code = value_lists.place(convert.text(cell)[:500], making.country)
    if code:
        making.values.setdefault("place", code)
        making.country = making.country or country
    elif value_lists.is_place(convert.text(cell)):
        making.problem("place_in_other_country", target, cell)
    elif target.options.get("part") != "address" and making.country in ("", "CN", "VN"):
        # Of other countries only the great cities are listed: the rest is no fault of the file.
        making.problem("place_unknown", target, cell)


def _legal_form(making: Making, target: ColumnTarget, cell: object) -> None:
    code = value_lists.legal_form(convert.text(cell)[:200], making.country)
    if code:
        making.values["legal_form"] = code
    else:
        making.problem("legal_form_unknown", target, cell)


def _date(column: str) -> Callable[[Making, ColumnTarget, object], None]:
    def read(making: Making, target: ColumnTarget, cell: object) -> None:
        found = dates.read(cell, making.mapping.date_order)
        if found.problem:
            making.problem(found.problem, target, cell)
        elif found.value and column in ("from", "to"):
            making.tie_values[column] = found.value
        elif found.value:
            making.values[column] = found.value

    return read


def _word(field_name: str) -> Callable[[Making, ColumnTarget, object], None]:
    def read(making: Making, target: ColumnTarget, cell: object) -> None:
        code = value_lists.word(field_name, convert.text(cell)[:100])
        if not code:
            making.problem("word_unknown", target, cell, field=field_name)
        elif field_name == "tie_grade":
            making.tie_values["grade"] = code
        else:
            making.values[field_name] = code

    return read


def _is_network(making: Making, target: ColumnTarget, cell: object) -> None:
    found = convert.boolean(cell)
    if found is None:
        making.problem("word_unknown", target, cell, field="boolean")
    else:
        making.values["is_network"] = found


def _website(making: Making, target: ColumnTarget, cell: object) -> None:
    found = [address for address in map(convert.website, convert.several(cell)) if address]
    if found:
        making.values["website"] = found[0]
    else:
        making.problem("website_unreadable", target, cell)


def _summary(making: Making, target: ColumnTarget, cell: object) -> None:
    text = convert.lines(cell)
    language = target.language or languages.language_of(text[:2000], making.mapping.language)
    if language not in ("vi", "zh", "en"):
        making.problem("language_not_kept", target, cell, language=language)
    else:
        known = making.summary.get(language)
        making.summary[language] = f"{known}\n{text}" if known else text


def _topic(making: Making, target: ColumnTarget, cell: object) -> None:
    for one in convert.several(cell):
        whole = value_lists.topic(one[:200], target.scheme)
        parts = [one] if whole else re.split(r"\s*[,，]\s*", one)
        for part in parts:
            code = value_lists.topic(part[:200], target.scheme)
            if code:
                making.topics.append(code)
            else:
                making.problem("topic_unknown", target, part)


def _tie(making: Making, target: ColumnTarget, cell: object) -> None:
    for one in convert.several(cell):
        found = names.drafts(one, fallback=making.mapping.language, splits=making.mapping.splits_names)
        fitting = tuple(name for name in found if 1 < len(name.text) <= LONGEST_NAME)
        if fitting:
            making.ties.append(
                TieDraft(target.options.get("kind", TieKind.MEMBER_OF), PartyDraft(names=fitting))
            )


def _figure(making: Making, target: ColumnTarget, cell: object) -> None:
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


_READERS: Final[dict[str, Callable[[Making, ColumnTarget, object], None]]] = {
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
