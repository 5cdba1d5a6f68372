"""Files of other people's records: keeping them, saying what their columns mean, reading their rows."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.files.domain.purposes import Purpose
from banyan.ingest.adapters.tables import headers
from banyan.ingest.adapters.tables.drafting import draft as drafted
from banyan.ingest.adapters.tables.drafting import is_read_by_record
from banyan.ingest.adapters.tables.drafts import RowDraft
from banyan.ingest.adapters.tables.opening import open_table
from banyan.ingest.adapters.tables.shapes import Limits, Mapping, Row, Table, TableIsUnreadable, Target
from banyan.ingest.models import Dataset, ImportRun, SavedMapping
from banyan.ingest.permissions import Permission
from banyan.registry.domain import sources
from banyan.registry.enums import SourceKind

#: The words of a row that are kept as its quote, in characters.
LONGEST_QUOTE: Final = 300
#: Rows from which the meaning of columns is guessed.
GUESSED_FROM: Final = 200
_CHUNK: Final = 1_000_000
#: What a list is sent for when it comes in pieces.
SENT_FOR: Final = Purpose("ingest.dataset", Permission.IMPORT, lambda: settings.BANYAN_IMPORT_LIMIT)


class DatasetIsKeptAlready(Exception):
    """The same bytes were added before; ``dataset`` is that file."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset.public_id)
        self.dataset = dataset


class MappingIsMissing(ValueError):
    """Nobody has said what the columns mean."""


def limits() -> Limits:
    """Return how large a file may be; beyond, it is refused with the figures."""
    return Limits(file_bytes=settings.BANYAN_IMPORT_LIMIT)


def add(
    *,
    file: IO[bytes],
    file_name: str,
    title: str,
    by: User | None,
    now: datetime.datetime,
    publisher: str = "",
    address: str = "",
    licence: str = "",
    published_date: str = "",
) -> Dataset:
    """
    Keep a file as it came, as a source that facts may cite, and look at what kind of table it is.

    :raises DatasetIsKeptAlready: if the same bytes were added before
    :raises TableIsUnreadable: if it is no table, is broken or too large; nothing is then kept
    :raises ValidationError: if a value is malformed
    """
    digest, size = _measured(file)
    if size > settings.BANYAN_IMPORT_LIMIT:
        raise TableIsUnreadable("file_too_large", {"size": size, "limit": settings.BANYAN_IMPORT_LIMIT})
    earlier = Dataset.objects.filter(sha256=digest).first()
    if earlier is not None:
        raise DatasetIsKeptAlready(earlier)
    with ExitStack() as undo:
        dataset = Dataset(
            licence=licence[:200],
            file_name=Path(file_name).name[:200],
            sha256=digest,
            size=size,
            created_at=now,
            created_by=by,
            updated_at=now,
            updated_by=by,
        )
        dataset.file.save(f"{digest}{Path(file_name).suffix[:10].lower()}", File(file), save=False)
        undo.callback(dataset.file.storage.delete, str(dataset.file.name))
        dataset.info = opened(dataset).info.as_json()
        with transaction.atomic():
            dataset.source = sources.add(
                kind=SourceKind.DATA_SET,
                by=by,
                now=now,
                title=(title or Path(file_name).name)[:500],
                publisher=publisher,
                address=address,
                published_date=published_date,
            )
            try:
                with transaction.atomic():
                    dataset.save()
            except IntegrityError:
                raise DatasetIsKeptAlready(Dataset.objects.get(sha256=digest)) from None
            audit.record(
                key="ingest.dataset.added",
                subject=dataset,
                by=by,
                now=now,
                after={"file_name": dataset.file_name, "size": size},
            )
        undo.pop_all()
    return dataset


def _measured(file: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return digest.hexdigest(), size


def opened(dataset: Dataset, *, encoding: str = "", sheet: str = "") -> Table:
    """
    Open the file of a dataset.

    :param encoding: another than the one chosen or guessed
    :param sheet: another than the one chosen
    :raises TableIsUnreadable: if it cannot be read so
    """
    try:
        return open_table(
            Path(dataset.file.path),
            filename=dataset.file_name,
            sheet=sheet or dataset.sheet,
            encoding=encoding or dataset.encoding,
            header_row=dataset.header_row,
            limits=limits(),
        )
    except FileNotFoundError:
        raise TableIsUnreadable("file_missing") from None


def guessed(*, dataset: Dataset) -> headers.Guess:
    """
    Return what the columns of a file seem to mean, and how sure that is.

    :raises TableIsUnreadable: if it cannot be read
    """
    table = opened(dataset)
    return headers.guess(table.info, list(islice(table.rows(), GUESSED_FROM)))


@transaction.atomic
def choose(
    *,
    dataset_id: int,
    by: User | None,
    now: datetime.datetime,
    mapping: Mapping | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Dataset:
    """
    Say how a file is to be read: what is not given stays.

    :raises TableIsUnreadable: if it cannot be read so; nothing changes then
    """
    dataset = Dataset.objects.select_for_update(of=("self",)).select_related("source").get(pk=dataset_id)
    before = {"mapping": dataset.mapping, "encoding": dataset.encoding, "sheet": dataset.sheet}
    if encoding is not None:
        dataset.encoding = encoding
    if sheet is not None:
        dataset.sheet = sheet
    if header_row is not None:
        dataset.header_row = header_row
    if encoding is not None or sheet is not None or header_row is not None:
        dataset.info = opened(dataset).info.as_json()
    if mapping is not None:
        dataset.mapping = mapping.as_json()
    dataset.updated_at, dataset.updated_by = now, by
    dataset.save()
    after = {"mapping": dataset.mapping, "encoding": dataset.encoding, "sheet": dataset.sheet}
    audit.record(key="ingest.dataset.described", subject=dataset, by=by, now=now, before=before, after=after)
    return dataset


@transaction.atomic
def keep_mapping(*, name: str, mapping: Mapping, by: User | None, now: datetime.datetime) -> SavedMapping:
    """
    Keep what columns mean under a name; one that is kept under it is replaced.

    :raises ValidationError: if the name is empty or too long
    """
    name = " ".join(name.split())
    row = SavedMapping.objects.select_for_update(of=("self",)).filter(name=name).first()
    if row is None:
        row = SavedMapping(name=name, created_at=now, created_by=by)
    before = row.mapping if row.pk else None
    row.mapping = mapping.as_json()
    row.updated_at, row.updated_by = now, by
    row.clean_fields(exclude=["created_by", "updated_by"])
    row.save()
    audit.record(key="ingest.mapping.kept", subject=row, by=by, now=now, before=before, after=row.mapping)
    return row


def mapping_named(name: str) -> Mapping | None:
    """Return the mapping kept under a name."""
    row = SavedMapping.objects.filter(name=" ".join(name.split())).first()
    return Mapping.from_json(row.mapping) if row is not None else None


def datasets() -> models.QuerySet[Dataset]:
    """Return all files with their sources, newest first."""
    return Dataset.objects.select_related("source", "created_by").order_by("-pk")


def drafts(*, run: ImportRun, start: int = 0) -> Iterator[tuple[RowDraft, str]]:
    """
    Yield what the rows of a run's file say, from the row of this number on, and each row's own words.

    :raises TableIsUnreadable: where the file turns out broken or too large on the way
    """
    table = opened(run.dataset, encoding=run.encoding, sheet=run.sheet)
    mapping = Mapping.from_json(run.mapping)
    shown = [column.position for column in mapping.columns if column.target != Target.IGNORE]
    for row in table.rows(start, has_cells=not is_read_by_record(mapping)):
        draft = drafted(row, mapping)
        yield draft, _quote(row, draft, shown)


def rows_with_numbers(*, run: ImportRun, numbers: Collection[int]) -> Iterator[Row]:
    """
    Yield these rows of a run's file with their cells as they stand; reading ends with the last of them.

    :raises TableIsUnreadable: if the file cannot be read so far
    """
    if not numbers:
        return
    wanted, last = set(numbers), max(numbers)
    for row in opened(run.dataset, encoding=run.encoding, sheet=run.sheet).rows(min(numbers)):
        if row.number > last:
            return
        if row.number in wanted:
            yield row


def _quote(row: Row, draft: RowDraft, shown: list[int]) -> str:
    """Return the words of a row that may be cited: never a column left out of the import."""
    words: list[Any]
    if shown:
        words = [row.cells[position] for position in shown if position < len(row.cells)]
    else:
        words = [name.text for name in draft.names] + [value for _, value in draft.identifiers]
    return " · ".join(text for word in words if (text := _words(word)))[:LONGEST_QUOTE]


def _words(cell: object) -> str:
    """Return a cell on one line; a day without the hour that workbooks keep with it."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time(0):
        cell = cell.date()
    return "" if cell is None else " ".join(str(cell).split())
