"""How many statements a batch of an import takes does not grow with its rows, nor with their relationships."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import DatasetFactory, ImportRunFactory
from tests.factories.base import NOW

from banyan.ingest.domain import batching, imports, undoing
from banyan.registry.models import Organisation, Tie

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, all rows go together."""
    for name in ("FIRST", "LARGEST", "SMALLEST"):
        monkeypatch.setattr(batching, name, 100)


def clock() -> datetime.datetime:
    return NOW + datetime.timedelta(hours=1)


def rows(members: int) -> list[dict[str, str]]:
    """An umbrella body and its members, each with a number, two names and a relationship."""
    union = {"key": "0", "name": "Wetland Union", "number": "u0"}
    return [
        union,
        *(
            {
                "key": str(number),
                "name": f"Heron Fund {number}",
                "name_vi": f"Quỹ Diệc {number}",
                "number": f"h{number}",
                "parent": "Wetland Union",
            }
            for number in range(1, members + 1)
        ),
    ]


@pytest.mark.parametrize("members", [1, 3, 30])
def test_of_an_import_and_of_taking_it_back(members: int) -> None:
    run = ImportRunFactory(dataset=DatasetFactory(rows=rows(members)))
    with CaptureQueriesContext(connection) as importing:
        assert imports.work(run_id=run.pk, clock=clock) == "finished"
    assert (Organisation.objects.count(), Tie.objects.count()) == (members + 1, members)
    undoing.start(run_id=run.pk, by=None, now=clock())
    with CaptureQueriesContext(connection) as taking_back:
        assert undoing.work(run_id=run.pk, clock=clock) == "undone"
    assert not Organisation.objects.exists()
    assert (len(importing), len(taking_back)) == (52, 63)
