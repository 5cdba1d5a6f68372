"""
A form as JSON, and back.

What equals its default is left out, so that two equal forms are equal texts. ``format`` and ``version`` say
what it is; a later version of this module must read every earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from banyan.core.i18n import LANGUAGES
from banyan.questionnaires.enums import QuestionType

from .parts import Choice, ChoiceList, Form, Group, Limits, Question, Repeat, Sheet

FORMAT: Final = "banyan-form"
VERSION: Final = 1

_KINDS: Final[dict[str, type]] = {"question": Question, "group": Group, "repeat": Repeat}
_KIND_OF: Final = {made: kind for kind, made in _KINDS.items()}


class FormIsUnreadable(ValueError):
    """
    The JSON is no form, or of a version newer than this program.

    :ivar where: the path to what is wrong, such as ``items[3].label``
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where or 'form'}: {what}")
        self.where = where


def to_json(form: Form) -> dict[str, Any]:
    """Return the form as values that ``json.dumps`` writes."""
    return {"format": FORMAT, "version": VERSION, "form": _written(form)}


def from_json(data: object) -> Form:
    """
    Return the form that :func:`to_json` wrote.

    :raises FormIsUnreadable: if it is none; nothing is guessed
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise FormIsUnreadable("format", "not a form")
    version = data.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise FormIsUnreadable("version", f"unknown version {version!r}")
    form = _read(Form, data.get("form"), "form")
    assert isinstance(form, Form)
    if form.default_language not in LANGUAGES:
        raise FormIsUnreadable("form.default_language", "none of our languages")
    return form


def _written(part: Any) -> dict[str, Any]:
    kind = _KIND_OF.get(type(part))
    found: dict[str, Any] = {"kind": kind} if kind else {}
    for one in fields(part):
        value = getattr(part, one.name)
        if value != _default(one):
            found[one.name] = _value(value)
    return found


def _default(one: Field[Any]) -> Any:
    return one.default_factory() if one.default_factory is not MISSING else one.default


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _value(each) for key, each in value.items()}
    if isinstance(value, (Limits, Choice, ChoiceList, Sheet, Question, Group, Repeat)):
        return _written(value)
    return str(value) if isinstance(value, str) else value


def _read(made: type, data: object, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise FormIsUnreadable(where, "an object is expected")
    known = {one.name: one for one in fields(made)}
    given = {key: value for key, value in data.items() if key != "kind" or made not in _KIND_OF}
    if strange := sorted(str(key) for key in given if key not in known):
        raise FormIsUnreadable(f"{where}.{strange[0]}", "unknown")
    found = {
        key: _READERS.get((made.__name__, key), _readers_of(key))(value, f"{where}.{key}")
        for key, value in given.items()
    }
    for name, one in known.items():
        if name not in found and one.default is MISSING and one.default_factory is MISSING:
            raise FormIsUnreadable(f"{where}.{name}", "missing")
    return made(**found)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise FormIsUnreadable(where, "a text is expected")
    return value


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise FormIsUnreadable(where, "true or false is expected")
    return value


def _count(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FormIsUnreadable(where, "a count is expected")
    return value


def _number(value: object, where: str) -> Decimal:
    try:
        number = Decimal(_text(value, where))
    except InvalidOperation as error:
        raise FormIsUnreadable(where, "a number is expected") from error
    if not number.is_finite():
        raise FormIsUnreadable(where, "a number is expected")
    return number


def _type(value: object, where: str) -> QuestionType:
    try:
        return QuestionType(_text(value, where))
    except ValueError as error:
        raise FormIsUnreadable(where, f"unknown type {value!r}") from error


def _mapping(read: Callable[[object, str], Any]) -> Callable[[object, str], dict[str, Any]]:
    def mapped(value: object, where: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise FormIsUnreadable(where, "an object is expected")
        return {_text(key, where): read(each, f"{where}.{key}") for key, each in value.items()}

    return mapped


def _words(value: object, where: str) -> dict[str, str]:
    words = _mapping(_text)(value, where)
    if strange := sorted(set(words) - set(LANGUAGES)):
        raise FormIsUnreadable(f"{where}.{strange[0]}", "none of our languages")
    return words


def _several(read: Callable[[object, str], Any]) -> Callable[[object, str], tuple[Any, ...]]:
    def listed(value: object, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise FormIsUnreadable(where, "a list is expected")
        return tuple(read(each, f"{where}[{index}]") for index, each in enumerate(value))

    return listed


def _of(made: type) -> Callable[[object, str], Any]:
    def read(value: object, where: str) -> Any:
        return _read(made, value, where)

    return read


def _item(value: object, where: str) -> Any:
    kind = value.get("kind") if isinstance(value, Mapping) else None
    if kind not in _KINDS:
        raise FormIsUnreadable(f"{where}.kind", f"unknown kind {kind!r}")
    return _read(_KINDS[str(kind)], value, where)


_WORDS: Final = {
    "label", "hint", "guidance", "required_message", "constraint_message", "title", "instructions",
}  # fmt: skip
_BY_NAME: Final[dict[str, Callable[[object, str], Any]]] = {
    "items": _several(_item),
    "lists": _several(_of(ChoiceList)),
    "choices": _several(_of(Choice)),
    "sheets": _several(_of(Sheet)),
    "rows": _several(_several(_text)),
    "limits": _of(Limits),
    "type": _type,
    "or_other": _flag,
    "accepts": _several(_text),
    "kept": _mapping(_text),
    "settings": _mapping(_text),
    "columns": _mapping(_several(_text)),
    "smallest": _number,
    "largest": _number,
    "fewest_words": _count,
    "most_words": _count,
    "most_megabytes": _count,
    "fewest_rows": _count,
    "most_rows": _count,
    **dict.fromkeys(_WORDS, _words),
}
#: Where the same name means two things.
_READERS: Final[dict[tuple[str, str], Callable[[object, str], Any]]] = {
    ("Choice", "columns"): _mapping(_text)
}


def _readers_of(name: str) -> Callable[[object, str], Any]:
    return _BY_NAME.get(name, _text)
