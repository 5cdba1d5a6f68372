"""The columns of the three sheets: what they are called, what else they may be called, what they mean."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final

from .cells import RawSheet
from .languages import HEADINGS, code_of
from .problems import Problem

#: Columns that hold a text in each language.
WORDS: Final = (
    "label", "hint", "guidance_hint", "required_message", "constraint_message",
    "banyan::title", "banyan::instructions",
)  # fmt: skip
#: Columns in the order we write them.
SURVEY: Final = (
    "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant",
    "constraint", "constraint_message", "calculation", "readonly", "default", "appearance",
    "choice_filter", "repeat_count", "body::accept", "banyan::currency", "banyan::min", "banyan::max",
    "banyan::min_words", "banyan::max_words", "banyan::max_size",
)  # fmt: skip
CHOICES: Final = ("list_name", "name", "label")
SETTINGS: Final = (
    "form_title", "form_id", "version", "default_language", "banyan::title", "banyan::instructions",
)  # fmt: skip
KNOWN: Final = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}
#: Columns of the standard that other programs use and we do not: kept without a word.
_ELSEWHERE: Final = frozenset(
    {
        "instance_name",
        "style",
        "public_key",
        "submission_url",
        "auto_send",
        "auto_delete",
        "namespaces",
        "prefix",
    }
    | {"allow_choice_duplicates", "clean_text_values", "omit_instanceid", "instance_xmlns", "sms_keyword"}
    | {"parameters", "note", "notes", "comment", "comments", "$given_name", "$kuid", "kuid"}
)
#: Other names of columns that pyxform reads too.
_ALIASES: Final = {
    "survey": {
        "relevance": "relevant",
        "caption": "label",
        "command": "type",
        **dict.fromkeys(("value", "tag"), "name"),
        "calculate": "calculation",
        "read_only": "readonly",
        "count": "repeat_count",
        "constraining_message": "constraint_message",
        "requiredmsg": "required_message",
    },
    "choices": {"caption": "label", "value": "name", "list name": "list_name"},
    "settings": {"title": "form_title", "set_form_title": "form_title", "id_string": "form_id"}
    | {"set_form_id": "form_id"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """
    :ivar key: what it means to us; for a column we do not know, its heading
    :ivar language: vi, zh or en where it holds texts in one language
    :ivar heading: as the author wrote it
    """

    key: str
    language: str
    heading: str
    is_known: bool

    @property
    def written(self) -> str:
        """The heading as we write it."""
        return f"{self.key}::{HEADINGS[self.language]}" if self.language else self.key


def columns_of(sheet: RawSheet, default_language: str, problems: list[Problem]) -> dict[int, Column]:
    """
    Return what each column of one of our sheets means, by its number from 0.

    A text without a language is in the form's default language.
    """
    found: dict[int, Column] = {}
    seen: dict[tuple[str, str], Column] = {}
    for number, heading in sheet.headings.items():
        column = _column(sheet.name, heading, default_language)
        other = seen.get((column.key, column.language))
        if other is not None and column.language:
            details = {"one": other.heading, "other": heading}
            problems.append(Problem("same_language_twice", sheet.name, 1, heading, details))
        elif other is not None:
            problems.append(Problem("column_twice", sheet.name, 1, heading, {"name": heading}))
        elif not column.is_known and sheet.name != "choices":
            problems.extend(_unknown(sheet.name, column))
        elif not column.is_known and _base(heading)[1]:
            problems.append(Problem("other_language", sheet.name, 1, heading))
        seen.setdefault((column.key, column.language), column)
        found[number] = column
    return found


def _column(sheet: str, heading: str, default_language: str) -> Column:
    base, language = _base(heading)
    key = _ALIASES[sheet].get(base, base)
    if key not in KNOWN[sheet]:
        return Column(heading, "", heading, is_known=False)
    if key not in WORDS:
        return Column(heading if language else key, "", heading, is_known=not language)
    code = code_of(language) if language else default_language
    if code is None:
        return Column(heading, "", heading, is_known=False)
    return Column(key, code, heading, is_known=True)


def _base(heading: str) -> tuple[str, str]:
    """The name of a heading, in snake case, and the language behind it."""
    parts = [part.strip() for part in heading.split("::" if "::" in heading else ":")]
    words = "_".join(parts[0].lower().split())
    if words == "jr" and len(parts) > 1:
        words = {"count": "repeat_count", "constraintmsg": "constraint_message"}.get(parts[1].lower(), "jr")
        parts = parts[1:]
    if words in {"banyan", "body", "bind", "control"} and len(parts) > 1:
        second = "_".join(parts[1].lower().split())
        joined = f"{words}::{second}"
        words = joined if words == "banyan" or joined == "body::accept" else second
        parts = parts[1:]
    return words, "::".join(parts[1:])


def _unknown(sheet: str, column: Column) -> list[Problem]:
    base, language = _base(column.heading)
    if base in _ELSEWHERE:
        return []
    if language and _ALIASES[sheet].get(base, base) in WORDS:
        return [Problem("other_language", sheet, 1, column.heading)]
    like = difflib.get_close_matches(base, KNOWN[sheet], n=1, cutoff=0.75)
    if like:
        return [Problem("unknown_column_like", sheet, 1, column.heading, {"like": like[0]})]
    return [Problem("unknown_column", sheet, 1, column.heading)]
