"""Expressions of people who mean harm: refused or soon done, never hanging, never reading anything else."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.questionnaires.small import problem, value

from banyan.questionnaires.adapters.expressions import Budget, EvaluationIsTooLong, ExpressionProblem

_PIECES = [
    "${age}", "${cost}", "${line}", "${nothing}", "/data/line/cost", "..", ".", "/", "//", "*", "(", ")", ",",
    "+", "-", " and ", " or ", " div ", " mod ", "=", "!=", "<", ">=", "'a'", '"', "'", "1", ".5", "$", "{", "}",
    "sum(", "if(", "concat(", "regex(", "document(", "position(", "once(", "indexed-repeat(", "[", "]", "::", "@x",
    "\x00", "🌳", "một",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_anything_is_a_value_or_a_problem_in_words(text: str) -> None:
    found: object
    try:
        found = value(text)
    except ExpressionProblem as problem_found:
        found = str(problem_found)
    assert isinstance(found, (float, bool, str))


@given(st.text(max_size=60))
def test_any_text_is_a_value_or_a_problem_in_words(text: str) -> None:
    with contextlib.suppress(ExpressionProblem):
        assert isinstance(value(text), (float, bool, str))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 5000 + "1" + ")" * 5000, "too_long"),
        ("(" * 1500 + "1" + ")" * 1500, "too_deep"),
        ("-" * 1500 + "1", "too_deep"),
        ("not(" * 600 + "1" + ")" * 600, "too_deep"),
        ("1" + "+1" * 1900, "too_many_parts"),
        ("concat(" + ",".join(["1"] * 900) + ")", "too_many_parts"),
        ("regex('aaaaaaaaaaaaaaaaaaaaaaaa', '((a{1,1000}){1,1000}){1,1000}')", "bad_pattern"),
    ],
)
def test_what_is_too_big_is_refused(text: str, code: str) -> None:
    assert problem(text) == code


def test_the_deepest_that_is_allowed_can_be_worked_out() -> None:
    assert value("(1+2*" * 24 + "1" + ")" * 24) == float(2**25 - 1)
    assert value("1" + "+1" * 195) == 196.0


def test_pattern_that_hangs_other_engines_is_soon_done() -> None:
    assert value(f"regex('{'a' * 3000}!', '(a|aa)+b')") is False


def test_text_cannot_be_blown_up() -> None:
    with pytest.raises(EvaluationIsTooLong):
        value("concat(" + ",".join(["${name}"] * 50) + ")", answers={"name": "a" * 10_000})


def test_steps_are_counted() -> None:
    with pytest.raises(EvaluationIsTooLong):
        value("sum(${cost})", answers={"cost": ["1"] * 5_000}, budget=Budget(1_000))
