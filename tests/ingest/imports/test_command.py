"""`bin/banyan import`: look, check, import, undo."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.factories.imports import table

from banyan.registry.models import Organisation

pytestmark = pytest.mark.django_db

ROWS = [{"name": "Reed Bed Trust", "country": "Viet Nam"}, {"name": "Heron Fund"}, {"country": "China"}]


def called(*words: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import", *words, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "list.csv"
    path.write_bytes(table(ROWS))
    return str(path)


def test_looking_writes_no_record(file: str) -> None:
    found = called(file)
    assert (found["foreseen"]["new"], found["foreseen"]["refused"]) == (2, 1)
    assert found["is_whole"] is True
    assert not Organisation.objects.exists()


def test_a_file_is_checked_imported_and_undone(file: str) -> None:
    checked = called(file, "--dry-run")
    assert (checked["state"], checked["counts"]["new"]) == ("checked", 2)
    assert not Organisation.objects.exists()
    run = called(file, "--run")
    assert (run["state"], run["rows"], run["counts"]["new"]) == ("finished", 3, 2)
    assert [problem["row"] for problem in run["problems"]] == [4]
    assert set(Organisation.objects.values_list("title_en", flat=True)) == {"Reed Bed Trust", "Heron Fund"}
    undone = called("--undo", run["run"])
    assert (undone["state"], undone["rows_undone"]) == ("undone", 2)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "words", [(), ("--undo", "bn-0000-0000"), ("nowhere.csv",), ("--resume", "bn-0000-0000")]
)
def test_what_cannot_be_done_is_refused_in_a_sentence(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("import", *words)


def test_a_preset_the_file_does_not_fit_is_refused(file: str) -> None:
    with pytest.raises(CommandError, match="does not have the columns"):
        call_command("import", file, "--preset", "ror")


def test_a_finished_run_cannot_be_resumed(file: str) -> None:
    run = called(file, "--run")
    with pytest.raises(CommandError, match="finished"):
        call_command("import", "--resume", run["run"])
