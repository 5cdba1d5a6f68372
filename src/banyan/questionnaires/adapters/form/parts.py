"""
What a form consists of.

Values only: frozen, comparable, without a database. Expressions are kept as their author wrote them (XPath
as XLSForm uses it); ``banyan.questionnaires.adapters.expressions`` understands them. Names are unique in the
whole form, so that an answer is found by its name wherever the question stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, TypeAlias

from banyan.core.i18n import Text, best_text
from banyan.questionnaires.enums import GroupLayout, QuestionType, RepeatLayout

#: A text per language, by column code (vi, zh, en); a missing language has no key.
Words: TypeAlias = Mapping[str, str]

#: The name under which "or other" is chosen, and what the name of the question behind it ends in (pyxform).
OTHER: Final = "other"
OTHER_SUFFIX: Final = "_other"

#: The words of appearances that mean something to us; every other word is kept for other programs.
_GRID, _PERIOD, _BUDGET = "table-list", "period", "budget"


def best(words: Words, language: str) -> Text:
    """Return the text in ``language`` (vi, zh, en), or the first one there is, saying which it was."""
    return best_text(values=words, language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """
    One entry of a list of choices.

    :param columns: further cells of its row by column name: what ``choice_filter`` looks at, scores
    """

    name: str
    label: Words = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceList:
    """A named list of choices, in the order they are shown."""

    name: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    Bounds on an answer; ``None``: no bound.

    :param smallest: of numbers and amounts, included
    :param largest: likewise
    :param fewest_words: of texts; a Chinese character counts as a word
    :param most_words: likewise
    :param most_megabytes: of a file, in units of 1,000,000 bytes
    """

    smallest: Decimal | None = None
    largest: Decimal | None = None
    fewest_words: int | None = None
    most_words: int | None = None
    most_megabytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    name: str
    label: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    #: Expression; the part is asked only while it is true. Empty: always.
    relevant: str = ""
    #: Words for the look of it, as in XLSForm.
    appearance: str = ""
    #: Cells of columns we do not know, by column name: kept, and written again.
    kept: Mapping[str, str] = field(default_factory=dict)

    def looks(self, word: str) -> bool:
        """Return whether a word stands in the appearance."""
        return word in self.appearance.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(_Part):
    """
    One question, note or calculation.

    :param guidance: further help, shown on demand
    :param required: ``yes``, an expression, or empty
    :param read_only: likewise
    :param constraint: expression over the answer (``.``) that must be true of it
    :param calculation: expression that gives the value; nobody may type it then
    :param default: value, or expression, that a new response starts with
    :param list_name: name of the list chosen from
    :param code_list: code of the centre's own list (a taxonomy scheme) chosen from instead
    :param or_other: whether something not in the list may be written; see :func:`organised`
    :param choice_filter: expression over columns of the choices that must be true of those shown
    :param currency: ISO 4217 code, of amounts of money; empty: asked with the amount
    :param accepts: kinds of files, as in the HTML attribute ``accept``; empty: any
    :param metadata: which value a device fills in (``start``, ``end``, ``today``, …)
    """

    type: QuestionType
    guidance: Words = field(default_factory=dict)
    required: str = ""
    required_message: Words = field(default_factory=dict)
    constraint: str = ""
    constraint_message: Words = field(default_factory=dict)
    calculation: str = ""
    read_only: str = ""
    default: str = ""
    list_name: str = ""
    code_list: str = ""
    or_other: bool = False
    choice_filter: str = ""
    limits: Limits = field(default_factory=Limits)
    currency: str = ""
    accepts: tuple[str, ...] = ()
    metadata: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(_Part):
    """A section, a grid, or a period of two dates."""

    items: tuple[Item, ...] = ()

    @property
    def layout(self) -> GroupLayout:
        """How its questions stand together, told by its appearance."""
        if self.looks(_GRID):
            return GroupLayout.GRID
        return GroupLayout.PERIOD if self.looks(_PERIOD) else GroupLayout.SECTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(_Part):
    """
    Questions asked again in each of several rows.

    :param fewest_rows: rows there must be
    :param most_rows: rows there may be; ``None``: no bound but the engine's
    :param count: expression that says how many rows there are; nobody may add or remove any then
    """

    items: tuple[Item, ...] = ()
    fewest_rows: int = 0
    most_rows: int | None = None
    count: str = ""

    @property
    def layout(self) -> RepeatLayout:
        """How its rows are shown, told by its appearance."""
        return RepeatLayout.BUDGET if self.looks(_BUDGET) else RepeatLayout.CARDS


Item: TypeAlias = Question | Group | Repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook that no form needs, kept as it stood."""

    name: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """
    A whole form in one version.

    :param default_language: vi, zh or en: the language a text is shown in when the reader's is missing
    :param settings: further settings of the spreadsheet by column name, kept
    :param columns: column names of each sheet in the author's order; what is not named follows
    :param sheets: sheets that are no part of the form, kept
    """

    form_id: str
    default_language: str
    title: Words = field(default_factory=dict)
    instructions: Words = field(default_factory=dict)
    version: str = ""
    items: tuple[Item, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()

    def list_named(self, name: str) -> ChoiceList | None:
        """Return a list of choices, or nothing."""
        return next((one for one in self.lists if one.name == name), None)


def walk(items: tuple[Item, ...], above: tuple[Group | Repeat, ...] = ()) -> Iterator[tuple[Item, Any]]:
    """Yield every part in the form's order, with the groups and repeats it stands in, outermost first."""
    for item in items:
        yield item, above
        if not isinstance(item, Question):
            yield from walk(item.items, (*above, item))


def questions(form: Form) -> dict[str, Question]:
    """Return every question by its name, in the order of the form."""
    return {item.name: item for item, _ in walk(form.items) if isinstance(item, Question)}


def organised(items: tuple[Item, ...], *, other_label: Words) -> tuple[Item, ...]:
    """
    Return the parts as they are asked: behind each "or other" stands the question that asks which.

    :param other_label: what that question says, by language
    """
    found: list[Item] = []
    for item in items:
        if not isinstance(item, Question):
            found.append(replace(item, items=organised(item.items, other_label=other_label)))
            continue
        found.append(item)
        if item.or_other:
            found.append(
                Question(
                    name=item.name + OTHER_SUFFIX,
                    type=QuestionType.TEXT,
                    label=other_label,
                    relevant=f"selected(${{{item.name}}}, '{OTHER}')",
                )
            )
    return tuple(found)
