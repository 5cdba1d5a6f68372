"""The rows of a survey sheet as the parts of a form, one inside another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from banyan.questionnaires.adapters.form import Group, Item, Repeat
from banyan.questionnaires.adapters.form.parts import OTHER_SUFFIX

from .kinds import Kind, kind_of
from .problems import Problem
from .rows import Row, question_of

#: Groups in groups; beyond, nobody finds their way, and readers of other programs fail.
MOST_LEVELS: Final = 12


@dataclass(slots=True)
class _Open:
    kind: str
    row: Row | None
    items: list[Item] = field(default_factory=list)


class SurveyReader:
    """
    Takes rows one after the other, and gives the parts they make.

    :ivar rows: the row of every name, for whatever is found to be wrong later
    """

    def __init__(self, lists: Mapping[str, frozenset[str]], problems: list[Problem]) -> None:
        self._lists, self._problems = lists, problems
        self._open = [_Open("", None)]
        self.rows: dict[str, Row] = {}
        self._alike: dict[str, str] = {}

    def take(self, row: Row) -> None:
        """Take the next row of the sheet."""
        written = row.get("type")
        if not written:
            if row.get("name") or row.words:
                row.wrong("no_type", "type")
            return
        kind = kind_of(written)
        if kind.problem:
            row.wrong(kind.problem, "type", type=written[:80], **({"like": kind.like} if kind.like else {}))
        elif kind.closes:
            self._close(row, kind)
        elif kind.opens:
            self._name(row, row.name())
            self._open.append(_Open(kind.opens, row))
            if len(self._open) == MOST_LEVELS + 2:
                row.wrong("too_deep", "type", limit=MOST_LEVELS)
        else:
            question = question_of(row, kind, lists=self._lists)
            self._name(row, question.name)
            if question.or_other:
                self._name(row, question.name + OTHER_SUFFIX, is_own=False)
            self._open[-1].items.append(question)

    def finish(self) -> tuple[Item, ...]:
        """Return the parts, once all rows are taken."""
        while len(self._open) > 1:
            opened = self._open[-1]
            assert opened.row is not None
            opened.row.wrong("never_ends", "type", ends=f"end_{opened.kind}")
            self._put(self._open.pop())
        return tuple(self._open[0].items)

    def _name(self, row: Row, name: str, *, is_own: bool = True) -> None:
        if not name:
            return
        if (other := self.rows.get(name)) is not None:
            # "Which other?" takes a name that the author does not see.
            code = "name_twice" if is_own and other.get("name") == name else "name_taken"
            row.wrong(code, "name", name=name[:80], row=other.number)
            return
        self.rows[name] = row
        alike = self._alike.setdefault(name.casefold(), name)
        if alike != name:
            row.wrong("names_alike", "name", name=name, other=alike, row=self.rows[alike].number)

    def _close(self, row: Row, kind: Kind) -> None:
        opened = self._open[-1]
        if opened.row is None:
            row.wrong("nothing_to_end", "type")
        elif opened.kind != kind.closes:
            details = {"ends": row.get("type"), "opened": opened.row.get("type"), "row": opened.row.number}
            row.wrong("ends_another", "type", **details)
        if opened.row is not None:
            self._put(self._open.pop())

    def _put(self, opened: _Open) -> None:
        row = opened.row
        assert row is not None
        if not opened.items:
            row.wrong("empty_group", "name", name=row.get("name"))
        fewest, most = row.count("banyan::min"), row.count("banyan::max")
        for key in ("banyan::min", "banyan::max", "repeat_count"):
            if opened.kind == "group" and row.get(key):
                row.wrong("column_means_nothing", key, type=row.get("type"))
        if fewest is not None and most is not None and fewest > most:
            row.wrong("limits_turned", "banyan::min")
        common = {
            "name": row.get("name"),
            "label": row.words.get("label", {}),
            "hint": row.words.get("hint", {}),
            "relevant": row.get("relevant"),
            "appearance": " ".join(row.get("appearance").split()),
            "kept": row.kept,
            "items": tuple(opened.items),
        }
        item: Item
        if opened.kind == "repeat":
            item = Repeat(**common, fewest_rows=fewest or 0, most_rows=most, count=row.get("repeat_count"))  # type: ignore[arg-type]
        else:
            item = Group(**common)  # type: ignore[arg-type]
        self._open[-1].items.append(item)
