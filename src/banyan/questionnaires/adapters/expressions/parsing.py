"""An expression's text to its parts: the grammar of XPath 1.0, less what leads out of the answers."""

from __future__ import annotations

from typing import Final

from .problems import ExpressionProblem
from .syntax import Call, Chain, Literal, Negation, Node, Number, Path, Reference
from .tokens import Token, cut

#: Brackets within brackets, and signs before a value.
MOST_LEVELS: Final = 25
#: Numbers, texts, references, calls and operators together.
MOST_PARTS: Final = 400

#: Operators that join two values, loosest first (XPath 1.0, section 3.4 and 3.5).
_LADDER: Final[tuple[frozenset[str], ...]] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", ">", "<=", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)


def parse(text: str) -> Node:
    """
    Return the parts of an expression.

    :raises ExpressionProblem: if it is none, or is longer or deeper than is allowed
    """
    tokens = cut(text)
    if not tokens:
        raise ExpressionProblem("empty")
    return _Parser(tokens).whole()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._levels = 0
        self._parts = 0

    def whole(self) -> Node:
        node = self._joined(0)
        if self._next < len(self._tokens):
            token = self._tokens[self._next]
            raise ExpressionProblem("unexpected", token.at, {"found": token.value})
        return node

    def _joined(self, step: int) -> Node:
        if step == len(_LADDER):
            return self._signed()
        node = self._joined(step + 1)
        rest: list[tuple[str, Node]] = []
        at = 0
        while (token := self._sign_of(_LADDER[step])) is not None:
            self._count()
            at = at or token.at
            rest.append((token.value, self._joined(step + 1)))
        return Chain(node, tuple(rest), at) if rest else node

    def _signed(self) -> Node:
        token = self._sign_of(frozenset({"-"}))
        if token is None:
            return self._value()
        self._deeper()
        node = Negation(self._signed(), token.at)
        self._levels -= 1
        return node

    def _value(self) -> Node:
        self._count()
        token = self._take()
        if token.kind == "number":
            return Number(float(token.value), token.at)
        if token.kind == "text":
            return Literal(token.value, token.at)
        if token.kind == "reference":
            if self._sign_of(frozenset({"/"})) is not None:
                raise ExpressionProblem("unexpected", token.at, {"found": "/"})
            return Reference(token.value, token.at)
        if token.kind == "name":
            return self._call(token) if self._peek("(") else self._path(token)
        if token.value == "(":
            self._deeper()
            node = self._joined(0)
            self._close()
            self._levels -= 1
            return node
        if token.value in {".", "..", "/"}:
            return self._path(token)
        raise ExpressionProblem("unexpected", token.at, {"found": token.value})

    def _call(self, name: Token) -> Call:
        self._take()
        self._deeper()
        arguments: list[Node] = []
        if not self._peek(")"):
            arguments.append(self._joined(0))
            while self._sign_of(frozenset({","})) is not None:
                arguments.append(self._joined(0))
        self._close()
        self._levels -= 1
        return Call(name.value, tuple(arguments), name.at)

    def _path(self, first: Token) -> Path:
        is_absolute = first.value == "/" and first.kind == "sign"
        steps = [self._step() if is_absolute else self._checked_step(first)]
        while self._sign_of(frozenset({"/"})) is not None:
            steps.append(self._step())
        return Path(tuple(steps), is_absolute, first.at)

    def _step(self) -> str:
        return self._checked_step(self._take())

    def _checked_step(self, token: Token) -> str:
        if (token.kind == "name" and ":" not in token.value) or (
            token.kind == "sign" and token.value in {".", ".."}
        ):
            return token.value
        raise ExpressionProblem("unexpected", token.at, {"found": token.value})

    def _take(self) -> Token:
        if self._next == len(self._tokens):
            raise ExpressionProblem("ends_early", self._tokens[-1].at)
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _peek(self, sign: str) -> bool:
        token = self._tokens[self._next] if self._next < len(self._tokens) else None
        return token is not None and token.kind == "sign" and token.value == sign

    def _sign_of(self, signs: frozenset[str]) -> Token | None:
        token = self._tokens[self._next] if self._next < len(self._tokens) else None
        if token is None or token.kind != "sign" or token.value not in signs:
            return None
        self._next += 1
        return token

    def _close(self) -> None:
        if not self._peek(")"):
            if self._next == len(self._tokens):
                raise ExpressionProblem("open_bracket", self._tokens[-1].at)
            token = self._tokens[self._next]
            raise ExpressionProblem("unexpected", token.at, {"found": token.value})
        self._next += 1

    def _deeper(self) -> None:
        self._levels += 1
        if self._levels > MOST_LEVELS:
            raise ExpressionProblem("too_deep", details={"limit": MOST_LEVELS})

    def _count(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise ExpressionProblem("too_many_parts", details={"limit": MOST_PARTS})
