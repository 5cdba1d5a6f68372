"""A form with everything that decides over anything, and answers to it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from banyan.questionnaires.adapters.answering import CompiledForm, FormState, compile_form, state_of
from banyan.questionnaires.adapters.form import Choice, ChoiceList, Form, Group, Limits, Question, Repeat
from banyan.questionnaires.enums import QuestionType as T

NOW = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)


def choice_list(name: str, *names: str, **columns: dict[str, str]) -> ChoiceList:
    """A list whose labels are its names; ``columns`` gives further cells by name of the choice."""
    return ChoiceList(
        name=name,
        choices=tuple(
            Choice(name=one, label={"en": one.title()}, columns=columns.get(one, {})) for one in names
        ),
    )


def ask(name: str, type: T = T.TEXT, **more: Any) -> Question:
    """A question, in short."""
    return Question(name=name, type=type, **more)


def form_of(*items: Any, lists: tuple[ChoiceList, ...] = ()) -> CompiledForm:
    """A form of these parts, ready to be answered."""
    return compile_form(Form(form_id="f", default_language="en", items=items, lists=lists))


def look(form: CompiledForm, answers: dict[str, Any], language: str = "en", **more: Any) -> FormState:
    """What the form makes of answers, on the day of the tests."""
    return state_of(form, answers, language=language, now=NOW, **more)


LISTS = (
    choice_list("yes_no", "yes", "no"),
    choice_list("country", "vn", "cn"),
    choice_list(
        "city",
        "hanoi",
        "hue",
        "kunming",
        hanoi={"country": "vn"},
        hue={"country": "vn"},
        kunming={"country": "cn"},
    ),
    choice_list("aims", "water", "health", "youth"),
)

GRANTS = (
    Group(
        name="about",
        label={"en": "About you"},
        items=(
            ask("title", label={"en": "Title"}, required="yes"),
            ask("registered", T.YES_NO, list_name="yes_no", required="yes"),
            ask("number", relevant="${registered} = 'yes'", required="yes"),
            ask("host", relevant="${registered} = 'no'"),
            ask("country", T.ONE, list_name="country"),
            ask("city", T.ONE, list_name="city", choice_filter="country = ${country}"),
            ask("aims", T.MANY, list_name="aims", or_other=True),
        ),
    ),
    Group(
        name="when",
        appearance="period",
        items=(ask("starts", T.DATE, constraint=". > today()"), ask("ends", T.DATE)),
    ),
    ask("months", T.CALCULATION, calculation="round((${ends} - ${starts}) div 30.4, 0)"),
    Repeat(
        name="budget",
        appearance="budget",
        fewest_rows=1,
        most_rows=3,
        items=(
            ask("what", required="${amount} > 0"),
            ask("units", T.INTEGER, default="1"),
            ask("price", T.MONEY, currency="VND", limits=Limits(smallest=Decimal(0))),
            ask("amount", T.MONEY, currency="VND", calculation="${units} * ${price}"),
            ask("share", T.DECIMAL, calculation="round(${amount} div ${total} * 100, 1)"),
        ),
    ),
    ask("total", T.MONEY, currency="VND", calculation="sum(${amount})"),
    ask("ceiling", T.NOTE, relevant="${total} > 1000"),
    ask("asked", T.MONEY, currency="VND", constraint=". <= ${total}",
        constraint_message={"en": "Not more than the budget.", "vi": "Không quá dự toán."}),
    ask("agreed", T.CONSENT, required="yes"),
)  # fmt: skip
