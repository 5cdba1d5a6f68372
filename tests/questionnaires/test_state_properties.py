"""What must be true of any answers whatever, however odd."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questionnaires.grants import GRANTS, LISTS, ask, form_of, look

from banyan.questionnaires.adapters.form import Question, Repeat, walk
from banyan.questionnaires.enums import QuestionType as T

FORM = form_of(*GRANTS, lists=LISTS)
_VALUES = st.one_of(
    st.sampled_from(
        ["yes", "no", "vn", "cn", "hue", "kunming", "water", "other", "OK", "", " ", "2027-01-01"]
    ),
    st.sampled_from(
        ["2026-13-01", "12", "-3", "1e9", "0.5", "９", "NaN", "Infinity", "'", "${title}", "\x00"]
    ),
    st.text(max_size=8),
    st.integers(),
    st.floats(),
    st.none(),
    st.booleans(),
    st.lists(st.sampled_from(["water", "youth", "other", "x", 3, None]), max_size=4),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
_QUESTIONS = [item.name for item, above in walk(FORM.items) if isinstance(item, Question)]
_REPEATS = [item.name for item, _ in walk(FORM.items) if isinstance(item, Repeat)]
_row = st.dictionaries(st.sampled_from(_QUESTIONS), _VALUES, max_size=5)
_answers = st.builds(
    lambda flat, rows: {**flat, "budget": rows},
    st.dictionaries(st.sampled_from(_QUESTIONS), _VALUES, max_size=12),
    st.one_of(_VALUES, st.lists(st.one_of(_row, _VALUES), max_size=4)),
)


@settings(max_examples=150)
@given(_answers)
def test_any_answers_have_a_state(answers: dict[str, Any]) -> None:
    before = copy.deepcopy(answers)
    state = look(FORM, answers)
    assert repr(answers) == repr(before)
    assert look(FORM, answers) == state
    json.dumps(state.snapshot, allow_nan=False)
    assert state.is_complete == (not any(one.findings for one in state.questions.values()) and not any(
        one.findings for one in state.repeats.values()
    ))  # fmt: skip
    for one in state.questions.values():
        assert one.is_relevant or (one.value == "" and one.findings == ())


@settings(max_examples=100)
@given(_answers)
def test_what_was_sent_is_read_as_it_was_sent(answers: dict[str, Any]) -> None:
    snapshot = look(FORM, answers).snapshot
    assert look(FORM, dict(snapshot)).snapshot == snapshot


@settings(max_examples=60)
@given(st.permutations(range(6)), st.integers(0, 50))
def test_order_of_rows_in_the_form_does_not_decide(order: list[int], start: int) -> None:
    """A chain of calculations gives the same wherever its links stand."""
    links = [ask("n", T.INTEGER)] + [
        ask(f"c{number}", T.CALCULATION, calculation=f"${{{'n' if number == 0 else f'c{number - 1}'}}} + 1")
        for number in range(5)
    ]
    form = form_of(*[links[place] for place in order])
    snapshot = look(form, {"n": str(start)}).snapshot
    assert snapshot == {"n": str(start), **{f"c{number}": str(start + number + 1) for number in range(5)}}
