"""What a column of a file may mean, in words, and the one short text by which a form names each meaning."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Given
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banyan.core.i18n import LANGUAGES
from banyan.ingest.adapters.tables.shapes import ColumnTarget, Mapping, TableInfo, Target
from banyan.registry.enums import NameKind, TieKind
from banyan.web.presenters import formats

_SEPARATOR: Final = "|"

#: Targets that need no more than their name.
_PLAIN: Final[dict[str, Any]] = {
    Target.KEY: gettext_lazy("Number of the row in this file"),
    Target.COUNTRY: gettext_lazy("Country or area"),
    Target.PLACE: gettext_lazy("Province, city or address"),
    Target.LEGAL_FORM: gettext_lazy("Legal form"),
    Target.FOUNDED: gettext_lazy("Founded on"),
    Target.ENDED: gettext_lazy("Ended on"),
    Target.STATE: gettext_lazy("Active, dormant or dissolved"),
    Target.REGISTRATION_STATE: gettext_lazy("Registered or not"),
    Target.IS_NETWORK: gettext_lazy("Whether it is a network"),
    Target.WEBSITE: gettext_lazy("Website"),
    Target.TIE_GRADE: gettext_lazy("Grade of the relationship"),
    Target.TIE_FROM: gettext_lazy("Relationship since"),
    Target.TIE_TO: gettext_lazy("Relationship until"),
    Target.FIGURE: gettext_lazy("A figure"),
}
_SCHEMES: Final[dict[str, Any]] = {
    "": gettext_lazy("Number in another register: told from its shape"),
    "VN-TIN": gettext_lazy("Tax number of Viet Nam"),
    "CN-USCI": gettext_lazy("Unified social credit code of China"),
    "GB-CHC": gettext_lazy("Charity number of England and Wales"),
    "XI-ROR": "ROR",
    "XI-LEI": "LEI",
    "XI-WIKIDATA": "Wikidata",
}
_REASONS: Final[dict[str, Any]] = {
    "private": gettext_lazy("Leave out: private (telephone, people, accounts)"),
    "number": gettext_lazy("Leave out: only counts the rows"),
    "note": gettext_lazy("Leave out: notes"),
}
_HEADINGS: Final[dict[str, Any]] = {
    Target.NAME: gettext_lazy("Name"),
    Target.IDENTIFIER: gettext_lazy("Numbers"),
    Target.COUNTRY: gettext_lazy("Where it is"),
    Target.FOUNDED: gettext_lazy("What it is"),
    Target.SUMMARY: gettext_lazy("What it does"),
    Target.TIE: gettext_lazy("Relationships"),
    Target.IGNORE: gettext_lazy("Leave out"),
}


def code_of(target: ColumnTarget) -> str:
    """Return a meaning as one text, without its column; :func:`target_of` is the inverse."""
    options = ";".join(f"{name}={value}" for name, value in sorted(target.options.items()))
    parts = (str(target.target), target.language, str(target.name_kind), target.scheme, options)
    return _SEPARATOR.join(parts).rstrip(_SEPARATOR)


def target_of(code: str, *, position: int) -> ColumnTarget:
    """
    Return the meaning that a text of :func:`code_of` stands for, for one column.

    :raises ValueError: if it is none
    """
    parts = (code.split(_SEPARATOR, 4) + [""] * 5)[:5]
    options = dict(pair.split("=", 1) for pair in parts[4].split(";") if "=" in pair)
    return ColumnTarget(
        position=position,
        target=Target(parts[0]),
        language=parts[1],
        name_kind=parts[2],
        scheme=parts[3],
        options=options,
    )


def _with_language(label: str, language: str) -> str:
    if not language:
        return label
    return _("%(what)s in %(language)s") % {"what": label, "language": formats.language_in_text(language)}


def label_of(target: ColumnTarget) -> str:
    """Return a meaning in words."""
    if target.target == Target.NAME:
        kind = target.name_kind or NameKind.OFFICIAL
        return _with_language(str(NameKind(kind).label), target.language)
    if target.target == Target.SUMMARY:
        return _with_language(_("Summary"), target.language)
    if target.target == Target.IDENTIFIER:
        return str(_SCHEMES.get(target.scheme, target.scheme))
    if target.target == Target.TOPIC:
        if target.scheme == "sdg":
            return _("Sustainable Development Goal")
        return _("Field of work")
    if target.target == Target.TIE:
        kind = target.options.get("kind", "")
        return str(TieKind(kind).label) if kind in TieKind.values else _("Relationship")
    if target.target == Target.IGNORE:
        return str(_REASONS.get(target.options.get("reason", ""), _("Leave this column out")))
    if target.target == Target.FIGURE:
        measure = next((target.options[name] for name in sorted(target.options) if "measure" in name), "")
        return f"{_PLAIN[Target.FIGURE]}: {measure}" if measure else str(_PLAIN[Target.FIGURE])
    return str(_PLAIN[Target(target.target)])


def _made(target: str, **values: Any) -> ColumnTarget:
    return ColumnTarget(position=0, target=target, **values)


def _names() -> Iterable[ColumnTarget]:
    yield _made(Target.NAME, name_kind=NameKind.OFFICIAL)
    for language in LANGUAGES:
        yield _made(Target.NAME, name_kind=NameKind.OFFICIAL, language=language)
    for kind in (NameKind.ACRONYM, NameKind.SHORT, NameKind.ALIAS, NameKind.FORMER):
        yield _made(Target.NAME, name_kind=kind)


def _groups() -> list[tuple[str, list[ColumnTarget]]]:
    summaries = [_made(Target.SUMMARY), *(_made(Target.SUMMARY, language=code) for code in LANGUAGES)]
    ties = [_made(Target.TIE, options={"kind": kind}) for kind in TieKind.values]
    return [
        (Target.NAME, list(_names())),
        (
            Target.IDENTIFIER,
            [*(_made(Target.IDENTIFIER, scheme=scheme) for scheme in _SCHEMES), _made(Target.KEY)],
        ),
        (Target.COUNTRY, [_made(Target.COUNTRY), _made(Target.PLACE), _made(Target.WEBSITE)]),
        (
            Target.FOUNDED,
            [
                _made(target)
                for target in (
                    Target.LEGAL_FORM,
                    Target.REGISTRATION_STATE,
                    Target.STATE,
                    Target.FOUNDED,
                    Target.ENDED,
                    Target.IS_NETWORK,
                )
            ],
        ),
        (Target.SUMMARY, [_made(Target.TOPIC), _made(Target.TOPIC, scheme="sdg"), *summaries]),
        (Target.TIE, [*ties, _made(Target.TIE_GRADE), _made(Target.TIE_FROM), _made(Target.TIE_TO)]),
        (
            Target.IGNORE,
            [_made(Target.IGNORE), *(_made(Target.IGNORE, options={"reason": r}) for r in _REASONS)],
        ),
    ]


def choices(*, present: ColumnTarget | None = None) -> list[Any]:
    """
    Return what a column may mean as grouped choices of a select; leaving it out stands first.

    :param present: the meaning the column has now, offered as well if it is none of the usual ones
    """
    groups: list[Any] = [("ignore", label_of(_made(Target.IGNORE)))]
    offered = {"ignore"}
    for heading, targets in _groups():
        pairs = [(code_of(one), label_of(one)) for one in targets if code_of(one) not in offered]
        offered |= {code for code, _label in pairs}
        groups.append((str(_HEADINGS[heading]), pairs))
    if present is not None and code_of(present) not in offered:
        groups.insert(1, (code_of(present), label_of(present)))
    return groups


#: How 03/04/2019 may be read; the example is in the labels.
DATE_ORDERS: Final = (
    ("", gettext_lazy("Not known: such dates are shown as doubtful")),
    ("dmy", gettext_lazy("Day first: 3 April 2019")),
    ("mdy", gettext_lazy("Month first: 4 March 2019")),
    ("ymd", gettext_lazy("Year first")),
)
#: How sure the guess of a column is.
SURE: Final = pgettext_lazy("of a guess", "sure")
LIKELY: Final = pgettext_lazy("of a guess", "likely")
UNSURE: Final = pgettext_lazy("of a guess", "please check")


def sureness(value: float) -> tuple[str, str]:
    """Return how sure a guess is, from 0 to 1, as the tone and the words of a tag."""
    if value >= 0.9:
        return "", str(SURE)
    if value >= 0.7:
        return "quiet", str(LIKELY)
    return "hot", str(UNSURE)


def fitted(kept: Mapping, info: TableInfo) -> Mapping:
    """Return a mapping kept from another file for this one: columns that this file lacks are left out."""
    places = {column.position for column in info.columns}
    return replace(kept, columns=tuple(target for target in kept.columns if target.position in places))


def rows(columns: Iterable[dict[str, Any]], sure: Given[int, float]) -> list[dict[str, Any]]:
    """Return the columns for the page: heading, first values, select, and how sure the guess is."""
    shown = []
    for row in columns:
        column = row["column"]
        tone, word = sureness(sure[column.position]) if column.position in sure else ("", "")
        shown.append({**row, "letter": letter(column.position), "tone": tone, "sure": word})
    return shown


def letter(position: int) -> str:
    """Return the name a spreadsheet gives to a column: A, B … Z, AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name
