"""The demonstration: every decision of its file finds its suggestion, through the domain a click calls."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from banyan.accounts.domain import users
from banyan.core.models import AuditEntry
from banyan.ingest.domain import demonstration
from banyan.ingest.models import Clipping
from banyan.registry.enums import ProposalState
from banyan.registry.models import Organisation, ProposedChange, StatedFigure

NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
DEMO = Path(__file__).resolve().parents[2] / "demo"


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.BANYAN_INDEX_DIR = tmp_path / "index"
    editor = users.create(
        email="editor@example.org", name="Editor", language="en", roles=("editor",), by=None, now=NOW
    )
    decisions = demonstration.decisions_of(DEMO / "decisions.json")
    files = demonstration.readable_files(DEMO / "pages")
    for path, clipping in demonstration.clip_files(files=files, by=editor, now=NOW):
        demonstration.apply_decisions(clipping=clipping, decisions=decisions[path.name], by=editor, now=NOW)
    return editor


def test_demonstration_decides_on_three_pages_and_leaves_the_fourth(demo) -> None:
    counts = demonstration.count()
    assert counts.clippings == 4
    assert counts.organisations >= 18
    assert counts.people >= 10
    assert counts.ties >= 5
    waiting = set(
        ProposedChange.objects.filter(state=ProposalState.WAITING).values_list("source__language", flat=True)
    )
    assert waiting == {"zh"}
    fourth = Clipping.objects.order_by("-pk").first()
    assert not ProposedChange.objects.filter(source=fourth.source).exclude(state="waiting").exists()
    assert AuditEntry.objects.filter(key="registry.proposal.accepted", actor_id=demo.pk).count() >= 50


def test_demonstration_joins_one_body_across_two_languages(demo) -> None:
    joined = Organisation.objects.exclude(title_zh="").exclude(title_en="")
    assert joined.count() >= 2
    assert {figure.value for figure in StatedFigure.objects.all()} >= {8000, 193, 140, 104}


def test_demonstration_twice_changes_nothing(demo) -> None:
    before = demonstration.count()
    decisions = demonstration.decisions_of(DEMO / "decisions.json")
    files = demonstration.readable_files(DEMO / "pages")
    for path, clipping in demonstration.clip_files(files=files, by=demo, now=NOW):
        assert (
            demonstration.apply_decisions(clipping=clipping, decisions=decisions[path.name], by=demo, now=NOW)
            == 0
        )
    assert demonstration.count() == before


def test_pages_ask_no_other_host_and_name_their_source() -> None:
    for path in sorted((DEMO / "pages").glob("*.html")):
        page = path.read_text()
        assert not re.search(r"<script|\bsrc=[\"']?(?:https?:)?//|@import", page), path.name
        assert re.search(r"<meta name=\"source", page), path.name


def test_line_of_the_file_that_finds_nothing_is_an_error(demo) -> None:
    clipping = Clipping.objects.first()
    with pytest.raises(demonstration.DecisionFindsNothing):
        demonstration.apply_decisions(
            clipping=clipping, decisions=[{"on": "organisation: nobody", "do": "accept"}], by=demo, now=NOW
        )


def test_planted_text_is_in_no_quote(demo) -> None:
    planted = [item["text"] for row in Clipping.objects.all() for item in row.suspicions]
    assert planted
    quotes = list(ProposedChange.objects.values_list("quote", flat=True))
    assert [quote for quote in quotes for text in planted if text in quote] == []
    assert any("[…]" in quote for quote in quotes)
