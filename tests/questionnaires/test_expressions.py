"""What expressions give, and which mistakes are found before anybody answers."""

from __future__ import annotations

import math

import pytest
from django.utils import translation
from tests.questionnaires.small import SCOPE, problem, value

from banyan.questionnaires.adapters.expressions import ExpressionProblem, bind


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3 - 4 div 2", 5.0),
        ("-(2 + 3) * 2", -10.0),
        ("7 mod 3 = 1 and -7 mod 3 = -1", True),
        ("8-3", 5.0),
        ("${age} >= 18 and ${age} < 65", True),
        ("${age}-1", 40.0),
        ("${age} > 18 or ${colour} = 'blue'", True),
        ("not(${colour} = 'red')", False),
        ("${colour} != 'blue'", True),
        ("${score} + ${score}", 4.0),
        ("selected(${fields}, 'water')", True),
        ("selected(${fields}, 'health')", False),
        ("count-selected(${fields})", 2.0),
        ("selected-at(${fields}, 1)", "youth"),
        ("selected-at(${fields}, 9)", ""),
        ("if(${age} > 18, 'adult', 'child')", "adult"),
        ("coalesce(${agreed}, 'no')", "no"),
        ("string-length(${town})", 3.0),
        ("contains(${name}, 'Lan') and starts-with(${name}, 'Ng') and ends-with(${name}, 'an')", True),
        ("concat(${name}, ' – ', ${age})", "Nguyễn Lan – 41"),
        ("substr('secretary', 0, 6)", "secret"),
        ("substr('secretary', -3)", "ary"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring-before('2026-11', '-')", "2026"),
        ("substring-after('2026-11', '-')", "11"),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("round(2.5) + round(-2.5)", 1.0),
        ("round(1.005, 2)", 1.01),
        ("round(1234, -2)", 1200.0),
        ("int(-2.9) + floor(-2.1) + ceiling(2.1)", -2.0),
        ("abs(-3) + pow(2, 3)", 11.0),
        ("number('12') + number('')", math.nan),
        ("boolean('false') and not(boolean-from-string('false'))", True),
        ("sum(${cost})", 125.5),
        ("min(${cost}) + max(${cost})", 125.5),
        ("count(${cost})", 3.0),
        ("count-non-empty(${cost})", 2.0),
        ("count(${line})", 3.0),
        ("sum(${paid})", 107.0),
        ("sum(/data/line/cost)", 125.5),
        ("max(1, 5, ${age})", 41.0),
        ("join(', ', ${what})", "rent, tea, "),
        ("indexed-repeat(${cost}, ${line}, 2)", "25.5"),
        ("indexed-repeat(${cost}, ${line}, 9)", ""),
        ("indexed-repeat(${paid}, ${line}, 1, ${part}, 2)", "60"),
        ("/data/about/town", "Huế"),
        ("regex(${phone}, '[0-9 ]{8,15}')", True),
        ("regex(${phone}, '[0-9]+')", False),
        ("regex(${name}, '\\p{L}+ \\p{L}+')", True),
        ("regex('社会', '[\\u4e00-\\u9fff]+')", True),
        ("‘a’ = 'a'", True),
    ],
)  # fmt: skip
def test_expression_gives(text: str, result: object) -> None:
    found = value(text)
    if isinstance(result, float) and math.isnan(result):
        assert isinstance(found, float)
        assert math.isnan(found)
    else:
        assert found == result
        assert type(found) is type(result)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("today()", "2026-11-22"),
        ("now()", "2026-11-22T09:30:05"),
        ("today() > ${born}", True),
        ("${born} = '1985-03-09'", True),
        ("${born} < '1985-03-10'", True),
        ("${met} > today()", False),
        ("date(today() + 30)", "2026-12-22"),
        ("today() - date('2026-11-20')", 2.0),
        ("${opens} < '09:00'", True),
        ("int((today() - ${born}) div 365.25)", 41.0),
        ("format-date(${born}, '%e/%n/%Y')", "9/3/1985"),
        ("format-date(${born}, '%d %b %y, %a')", "09 Mar 85, Sat"),
        ("format-date-time(${met}, '%H:%M:%S %%')", "14:00:00 %"),
        ("format-date('', '%Y')", ""),
    ],
)  # fmt: skip
def test_dates_are_counted_and_compared_as_dates(text: str, result: object) -> None:
    assert value(text) == result


def test_a_row_looks_at_its_own_row_and_a_column_at_all() -> None:
    assert value("${cost} * 2", at="what", rows=(1,)) == 51.0
    assert value("position(..)", at="cost", rows=(2,)) == 3.0
    assert value("../what", at="cost", rows=(1,)) == "tea"
    assert value(". <= 100", at="cost", rows=(0,), own="99") is True
    assert value("sum(${paid})", at="cost", rows=(0,)) == 100.0
    assert value("indexed-repeat(${cost}, ${line}, position(..) - 1)", at="cost", rows=(1,)) == "100"


def test_filter_of_choices_compares_columns_with_answers() -> None:
    assert value("country = ${elsewhere}", at="colour", columns={"country": "vn-hn"}) is True
    assert problem("county = ${elsewhere}", at="colour", columns={"country": ""}) == "unknown_column"


def test_once_keeps_the_first_value() -> None:
    assert value("once(today())") == "2026-11-22"
    assert value("once(today())", before="2020-01-01") == "2020-01-01"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("1 +", "ends_early"),
        ("(1", "open_bracket"),
        ("1 2", "unexpected"),
        ("'a", "open_quote"),
        ("${age", "open_reference"),
        ("${ag e}", "unknown_name"),
        ("${agee} > 1", "unknown_name_like"),
        ("${zzz} > 1", "unknown_name"),
        ("colour = red", "bare_name"),
        ("${age} & 1", "strange_character"),
        ("//age", "no_axes"),
        ("/data//age", "no_axes"),
        ("${line}[1]", "no_axes"),
        ("@age", "no_axes"),
        ("child::age", "no_axes"),
        ("$age", "no_axes"),
        ("${age} | ${share}", "no_axes"),
        ("/data/*", "unexpected"),
        ("/other/age", "unknown_path"),
        ("/data/about/age", "unknown_path"),
        ("../..", "unknown_path"),
        ("document('file:///etc/passwd')", "unknown_function"),
        ("instance('people')", "unsupported_function"),
        ("pulldata('a', 'b', 'c', 'd')", "unsupported_function"),
        ("selekted(${colour}, 'red')", "unknown_function_like"),
        ("if(1, 2)", "too_few_arguments"),
        ("today(1)", "too_many_arguments"),
        ("not()", "too_few_arguments"),
        ("${name} + 1", "answer_as_number"),
        ("${phone} + 1", ""),
        ("${colour} > 1", "answer_as_number"),
        ("${fields} * 2", "answer_as_number"),
        ("'ten' > ${age}", "text_as_number"),
        ("round('much')", "text_as_number"),
        ("${colour} = 'green'", "no_such_choice"),
        ("${colour} = ''", ""),
        ("${score} = 4", "no_such_choice"),
        ("${elsewhere} = 'anything'", ""),
        ("selected(${fields}, 'watr')", "no_such_choice"),
        ("selected(${age}, 'x')", "needs_choices"),
        ("selected(${total}, 'x')", ""),
        ("count-selected(${name})", "needs_choices"),
        ("${cost} > 5", "many_rows"),
        ("sum(5)", "needs_reference"),
        ("${about} = 'x'", "not_an_answer"),
        ("${line} = 'x'", "not_an_answer"),
        ("position(..)", "unknown_path"),
        (". > 1", "dot_without_answer"),
        ("indexed-repeat(${cost}, ${line})", "unpaired_arguments"),
        ("indexed-repeat(${cost}, ${about}, 1)", "not_a_repeat"),
        ("indexed-repeat(${paid}, ${line}, 1)", "many_rows"),
        ("indexed-repeat('x', ${line}, 1)", "needs_reference"),
        ("regex(${name}, ${town})", "pattern_must_be_text"),
        ("regex(${name}, '(a+')", "bad_pattern"),
        ("regex(${name}, '(?=a)b')", "bad_pattern"),
        ("regex(${name}, '" + "a" * 501 + "')", "pattern_too_long"),
        ("date('31/12/2026')", "bad_date"),
        ("format-date(today(), '%Q')", "bad_date_format"),
    ],
)  # fmt: skip
def test_mistake_is_found_before_anybody_answers(text: str, code: str) -> None:
    assert problem(text) == code


def test_name_without_braces_is_no_answer() -> None:
    assert problem("age > 1", at="share") == "bare_name"


def test_problem_speaks_the_readers_language_and_names_the_place() -> None:
    with pytest.raises(ExpressionProblem) as caught:
        bind("${age} > 1 and ${colour} = 'green'", SCOPE)
    assert caught.value.position == 28
    with translation.override("en"):
        assert str(caught.value) == "“green” is none of the choices of “colour”: blue, red."
    with translation.override("vi"):
        assert str(caught.value) == "“green” không nằm trong các lựa chọn của “colour”: blue, red."
    with translation.override("zh-hans"):
        assert str(caught.value) == "“green”不是“colour”的选项：blue, red。"


def test_expression_names_all_it_looks_at() -> None:
    made = bind("if(${age} > 1, sum(${cost}), count(${line})) + ${share}", SCOPE)
    assert made.answers == {"age", "cost", "share"}
    assert made.rows == {"line"}
    assert not made.is_once
