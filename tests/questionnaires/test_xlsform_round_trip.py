"""What is read from a workbook and written again says the same, cell by cell."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform
from tests.questionnaires.small import NOW
from tests.questionnaires.twenty_forms import FORMS, OTHERWISE
from tests.questionnaires.workbooks import cells_of

from banyan.questionnaires.adapters.answering import state_of
from banyan.questionnaires.adapters.form import Form, from_json, questions, to_json, walk
from banyan.questionnaires.adapters.xlsform import as_xform, read, write
from banyan.questionnaires.enums import QuestionType

LISTS = {"sdg", "icnptso"}


def form_of(name: str) -> Form:
    reading = read(FORMS[name], language="en", code_lists=LISTS)
    assert [str(problem) for problem in reading.errors] == []
    assert reading.form is not None
    return reading.form


@pytest.mark.parametrize("name", FORMS)
def test_no_cell_is_lost(name: str) -> None:
    form = form_of(name)
    written = write(form)
    otherwise = OTHERWISE.get(name, {})
    for sheet in ("survey", "choices", "settings"):
        before = [
            {otherwise.get(head, head): otherwise.get(text, text) for head, text in row.items()}
            for row in cells_of(FORMS[name], sheet)
        ]
        after = cells_of(written, sheet)
        assert len(after) == len(before)
        for old, new in zip(before, after, strict=True):
            assert {head: sorted(new.get(head, "").split()) for head in old} == {
                head: sorted(text.split()) for head, text in old.items()
            }


@pytest.mark.parametrize("name", FORMS)
def test_form_reads_back_as_itself(name: str) -> None:
    form = form_of(name)
    again = read(write(form), language="zh", code_lists=LISTS).form
    assert again is not None
    assert replace(again, columns={}) == replace(form, columns={})
    assert write(again) != b""
    assert from_json(json.loads(json.dumps(to_json(form)))) == form


@pytest.mark.parametrize("name", FORMS)
def test_common_reader_sees_the_same_form(name: str) -> None:
    """pyxform, which ODK and Kobo use, reads what we write, with the same names and groups."""
    form = form_of(name)
    assert as_xform(form).startswith("<?xml")
    tree = workbook_to_json(get_xlsform(write(form)), form_name="data")
    seen = [row for row in _walk(tree["children"]) if row[0] not in {"meta", "instanceID"}]
    ours = [
        (item.name, tuple(one.name for one in above))
        for item, above in walk(form.items)
    ]  # fmt: skip
    made_by_pyxform = ("generated_table_list_label_", "reserved_name_for_field_list_labels_")
    assert [
        row for row in seen if not row[0].startswith(made_by_pyxform) and not row[0].endswith("_other")
    ] == ours


def _walk(children: list[dict[str, Any]], above: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for child in children:
        if child["name"] == "meta":
            continue
        found.append((child["name"], above))
        found += _walk(
            child.get("children", []) if child["type"] in {"group", "repeat"} else [], (*above, child["name"])
        )
    return found


def test_forms_use_every_type() -> None:
    used = {one.type for name in FORMS for one in questions(form_of(name)).values()}
    assert used == set(QuestionType)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_can_be_answered(name: str) -> None:
    compiled = read(FORMS[name], language="en", code_lists=LISTS).compiled
    assert compiled is not None
    state = state_of(compiled, {}, language="vi", now=NOW)
    assert list(state.questions)[:1] != [] or state.repeats


def test_what_is_kept_and_not_used_is_named() -> None:
    reading = read(FORMS["odd_headings"], language="en", code_lists=LISTS)
    form = form_of("odd_headings")
    first = questions(form)["a"]
    assert first.kept == {"label::Français (fr)": "Un", "my remark": "keep me"}
    assert form.settings == {"style": "pages", "purpose": "testing"}
    assert [(sheet.name, sheet.rows) for sheet in form.sheets] == [
        ("notes", (("a", "b"), ("1", "=not"), ("", "two")))
    ]
    assert [(one.code, one.sheet, one.column) for one in reading.warnings if one.code.startswith(("unk", "oth"))] == [
        ("unknown_column", "settings", "purpose"),
        ("other_language", "survey", "label::Français (fr)"),
        ("unknown_column", "survey", "my remark"),
        ("unknown_column", "survey", "media::image"),
        ("unknown_sheet", "notes", ""),
    ]  # fmt: skip
