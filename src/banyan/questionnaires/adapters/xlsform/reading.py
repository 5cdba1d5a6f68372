"""An XLSForm workbook to a form, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from banyan.questionnaires.adapters.answering import CompiledForm
from banyan.questionnaires.adapters.form import Choice, ChoiceList, Form, Sheet, Words

from . import checking, standard
from .cells import OURS, RawSheet, read_sheets
from .columns import Column, columns_of
from .languages import code_of
from .problems import Problem, WorkbookIsRefused
from .rows import Row
from .survey import SurveyReader

#: What a form is called that gives itself no name.
_NAMELESS: Final = "form"


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What came of a workbook.

    :ivar form: the form, ready to be answered in ``compiled``; ``None`` when there are errors
    :ivar errors: in the order of the sheets and rows
    :ivar warnings: likewise; the form can be used nevertheless
    """

    form: Form | None
    compiled: CompiledForm | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(slots=True)
class _Book:
    """The three sheets, and the order of their columns."""

    sheets: dict[str, RawSheet]
    problems: list[Problem]
    default_language: str
    columns: dict[str, dict[int, Column]] = field(default_factory=dict)

    def rows(self, name: str) -> list[Row]:
        sheet = self.sheets.get(name)
        if sheet is None:
            return []
        columns = self.columns[name] = columns_of(sheet, self.default_language, self.problems)
        return [Row.of(name, raw.number, raw.cells, columns, self.problems) for raw in sheet.rows]

    def has(self, name: str, *keys: str) -> bool:
        """Note the columns of a sheet that must be there and are not."""
        held = {column.key for column in self.columns[name].values()}
        missing = [key for key in keys if key not in held]
        for key in missing:
            self.problems.append(Problem("no_column", name, 1, details={"name": key}))
        return not missing


def read(data: bytes, *, language: str, code_lists: Collection[str] | None = None) -> Reading:
    """
    Read an XLSForm workbook.

    :param data: the bytes of the file
    :param language: vi, zh or en: what texts without a language are in, unless the form says so itself
    :param code_lists: codes of the centre's lists that a form may choose from; ``None``: any
    """
    problems: list[Problem] = []
    try:
        sheets = read_sheets(data, problems)
    except WorkbookIsRefused as refused:
        return Reading(None, None, (refused.problem,), ())
    found = {sheet.name: sheet for sheet in sheets if sheet.name in OURS}
    others = [sheet for sheet in sheets if sheet.name not in OURS]
    if "survey" not in found:
        problems.append(checking.no_survey([sheet.name for sheet in sheets]))
        return _reading(None, None, problems)
    book = _Book(found, problems, _default_language(found.get("settings"), language))
    choices = book.rows("choices")
    form, rows = _form(book, choices, others)
    compiled = None
    if form is not None:
        compiled = checking.check(form, rows, choices, book.columns, problems, code_lists)
        if all(problem.is_warning for problem in problems):
            problems.extend(standard.problems_of(form, rows))
    return _reading(form, compiled, problems)


def _reading(form: Form | None, compiled: CompiledForm | None, problems: list[Problem]) -> Reading:
    place = {name: number for number, name in enumerate(("", "settings", "survey", "choices"))}
    ordered = sorted(problems, key=lambda one: (place.get(one.sheet, 9), one.row))
    errors = tuple(problem for problem in ordered if not problem.is_warning)
    warnings = tuple(problem for problem in ordered if problem.is_warning)
    return Reading(None if errors else form, None if errors else compiled, errors, warnings)


def _default_language(settings: RawSheet | None, language: str) -> str:
    if settings is not None and settings.rows:
        for column, heading in settings.headings.items():
            if heading.strip().lower().replace(" ", "_") == "default_language":
                return code_of(settings.rows[0].cells.get(column, "")) or language
    return language


def _form(book: _Book, choices: list[Row], others: list[RawSheet]) -> tuple[Form | None, dict[str, Row]]:
    settings = book.rows("settings")
    first = settings[0] if settings else Row("settings", 2, book.problems)
    title, instructions = _title(book, first)
    lists = _lists(book, choices)
    survey = book.rows("survey")
    if not book.has("survey", "type", "name"):
        return None, {}
    names = {one.name: frozenset(choice.name for choice in one.choices) for one in lists}
    reader = SurveyReader(names, book.problems)
    for row in survey:
        reader.take(row)
    items = reader.finish()
    if not items and all(problem.is_warning for problem in book.problems):
        book.problems.append(Problem("no_questions", "survey"))
    form_id = first.get("form_id") or _NAMELESS
    if not first.get("form_id"):
        book.problems.append(Problem("no_form_id", "settings", details={"name": _NAMELESS}))
    form = Form(
        form_id=form_id,
        default_language=book.default_language,
        title=title,
        instructions=instructions,
        version=first.get("version"),
        items=items,
        lists=lists,
        settings=first.kept,
        columns={
            name: tuple(dict.fromkeys(column.written for column in columns.values()))
            for name, columns in book.columns.items()
        },
        sheets=tuple(_kept(sheet, book.problems) for sheet in others),
    )
    return form, reader.rows


def _title(book: _Book, row: Row) -> tuple[Words, Words]:
    title = dict(row.words.get("banyan::title", {}))
    plain, written = row.get("form_title"), row.get("default_language")
    if written and code_of(written) is None:
        row.wrong("unknown_default_language", "default_language", value=written[:80])
    if plain and title.setdefault(book.default_language, plain) != plain:
        row.wrong("title_twice", "form_title", name=row.headings.get("banyan::title", ""))
    return title, row.words.get("banyan::instructions", {})


def _lists(book: _Book, rows: list[Row]) -> tuple[ChoiceList, ...]:
    if rows and not book.has("choices", "list_name", "name"):
        return ()
    found: dict[str, dict[str, tuple[Choice, int]]] = {}
    for row in rows:
        listed, name = row.get("list_name"), row.get("name")
        if not listed:
            row.wrong("choice_without_list", "list_name")
        elif not name:
            row.wrong("choice_without_name", "name")
        elif len(name.split()) > 1:
            row.wrong("choice_name_with_space", "name", name=name[:80])
        elif name in (held := found.setdefault(listed, {})):
            row.wrong("choice_twice", "name", name=name[:80], row=held[name][1])
        else:
            held[name] = (Choice(name=name, label=row.words.get("label", {}), columns=row.kept), row.number)
            if not row.words.get("label"):
                row.wrong("no_label", "label")
    return tuple(
        ChoiceList(name=name, choices=tuple(choice for choice, _ in held.values()))
        for name, held in found.items()
    )


def _kept(sheet: RawSheet, problems: list[Problem]) -> Sheet:
    problems.append(Problem("unknown_sheet", sheet.name))
    rows: Mapping[int, Mapping[int, str]] = {
        1: sheet.headings,
        **{row.number: row.cells for row in sheet.rows},
    }
    return Sheet(
        name=sheet.name,
        rows=tuple(
            tuple(cells.get(column, "") for column in range(max(cells, default=-1) + 1))
            for cells in (rows.get(number, {}) for number in range(1, max(rows) + 1))
        ),
    )
