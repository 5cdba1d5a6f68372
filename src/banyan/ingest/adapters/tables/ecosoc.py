"""
Decisions of the United Nations Committee on Non-Governmental Organizations, compiled from its reports.

Only what took effect is kept: a granted or withdrawn status and a new name. Applications that were deferred,
closed or declined say nothing of an organisation and are left out. "Granted at the first review" is granted:
some hundred decisions stand under that heading only.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from banyan.registry.enums import NameKind, TieKind

from . import convert, dates, names
from .drafts import DraftKind, NameDraft, PartyDraft, RowDraft, RowProblem, TieDraft
from .shapes import Mapping

_COUNCIL: Final = (
    NameDraft("United Nations Economic and Social Council", "en", NameKind.OFFICIAL),
    NameDraft("Hội đồng Kinh tế và Xã hội Liên Hợp Quốc", "vi", NameKind.OFFICIAL),
    NameDraft("联合国经济及社会理事会", "zh", NameKind.OFFICIAL),
    NameDraft("ECOSOC", "en", NameKind.ACRONYM),
)
#: "(special, 2011)", "(Roster)", "(in special consultative status)", "(2018)" behind a name
_STATUS: Final = re.compile(
    r"\s*\((?:in\s+)?(?:(?P<grade>general|special|roster)(?:\s+consultative status)?)?"
    r"[\s,;]*(?P<year>\d{4})?\)\s*$",
    re.I,
)
#: The same behind a comma: "…, in special consultative status".
_STATUS_SAID: Final = re.compile(
    r",\s*in\s+(?P<grade>general|special|roster)\s+consultative status\s*$", re.I
)
_NO_STATUS: Final = re.compile(
    r"\s*(?:\((?:an )?organi[sz]ation not in (?:consultative )?status[^)]*\)"
    r"|,\s*not in (?:consultative )?status(?: with the Council)?)\s*$",
    re.I,
)
_GRANTED: Final = frozenset(["granted", "granted_first_review"])


def decision(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """Return the draft of one decision: the status of the named organisation from or to its date."""
    said = convert.text(fields["decision"])
    day = dates.read(fields["session_date"], mapping.date_order).value
    problems: list[RowProblem] = []
    ties: tuple[TieDraft, ...] = ()
    if said in _GRANTED:
        ties = (_status(mapping, from_date=day),)
    elif said == "status_withdrawn_own_request":
        ties = (_status(mapping, to_date=day),)
    else:
        problems.append(RowProblem("decision_not_kept", value=said[:80], is_fatal=True))
    found = _names(convert.text(fields["ngo_name"]), mapping)
    if not found:
        problems.append(RowProblem("name_missing", is_fatal=True))
    return RowDraft(number=number, kind=DraftKind.TIE, names=found, ties=ties, problems=tuple(problems))


def name_change(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """
    Return the draft of a change of name: the new name from, and the old one up to, the day it was noted.

    Initials are no former name: what abbreviates both names goes on.
    """
    day = dates.read(fields["session_date"], mapping.date_order).value
    old, grade, year = _without_status(convert.text(fields["old_name"]))
    new, _, _ = _without_status(convert.text(fields["new_name"]))
    current = tuple(
        replace(name, valid_from=day) if name.kind == NameKind.OFFICIAL else name
        for name in _names(new, mapping)
    )
    former = tuple(
        NameDraft(name.text, name.language, NameKind.FORMER, valid_to=day)
        for name in _names(old, mapping)
        if name.kind == NameKind.OFFICIAL and name.text not in {one.text for one in current}
    )
    problems = () if current else (RowProblem("name_missing", is_fatal=True),)
    ties = (_status(mapping, grade=grade, from_date=year),) if grade or year else ()
    return RowDraft(number=number, names=current + former, ties=ties, problems=problems)


def merger(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """
    Return the draft of a merger: the organisation that came of it, and the two that it succeeded.

    No record is folded into another: the old bodies were real, and stay to be found.
    """
    day = dates.read(fields["session_date"], mapping.date_order).value
    new, _, _ = _without_status(convert.text(fields["new_name"]))
    ties = []
    for column in ("old_name_1", "old_name_2"):
        old, _, _ = _without_status(convert.text(fields[column]))
        if (found := _names(old, mapping)) and old.lower() != new.lower():
            ties.append(
                TieDraft(TieKind.SUCCEEDED_BY, PartyDraft(names=found), from_date=day, is_from_other=True)
            )
    current = _names(new, mapping)
    problems = () if current else (RowProblem("name_missing", is_fatal=True),)
    return RowDraft(number=number, kind=DraftKind.TIE, names=current, ties=tuple(ties), problems=problems)


def _names(text: str, mapping: Mapping) -> tuple[NameDraft, ...]:
    found = names.drafts(text, fallback=mapping.language) if text else ()
    return tuple(name for name in found if len(name.text) <= 300)


def _without_status(text: str) -> tuple[str, str, str]:
    text = _NO_STATUS.sub("", text).rstrip(" ,")
    if found := _STATUS_SAID.search(text):
        return text[: found.start()].strip(), found["grade"].lower(), ""
    if found := _STATUS.search(text):
        return text[: found.start()].strip(), (found["grade"] or "").lower(), found["year"] or ""
    return text, "", ""


def _status(mapping: Mapping, *, grade: str = "", from_date: str = "", to_date: str = "") -> TieDraft:
    identifiers = (mapping.tie_other,) if mapping.tie_other else ()
    return TieDraft(
        TieKind.CONSULTATIVE_STATUS,
        PartyDraft(names=_COUNCIL, identifiers=identifiers),
        grade,
        from_date,
        to_date,
    )
