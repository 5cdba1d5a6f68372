"""
Records of the Research Organization Registry (CC0-1.0): the published shape of schema v2, the same with
short keys, and lists of relationships.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from banyan.registry.enums import NameKind, OrganisationState, TieKind

from . import convert, languages, value_lists
from .drafts import DraftKind, NameDraft, PartyDraft, RowDraft, RowProblem, TieDraft
from .shapes import Mapping

SCHEME: Final = "XI-ROR"
_OFFICIAL: Final = str(NameKind.OFFICIAL)
_ALIAS: Final = str(NameKind.ALIAS)
_ACRONYM: Final = str(NameKind.ACRONYM)
#: "Inactive" is an organisation that has stopped working; whether it was dissolved is not said.
_STATES: Final = {"active": str(OrganisationState.ACTIVE), "inactive": str(OrganisationState.DORMANT)}
#: The first that applies; "funder", "healthcare", "archive" and "other" say nothing of the form.
_FORMS: Final = (
    ("nonprofit", "ngo"),
    ("education", "university"),
    ("facility", "research_institute"),
    ("government", "authority"),
    ("company", "company"),
)
#: Kind of tie, and whether the other organisation is its subject.
_TIES: Final = {
    "parent": (str(TieKind.PART_OF), False),
    "child": (str(TieKind.PART_OF), True),
    "related": (str(TieKind.PARTNER_OF), False),
    "successor": (str(TieKind.SUCCEEDED_BY), False),
    "predecessor": (str(TieKind.SUCCEEDED_BY), True),
}
_SCHEMES: Final = {"wikidata": "XI-WIKIDATA", "grid": "XI-GRID", "isni": "ISNI", "fundref": "FUNDREF"}


def record(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """Return the draft of a record as published (schema v2)."""
    locations = fields.get("locations") or ()
    place = locations[0].get("geonames_details") or {} if locations else {}
    links = {link["type"]: link["value"] for link in fields.get("links") or ()}
    external = {
        one["type"]: one.get("preferred") or (one.get("all") or [""])[0]
        for one in fields.get("external_ids") or ()
    }
    return _draft(
        number,
        fields,
        [(name["value"], name["types"], name.get("lang")) for name in fields["names"]],
        (
            place.get("country_code") or "",
            place.get("country_subdivision_code") or "",
            place.get("country_subdivision_name") or "",
            place.get("name") or "",
        ),
        links.get("website") or "",
        external,
        [(one["type"], one["id"], one.get("label")) for one in fields.get("relationships") or ()],
    )


def folded_record(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """Return the draft of a record with short keys."""
    locations = fields.get("loc") or ()
    place = locations[0] if locations else {}
    return _draft(
        number,
        fields,
        [(name["v"], name["t"], name.get("l")) for name in fields["names"]],
        (
            place.get("cc") or "",
            place.get("adm1_code") or "",
            place.get("adm1") or "",
            place.get("city") or "",
        ),
        (fields.get("links") or {}).get("website") or "",
        fields.get("ext") or {},
        [(one["t"], one["id"], one.get("label")) for one in fields.get("rel") or ()],
    )


def relationship(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """Return the draft of one line of a list of relationships."""
    tie = _tie(str(fields["relation"]), str(fields["to_id"]), str(fields.get("to_name") or ""))
    own = _bare_id(str(fields["from_id"]))
    label = str(fields.get("from_name") or "")
    problems = () if tie else (RowProblem("word_unknown", value=str(fields["relation"])[:80], is_fatal=True),)
    return RowDraft(
        number=number,
        kind=DraftKind.TIE,
        external_key=own,
        names=_label(label),
        identifiers=((SCHEME, own),),
        ties=(tie,) if tie else (),
        problems=problems,
    )


def _draft(
    number: int,
    fields: dict[str, Any],
    said: Iterable[tuple[str, list[str], str | None]],
    place: tuple[str, str, str, str],
    website: str,
    external: dict[str, Any],
    related: Iterable[tuple[str, str, str | None]],
) -> RowDraft:
    key = _bare_id(fields["id"])
    problems: list[RowProblem] = []
    if fields.get("status") == "withdrawn":
        problems.append(RowProblem("record_withdrawn", is_fatal=True))
    shown: list[NameDraft] = []
    others: list[NameDraft] = []
    for text, types, language in said:
        text = " ".join(text.split())
        if not text or len(text) > 300:
            problems.append(RowProblem("name_too_long", value=text[:80], params={"limit": "300"}))
            continue
        if "label" in types or "ror_display" in types:
            kind = _OFFICIAL
        else:
            kind = _ACRONYM if "acronym" in types else _ALIAS
        name = NameDraft(text, language or languages.language_of(text, ""), kind)
        (shown if "ror_display" in types else others).append(name)
    if not shown and not others:
        problems.append(RowProblem("name_missing", is_fatal=True))
    sorts = fields.get("types") or ()
    form = ""
    for sort, code in _FORMS:
        if sort in sorts:
            form = code
            break
    established = fields.get("established")
    ties = [tie for kind, other, label in related if (tie := _tie(kind, other, label or ""))]
    return RowDraft(
        number=number,
        external_key=key,
        names=(*shown, *others),
        identifiers=_identifiers(key, external),
        country=place[0],
        place=_place(*place),
        legal_form=form,
        founded=f"{established:04d}" if isinstance(established, int) and 1000 <= established < 2200 else "",
        state=_STATES.get(fields.get("status") or "", ""),
        website=convert.website(website),
        ties=tuple(ties),
        problems=tuple(problems),
    )


def _identifiers(key: str, external: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    found = [(SCHEME, key)]
    for kind, scheme in _SCHEMES.items():
        value = external.get(kind)
        if isinstance(value, list):
            value = value[0] if value else ""
        if value:
            found.append((scheme, str(value).replace(" ", "")[:100]))
    return tuple(found)


@lru_cache(maxsize=65_536)
def _place(country: str, code: str, province: str, city: str) -> str:
    for name in (f"{country}-{code}" if code else "", code, province, city):
        if name and (found := value_lists.place(name, country)[1]):
            return found
    return ""


def _tie(kind: str, other: str, label: str) -> TieDraft | None:
    if kind not in _TIES:
        return None
    tie, is_from_other = _TIES[kind]
    key = _bare_id(other)
    party = PartyDraft(_label(label), ((SCHEME, key),), key)
    return TieDraft(tie, party, is_from_other=is_from_other)


def _label(text: str) -> tuple[NameDraft, ...]:
    return (NameDraft(text, languages.language_of(text, ""), _OFFICIAL),) if 0 < len(text) <= 300 else ()


def _bare_id(address: str) -> str:
    return address.rsplit("/", 1)[-1].lower()
