"""A small form to try expressions on: its names, and answers to them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from banyan.questionnaires.adapters.expressions import (
    Budget,
    Context,
    ExpressionProblem,
    Known,
    Moment,
    Scope,
    bind,
)
from banyan.questionnaires.enums import QuestionType as T

NOW = datetime.datetime(2026, 11, 22, 9, 30, 5, tzinfo=datetime.UTC)

KNOWN = [
    Known("age", T.INTEGER),
    Known("share", T.DECIMAL),
    Known("name", T.TEXT),
    Known("phone", T.TEXT, is_numeral=True),
    Known("colour", T.ONE, choices=frozenset({"red", "blue"})),
    Known("score", T.ONE, choices=frozenset({"1", "2", "3"})),
    Known("fields", T.MANY, choices=frozenset({"water", "health", "youth"})),
    Known("elsewhere", T.ONE),
    Known("born", T.DATE),
    Known("opens", T.TIME),
    Known("met", T.DATE_TIME),
    Known("agreed", T.CONSENT),
    Known("total", T.CALCULATION),
    Known("about", None),
    Known("town", T.TEXT, ("about",)),
    Known("line", None, is_repeat=True),
    Known("what", T.TEXT, ("line",), ("line",)),
    Known("cost", T.MONEY, ("line",), ("line",)),
    Known("part", None, ("line",), ("line",), is_repeat=True),
    Known("paid", T.DECIMAL, ("line", "part"), ("line", "part")),
]
SCOPE = Scope({known.name: known for known in KNOWN})

ANSWERS = {
    "age": "41",
    "share": "12.5",
    "name": "Nguyễn Lan",
    "phone": "0903 111 222",
    "colour": "red",
    "score": "2",
    "fields": "water youth",
    "elsewhere": "vn-hn",
    "born": Moment("1985-03-09"),
    "opens": Moment("08:30"),
    "met": Moment("2026-11-20T14:00:00"),
    "agreed": "",
    "total": "",
    "town": "Huế",
    "what": ["rent", "tea", ""],
    "cost": ["100", "25.5", ""],
    "paid": [["40", "60"], [], ["7"]],
}


class Small:
    """The answers above as expressions read them."""

    def __init__(self, answers: dict[str, object] | None = None) -> None:
        self.answers = {**ANSWERS, **(answers or {})}

    def one(self, name: str, rows: tuple[int, ...]) -> str:
        found = self.answers[name]
        for row in rows:
            assert isinstance(found, list)
            found = found[row]
        assert isinstance(found, str)
        return found

    def many(self, name: str, rows: tuple[int, ...]) -> Sequence[str]:
        found = self.answers[name]
        for row in rows:
            assert isinstance(found, list)
            found = found[row]
        return list(_flat(found))

    def count(self, repeat: str, rows: tuple[int, ...]) -> int:
        return 3 if repeat == "line" else len(self.answers["paid"][rows[0]])  # type: ignore[index,arg-type]


def _flat(found: object) -> Sequence[str]:
    return [each for one in found for each in _flat(one)] if isinstance(found, list) else [str(found)]


def value(
    text: str,
    *,
    at: str = "",
    rows: tuple[int, ...] = (),
    own: str = "",
    before: str = "",
    columns: dict[str, str] | None = None,
    answers: dict[str, object] | None = None,
    budget: Budget | None = None,
) -> object:
    """Work out an expression, at a question if one is named (``.`` is its answer then)."""
    scope = SCOPE.at(at, has_answer=True, columns=columns) if at else SCOPE
    context = Context(
        Small(answers),
        NOW,
        rows=rows,
        own=own,
        before=before,
        columns=columns or {},
        budget=budget or Budget(),
    )
    return bind(text, scope).value(context)


def problem(text: str, *, at: str = "", columns: dict[str, str] | None = None) -> str:
    """Return the code of what is wrong with an expression; empty when nothing is."""
    try:
        bind(text, SCOPE.at(at, has_answer=True, columns=columns) if at else SCOPE)
    except ExpressionProblem as found:
        return found.code
    return ""
