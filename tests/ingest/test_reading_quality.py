"""
Reading is no worse than it was: on the pages no rule was written against, and on the four real documents.

The figures of the first run stand in ``blind/first_run.json`` as they came out. A later version may be better; a
worse one fails here. One item of slack per language and kind keeps a lucky guess from becoming a duty.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
import clipping_quality  # noqa: E402 – the bench measures, this test only holds it to account

BLIND = ROOT / "tests" / "ingest" / "blind"
SEEDS = Path(os.environ.get("BANYAN_SHARED", ROOT.parent / "shared")) / "seeds"
SLACK = 1


def totals(folder: Path) -> dict[str, dict[str, dict[str, int]]]:
    """Return right, proposed, found and wanted by language and kind."""
    summed: dict[str, dict[str, dict[str, int]]] = {}
    for document in clipping_quality.measure(folder):
        for kind, score in document["scores"].items():
            row: dict[str, Any] = score if isinstance(score, dict) else vars(score)
            into = summed.setdefault(document["language"], {}).setdefault(
                kind, {"right": 0, "proposed": 0, "found": 0, "wanted": 0}
            )
            for name in into:
                into[name] += row[name]
    return summed


def test_unseen_pages_are_read_no_worse_than_at_first() -> None:
    first = json.loads((BLIND / "first_run.json").read_text())
    now = totals(BLIND)
    worse = []
    for language in ("vi", "zh", "en"):
        for kind, before in first[language].items():
            after = now[language][kind]
            extra_before = before["proposed"] - before["right"]
            extra_after = after["proposed"] - after["right"]
            if after["found"] + SLACK < before["found"]:
                worse.append(f"{language} {kind}: {after['found']} found, {before['found']} before")
            allowed = extra_before + SLACK + max(0, after["right"] - before["right"]) // 3
            if extra_after > allowed:
                worse.append(f"{language} {kind}: {extra_after} too much, {extra_before} before")
    assert worse == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the four real documents are not on this machine")
def test_real_documents_are_read_whole() -> None:
    imperfect = [
        f"{language} {kind}: {row}"
        for language, kinds in totals(SEEDS).items()
        for kind, row in kinds.items()
        if kind != "relations" and not (row["right"] == row["proposed"] and row["found"] == row["wanted"])
    ]
    assert imperfect == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the four real documents are not on this machine")
def test_cleaned_text_keeps_every_paragraph_of_the_real_documents() -> None:
    for document in clipping_quality.measure(SEEDS):
        assert document["lost"] == [], document["file"]
