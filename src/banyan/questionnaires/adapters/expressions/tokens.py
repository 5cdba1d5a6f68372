"""
An expression cut into tokens, by the lexical rules of XPath 1.0 (section 3.7) and XLSForm's ``${name}``.

A name may contain hyphens and dots, so ``a-b`` is one name. ``*`` multiplies, and ``and``, ``or``, ``div``
and ``mod`` are operators, only where something stands before them that they can join.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .problems import ExpressionProblem

#: Longer ones are refused unread.
MOST_CHARACTERS: Final = 4000

_NAME_START: Final = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff"
_NAME: Final = rf"[{_NAME_START}][{_NAME_START}0-9.\-\u00b7\u0300-\u036f]*"
#: What a part of a form may be called.
NAME: Final = re.compile(_NAME)
_TOKEN: Final = re.compile(
    rf"""(?P<space>[ \t\r\n]+)
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<text>"[^"]*"|'[^']*')
    |\$\{{\ *(?P<reference>{_NAME})\ *\}}
    |(?P<name>{_NAME}(?::{_NAME})?)
    |(?P<sign>\.\.|//|::|<=|>=|!=|[-+*=<>()\[\],/.|@]|\$(?!\{{))""",
    re.VERBOSE,
)
_JOINING: Final = frozenset({"and", "or", "div", "mod"})
_FORBIDDEN: Final = frozenset({"//", "::", "@", "|", "[", "]", "$"})
#: Quotation marks that word processors put in place of straight ones; pyxform straightens them too.
_STRAIGHT: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


@dataclass(frozen=True, slots=True)
class Token:
    """:ivar kind: ``number``, ``text``, ``reference``, ``name`` or ``sign`` (operators and brackets)"""

    kind: str
    value: str
    at: int


def cut(text: str) -> list[Token]:
    """
    Return the tokens of an expression.

    :raises ExpressionProblem: for what is no token, or is one of those that lead out of the answers
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionProblem("too_long", details={"limit": MOST_CHARACTERS})
    text = text.translate(_STRAIGHT)
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _unreadable(text, place)
        kind, at = str(match.lastgroup), place + 1
        place = match.end()
        if kind == "space":
            continue
        value = match.group(kind)
        if kind == "sign" and value in _FORBIDDEN:
            raise ExpressionProblem("no_axes", at)
        if kind == "name" and value in _JOINING and found and _ends_a_value(found[-1]):
            kind = "sign"
        found.append(Token(kind, value[1:-1] if kind == "text" else value, at))
    return found


def _ends_a_value(token: Token) -> bool:
    return token.kind != "sign" or token.value in {")", ".", ".."}


def _unreadable(text: str, place: int) -> ExpressionProblem:
    if text[place] in "'\"":
        return ExpressionProblem("open_quote", place + 1)
    if text.startswith("${", place):
        inside, closed, _ = text[place + 2 :].partition("}")
        if not closed:
            return ExpressionProblem("open_reference", place + 1)
        return ExpressionProblem("unknown_name", place + 1, {"name": inside.strip()[:80]})
    return ExpressionProblem("strange_character", place + 1, {"found": text[place]})
