"""JSON as a table: lists, lists inside objects, one object a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.ingest.adapters.tables.opening import open_table
from banyan.ingest.adapters.tables.shapes import Limits, Table, TableIsUnreadable


def opened(path: Path, text: str, filename: str = "list.json", **options: object) -> Table:
    path.write_text(text, encoding="utf-8")
    return open_table(path, filename=filename, **options)  # type: ignore[arg-type]


def refusal(path: Path, text: str, filename: str = "list.json", **options: object) -> TableIsUnreadable:
    with pytest.raises(TableIsUnreadable) as refused:
        list(opened(path, text, filename, **options).rows())
    return refused.value


RECORDS = [
    {"name": "Hội A", "place": {"province": "Huế", "code": 46}, "tags": ["nước", "rừng"]},
    {"name": "青禾", "names": [{"v": "Qinghe"}, {"v": "QH"}], "active": True, "place": None},
]
HEADERS = ["name", "place.province", "place.code", "tags", "names.0.v", "names.1.v", "active", "place"]
CELLS = [
    ("Hội A", "Huế", 46, "nước\nrừng", None, None, None, None),
    ("青禾", None, None, None, "Qinghe", "QH", True, None),
]


@pytest.mark.parametrize(
    ("text", "filename", "format"),
    [
        (json.dumps(RECORDS), "list.json", "json"),
        (
            json.dumps({"about": {"by": "us"}, "items": RECORDS, "more": [1, 2]}, indent=2),
            "list.json",
            "json",
        ),
        (json.dumps({"data": {"rows": RECORDS}}), "list.txt", "json"),
        ("\ufeff" + json.dumps(RECORDS), "list.json", "json"),
        ("\n".join(json.dumps(one, ensure_ascii=False) for one in RECORDS), "list.jsonl", "jsonl"),
        ("\n".join(json.dumps(one) for one in RECORDS), "list.json", "jsonl"),
    ],
)
def test_objects_become_rows(tmp_path: Path, text: str, filename: str, format: str) -> None:
    table = opened(tmp_path / "t", text, filename)
    assert table.info.format == format
    assert [column.header for column in table.info.columns] == HEADERS
    rows = list(table.rows())
    assert [row.cells for row in rows] == CELLS
    assert [row.record for row in rows] == RECORDS
    assert [row.number for row in rows] == [1, 2]
    assert list(table.rows(2)) == rows[1:]


def test_the_longest_list_is_the_table_and_another_may_be_chosen(tmp_path: Path) -> None:
    text = json.dumps({"authors": [{"a": 1}], "grants": [{"g": n} for n in range(80)], "x": [{"y": 1}] * 2})
    table = opened(tmp_path / "t", text)
    assert (table.info.list_path, table.info.sheet_names) == ("grants", ("authors", "grants"))
    assert len(list(table.rows())) == 80
    assert [row.cells for row in opened(tmp_path / "t", text, sheet="authors").rows()] == [(1,)]


def test_a_list_longer_than_what_is_read_at_once(tmp_path: Path) -> None:
    records = [{"n": number, "text": "Hội " * (number % 900)} for number in range(2000)]
    table = opened(tmp_path / "t", json.dumps({"rows": records}, ensure_ascii=False))
    assert [row.record for row in table.rows()] == records
    assert [row.number for row in table.rows(1990)] == list(range(1990, 2001))


def test_what_is_refused(tmp_path: Path) -> None:
    whole = json.dumps(RECORDS)
    for text, code in (
        ("{}", "json_without_list"),
        ("[1, 2, 3]", "json_without_list"),
        ('{"a": {"b": 1}}', "json_without_list"),
        (whole[:-20], "json_cut_off"),
        (whole.replace('"name":', '"name"', 1), "json_broken"),
        ("not json", "json_broken"),
        ("[" * 100_000, "json_broken"),
        ('[{"a": ' + "9" * 5000 + "}]", "json_broken"),
    ):
        assert refusal(tmp_path / "t", text).code in (code, "json_cut_off" if text[0] == "[" else code)
    lines = '{"a": 1}\n{"a": 2\n'
    assert (
        refusal(tmp_path / "t", lines, "a.jsonl").code,
        refusal(tmp_path / "t", lines, "a.jsonl").params,
    ) == (
        "json_broken",
        {"row": 2},
    )
    assert refusal(tmp_path / "t", '{"a": 1}\n3\n', "a.jsonl").code == "json_not_objects"
    wide = json.dumps([{f"c{n}": n for n in range(300)}])
    assert refusal(tmp_path / "t", wide).params == {"count": 300, "limit": 200}
    long = json.dumps([{"a": "x" * 500_000}])
    assert (
        refusal(tmp_path / "t", long, limits=Limits(json_record_characters=100_000)).code
        == "json_record_too_long"
    )


def test_lone_surrogates_can_be_stored(tmp_path: Path) -> None:
    assert [row.cells for row in opened(tmp_path / "t", '[{"a": "x\\ud800y"}]').rows()] == [("x\ufffdy",)]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None, max_examples=100)
@given(value=_VALUES, cut=st.integers(0, 200), is_cut=st.booleans())
def test_any_json_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, value: object, cut: int, is_cut: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    text = json.dumps(value)
    path.write_text(text[:cut] if is_cut else text)
    try:
        rows = list(open_table(path, filename="any.json").rows())
    except TableIsUnreadable:
        return
    assert all(isinstance(row.record, dict) for row in rows)
