"""Files of records, and runs of them, as the desk makes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import factory
from tests.factories.base import NOW, DomainFactory

from banyan.ingest.adapters.tables.shapes import ColumnTarget, Mapping, Target
from banyan.ingest.domain import datasets, runs
from banyan.ingest.models import Dataset, ImportRun

#: The columns that `DatasetFactory` writes, and what they mean.
COLUMNS = ("key", "name", "name_vi", "acronym", "number", "country", "founded", "website", "parent")
MAPPING = Mapping(
    columns=(
        ColumnTarget(0, Target.KEY),
        ColumnTarget(1, Target.NAME, language="en", name_kind="official"),
        ColumnTarget(2, Target.NAME, language="vi", name_kind="official"),
        ColumnTarget(3, Target.NAME, language="en", name_kind="acronym"),
        ColumnTarget(4, Target.IDENTIFIER, scheme="XX-WETLAND"),
        ColumnTarget(5, Target.COUNTRY),
        ColumnTarget(6, Target.FOUNDED),
        ColumnTarget(7, Target.WEBSITE),
        ColumnTarget(8, Target.TIE, options={"kind": "member_of"}),
    ),
    splits_names=False,
)


def table(rows: Sequence[dict[str, str]]) -> bytes:
    """A file with these rows; what a row does not say is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


class DatasetFactory(DomainFactory):
    """A kept file whose columns are known."""

    class Meta:
        model = Dataset

    rows = factory.LazyFunction(lambda: [{"name": "Reed Bed Trust", "number": "00r1"}])
    title = factory.Sequence("List {}".format)
    mapping = MAPPING

    @staticmethod
    def make(*, rows: Sequence[dict[str, str]], title: str, mapping: Mapping, by: Any, now: Any) -> Dataset:
        raw = table([*rows])
        dataset = datasets.add(file=io.BytesIO(raw), file_name=f"{title}.csv", title=title, by=by, now=now)
        return datasets.choose(dataset_id=dataset.pk, mapping=mapping, by=by, now=now)


class ImportRunFactory(DomainFactory):
    """A run that was started and not carried on yet."""

    class Meta:
        model = ImportRun

    dataset = factory.SubFactory(DatasetFactory)
    matched_on = "identifiers"
    when_unsure = "suggest"

    @staticmethod
    def make(**values: Any) -> ImportRun:
        run = runs.plan(**values)
        return runs.start(run_id=run.pk, by=values["by"], now=values.get("now", NOW))
