"""Dates and numbers as people write them in three languages, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms

from banyan.web.forms.fields import CurrencyField, NumberField, date_field


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("", ""),
        ("2021-04-09", "2021-04-09"),
        ("2021-04", "2021-04"),
        ("2021", "2021"),
        ("09/04/2021", "2021-04-09"),
        ("9/4/2021", "2021-04-09"),
        ("9.4.2021", "2021-04-09"),
        ("9-4-2021", "2021-04-09"),
        ("4/2021", "2021-04"),
        ("2021/4/9", "2021-04-09"),
        ("2024年5月3日", "2024-05-03"),
        ("2024 年 5 月 3 号", "2024-05-03"),
        ("２０２４年５月", "2024-05"),
        ("2024年5月份", "2024-05"),
        ("2024年", "2024"),
        ("tháng 5 năm 2024", "2024-05"),
        ("Tháng 5/2024", "2024-05"),
        ("ngày 3 tháng 5 năm 2024", "2024-05-03"),
        ("3 tháng 5, 2024", "2024-05-03"),
        ("năm 2024", "2024"),
        ("9 April 2021", "2021-04-09"),
        ("9th Apr. 2021", "2021-04-09"),
        ("September 2021", "2021-09"),
        ("  may   2021 ", "2021-05"),
    ],
)
def test_date_is_taken_as_people_write_it(typed: str, iso: str) -> None:
    assert date_field("When").clean(typed) == iso


@pytest.mark.parametrize(
    "typed",
    ["soon", "31/02/2021", "13/2021", "4/13/2021", "2021-13", "21", "9/4/21", "0000", "2024年13月", "x" * 41],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        date_field("When").clean(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1650000", "1650000"),
        ("1.650.000", "1650000"),
        ("1,650,000.50", "1650000.5"),
        ("1.650.000,5", "1650000.5"),
        ("1 650 000", "1650000"),
        ("1.650", "1650"),
        ("1,65", "1.65"),
        ("0.5", "0.5"),
        ("165万", "1650000"),
        ("1.65 亿", "165000000"),
        ("１６５万", "1650000"),
        ("1,65 triệu", "1650000"),
        ("2 tỷ", "2000000000"),
        ("1.5 million", "1500000"),
    ],
)
def test_number_is_taken_as_people_write_it(typed: str, value: str) -> None:
    assert NumberField(max_digits=18).clean(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["much", "0.125", "1.65.0", "1,650.000,5", "-5", "1e9", "NaN", "9" * 19, "9" * 5000, "1/2"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        NumberField(max_digits=18).clean(typed)


@pytest.mark.parametrize(("typed", "code"), [("vnd", "VND"), ("đồng", "VND"), ("元", "CNY"), ("", "")])
def test_currency_is_a_code(typed: str, code: str) -> None:
    assert CurrencyField().clean(typed) == code


@pytest.mark.parametrize("typed", ["XQZ", "euros", "X"])
def test_unknown_currency_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        CurrencyField().clean(typed)
