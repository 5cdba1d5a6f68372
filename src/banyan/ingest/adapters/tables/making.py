"""The draft of a row while its cells are read one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from banyan.registry.enums import NameKind, TieKind

from .acronyms import with_languages
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
    TieDraft,
)

#: What a unified social credit code says of the legal form: its department and kind (GB 32100-2015).
_FORM_OF_CODE: Final = {
    "51": "cn_st",
    "52": "cn_fw",
    "53": "cn_jj",
    "59": "cn_mz_other",
    "12": "cn_sydw",
}


@dataclass(slots=True)
class Making:
    """What the cells of one row have said so far."""

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

    def problem(self, code: str, target: ColumnTarget, cell: object, **params: str) -> None:
        """Note what was not understood."""
        self.problems.append(RowProblem(code, target.position, shown(cell), params=params))

    def finished(self) -> RowDraft:
        """The draft of the row, its problems included."""
        self.names = list(with_languages(self.names))
        if not any(name.kind != NameKind.ACRONYM for name in self.names):
            if self.names:
                self.names = [
                    NameDraft(name.text, name.language, NameKind.SHORT, name.valid_from, name.valid_to)
                    for name in self.names
                ]
            else:
                self.problems.append(RowProblem("name_missing", is_fatal=True))
        if "place" in self.values:  # another column of the row has told it
            self.problems = [problem for problem in self.problems if problem.code != "place_unknown"]
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
            ties = [
                TieDraft(
                    TieKind.CONSULTATIVE_STATUS if "grade" in self.tie_values else TieKind.MEMBER_OF, other
                )
            ]
        for tie in ties:
            yield TieDraft(
                tie.kind,
                tie.other,
                self.tie_values.get("grade", ""),
                self.tie_values.get("from", ""),
                self.tie_values.get("to", ""),
            )
