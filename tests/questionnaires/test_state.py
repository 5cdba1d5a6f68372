"""What a form makes of answers."""

from __future__ import annotations

from typing import Any

import pytest
from tests.questionnaires.grants import GRANTS, LISTS, NOW, ask, choice_list, form_of, look

from banyan.questionnaires.adapters.answering import FormState, first_answers, first_row
from banyan.questionnaires.adapters.form import Choice, Group, Repeat
from banyan.questionnaires.enums import QuestionType as T

FORM = form_of(*GRANTS, lists=LISTS)


def grants(answers: dict[str, Any], language: str = "en") -> FormState:
    return look(FORM, answers, language)


def codes(state: FormState, path: str) -> list[str]:
    return [one.code for one in state.questions[path].findings]


FULL = {
    "title": "Clean water",
    "registered": "no",
    "number": "kept from before",
    "host": "The Trust",
    "country": "vn",
    "city": "hue",
    "aims": ["water", "other"],
    "aims_other": "wells",
    "starts": "2027-01-01",
    "ends": "2027-06-30",
    "budget": [{"what": "Pump", "units": "2", "price": "250.5"}, {"what": "Tea", "units": "1", "price": "0"}],
    "asked": "500",
    "agreed": "OK",
    "nonsense": {"x": 1},
}


def test_full_answers_are_complete_and_worked_out() -> None:
    state = grants(FULL)
    assert {
        path: [str(each) for each in one.findings] for path, one in state.questions.items() if one.findings
    } == {}
    assert state.is_complete
    assert state.snapshot == {
        "title": "Clean water",
        "registered": "no",
        "host": "The Trust",
        "country": "vn",
        "city": "hue",
        "aims": ["water", "other"],
        "aims_other": "wells",
        "starts": "2027-01-01",
        "ends": "2027-06-30",
        "months": "6",
        "budget": [
            {"what": "Pump", "units": "2", "price": "250.5", "amount": "501", "share": "100"},
            {"what": "Tea", "units": "1", "price": "0", "amount": "0", "share": "0"},
        ],
        "total": "501",
        "asked": "500",
        "agreed": "OK",
    }


def test_what_is_not_asked_stays_in_the_draft_and_leaves_the_snapshot() -> None:
    before = dict(FULL)
    state = grants(FULL)
    assert before == FULL
    assert not state.questions["number"].is_relevant
    assert state.questions["number"].value == ""
    assert "number" not in state.snapshot
    again = grants({**FULL, "registered": "yes"})
    assert again.snapshot["number"] == "kept from before"
    assert "host" not in again.snapshot


def test_empty_answers_say_what_is_missing_and_nothing_is_wrong() -> None:
    state = grants({})
    assert not state.is_complete
    assert [(one.name, one.asked, one.answered, one.missing, one.wrong) for one in state.sections] == [
        ("about", 5, 0, ("title", "registered"), ()),
        ("when", 2, 0, (), ()),
        ("", 2, 0, ("agreed",), ()),
        ("budget", 3, 0, (), ()),
    ]
    assert state.questions["agreed"].findings[0].code == "consent_required"
    assert state.questions["total"].value == "0"
    assert state.questions["budget[1]/amount"].value == ""


@pytest.mark.parametrize(
    ("change", "path", "expected"),
    [
        ({"starts": "2026-11-22"}, "starts", ["constraint"]),
        ({"starts": "2026-02-30"}, "starts", ["not_a_date"]),
        ({"starts": "30/12/2026"}, "starts", ["not_a_date"]),
        ({"ends": "2026-12-31"}, "ends", ["period_backwards"]),
        ({"country": "cn"}, "city", ["not_a_choice"]),
        ({"country": "fr"}, "country", ["not_a_choice"]),
        ({"aims": ["water", "water"]}, "aims", ["chosen_twice"]),
        ({"aims": ["fire"]}, "aims", ["not_a_choice"]),
        ({"aims": {"a": 1}}, "aims", []),
        ({"asked": "501.01"}, "asked", ["constraint"]),
        ({"asked": "five"}, "asked", ["not_a_number"]),
        ({"asked": "1e3"}, "asked", ["not_a_number"]),
        ({"agreed": "yes"}, "agreed", ["not_a_choice"]),
        ({"agreed": ""}, "agreed", ["consent_required"]),
        ({"title": "   "}, "title", ["required"]),
        ({"title": "a" * 2001}, "title", ["too_long"]),
        ({"title": 5}, "title", []),
        ({"budget": [{"units": "1", "price": "5"}]}, "budget[1]/what", ["required"]),
        ({"budget": [{"units": "1.5", "price": "5", "what": "x"}]}, "budget[1]/units", ["not_whole"]),
        ({"budget": [{"units": "1", "price": "-5", "what": "x"}]}, "budget[1]/price", ["too_small"]),
        ({"budget": "many"}, "budget[1]/what", []),
        ({"budget": [None, 3]}, "budget[2]/what", []),
    ],
)  # fmt: skip
def test_wrong_answer_is_found(change: dict[str, Any], path: str, expected: list[str]) -> None:
    assert codes(grants({**FULL, **change}), path) == expected


def test_findings_speak_the_readers_language_and_the_authors_words() -> None:
    def said(language: str, path: str, **change: Any) -> str:
        return str(grants({**FULL, **change}, language).questions[path].findings[0])

    assert said("en", "asked", asked="900") == "Not more than the budget."
    assert said("vi", "asked", asked="900") == "Không quá dự toán."
    assert said("zh", "asked", asked="900") == "Not more than the budget."


def test_rows_are_bounded() -> None:
    state = grants({**FULL, "budget": [{}, {}, {}]})
    assert (state.repeats["budget"].may_add, state.repeats["budget"].may_remove) == (False, True)
    state = grants({**FULL, "budget": [{}] * 4})
    assert [str(one) for one in state.repeats["budget"].findings] == ["Fill in at most 3 rows."]
    assert state.sections[3].wrong == ("budget",)
    state = grants({})
    assert (state.repeats["budget"].count, state.repeats["budget"].may_remove) == (1, False)
    state = grants({"budget": [{}] * 5000})
    assert state.repeats["budget"].count == 1000
    assert not state.is_complete


def test_choices_are_filtered_and_other_asks_which() -> None:
    state = grants({"country": "vn", "aims": ["other"]})
    assert [one.name for one in state.questions["city"].choices or ()] == ["hanoi", "hue"]
    assert [one.name for one in state.questions["aims"].choices or ()] == [
        "water",
        "health",
        "youth",
        "other",
    ]
    assert state.questions["aims_other"].is_relevant
    assert not grants({"aims": ["water"]}).questions["aims_other"].is_relevant


def test_condition_of_a_group_holds_for_all_in_it() -> None:
    form = form_of(
        ask("go", T.YES_NO, list_name="yes_no"),
        Group(
            name="outer",
            relevant="${go} = 'yes'",
            items=(
                Group(name="inner", items=(ask("a", required="yes"),)),
                Repeat(name="rows", fewest_rows=2, items=(ask("b", T.INTEGER, required="yes"),)),
            ),
        ),
        ask("n", T.CALCULATION, calculation="count(${rows})"),
        ask("s", T.CALCULATION, calculation="sum(${b})"),
        lists=(choice_list("yes_no", "yes", "no"),),
    )
    answers = {"go": "no", "a": "x", "rows": [{"b": "1"}, {"b": "2"}, {"b": "3"}]}
    state = look(form, answers)
    assert state.is_complete
    assert state.snapshot == {"go": "no", "n": "0", "s": "0"}
    state = look(form, {**answers, "go": "yes"})
    assert state.snapshot == {**answers, "go": "yes", "n": "3", "s": "6"}


def test_number_of_rows_may_be_an_answer() -> None:
    form = form_of(
        ask("people", T.INTEGER),
        Repeat(name="person", count="${people}", items=(ask("age", T.INTEGER, required="yes"),)),
    )
    state = look(form, {"people": "2", "person": [{"age": "4"}]})
    assert list(state.questions) == ["people", "person[1]/age", "person[2]/age"]
    assert state.sections[1].missing == ("person[2]/age",)
    assert not state.repeats["person"].may_add
    assert look(form, {"people": "-1"}).repeats["person"].count == 0
    assert look(form, {"people": "99999999"}).repeats["person"].count == 1000


def test_repeat_within_a_repeat() -> None:
    form = form_of(
        Repeat(
            name="goal",
            items=(
                ask("aim"),
                Repeat(name="step", items=(ask("days", T.INTEGER), ask("place", T.CALCULATION, calculation="position(..)"))),
                ask("effort", T.CALCULATION, calculation="sum(${days})"),
                ask("steps", T.CALCULATION, calculation="count(${step})"),
            ),
        ),
        ask("all_days", T.CALCULATION, calculation="sum(${days})"),
        ask("all_steps", T.CALCULATION, calculation="count(${step})"),
    )  # fmt: skip
    state = look(form, {"goal": [{"step": [{"days": "1"}, {"days": "2"}]}, {}, {"step": [{"days": "4"}]}]})
    assert [state.questions[f"goal[{n}]/effort"].value for n in (1, 2, 3)] == ["3", "0", "4"]
    assert [state.questions[f"goal[{n}]/steps"].value for n in (1, 2, 3)] == ["2", "0", "1"]
    assert state.questions["goal[1]/step[2]/place"].value == "2"
    assert (state.snapshot["all_days"], state.snapshot["all_steps"]) == ("7", "3")


def test_what_is_calculated_is_written_as_people_write_it() -> None:
    form = form_of(
        ask("x", T.DECIMAL),
        ask("sum", T.CALCULATION, calculation="0.1 + 0.2"),
        ask("none", T.CALCULATION, calculation="${x} * 2"),
        ask("endless", T.CALCULATION, calculation="1 div 0"),
        ask("is", T.CALCULATION, calculation="${x} = ''"),
        ask("due", T.DATE, calculation="today() + 30"),
        ask("at", T.DATE_TIME, calculation="now()"),
        ask("large", T.CALCULATION, calculation="pow(10, 20)"),
        ask("kept", T.CALCULATION, calculation="once(today())"),
    )
    assert look(form, {"kept": "2020-02-02"}).snapshot == {
        "sum": "0.3",
        "is": "true",
        "due": "2026-12-22",
        "at": "2026-11-22T09:30:00",
        "large": "100000000000000000000",
        "kept": "2020-02-02",
    }


def test_lists_of_the_centre_are_held_against_what_is_given() -> None:
    form = form_of(ask("goal", T.ONE, code_list="sdg"))
    assert look(form, {"goal": "13"}).is_complete
    lists = {"sdg": [Choice(name="1"), Choice(name="13")]}
    assert look(form, {"goal": "13"}, code_lists=lists).is_complete
    assert codes(look(form, {"goal": "99"}, code_lists=lists), "goal") == ["not_a_choice"]


def test_response_starts_with_its_defaults() -> None:
    form = form_of(
        ask("year", T.INTEGER, default="2026"),
        ask("day", T.DATE, default="today()"),
        ask("aims", T.MANY, list_name="aims", default="water youth"),
        ask("remark", default="rent (monthly)"),
        Repeat(name="rows", fewest_rows=2, items=(ask("n", T.INTEGER, default="1"), ask("m"))),
        lists=LISTS,
    )
    assert first_answers(form, now=NOW) == {
        "year": "2026",
        "day": "2026-11-22",
        "aims": ["water", "youth"],
        "remark": "rent (monthly)",
        "rows": [{"n": "1"}, {"n": "1"}],
    }
    assert first_row(form, "rows", now=NOW) == {"n": "1"}


def test_day_of_beginning_is_filled_in_and_counted_with() -> None:
    form = form_of(
        ask("today", T.METADATA, metadata="today"),
        ask("start", T.METADATA, metadata="start"),
        ask("end", T.METADATA, metadata="end"),
        ask("due", T.DATE, calculation="${today} + 7"),
    )
    first = first_answers(form, now=NOW)
    assert first == {"today": "2026-11-22", "start": "2026-11-22T09:30:00"}
    assert look(form, first).snapshot == {**first, "due": "2026-11-29"}


def test_only_what_looks_at_an_answer_is_touched_by_it() -> None:
    assert FORM.touched_by({"price"}) == {"price", "amount", "what", "total", "share", "ceiling", "asked"}
    assert FORM.touched_by({"title"}) == {"title"}
    assert FORM.touched_by({"country"}) == {"country", "city"}
