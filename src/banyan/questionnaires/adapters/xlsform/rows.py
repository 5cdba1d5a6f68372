"""One row of a survey sheet as a question, a group or a repeat, with what is wrong with its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from babel.numbers import list_currencies

from banyan.questionnaires.adapters.expressions.tokens import NAME
from banyan.questionnaires.adapters.form import Limits, Question
from banyan.questionnaires.enums import CHOOSING, NUMERIC, QuestionType

from .columns import Column
from .kinds import BY_APPEARANCE, Kind
from .problems import Problem

#: Longer names are cut by programs that make tables of answers.
MOST_CHARACTERS: Final = 64
_CURRENCIES: Final = frozenset(list_currencies())
#: Columns that mean something for some types only.
#: A list of just these asks for yes or no.
_YES_NO: Final = frozenset({"yes", "no"})
_TEXTS: Final = frozenset({QuestionType.TEXT, QuestionType.LONG_TEXT})
_ONLY_FOR: Final[Mapping[str, frozenset[QuestionType]]] = {
    "banyan::min_words": _TEXTS,
    "banyan::max_words": _TEXTS,
    "banyan::min": NUMERIC,
    "banyan::max": NUMERIC,
    "banyan::currency": frozenset({QuestionType.MONEY}),
    "banyan::max_size": frozenset({QuestionType.FILE}),
    "body::accept": frozenset({QuestionType.FILE}),
    "choice_filter": CHOOSING,
    "repeat_count": frozenset(),
}


@dataclass(slots=True)
class Row:
    """
    A row with its cells by meaning.

    :ivar cells: texts by key of the column
    :ivar words: texts by key of the column and language
    :ivar kept: cells of columns we do not know, by heading
    :ivar headings: headings as the author wrote them, by key of the column
    """

    sheet: str
    number: int
    problems: list[Problem]
    cells: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        sheet: str,
        number: int,
        cells: Mapping[int, str],
        columns: Mapping[int, Column],
        problems: list[Problem],
    ) -> Row:
        """Return the cells of a row by what their columns mean; of two equal columns the first."""
        row = cls(sheet, number, problems)
        for place, text in cells.items():
            column = columns.get(place)
            if column is None:
                continue  # a remark beside the table, under no heading
            if not column.is_known:
                row.kept.setdefault(column.heading, text)
            elif column.language:
                row.words.setdefault(column.key, {}).setdefault(column.language, text)
            else:
                row.cells.setdefault(column.key, text)
            row.headings.setdefault(column.key, column.heading)
        return row

    def get(self, key: str) -> str:
        """Return the text of a column; empty when there is none."""
        return self.cells.get(key, "")

    def wrong(self, code: str, key: str = "", **details: Any) -> None:
        """Note a problem of this row, in one column or as a whole."""
        column = self.headings.get(key, key)
        self.problems.append(Problem(code, self.sheet, self.number, column, details))

    def count(self, key: str) -> int | None:
        """Return a whole number from 0 on; ``None`` when the cell is empty or says anything else."""
        text = self.get(key)
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            self.wrong("not_a_count", key, value=text[:80])
            return None
        return int(text) if text else None

    def number_in(self, key: str) -> Decimal | None:
        """Return a number; ``None`` when the cell is empty or says anything else."""
        text = self.get(key)
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or len(text) > 30:
            self.wrong("not_a_number", key, value=text[:80])
            return None
        return number

    def name(self) -> str:
        """Return the name of the row, having looked whether it can be one."""
        name = self.get("name")
        if not name:
            self.wrong("no_name", "name")
        elif NAME.fullmatch(name) is None:
            self.wrong("bad_name", "name", name=name[:80])
        elif len(name) > MOST_CHARACTERS:
            self.wrong("name_too_long", "name", limit=MOST_CHARACTERS)
        return name


def question_of(row: Row, kind: Kind, *, lists: Mapping[str, frozenset[str]]) -> Question:
    """
    Return the question of a row, and note what is wrong with its cells.

    :param lists: the names of the choices of each list
    """
    assert kind.type is not None
    appearance = row.get("appearance").split()
    question_type = _more_exactly(row, kind, appearance, lists)
    if kind.type == QuestionType.NOTE and not row.get("name"):
        row.cells["name"] = f"note_{row.number}"
    for key, fits in _ONLY_FOR.items():
        if row.get(key) and question_type not in fits:
            row.wrong("column_means_nothing", key, type=row.get("type"))
    currency = row.get("banyan::currency").upper()
    if currency and currency not in _CURRENCIES:
        row.wrong("unknown_currency", "banyan::currency", value=currency[:20])
    words = row.words
    return Question(
        name=row.name(),
        type=question_type,
        label=words.get("label", {}),
        hint=words.get("hint", {}),
        guidance=words.get("guidance_hint", {}),
        relevant=row.get("relevant"),
        appearance=" ".join(word for word in appearance if BY_APPEARANCE.get(word) != question_type),
        kept=row.kept,
        required=row.get("required"),
        required_message=words.get("required_message", {}),
        constraint=row.get("constraint"),
        constraint_message=words.get("constraint_message", {}),
        calculation=row.get("calculation"),
        read_only=row.get("readonly"),
        default=row.get("default"),
        list_name=kind.list_name,
        code_list=kind.code_list,
        or_other=kind.or_other,
        choice_filter=row.get("choice_filter"),
        limits=_limits(row),
        currency=currency,
        accepts=_accepts(row.get("body::accept")) or kind.accepts,
        metadata=kind.metadata,
    )


def _more_exactly(
    row: Row, kind: Kind, appearance: list[str], lists: Mapping[str, frozenset[str]]
) -> QuestionType:
    assert kind.type is not None
    if kind.type == QuestionType.TEXT:
        return next((BY_APPEARANCE[word] for word in appearance if word in BY_APPEARANCE), kind.type)
    if kind.type == QuestionType.DECIMAL and row.get("banyan::currency"):
        return QuestionType.MONEY
    if kind.type == QuestionType.ONE and lists.get(kind.list_name) == _YES_NO and not kind.or_other:
        return QuestionType.YES_NO
    return kind.type


def _limits(row: Row) -> Limits:
    limits = Limits(
        smallest=row.number_in("banyan::min"),
        largest=row.number_in("banyan::max"),
        fewest_words=row.count("banyan::min_words"),
        most_words=row.count("banyan::max_words"),
        most_megabytes=row.count("banyan::max_size"),
    )
    if None not in (limits.smallest, limits.largest) and limits.smallest > limits.largest:  # type: ignore[operator]
        row.wrong("limits_turned", "banyan::min")
    if (limits.fewest_words or 0) > (limits.most_words if limits.most_words is not None else 10**9):
        row.wrong("limits_turned", "banyan::min_words")
    return limits


def _accepts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
