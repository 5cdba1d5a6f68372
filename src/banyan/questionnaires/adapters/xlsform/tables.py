"""A form as the three tables of an XLSForm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from banyan.core.i18n import LANGUAGES
from banyan.questionnaires.adapters.form import Form, Group, Item, Question, Repeat, Words
from banyan.questionnaires.enums import QuestionType

from .columns import CHOICES, KNOWN, SETTINGS, SURVEY, WORDS
from .kinds import ACCEPTS, BY_APPEARANCE, WRITTEN
from .languages import HEADINGS

_SELECT: Final = {
    QuestionType.ONE: "select_one",
    QuestionType.YES_NO: "select_one",
    QuestionType.MANY: "select_multiple",
    QuestionType.RANKING: "rank",
}
_APPEARANCE: Final = {kind: word for word, kind in BY_APPEARANCE.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """
    :ivar headings: in order
    :ivar rows: texts by heading; empty ones are left out
    :ivar names: beside each row the part of the form it begins; empty for the end of a group
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    names: tuple[str, ...] = ()


def tables_of(form: Form) -> tuple[Table, ...]:
    """Return the sheets survey, choices and settings of a form."""
    survey = list(_survey(form.items))
    return (
        _table(form, "survey", [row for _, row in survey], tuple(name for name, _ in survey)),
        _table(form, "choices", list(_choices(form))),
        _table(form, "settings", [_settings(form)]),
    )


def _table(form: Form, name: str, rows: list[dict[str, str]], names: tuple[str, ...] = ()) -> Table:
    rows = [{heading: text for heading, text in row.items() if text} for row in rows]
    used = {heading for row in rows for heading in row}
    usual = [
        heading
        for key in KNOWN[name]
        for heading in ([f"{key}::{HEADINGS[code]}" for code in LANGUAGES] if key in WORDS else [key])
    ]
    always = {"survey": SURVEY[:2], "choices": CHOICES[:2], "settings": SETTINGS[:2]}[name]
    authors = form.columns.get(name, ())
    rest = [heading for heading in usual if heading in used or heading in always]
    strange = [heading for row in rows for heading in row if heading not in usual]
    return Table(name, tuple(dict.fromkeys((*authors, *rest, *strange))), tuple(rows), names)


def _words(key: str, words: Words) -> dict[str, str]:
    return {f"{key}::{HEADINGS[code]}": text for code, text in words.items()}


def _survey(items: tuple[Item, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    for item in items:
        common = {
            "name": item.name,
            **_words("label", item.label),
            **_words("hint", item.hint),
            "relevant": item.relevant,
            "appearance": item.appearance,
            **item.kept,
        }
        if isinstance(item, Question):
            yield item.name, common | _question(item)
            continue
        kind = "repeat" if isinstance(item, Repeat) else "group"
        yield item.name, common | {"type": f"begin_{kind}"} | _bounds(item)
        yield from _survey(item.items)
        yield "", {"type": f"end_{kind}"}


def _bounds(item: Group | Repeat) -> dict[str, str]:
    if isinstance(item, Group):
        return {}
    return {
        "repeat_count": item.count,
        "banyan::min": str(item.fewest_rows or ""),
        "banyan::max": "" if item.most_rows is None else str(item.most_rows),
    }


def _question(item: Question) -> dict[str, str]:
    limits = item.limits
    kind, accepts = _type(item)
    return {
        "type": kind,
        "body::accept": accepts,
        **_words("guidance_hint", item.guidance),
        "required": item.required,
        **_words("required_message", item.required_message),
        "constraint": item.constraint,
        **_words("constraint_message", item.constraint_message),
        "calculation": item.calculation,
        "readonly": item.read_only,
        "default": item.default,
        "appearance": " ".join(filter(None, (item.appearance, _APPEARANCE.get(item.type)))),
        "choice_filter": item.choice_filter,
        "banyan::currency": item.currency,
        "banyan::min": _number(limits.smallest),
        "banyan::max": _number(limits.largest),
        "banyan::min_words": _number(limits.fewest_words),
        "banyan::max_words": _number(limits.most_words),
        "banyan::max_size": _number(limits.most_megabytes),
    }


def _number(value: object) -> str:
    return "" if value is None else str(value)


def _type(item: Question) -> tuple[str, str]:
    """The cell of the column ``type``, and of ``body::accept``."""
    if item.type == QuestionType.METADATA:
        return item.metadata, ""
    if item.type == QuestionType.FILE:
        for name, accepts in ACCEPTS.items():
            if item.accepts == accepts:
                return name, ""
        return "file", ", ".join(item.accepts)
    if item.type not in _SELECT:
        return WRITTEN[item.type], ""
    command = _SELECT[item.type]
    if item.code_list:
        return f"{command}_from_file {item.code_list}.csv", ""
    return f"{command} {item.list_name}" + (" or_other" if item.or_other else ""), ""


def _choices(form: Form) -> Iterator[dict[str, str]]:
    for listed in form.lists:
        for choice in listed.choices:
            yield {
                "list_name": listed.name,
                "name": choice.name,
                **_words("label", choice.label),
                **choice.columns,
            }


def _settings(form: Form) -> dict[str, str]:
    default = form.default_language
    others = {code: text for code, text in form.title.items() if code != default}
    return {
        "form_title": form.title.get(default, ""),
        "form_id": form.form_id,
        "version": form.version,
        "default_language": HEADINGS[default],
        **_words("banyan::title", others),
        **_words("banyan::instructions", form.instructions),
        **form.settings,
    }
