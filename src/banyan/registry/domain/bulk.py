"""
Many new organisations at once: the same rules, log lines and index notes as one, in few statements.

`prepare` asks the database nothing and may run outside a transaction; `create_many` only writes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from django.db import router, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.core.models import TranslationMark
from banyan.core.rows import insert
from banyan.registry.domain import names as name_rules
from banyan.registry.domain import organisations, public_ids
from banyan.registry.domain.organisations import NewName
from banyan.registry.domain.sketches import Codes, Sketch
from banyan.registry.models import Citation, Identifier, Organisation, OrganisationName, Source
from banyan.search.domain import outbox

#: Rows asked for or handed to Django together; it cuts them further where a database takes fewer parameters.
_BATCH: Final = 500
_COLUMNS: Final = tuple(
    column.attname for column in Organisation._meta.concrete_fields if not column.primary_key
)


@dataclass(slots=True)
class Prepared:
    """A new organisation that keeps every rule, not yet written."""

    organisation: Organisation
    names: list[NewName]
    identifiers: tuple[tuple[str, str], ...]
    topics: list[int]
    quote: str


def prepare(
    *, sketch: Sketch, codes: Codes, by: User | None, now: datetime.datetime, quote: str = ""
) -> Prepared:
    """
    Check a sketch by the rules for a new organisation.

    :param quote: the words of the source that say so
    :raises NameIsEmpty: if no name has a letter or digit in it
    :raises ValidationError: if a value is malformed
    """
    values = codes.columns(sketch)
    values.update({f"summary_{code}": sketch.summary[code] for code in LANGUAGES if sketch.summary.get(code)})
    organisation, names = organisations.drafted(names=sketch.names, by=by, now=now, values=values)
    return Prepared(
        organisation=organisation,
        names=names,
        identifiers=tuple(dict.fromkeys(sketch.identifiers)),
        topics=codes.topics(sketch),
        quote=quote,
    )


@transaction.atomic
def create_many(
    *, prepared: Sequence[Prepared], source: Source, by: User | None, now: datetime.datetime
) -> list[Organisation]:
    """
    Write new organisations with names, identifiers, topics, citations, log lines and index notes.

    :raises IntegrityError: if an identifier is held by another organisation; nothing is then written
    """
    for one, public_id in zip(prepared, public_ids.fresh(len(prepared)), strict=True):
        one.organisation.public_id = public_id
    made = _write([one.organisation for one in prepared])
    write_names((one.organisation, name) for one in prepared for name in one.names)
    write_identifiers((one.organisation, *pair) for one in prepared for pair in one.identifiers)
    file_under((one.organisation.pk, topic) for one in prepared for topic in one.topics)
    _mark_summaries(made)
    label = Organisation._meta.label_lower
    cite_many(
        source=source, by=by, now=now, rows=((label, one.organisation.pk, "", one.quote) for one in prepared)
    )
    audit.record_many(
        key="registry.organisation.created",
        lines=(
            (
                one.organisation,
                None,
                {"names": [name.text for name in one.names], "source": source.public_id},
            )
            for one in prepared
        ),
        by=by,
        now=now,
    )
    outbox.enqueue_many(kind="organisation", keys=[organisation.public_id for organisation in made])
    return made


def _write(organisations: list[Organisation]) -> list[Organisation]:
    """Write new organisations by their columns and give each its key."""
    insert(Organisation, _COLUMNS, map(attrgetter(*_COLUMNS), organisations))
    keys: dict[str, int] = {}
    for start in range(0, len(organisations), _BATCH):
        ids = [organisation.public_id for organisation in organisations[start : start + _BATCH]]
        keys.update(Organisation.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    for organisation in organisations:
        organisation.pk = keys[organisation.public_id]
        organisation._state.adding, organisation._state.db = False, router.db_for_write(Organisation)
    return organisations


def write_names(names: Iterable[tuple[Organisation, NewName]]) -> None:
    """Write names inside the caller's transaction."""
    insert(
        OrganisationName,
        ("organisation_id", "text", "folded", "language", "kind", "valid_from_date", "valid_to_date"),
        (
            (
                one.pk,
                name.text[:300],
                name_rules.compared(name.text)[:300],
                name.language,
                str(name.kind),
                name.valid_from_date,
                name.valid_to_date,
            )
            for one, name in names
        ),
    )


def write_identifiers(identifiers: Iterable[tuple[Organisation, str, str]]) -> None:
    """
    Write numbers in other registers inside the caller's transaction.

    :raises IntegrityError: if another organisation holds one of them
    """
    insert(
        Identifier,
        ("organisation_id", "scheme", "value"),
        ((one.pk, scheme, value) for one, scheme, value in identifiers),
    )


def file_under(pairs: Iterable[tuple[int, int]]) -> None:
    """Put organisations under topics they are not under yet: pairs of their keys."""
    insert(Organisation.topics.through, ("organisation_id", "concept_id"), pairs)


def cite_many(
    *,
    source: Source,
    rows: Iterable[tuple[str, int, str, str]],
    by: User | None,
    now: datetime.datetime,
) -> None:
    """
    Write which words of a source say many facts; the caller has the records indexed anew.

    :param rows: label and key of the row, one field of it or "", and the words
    """
    insert(
        Citation,
        ("source_id", "created_at", "created_by_id", "subject_type", "subject_id", "field", "quote"),
        ((source.pk, now, getattr(by, "pk", None), *row) for row in rows),
    )


def _mark_summaries(made: Iterable[Organisation]) -> None:
    """Write down in which language each summary was written: the first the list gives."""
    rows = []
    for organisation in made:
        written = [code for code in LANGUAGES if getattr(organisation, f"summary_{code}")]
        if written:
            rows.append(
                TranslationMark(
                    object_type=organisation._meta.label_lower,
                    object_id=str(organisation.pk),
                    field="summary",
                    source_language=written[0],
                )
            )
    TranslationMark.objects.bulk_create(rows, batch_size=_BATCH)
