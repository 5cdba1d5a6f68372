"""Every mistake is told with its sheet, row and column, in the reader's language; nothing passes in silence."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from tests.questionnaires.workbooks import (
    EN,
    END_G,
    END_R,
    SETTINGS,
    VI,
    YES_NO,
    ZH,
    choice,
    form,
    q,
    workbook,
)

from banyan.questionnaires.adapters.xlsform import read
from banyan.questionnaires.adapters.xlsform.reading import Reading


def errors(data: bytes, **more: Any) -> list[tuple[str, str, int, str]]:
    reading = read(data, language="en", **more)
    assert (reading.form is None) == bool(reading.errors)
    return [(one.code, one.sheet, one.row, one.column) for one in reading.errors]


OK = q("text", "ok")


@pytest.mark.parametrize(
    ("survey", "choices", "code", "row", "column"),
    [
        ([OK, q("txet", "a")], [], "unknown_type_like", 3, "type"),
        ([OK, q("zzzzzz", "a")], [], "unknown_type", 3, "type"),
        ([q("select_on yes_no", "a")], YES_NO, "unknown_type_like", 2, "type"),
        ([q("range", "a")], [], "unsupported_type", 2, "type"),
        ([q("geoshape", "a")], [], "unsupported_type", 2, "type"),
        ([q("select_one", "a")], YES_NO, "no_list_named", 2, "type"),
        ([q("select_one yesno", "a")], YES_NO, "unknown_list_like", 2, "type"),
        ([q("select_one planets", "a")], YES_NO, "unknown_list", 2, "type"),
        ([OK, {EN: "x", VI: "x", ZH: "x"}], [], "no_type", 3, "type"),
        ([OK, q("text", "", "Label")], [], "no_name", 3, "name"),
        ([OK, q("text", "my name")], [], "bad_name", 3, "name"),
        ([OK, q("text", "1st")], [], "bad_name", 3, "name"),
        ([OK, q("text", "a" * 65)], [], "name_too_long", 3, "name"),
        ([OK, q("text", "ok")], [], "name_twice", 3, "name"),
        ([q("begin_group", "ok"), OK, END_G], [], "name_twice", 3, "name"),
        (
            [q("select_one yes_no or_other", "a"), q("text", "a_other")],
            YES_NO, "name_taken", 3, "name",
        ),
        ([OK, {"type": "text", "name": "a"}], [], "no_label", 3, "label"),
        ([OK, END_G], [], "nothing_to_end", 3, "type"),
        ([q("begin_group", "g"), OK, END_R], [], "ends_another", 4, "type"),
        ([OK, q("begin_repeat", "g"), q("text", "b")], [], "never_ends", 3, "type"),
        (
            [q("begin_group", "g", appearance="table-list"), q("select_one yes_no", "a"), OK, END_G],
            YES_NO, "grid_of_others", 2, "appearance",
        ),
        (
            [q("begin_group", "g", appearance="period"), q("date", "a"), OK, END_G],
            [], "period_of_others", 2, "appearance",
        ),
        ([q("integer", "a", banyan__min="few")], [], "not_a_number", 2, "banyan::min"),
        ([q("integer", "a", banyan__min=3, banyan__max=1)], [], "limits_turned", 2, "banyan::min"),
        ([q("text", "a", banyan__max_words=-3)], [], "not_a_count", 2, "banyan::max_words"),
        ([q("decimal", "a", banyan__currency="EURO")], [], "unknown_currency", 2, "banyan::currency"),
        ([q("integer", "a", banyan__currency="VND")], [], "column_means_nothing", 2, "banyan::currency"),
        ([q("text", "a", banyan__min=3)], [], "column_means_nothing", 2, "banyan::min"),
        ([q("text", "a", choice_filter="x = 1")], [], "column_means_nothing", 2, "choice_filter"),
        (
            [q("begin_group", "g", repeat_count="3"), OK, END_G],
            [], "column_means_nothing", 2, "repeat_count",
        ),
        ([q("text", "a", "Dear ${nam}")], [], "unknown_reference", 2, EN),
        ([OK, q("text", "a", relevant="${okk} = 'x'")], [], "unknown_name_like", 3, "relevant"),
        ([OK, q("text", "a", constraint="string-lenght(.) > 3")], [], "unknown_function_like", 3, "constraint"),
        ([q("calculate", "a", calculation="1 +"), OK], [], "ends_early", 2, "calculation"),
        ([q("text", "a", required="${b}")], [], "unknown_name", 2, "required"),
        (
            [q("begin_repeat", "r", repeat_count="${ok} + "), q("text", "c"), END_R, OK],
            [], "ends_early", 2, "repeat_count",
        ),
        (
            [q("select_one yes_no", "a", choice_filter="part = 'x'")],
            YES_NO, "unknown_column", 2, "choice_filter",
        ),
        (
            [q("select_one_from_file sdg.csv", "a", choice_filter="name = '1'")],
            [], "filter_of_code_list", 2, "choice_filter",
        ),
        ([q("calculate", "a", calculation="${a} + 1"), OK], [], "in_a_circle", 2, "calculation"),
        ([q("text", "a", relevant="${a} = 'x'")], [], "in_a_circle", 2, "relevant"),
        (
            [OK, q("text", "a", relevant="${b} != ''"), q("text", "b", relevant="${a} != ''")],
            [], "in_a_circle", 3, "relevant",
        ),
        (
            [q("begin_group", "g", relevant="${a} = 'x'"), q("text", "a"), END_G],
            [], "in_a_circle", 2, "relevant",
        ),
    ],
)  # fmt: skip
def test_mistake_in_survey(
    survey: list[dict[str, Any]], choices: list[dict[str, Any]], code: str, row: int, column: str
) -> None:
    found = [one for one in errors(form(survey, choices)) if one[0] != "unknown_list"] or errors(
        form(survey, choices)
    )
    assert found[:1] == [(code, "survey", row, column)]


@pytest.mark.parametrize(
    ("choices", "code", "row", "column"),
    [
        ([*YES_NO, choice("yes_no", "yes")], "choice_twice", 4, "name"),
        ([*YES_NO, choice("yes_no", "not sure")], "choice_name_with_space", 4, "name"),
        ([*YES_NO, choice("", "maybe")], "choice_without_list", 4, "list_name"),
        ([*YES_NO, choice("yes_no", "")], "choice_without_name", 4, "name"),
        ([*YES_NO, {"list_name": "yes_no", "name": "maybe"}], "no_label", 4, "label"),
    ],
)
def test_mistake_in_choices(choices: list[dict[str, Any]], code: str, row: int, column: str) -> None:
    assert errors(form([q("select_one yes_no", "a")], choices)) == [(code, "choices", row, column)]


def test_mistake_in_headings_and_settings() -> None:
    assert errors(workbook(choices=YES_NO)) == [("no_survey", "", 0, "")]
    assert errors(workbook(Servey=[OK])) == [("survey_misspelt", "", 0, "")]
    assert errors(workbook(survey=[{"type": "text", EN: "x"}])) == [("no_column", "survey", 1, "")]
    assert errors(form([])) == [("no_column", "survey", 1, ""), ("no_column", "survey", 1, "")]
    assert errors(form([OK | {"Name": "b"}])) == [("column_twice", "survey", 1, "Name")]
    assert errors(form([OK | {"label::English": "b"}])) == [
        ("same_language_twice", "survey", 1, "label::English")
    ]
    assert errors(form([OK], settings=[SETTINGS | {"default_language": "French (fr)"}])) == [
        ("unknown_default_language", "settings", 2, "default_language")
    ]
    assert errors(form([OK], settings=[SETTINGS | {"banyan::title::English (en)": "Another"}])) == [
        ("title_twice", "settings", 2, "form_title")
    ]
    assert errors(form([{"type": "", "name": ""}, {"note": "x"}])) == [("no_questions", "survey", 0, "")]


def test_lists_of_the_centre_must_be_there() -> None:
    data = form([q("select_one_from_file sdgs.csv", "goal")])
    assert errors(data, code_lists=["sdg"]) == [("unknown_code_list", "survey", 2, "type")]
    assert errors(data) == []


def test_blank_rows_do_not_shift_the_numbers() -> None:
    data = form([OK, {}, {"remark": "nothing here"}, {}, q("txt", "a")])
    assert errors(data) == [("unknown_type_like", "survey", 6, "type")]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_sheet() -> None:
    data = form(
        [q("txt", "a"), q("text", "b c"), q("text", "d", relevant="${x} = 1"), q("select_one no", "e")],
        [*YES_NO, choice("yes_no", "no")],
    )
    assert [(one[0], one[2]) for one in errors(data)] == [
        ("unknown_type_like", 2),
        ("bad_name", 3),
        ("unknown_name", 4),
        ("unknown_list", 5),
        ("choice_twice", 4),
    ]


def test_what_only_the_common_reader_refuses_is_told_too() -> None:
    """pyxform knows that two repeats may not be told apart by capitals, or that a name is its own."""
    found = read(form([q("begin_repeat", "data"), OK, END_R]), language="en").errors
    assert [(one.code, one.row) for one in found] == [("standard_refuses", 2)]


def said(data: bytes, tag: str) -> list[str]:
    with translation.override(tag):
        return [str(one) for one in read(data, language="en").errors]


def test_mistakes_speak_the_readers_language() -> None:
    data = form([OK, q("text", "a", relevant="${okk} = 'x'"), q("txet", "b")])
    assert said(data, "en") == [
        "Sheet “survey”, row 3, column “relevant”: There is no question “okk”. Is “ok” meant?",
        "Sheet “survey”, row 4, column “type”: There is no type “txet”. Is “text” meant?",
    ]
    assert said(data, "vi") == [
        "Trang tính “survey”, dòng 3, cột “relevant”: Không có câu hỏi “okk”. Có phải là “ok” không?",
        "Trang tính “survey”, dòng 4, cột “type”: Không có loại “txet”. Có phải là “text” không?",
    ]
    assert said(data, "zh-hans") == [
        "工作表“survey”第 3 行“relevant”列: 没有名为“okk”的问题。是指“ok”吗？",
        "工作表“survey”第 4 行“type”列: 没有“txet”这种类型。是指“text”吗？",
    ]


def warnings(reading: Reading) -> list[str]:
    assert reading.errors == ()
    with translation.override("en"):
        return [str(one) for one in reading.warnings]


def test_what_is_missing_in_which_language_is_told() -> None:
    data = form(
        [
            q("text", "a") | {VI: ""},
            {"type": "text", "name": "b", EN: "B", "hint::English (en)": "help"},
            q("select_one yes_no", "c"),
        ],
        [choice("yes_no", "yes") | {ZH: ""}, choice("yes_no", "no"), choice("spare", "x")],
        settings=[{"form_title": "T", "form_id": "t"}],
    )
    assert warnings(read(data, language="en")) == [
        "Sheet “settings”: The title is missing in Vietnamese.",
        "Sheet “settings”: The title is missing in Chinese.",
        "Sheet “survey”, column “label”: In Vietnamese the text is missing in rows 2, 3.",
        "Sheet “survey”, column “hint”: In Vietnamese the text is missing in rows 3.",
        "Sheet “survey”, column “label”: In Chinese the text is missing in rows 3.",
        "Sheet “survey”, column “hint”: In Chinese the text is missing in rows 3.",
        "Sheet “choices”: No question chooses from the list “spare”.",
        "Sheet “choices”, column “label”: In Chinese the text is missing in rows 2.",
    ]


def test_a_whole_language_that_is_missing_is_told_once() -> None:
    data = form(
        [{"type": "text", "name": "a", "label": "Một"}], settings=[{"form_id": "f", "default_language": "vi"}]
    )
    assert warnings(read(data, language="en")) == [
        "Sheet “survey”: Nothing is written in Chinese. Its readers will see another language.",
        "Sheet “survey”: Nothing is written in English. Its readers will see another language.",
    ]


def test_likely_slips_are_warned_of() -> None:
    data = form([OK, q("text", "OK", constrain=". != ''"), q("begin_group", "g"), END_G], settings=[])
    found = read(data, language="en")
    assert [(one.code, one.row, one.column) for one in found.warnings] == [
        ("no_form_id", 0, ""),
        ("unknown_column_like", 1, "constrain"),
        ("names_alike", 3, "name"),
        ("empty_group", 4, "name"),
    ]
