"""What is wrong with a spreadsheet, by sheet, row and column, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banyan.questionnaires.adapters.answering import FormProblem

#: Sentences of errors: the form is refused until they are mended.
ERRORS: Final[Mapping[str, str | Promise]] = {
    "file_too_large": _(
        "The file is larger than %(limit)s megabytes. Take pictures and other sheets out of it."
    ),
    "file_not_xlsx": _("This is no Excel workbook of the kind .xlsx. Save it as one, and try again."),
    "file_broken": _("The workbook is damaged. Open it, save it under a new name, and try again."),
    "file_locked": _("The workbook is locked with a password. Take the password off, and try again."),
    "file_has_macros": _("The workbook contains macros. Save it as .xlsx without macros, and try again."),
    "file_unpacks_too_large": _(
        "The workbook holds far more than a form needs. Copy its sheets into a new one."
    ),
    "too_many_sheets": _("There are more than %(limit)s sheets."),
    "too_many_rows": _("There are more than %(limit)s rows."),
    "too_many_columns": _("There are more than %(limit)s columns."),
    "cell_too_long": _("The text in this cell is longer than %(limit)s characters."),
    "formula": _("This cell holds a formula. Write what it should say instead."),
    "merged_cells": _(
        "The cells %(range)s are merged. Take the merging off: every cell must stand for itself."
    ),
    "no_survey": _("There is no sheet “survey”. It lists the questions, one in each row."),
    "survey_misspelt": _("There is no sheet “survey”. Is “%(like)s” meant? Give it that name."),
    "no_column": _("The column “%(name)s” is missing."),
    "column_twice": _("The column “%(name)s” stands there twice."),
    "same_language_twice": _("Two columns hold the same text in one language: “%(one)s” and “%(other)s”."),
    "no_questions": _("There is no question in it."),
    "no_type": _("The row has no type."),
    "unknown_type": _("There is no type “%(type)s”."),
    "unknown_type_like": _("There is no type “%(type)s”. Is “%(like)s” meant?"),
    "unsupported_type": _("The type “%(type)s” is not supported here."),
    "no_list_named": _("Behind “%(type)s” the name of a list of choices is missing."),
    "no_name": _("The row has no name."),
    "bad_name": _(
        "“%(name)s” cannot be a name: use letters, digits, “_”, “-” and “.”, beginning with a letter."
    ),
    "name_too_long": _("The name is longer than %(limit)s characters."),
    "name_twice": _("The name “%(name)s” stands in row %(row)s already. Every name may be used once."),
    "name_taken": _("The name “%(name)s” is needed for the question behind “or other” in row %(row)s."),
    "no_label": _("There is nothing to read: write a label."),
    "unknown_list": _("There is no list of choices “%(name)s”."),
    "unknown_list_like": _("There is no list of choices “%(name)s”. Is “%(like)s” meant?"),
    "unknown_code_list": _("The centre has no list “%(name)s”. It has: %(known)s."),
    "filter_of_code_list": _("A list of the centre cannot be filtered."),
    "choice_without_list": _("The choice belongs to no list: write the list's name."),
    "choice_without_name": _("The choice has no name."),
    "choice_name_with_space": _("The name of a choice may contain no spaces: “%(name)s”."),
    "choice_twice": _("“%(name)s” stands in row %(row)s of the same list already."),
    "nothing_to_end": _("Nothing is open here that could end."),
    "ends_another": _("“%(ends)s” does not fit: “%(opened)s” in row %(row)s is still open."),
    "never_ends": _("What begins here never ends: a row “%(ends)s” is missing."),
    "too_deep": _("Groups stand inside one another more than %(limit)s deep."),
    "grid_of_others": _("In a grid every question must choose from one and the same list."),
    "period_of_others": _("A period consists of exactly two questions of the type “date”."),
    "not_a_number": _("“%(value)s” is no number."),
    "not_a_count": _("“%(value)s” is no whole number from 0 on."),
    "unknown_currency": _("“%(value)s” is no currency. Write three letters, such as VND, CNY or USD."),
    "column_means_nothing": _("The column means nothing for the type “%(type)s”."),
    "limits_turned": _("The smallest is larger than the largest."),
    "unknown_reference": _("The text names ${%(name)s}, and there is no such question."),
    "unknown_default_language": _("“%(value)s” is none of Vietnamese, Chinese and English."),
    "title_twice": _("The title stands in “form_title” and in “%(name)s” and is not the same."),
    "standard_refuses": _("The common reader of such spreadsheets refuses it: “%(reason)s”"),
}

#: Sentences of warnings: the form can be used as it is.
WARNINGS: Final[Mapping[str, str | Promise]] = {
    "unknown_column": _("The column means nothing here. It is kept, and not used."),
    "unknown_column_like": _("The column means nothing here and is not used. Is “%(like)s” meant?"),
    "unknown_sheet": _("The sheet means nothing here. It is kept, and not used."),
    "other_language": _(
        "The column is in another language than Vietnamese, Chinese and English. It is kept, and not shown."
    ),
    "language_missing": _("Nothing is written in %(language)s. Its readers will see another language."),
    "words_missing": _("In %(language)s the text is missing in rows %(rows)s."),
    "title_missing": _("The title is missing in %(language)s."),
    "list_unused": _("No question chooses from the list “%(name)s”."),
    "empty_group": _("There is nothing in “%(name)s”."),
    "no_form_id": _("The sheet “settings” gives no “form_id”; “%(name)s” is taken."),
    "names_alike": _(
        "The names “%(name)s” and “%(other)s” in row %(row)s are easily mistaken for one another."
    ),
}

_LANGUAGES: Final = {"vi": _("Vietnamese"), "zh": _("Chinese"), "en": _("English")}


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing that is wrong, or could be better.

    :ivar code: a key of :data:`ERRORS` or :data:`WARNINGS`; for expressions that of their own problem
    :ivar sheet: its name; empty: the file as a whole
    :ivar row: as the spreadsheet numbers it; 0: the sheet as a whole
    :ivar column: the heading as the author wrote it; empty: the row as a whole
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    within: FormProblem | None = None

    @property
    def is_warning(self) -> bool:
        """Whether the form can be used nevertheless."""
        return self.within is None and self.code in WARNINGS

    @property
    def where(self) -> str:
        """Sheet, row and column in the language active now; empty for the file as a whole."""
        words = {"sheet": self.sheet, "row": self.row, "column": self.column}
        if not self.sheet:
            return ""
        if self.row and self.column:
            return gettext("Sheet “%(sheet)s”, row %(row)s, column “%(column)s”") % words
        if self.row:
            return gettext("Sheet “%(sheet)s”, row %(row)s") % words
        if self.column:
            return gettext("Sheet “%(sheet)s”, column “%(column)s”") % words
        return gettext("Sheet “%(sheet)s”") % words

    @property
    def sentence(self) -> str:
        """What is wrong, in the language active now."""
        if self.within is not None:
            return str(self.within)
        details = {
            key: str(_LANGUAGES[value]) if key == "language" else value for key, value in self.details.items()
        }
        return str((WARNINGS if self.is_warning else ERRORS)[self.code]) % details

    def __str__(self) -> str:
        """Place and sentence in the language active now."""
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


class WorkbookIsRefused(ValueError):
    """:ivar problem: why nothing of a file was read"""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
