"""Linking by Splink, on DuckDB and on a small Spark cluster, where these are installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from bench.planted_duplicates import Made, register, true_pairs
from tests.factories import OrganisationFactory
from tests.factories.base import NOW

from banyan.registry.adapters.matching import Name, Profile
from banyan.registry.adapters.splink_linker import Linkable, SplinkIsMissing, link, linkable
from banyan.registry.domain import searching
from banyan.registry.enums import RunState

HAS_SPLINK = importlib.util.find_spec("splink") is not None and importlib.util.find_spec("duckdb") is not None
HAS_SPARK = (
    HAS_SPLINK and importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
)


def _linkable(record: Made) -> Linkable:
    return linkable(
        record.number,
        Profile(
            key="",
            names=tuple(Name(*name) for name in record.names),
            country=record.country,
            places=(record.place,) if record.place else (),
            identifiers=frozenset([("made", record.identifier)] if record.identifier else []),
            websites=(record.website,) if record.website else (),
            founded=record.founded,
        ),
    )


def _found(size: int, folder: Path, **options: str) -> tuple[float, float]:
    made = list(register(size))
    pairs = {(first, second) for first, second, _ in link(map(_linkable, made), folder=folder, **options)}
    true = true_pairs(made)
    return len(pairs & true) / max(1, len(pairs)), len(pairs & true) / len(true)


@pytest.mark.skipif(not HAS_SPLINK, reason="Splink is not installed: pip install -r requirements/splink.in")
@pytest.mark.filterwarnings("ignore")
def test_splink_on_duckdb_finds_most_planted_pairs(tmp_path: Path) -> None:
    precision, recall = _found(2000, tmp_path)
    assert precision > 0.7
    assert recall > 0.4


@pytest.mark.skipif(not HAS_SPARK, reason="Splink, pyspark or Java is not installed")
@pytest.mark.skipif(not os.environ.get("BANYAN_TEST_SPARK"), reason="minutes long: set BANYAN_TEST_SPARK=1")
@pytest.mark.filterwarnings("ignore")
def test_splink_on_a_spark_cluster_finds_most_planted_pairs(tmp_path: Path) -> None:
    precision, recall = _found(1000, tmp_path, backend="spark", master="local-cluster[2,1,1024]")
    assert precision > 0.7
    assert recall > 0.4


def test_names_in_two_scripts_are_two_fields() -> None:
    names = (Name("Quỹ Hoà Tâm", "vi"), Name("和心基金会", "zh"), Name("Hoa Tam Foundation", "en"))
    profile = Profile(key="", names=names, country="VN", websites=("https://www.hoatam.example.org/a",))
    assert linkable(7, profile) == Linkable(
        unique_id=7,
        latin="hoatamfoundation",
        han="和心基金会",
        other="quyhoatam",
        country="VN",
        place="",
        host="hoatam.example.org",
        identifier="",
        founded="",
    )


@pytest.mark.skipif(HAS_SPLINK, reason="Splink is installed")
def test_without_splink_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(SplinkIsMissing):
        list(link([], folder=tmp_path))


@pytest.mark.django_db
@pytest.mark.skipif(HAS_SPLINK, reason="Splink is installed")
def test_search_that_asked_for_splink_fails_with_the_reason() -> None:
    OrganisationFactory()
    run = searching.start(kind="organisation", is_full=True, by=None, now=NOW, engine="splink")
    with pytest.raises(SplinkIsMissing):
        searching.work(run_id=run.pk, now=NOW)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.trouble
