"""File names, file sizes, paired columns and words that may not stand in the source."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "banyan"
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "services.py", "managers.py"}


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_no_file_has_a_name_that_attracts_everything() -> None:
    assert sorted(str(path) for path in python_files() if path.name in FORBIDDEN_NAMES) == []


def test_no_file_is_longer_than_500_lines() -> None:
    assert [str(p) for p in python_files() if len(p.read_text().splitlines()) > 500] == []


def test_nine_files_in_ten_are_at_most_250_lines() -> None:
    lengths = sorted(len(path.read_text().splitlines()) for path in python_files())
    assert lengths[int(len(lengths) * 0.9)] <= 250


#: Names of organisations, people and programmes of the four documents and the demonstration pages.
PROPER_NAMES = re.compile(
    "发展简报|益行公益|爱德基金会|民促会|绿发会|致诚公益|文化遗产保护中心|协作者|万科公益|绿缘计划|阿牛公益|"
    "沃启公益|张耿瑞|程恩江|钱霄峰|胡新宇|牛帅帅|王香奕|肖青|游斐|许伟|唐晓明|牛方杰|苏会利|杨玳瑁|唐莹莹|"
    r"\bNGO-IC\b|\bBCLARC\b|\bCANGO\b|\bVUSTA\b|Lê Hoa|Wang Lu|Kjoerven|lacoste|\bw88\b"
)


def test_no_proper_name_of_a_document_stands_in_the_source() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix in {".py", ".html", ".js", ".css", ".txt", ".toml", ".csv", ".po"}
        for match in PROPER_NAMES.finditer(path.read_text(errors="replace"))
    ]
    assert found == []


def test_moment_and_person_of_a_step_come_in_pairs_held_by_the_database() -> None:
    """A column ``x_by`` without a constraint could name a person for something that never happened."""
    unpaired = []
    for model in apps.get_models():
        if not model.__module__.startswith("banyan."):
            continue
        columns = {field.name for field in model._meta.local_fields}
        held = " ".join(str(constraint.deconstruct()) for constraint in model._meta.constraints)
        for name in columns:
            if not name.endswith("_by") or name in {"created_by", "updated_by", "reposted_by"}:
                continue
            moment = f"{name[:-3]}_at"
            field = model._meta.get_field(moment) if moment in columns else None
            if field is None or (field.null and moment not in held):
                unpaired.append(f"{model._meta.label}.{name}")
    assert unpaired == []
