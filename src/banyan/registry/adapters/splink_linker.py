"""
Linking a whole register by Splink: on DuckDB on one machine, on Spark beyond it.

Splink (MIT) weighs each field by how often it agrees for one body and for two, which it learns from the
register itself, without labels. It sees fields, not languages: names in two scripts are two fields. It is an
optional dependency (``requirements/splink.in``); :class:`SplinkIsMissing` says where it is not installed.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Final

from banyan.registry.adapters.block_keys import host_of
from banyan.registry.adapters.matching import Profile
from banyan.search.domain.normalise import HAN, fold

#: From this probability on a pair is handed on.
LIKELY: Final = 0.5
#: Pairs drawn at random to learn how often fields of two different bodies agree.
_RANDOM_PAIRS: Final = 1e6
#: Shares of records that agree on a web address or a number although they are one: only a starting value.
_RECALL_OF_EXACT: Final = 0.5


class SplinkIsMissing(RuntimeError):
    """Splink, or Java for its Spark backend, is not installed."""


@dataclass(frozen=True, slots=True)
class Linkable:
    """A record as Splink sees it: one column for each name, all folded; empty where nothing is known."""

    unique_id: int
    latin: str
    han: str
    other: str
    country: str
    place: str
    host: str
    identifier: str
    founded: str


def linkable(number: int, profile: Profile) -> Linkable:
    """Return a record as Splink sees it."""
    names = [fold(name.text) for name in profile.names]
    han = [name for name in names if any(_is_han(character) for character in name)]
    latin = [name for name in names if name not in han]
    longest = sorted(dict.fromkeys(latin), key=len, reverse=True)
    return Linkable(
        unique_id=number,
        latin=longest[0] if longest else "",
        han=max(han, key=len, default=""),
        other=longest[1] if len(longest) > 1 else "",
        country=profile.country,
        place=profile.places[0] if profile.places else "",
        host=next(filter(None, map(host_of, profile.websites)), ""),
        identifier=min((f"{scheme}:{value}" for scheme, value in profile.identifiers), default=""),
        founded=profile.founded[:4],
    )


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or (character > "\uffff" and character in HAN)


def link(
    records: Iterable[Linkable],
    *,
    folder: Path,
    backend: str = "duckdb",
    master: str = "",
    likely: float = LIKELY,
) -> Iterator[tuple[int, int, float]]:
    """
    Yield pairs of numbers, the lesser first, with the probability that they are one.

    :param folder: where the exported table and the work of the backend lie; every machine of a Spark cluster
        must see it under the same path
    :param backend: ``duckdb`` or ``spark``
    :param master: the address of the Spark cluster; Spark's own setting when empty
    :raises SplinkIsMissing: if Splink or its backend is not installed
    """
    path = folder / "linkables.csv"
    names = [field.name for field in fields(Linkable)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(names)
        writer.writerows(astuple(record) for record in records)
    try:
        opened = _on_spark(path, folder, master) if backend == "spark" else _on_duckdb(path, folder)
    except ImportError as error:
        raise SplinkIsMissing(str(error)) from error
    api, table, rows = opened
    for first, second, probability in rows(_predicted(api, table, likely)):
        yield min(first, second), max(first, second), probability


#: Splink's door to a backend, the table in it, and how to read a table of pairs without holding it in memory.
_Opened = tuple[Any, Any, Callable[[Any], Iterable[tuple[int, int, float]]]]
_WANTED: Final = ("unique_id_l", "unique_id_r", "match_probability")

_COLUMNS: Final = ("latin", "han", "other", "country", "place", "host", "identifier", "founded")


def _on_duckdb(path: Path, folder: Path) -> _Opened:
    import duckdb  # noqa: PLC0415 - optional: only centres that link by Splink install it
    from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415

    connection = duckdb.connect(str(folder / "splink.duckdb"))
    columns = ", ".join(f"nullif({name}, '') AS {name}" for name in _COLUMNS)
    quoted = str(path).replace("'", "''")
    connection.execute(
        f"CREATE TABLE records AS SELECT unique_id::BIGINT AS unique_id, {columns} "  # noqa: S608 - our own path
        f"FROM read_csv('{quoted}', header = true, all_varchar = true, quote = '\"', escape = '\"')"
    )

    def rows(found: Any) -> Iterator[tuple[int, int, float]]:
        cursor = connection.execute(f"SELECT {', '.join(_WANTED)} FROM {found.physical_name}")  # noqa: S608
        while some := cursor.fetchmany(10_000):
            yield from some

    return DuckDBAPI(connection=connection), "records", rows


def _on_spark(path: Path, folder: Path, master: str) -> _Opened:
    from pyspark.sql import SparkSession, functions  # noqa: PLC0415 - optional
    from splink.backends.spark import SparkAPI, similarity_jar_location  # noqa: PLC0415

    builder = SparkSession.builder.appName("banyan").config("spark.jars", similarity_jar_location())
    session = (builder.master(master) if master else builder).getOrCreate()
    session.sparkContext.setCheckpointDir(str(folder / "spark"))
    frame = session.read.csv(str(path), header=True, quote='"', escape='"')
    table = frame.select(
        functions.col("unique_id").cast("bigint").alias("unique_id"),
        *(
            functions.when(functions.col(name) == "", None).otherwise(functions.col(name)).alias(name)
            for name in _COLUMNS
        ),
    )

    def rows(found: Any) -> Iterator[tuple[int, int, float]]:
        for row in found.as_spark_dataframe().select(*_WANTED).toLocalIterator():
            yield tuple(row)

    return SparkAPI(spark_session=session), table, rows


def _settings() -> Any:
    import splink.comparison_library as compare  # noqa: PLC0415 - optional
    from splink import SettingsCreator, block_on  # noqa: PLC0415

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("latin", [0.97, 0.92, 0.85]),
            compare.LevenshteinAtThresholds("han", [1, 2, 4]),
            compare.JaroWinklerAtThresholds("other", [0.97, 0.9]),
            compare.ExactMatch("country"),
            compare.ExactMatch("place"),
            compare.ExactMatch("host").configure(term_frequency_adjustments=True),
            compare.ExactMatch("identifier"),
            compare.ExactMatch("founded"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("identifier"),
            block_on("host"),
            block_on("substr(latin, 1, 14)"),
            block_on("right(latin, 12)"),
            block_on("substr(latin, 5, 14)"),
            block_on("substr(other, 1, 14)"),
            block_on("substr(han, 1, 5)"),
            block_on("right(han, 6)"),
            block_on("substr(han, 3, 5)"),
        ],
        retain_matching_columns=False,
    )


def _predicted(api: Any, table: Any, likely: float) -> Any:
    """Learn from the register how much each field tells; return the likely pairs, a table of Splink's."""
    from splink import Linker, block_on  # noqa: PLC0415 - optional

    records = api.register(table, table_name=None if table == "records" else "records")
    linker = Linker(records, _settings(), log_level=logging.ERROR)
    exact = [block_on("identifier"), block_on("host")]
    linker.training.estimate_probability_two_random_records_match(exact, recall=_RECALL_OF_EXACT)
    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=1)
    for rule in (block_on("host"), block_on("substr(latin, 1, 14)"), block_on("substr(han, 1, 5)")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker.inference.predict(threshold_match_probability=likely)
