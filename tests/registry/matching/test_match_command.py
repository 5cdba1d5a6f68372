"""`bin/banyan match`: what it prints, and that it finds at least so much."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.factories.registry import OrganisationFactory

HERE = Path(__file__).parent
RECORDS = HERE / "invented_records.jsonl"


def run(
    tmp_path: Path, rows: list[dict[str, str]], *, against: Path = RECORDS, bom: bool = False
) -> list[dict]:
    file = tmp_path / "asked.csv"
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=["query", "language", "country", "kind"])
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8-sig" if bom else "utf-8")
    out = io.StringIO()
    call_command("match", str(file), "--json", "--against", str(against), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_object_a_row_in_order_without_a_database(tmp_path: Path) -> None:
    rows = [
        {"query": "Quỹ Bãi Liễu", "language": "vi", "country": "VN", "kind": "nonprofit"},
        {"query": "nothing of the kind", "language": "", "country": "", "kind": ""},
        {"query": "", "language": "", "country": "", "kind": ""},
    ]
    found = run(tmp_path, rows, bom=True)
    assert [answer["query"] for answer in found] == [row["query"] for row in rows]
    first = found[0]["candidates"][0]
    assert set(first) == {"id", "name", "score", "match", "reasons"}
    assert (first["id"], first["name"], first["score"], first["match"]) == ("r01", "Quỹ Bãi Liễu", 1.0, True)
    assert "same_name" in first["reasons"]
    assert found[2]["candidates"] == []
    for answer in found:
        assert len(answer["candidates"]) <= 5
        assert sum(candidate["match"] for candidate in answer["candidates"]) <= 1


def test_a_person_is_never_an_organisation(tmp_path: Path) -> None:
    assert run(tmp_path, [{"query": "Quỹ Bãi Liễu", "kind": "person"}])[0]["candidates"] == []


def test_withdrawn_records_are_no_answer(tmp_path: Path) -> None:
    ids = {one["id"] for one in run(tmp_path, [{"query": "Heron Lake Trust"}])[0]["candidates"]}
    assert "r99" not in ids


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "records.jsonl"
    broken.write_text('{"id": "a", "names": [{"v": "A b"}]}\n{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(CommandError, match="line 2"):
        run(tmp_path, [{"query": "A b"}], against=broken)


def test_a_file_without_the_column_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    file.write_text("name\nWillow\n", encoding="utf-8")
    with pytest.raises(CommandError, match="query"):
        call_command("match", str(file), "--json", "--against", str(RECORDS))


def test_at_least_so_many_invented_names_are_found(tmp_path: Path) -> None:
    """A floor, not a measure: the measure is in bench/results/matching.md."""
    with (HERE / "invented_queries.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    found = run(tmp_path, [{"query": case["query"]} for case in cases])
    first = right = wrong = 0
    for case, answer in zip(cases, found, strict=True):
        chosen = [one["id"] for one in answer["candidates"] if one["match"]]
        first += case["id"] != "" and [one["id"] for one in answer["candidates"][:1]] == [case["id"]]
        right += chosen == [case["id"]]
        wrong += bool(chosen) and chosen != [case["id"]]
    known = sum(case["id"] != "" for case in cases)
    assert first >= 0.95 * known
    assert right >= 0.85 * known
    assert wrong <= 1


@pytest.mark.django_db
def test_without_a_file_of_records_the_register_answers(tmp_path: Path) -> None:
    wanted = OrganisationFactory(name="Willow Bend Foundation")
    file = tmp_path / "asked.csv"
    file.write_text("query\nwillow bend foundation\n", encoding="utf-8")
    out, told = io.StringIO(), io.StringIO()
    call_command("match", str(file), "--json", "--learn", stdout=out, stderr=told)
    (answer,) = (json.loads(line) for line in out.getvalue().splitlines())
    assert [(one["id"], one["match"]) for one in answer["candidates"]] == [(wanted.public_id, True)]
    assert told.getvalue() == "1 names read\n"
