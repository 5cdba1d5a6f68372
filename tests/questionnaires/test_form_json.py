"""A form as JSON: nothing lost, nothing guessed."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

import pytest

from banyan.questionnaires.adapters.form import (
    Choice,
    ChoiceList,
    Form,
    FormIsUnreadable,
    Group,
    Limits,
    Question,
    Repeat,
    Sheet,
    from_json,
    organised,
    questions,
    to_json,
    walk,
)
from banyan.questionnaires.enums import GroupLayout, QuestionType, RepeatLayout

FORM = Form(
    form_id="small_grants",
    default_language="vi",
    title={"vi": "Hồ sơ", "en": "Application", "zh": "项目书"},
    instructions={"en": "Take your time."},
    version="3",
    items=(
        Group(
            name="project",
            label={"en": "Project"},
            items=(
                Question(name="title", type=QuestionType.TEXT, label={"en": "Title"}, required="yes"),
                Question(
                    name="summary",
                    type=QuestionType.LONG_TEXT,
                    limits=Limits(most_words=300),
                    guidance={"zh": "不超过三百字"},
                ),
                Group(
                    name="when",
                    appearance="period",
                    items=(
                        Question(name="starts", type=QuestionType.DATE),
                        Question(name="ends", type=QuestionType.DATE, constraint=". >= ${starts}"),
                    ),
                ),
            ),
        ),
        Repeat(
            name="budget",
            appearance="w4 budget",
            fewest_rows=1,
            most_rows=40,
            items=(
                Question(
                    name="amount",
                    type=QuestionType.MONEY,
                    currency="VND",
                    limits=Limits(smallest=Decimal("0.50")),
                ),
            ),
        ),
        Question(name="papers", type=QuestionType.FILE, accepts=(".pdf", "image/*"), kept={"note": "x"}),
        Question(name="field", type=QuestionType.ONE, list_name="fields", or_other=True),
    ),
    lists=(ChoiceList(name="fields", choices=(Choice(name="a", label={"en": "A"}, columns={"zone": "1"}),)),),
    settings={"style": "pages"},
    columns={"survey": ("type", "name")},
    sheets=(Sheet(name="notes", rows=(("a", ""), ("b",))),),
)


def test_form_survives_json() -> None:
    assert from_json(json.loads(json.dumps(to_json(FORM)))) == FORM


def test_json_leaves_out_what_is_as_usual_and_says_what_it_is() -> None:
    written = to_json(
        Form(form_id="x", default_language="en", items=(Question(name="a", type=QuestionType.TEXT),))
    )
    assert written == {
        "format": "banyan-form",
        "version": 1,
        "form": {
            "form_id": "x",
            "default_language": "en",
            "items": [{"kind": "question", "name": "a", "type": "text"}],
        },
    }


def test_layouts_are_told_by_the_appearance() -> None:
    parts = {item.name: item for item, _ in walk(FORM.items)}
    assert isinstance(parts["when"], Group)
    assert parts["when"].layout == GroupLayout.PERIOD
    assert isinstance(parts["budget"], Repeat)
    assert parts["budget"].layout == RepeatLayout.BUDGET
    assert Group(name="g", appearance="table-list").layout == GroupLayout.GRID


def test_walk_names_what_a_part_stands_in() -> None:
    above = {item.name: [one.name for one in around] for item, around in walk(FORM.items)}
    assert above["ends"] == ["project", "when"]
    assert above["amount"] == ["budget"]
    assert list(questions(FORM)) == ["title", "summary", "starts", "ends", "amount", "papers", "field"]


def test_other_asks_which() -> None:
    items = organised(FORM.items, other_label={"en": "Which?"})
    assert items[-1] == Question(
        name="field_other",
        type=QuestionType.TEXT,
        label={"en": "Which?"},
        relevant="selected(${field}, 'other')",
    )
    assert len(items) == len(FORM.items) + 1


def _put(data: dict[str, Any], path: list[Any], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (["format"], "other", "format"),
        (["version"], 2, "version"),
        (["version"], "1", "version"),
        (["form"], [], "form"),
        (["form", "default_language"], "fr", "form.default_language"),
        (["form", "surprise"], 1, "form.surprise"),
        (["form", "title"], {"fr": "Titre"}, "form.title.fr"),
        (["form", "title"], {"en": 3}, "form.title.en"),
        (["form", "items"], {}, "form.items"),
        (["form", "items", 0, "kind"], "page", "form.items[0].kind"),
        (["form", "items", 0, "items", 0, "type"], "colour", "form.items[0].items[0].type"),
        (["form", "items", 0, "items", 0, "kind"], "repeat", "form.items[0].items[0].required"),
        (["form", "items", 0, "items", 1, "limits"], {"most_words": -1}, "form.items[0].items[1].limits.most_words"),
        (["form", "items", 1, "most_rows"], True, "form.items[1].most_rows"),
        (["form", "items", 1, "items", 0, "limits"], {"smallest": "NaN"}, "form.items[1].items[0].limits.smallest"),
        (["form", "items", 3, "or_other"], 1, "form.items[3].or_other"),
        (["form", "lists", 0, "choices", 0], {"label": {}}, "form.lists[0].choices[0].name"),
        (["form", "sheets", 0, "rows"], [["a", None]], "form.sheets[0].rows[0][1]"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_with_its_place(path: list[Any], value: Any, where: str) -> None:
    with pytest.raises(FormIsUnreadable) as caught:
        from_json(_put(to_json(FORM), path, value))
    assert caught.value.where == where
