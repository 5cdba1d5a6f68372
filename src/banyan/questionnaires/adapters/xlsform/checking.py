"""What the cells of one row cannot tell: lists, languages, names in texts, whether expressions work."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from banyan.core.i18n import LANGUAGES
from banyan.questionnaires.adapters.answering import CompiledForm, FormCannotWork, compile_form
from banyan.questionnaires.adapters.form import Form, Group, Item, Question, walk
from banyan.questionnaires.enums import CHOOSING, NOT_ASKED, GroupLayout, QuestionType

from .columns import Column
from .problems import Problem
from .rows import Row

#: Where a name may mean two parts, or parts stand too deep, nothing further can be said of a form.
_UNTRUSTWORTHY: Final = frozenset({"too_deep", "name_twice", "name_taken"})
_NAMED: Final = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_MOST_LISTED: Final = 12
#: Columns of a survey by the field of a form that they fill.
_COLUMN_OF: Final = {"count": "repeat_count", "read_only": "readonly"}


def no_survey(names: Sequence[str]) -> Problem:
    """Return the problem of a workbook without questions, with the sheet that may be meant."""
    like = difflib.get_close_matches("survey", [name.lower() for name in names], n=1, cutoff=0.7)
    if like:
        return Problem("survey_misspelt", details={"like": like[0]})
    return Problem("no_survey")


def check(
    form: Form,
    rows: Mapping[str, Row],
    choices: Sequence[Row],
    columns: Mapping[str, Mapping[int, Column]],
    problems: list[Problem],
    code_lists: Collection[str] | None,
) -> CompiledForm | None:
    """
    Return the form ready to be answered; everything that is wrong is added to ``problems``.

    :param rows: the row of each part by its name
    :param choices: the rows of the choices
    """
    if any(problem.code in _UNTRUSTWORTHY for problem in problems):
        return None
    names = {item.name for item, _ in walk(form.items)}
    for item, _ in walk(form.items):
        row = rows.get(item.name)
        if row is None:
            continue  # without a name, or with one that is taken: told already
        _check_words(item, row, names | set(rows))
        if isinstance(item, Question):
            _check_list(form, item, row, code_lists)
        elif isinstance(item, Group):
            _check_layout(item, row)
    _check_lists_are_used(form, problems)
    _check_languages(form, rows, choices, columns, problems)
    try:
        return compile_form(form)
    except FormCannotWork as found:
        for one in found.problems:
            row = rows.get(one.name)
            key = _COLUMN_OF.get(one.column, one.column)
            if row is not None:
                heading = row.headings.get(key, key)
                problems.append(Problem(one.code, row.sheet, row.number, heading, within=one))
        return None


def _check_list(form: Form, question: Question, row: Row, code_lists: Collection[str] | None) -> None:
    if question.type not in CHOOSING:
        return
    if question.code_list:
        if code_lists is not None and question.code_list not in code_lists:
            known = ", ".join(sorted(code_lists))
            row.wrong("unknown_code_list", "type", name=question.code_list[:80], known=known)
        if question.choice_filter:
            row.wrong("filter_of_code_list", "choice_filter")
    elif form.list_named(question.list_name) is None:
        like = difflib.get_close_matches(
            question.list_name, [one.name for one in form.lists], n=1, cutoff=0.7
        )
        if like:
            row.wrong("unknown_list_like", "type", name=question.list_name[:80], like=like[0])
        else:
            row.wrong("unknown_list", "type", name=question.list_name[:80])


def _check_layout(group: Group, row: Row) -> None:
    held = [item for item in group.items if isinstance(item, Question)]
    if group.layout == GroupLayout.GRID:
        choosing = [one for one in held if one.type != QuestionType.NOTE]
        lists = {one.list_name for one in choosing if one.type in {QuestionType.ONE, QuestionType.YES_NO}}
        if (
            len(held) < len(group.items)
            or len(lists) != 1
            or any(one.type not in CHOOSING for one in choosing)
        ):
            row.wrong("grid_of_others", "appearance")
    if group.layout == GroupLayout.PERIOD and (
        len(group.items) != 2 or [one.type for one in held] != [QuestionType.DATE] * 2
    ):
        row.wrong("period_of_others", "appearance")


def _check_words(item: Item, row: Row, names: Collection[str]) -> None:
    for key, words in row.words.items():
        strange = {name for text in words.values() for name in _NAMED.findall(text) if name not in names}
        for name in sorted(strange):
            row.wrong("unknown_reference", key, name=name[:80])
    is_shown = isinstance(item, Question) and (item.type not in NOT_ASKED or item.type == QuestionType.NOTE)
    if is_shown and not item.label and not item.hint:
        row.wrong("no_label", "label")


def _check_lists_are_used(form: Form, problems: list[Problem]) -> None:
    used = {item.list_name for item, _ in walk(form.items) if isinstance(item, Question)}
    for listed in form.lists:
        if listed.name not in used:
            problems.append(Problem("list_unused", "choices", details={"name": listed.name}))


def _check_languages(
    form: Form,
    rows: Mapping[str, Row],
    choices: Sequence[Row],
    columns: Mapping[str, Mapping[int, Column]],
    problems: list[Problem],
) -> None:
    """Name what is missing in which language; a language in which nothing is written at all is told once."""
    held = {
        column.language for name in ("survey", "choices") for column in columns.get(name, {}).values()
    } & set(LANGUAGES)
    for language in LANGUAGES:
        if language not in held:
            problems.append(Problem("language_missing", "survey", details={"language": language}))
            continue
        if form.title and language not in form.title:
            problems.append(Problem("title_missing", "settings", details={"language": language}))
        for sheet, held_rows in (
            ("survey", {id(one): one for one in rows.values()}.values()),
            ("choices", choices),
        ):
            missing: dict[str, list[int]] = {}
            for row in held_rows:
                for key, words in row.words.items():
                    if language not in words:
                        missing.setdefault(key, []).append(row.number)
            problems.extend(_words_missing(sheet, key, language, numbers) for key, numbers in missing.items())


def _words_missing(sheet: str, key: str, language: str, numbers: list[int]) -> Problem:
    listed = ", ".join(str(number) for number in numbers[:_MOST_LISTED])
    rows = listed + (" …" if len(numbers) > _MOST_LISTED else "")
    return Problem("words_missing", sheet, 0, key, {"language": language, "rows": rows})
