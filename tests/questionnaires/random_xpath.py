"""
Random expressions of XPath 1.0 that mean the same to us and to any XPath engine, and random answers.

Left out is where we differ on purpose (see docs/adr/0022-expressions.md): an answer counts as its text, so every
reference to one question stands in ``string()``; sums are of rows that are answered; and numbers become texts only
where all engines write them alike.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from banyan.questionnaires.adapters.expressions import Context, Known, Scope, bind
from banyan.questionnaires.enums import QuestionType

_NAMES = ("a", "b", "c")
SCOPE = Scope(
    {
        known.name: known
        for known in (
            *(Known(name, QuestionType.CALCULATION) for name in _NAMES),
            Known("g", None),
            Known("d", QuestionType.CALCULATION, ("g",)),
            Known("r", None, is_repeat=True),
            Known("x", QuestionType.DECIMAL, ("r",), ("r",)),
        )
    }
)

_texts = st.text(alphabet="ab Z1.5-é社\t", max_size=6)
_numbers = st.one_of(
    st.integers(-20, 20).map(str), st.sampled_from(["0.5", "-2.5", "1.25", ".5", "3.", "10000", "0.1"])
)
_written = _numbers.map(lambda text: text.lstrip("-"))
answers = st.fixed_dictionaries(
    {name: st.one_of(_texts, _numbers) for name in (*_NAMES, "d")} | {"x": st.lists(_numbers, max_size=4)}
)


def _literal(text: str) -> str:
    return f"string('{text}')"


_one = st.sampled_from(["string(/data/a)", "string(/data/b)", "string(/data/c)", "string(/data/g/d)"])
_text_leaf = st.one_of(_texts.map(_literal), _one)
_number_leaf = st.one_of(_written, st.sampled_from(["sum(/data/r/x)", "count(/data/r)", "count(/data/r/x)"]))
_truth_leaf = st.sampled_from(["true()", "false()"])

_Three = tuple[st.SearchStrategy[str], st.SearchStrategy[str], st.SearchStrategy[str]]


def _grown(
    text: st.SearchStrategy[str], number: st.SearchStrategy[str], truth: st.SearchStrategy[str]
) -> _Three:
    def call(name: str, *kinds: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(*kinds).map(lambda made: f"{name}({', '.join(made)})")

    def between(
        left: st.SearchStrategy[str], signs: Sequence[str], right: st.SearchStrategy[str]
    ) -> st.SearchStrategy[str]:
        return st.tuples(left, st.sampled_from(signs), right).map(
            lambda made: f"({made[0]} {made[1]} {made[2]})"
        )

    alike = st.one_of(_written, truth, call("string-length", text), st.just("count(/data/r)"))
    texts = st.one_of(
        text,
        call("concat", text, st.one_of(text, alike)),
        call("string", alike),
        call("substring-before", text, text),
        call("substring-after", text, text),
        call("substring", text, number),
        call("substring", text, number, number),
        call("normalize-space", text),
        call("translate", text, text, text),
    )
    numbers = st.one_of(
        number,
        between(number, ["+", "-", "*", "div", "mod"], number),
        between(text, ["+", "-", "*"], truth),
        number.map(lambda made: f"-({made})"),
        call("number", st.one_of(text, truth)),
        call("string-length", text),
        *(call(name, number) for name in ("floor", "ceiling", "round")),
    )
    signs = ["=", "!=", "<", "<=", ">", ">="]
    truths = st.one_of(
        truth,
        *(between(one, signs, other) for one in (text, number, truth) for other in (text, number, truth)),
        between(truth, ["and", "or"], truth),
        between(st.one_of(text, number), ["and", "or"], truth),
        call("not", truth),
        call("boolean", st.one_of(text, number)),
        call("starts-with", text, text),
        call("contains", text, text),
    )
    return texts, numbers, truths


def _expressions() -> st.SearchStrategy[str]:
    made: _Three = (_text_leaf, _number_leaf, _truth_leaf)
    for _ in range(3):
        made = _grown(*made)
    return st.one_of(*made)


expressions = _expressions()


def document(given: dict[str, object]) -> str:
    """The answers as the document that an XPath engine looks at."""
    rows = given["x"]
    assert isinstance(rows, list)
    parts = [f"<{name}>{escape(str(given[name]))}</{name}>" for name in _NAMES]
    parts.append(f"<g><d>{escape(str(given['d']))}</d></g>")
    parts += [f"<r><x>{escape(row)}</x></r>" for row in rows]
    return f"<data>{''.join(parts)}</data>"


class _Source:
    def __init__(self, given: dict[str, object]) -> None:
        self._given = given

    def one(self, name: str, rows: tuple[int, ...]) -> str:
        return str(self._given[name])

    def many(self, name: str, rows: tuple[int, ...]) -> Sequence[str]:
        found = self._given[name]
        assert isinstance(found, list)
        return found

    def count(self, repeat: str, rows: tuple[int, ...]) -> int:
        return len(self.many("x", rows))


def ours(text: str, given: dict[str, object]) -> float | bool | str:
    """What we make of an expression over answers."""
    return bind(text, SCOPE).value(
        Context(_Source(given), datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC))
    )


def agree(one: float | bool | str, other: object) -> bool:
    """Whether two engines said the same; numbers to the last digits, which depend on the order of additions."""
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str):
        return type(one) is type(other) and one == other
    assert isinstance(other, (int, float))
    if one != one or other != other:
        return one != one and other != other
    return one == other or abs(one - other) <= 1e-9 * max(abs(one), abs(other))


#: Each operator and function by itself, over leaves: mistakes in one of them would drown in deep expressions.
SHAPES = (
    *(f"{{n}} {sign} {{n}}" for sign in ("+", "-", "*", "div", "mod")),
    *(f"{{{one}}} {sign} {{{other}}}" for sign in ("=", "!=", "<", "<=", ">", ">=") for one in "ntb" for other in "ntb"),
    *("{b} and {b}", "{b} or {b}", "{n} and {t}", "not({t})", "not({n})", "boolean({t})", "boolean({n})"),
    *(f"{name}({{n}})" for name in ("floor", "ceiling", "round")),
    *("number({t})", "number({b})", "string-length({t})", "concat({t}, {t}, {b})", "normalize-space({t})"),
    *(f"{name}({{t}}, {{t}})" for name in ("starts-with", "contains", "substring-before", "substring-after")),
    *("translate({t}, {t}, {t})", "substring({t}, {n})", "substring({t}, {n}, {n})", "string({b})"),
    *("sum(/data/r/x)", "count(/data/r)", "{n} - {n} - {n}", "{n} < {n} < {n}", "{n} + {n} * {n}"),
)  # fmt: skip
_leaves = {
    "n": st.one_of(
        _numbers.map(lambda text: f"({text})"), st.sampled_from(["(1 div 0)", "(0 div 0)", "(-1 div 0)"])
    ),
    "t": _text_leaf,
    "b": _truth_leaf,
}


def shaped(shape: str) -> st.SearchStrategy[str]:
    """One shape with random leaves."""
    kinds = [shape[place + 1] for place in range(len(shape)) if shape[place] == "{"]
    plain = shape
    for kind in "ntb":
        plain = plain.replace(f"{{{kind}}}", "{}")
    return st.tuples(*(_leaves[kind] for kind in kinds)).map(lambda made: plain.format(*made))
