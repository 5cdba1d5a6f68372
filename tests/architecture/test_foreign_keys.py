"""Foreign keys are strings, which import contracts do not see: they must point down too."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = next(c for c in CONTRACTS if c["name"].startswith("1."))["layers"]
RANK = {name.strip(): rank for rank, line in enumerate(reversed(LAYERS)) for name in line.split("|")}


def package(model: type[models.Model]) -> str | None:
    root, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if root == "banyan" else None


def upward_keys(every_model: list[type[models.Model]]) -> list[str]:
    return sorted(
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in every_model
        if package(model)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if (target := package(field.related_model)) and target != package(model)
        if RANK[target] >= RANK[package(model)]
    )


def test_foreign_keys_point_down() -> None:
    assert upward_keys(list(apps.get_models())) == []


def test_upward_key_is_found_when_ranks_are_turned_round(monkeypatch) -> None:
    """The check itself can fail: with the register above ingest, ingest's keys would be wrong."""
    monkeypatch.setitem(RANK, "registry", 99)
    assert any(row.startswith("ingest.Clipping.source ->") for row in upward_keys(list(apps.get_models())))
