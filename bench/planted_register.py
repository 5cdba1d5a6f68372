"""A register of any size for benchmarks, written straight into the tables: names, ties, sources, the log."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from search_corpus import generated

MEMBERS = 5_000  # of the one network, whatever the size
QUOTES_OF_EVENT = 3
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
_BATCH = 5_000


def public_id(number: int) -> str:
    """Return the number as a public id with its check character."""
    from banyan.core import ids

    body = ""
    for _ in range(ids.LENGTH):
        number, digit = divmod(number, len(ids.ALPHABET))
        body = ids.ALPHABET[digit] + body
    return f"{ids.PREFIX}{body[:4]}-{body[4:]}{ids._check_character(body)}"


def insert(model: Any, rows: Iterable[dict[str, Any]], **same: Any) -> int:
    """
    Insert rows of columns; what a row does not say is ``same`` or what the model has by default.

    Plain SQL: a million records in minutes. Constraints of the database hold all the same.
    """
    from django.db import connection, transaction

    tracked = {"created_at": NOW, "updated_at": NOW}
    fields = [column for column in model._meta.concrete_fields if not column.primary_key]
    common = {column.column: column.get_default() for column in fields}
    common |= {name: value for name, value in {**tracked, **same}.items() if name in common}
    columns = ["id", *common]
    quoted = ", ".join(f'"{column}"' for column in columns)
    sign = "?" if connection.vendor == "sqlite" else "%s"
    marks = ", ".join([sign] * len(columns))
    sql = f"INSERT INTO {model._meta.db_table} ({quoted}) VALUES ({marks})"
    kept = {
        column.column: column.get_db_prep_save(common[column.column], connection)
        for column in fields
        if common[column.column] is not None or not column.null
    }
    before = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    count, source = 0, iter(rows)
    with transaction.atomic(), connection.cursor() as cursor:
        raw = cursor.cursor.cursor if hasattr(cursor.cursor, "cursor") else cursor.cursor
        while batch := list(islice(source, _BATCH)):
            values = [
                tuple((kept | row | {"id": before + count + at}).get(name) for name in columns)
                for at, row in enumerate(batch, 1)
            ]
            raw.executemany(sql, values)
            count += len(batch)
    return count


def make(size: int) -> dict[str, int]:
    """Fill an empty register with ``size`` organisations and what belongs to them; return counts."""
    from banyan.events.models import Appearance, Event, EventOrganiser
    from banyan.registry import models
    from banyan.search.domain.normalise import fold
    from banyan.taxonomy.models import Concept, Place

    dice = random.Random(3)
    places = {code: Place.objects.get(code=code).pk for code in ("VN", "CN")}
    topics = list(Concept.objects.values_list("pk", flat=True)[:40])
    people, own, events = size // 10, size // 10, size // 100
    first_source = 2  # source 1 is the data set from which all was imported

    def named() -> Iterator[tuple[int, Any]]:
        return enumerate(generated(size), 1)

    def organisations() -> Iterator[dict[str, Any]]:
        for pk, made in named():
            vi, zh, en, _short = (name.text for name in made.names)
            yield {
                "public_id": public_id(pk),
                "title_vi": vi,
                "title_zh": zh,
                "title_en": en,
                "summary_vi": made.text[""],
                "country_id": places[made.facets["country"][0]],
                "founded_date": made.facets["year"][0],
                "is_network": pk == 1,
                "updated_at": _moment(pk),
                "created_at": _moment(pk),
            }

    def names() -> Iterator[dict[str, Any]]:
        for pk, made in named():
            for name in made.names:
                yield {
                    "organisation_id": pk,
                    "text": name.text,
                    "folded": fold(name.text),
                    "language": name.language or "en",
                    "kind": name.kind,
                }

    def ties() -> Iterator[dict[str, Any]]:
        yield from ({"subject_id": pk, "object_id": 1} for pk in range(2, MEMBERS + 2))
        for pk in range(MEMBERS + 2, size, 2):
            yield {"subject_id": pk, "object_id": dice.randrange(2, pk)}

    def citations() -> Iterator[dict[str, Any]]:
        for pk in range(1, size + 1):  # the data set says each name, as an import would
            row = {"subject_type": "registry.organisation", "subject_id": pk}
            yield row | {"source_id": 1, "quote": f"row {pk}"}
            if pk % 10 == 0:
                yield row | {"source_id": first_source + pk // 10 - 1, "quote": "words of the page"}
        for pk in range(1, 2 * people + 1):
            yield {"source_id": 1, "subject_type": "registry.post", "subject_id": pk, "quote": f"post {pk}"}
        for pk in range(1, MEMBERS + 1):
            yield {"source_id": 2, "subject_type": "registry.tie", "subject_id": pk, "quote": f"member {pk}"}
        for pk in range(1, QUOTES_OF_EVENT * events + 1):
            yield {"source_id": 3, "subject_type": "events.appearance", "subject_id": pk, "quote": "spoke"}

    def sources() -> Iterator[dict[str, Any]]:
        yield {"public_id": public_id(20_000_000), "kind": "data_set", "title": "The list that was imported"}
        for number in range(own):
            yield {"public_id": public_id(20_000_001 + number), "kind": "clipping", "title": f"Page {number}"}

    def proposals() -> Iterator[dict[str, Any]]:
        for number in range(size // 10):
            is_waiting = number % 10 == 0
            yield {
                "source_id": first_source + number // 20,
                "kind": "organisation",
                "payload": '{"name": "Somebody", "names": []}',
                "state": "waiting" if is_waiting else "rejected",
                "decided_at": None if is_waiting else _moment(number),
                "position": number % 20,
            }

    def log() -> Iterator[dict[str, Any]]:
        for pk in range(1, size + 1):
            yield {
                "key": "registry.organisation.created",
                "object_type": "registry.organisation",
                "object_id": str(pk),
                "object_label": "Somebody",
            }
        for pk in range(1, size // 2):
            ends = f'{{"subject": "{public_id(pk + 1)}", "object": "{public_id(1)}", "kind": "member_of"}}'
            yield {
                "key": "registry.tie.created",
                "object_type": "registry.tie",
                "object_id": str(pk),
                "object_label": "Somebody",
                "after": ends,
            }

    from banyan.core.models import AuditEntry

    topic_rows = (
        {"organisation_id": pk, "concept_id": topics[pk % len(topics)]} for pk in range(1, size + 1)
    )
    return {
        "organisations": insert(models.Organisation, organisations()),
        "names": insert(models.OrganisationName, names()),
        "topics": insert(models.Organisation.topics.through, topic_rows),
        "people": insert(
            models.Person,
            (
                {
                    "public_id": public_id(10_000_000 + pk),
                    "title_vi": f"Người {pk}",
                    "updated_at": _moment(pk),
                }
                for pk in range(1, people + 1)
            ),
        ),
        "names of people": insert(
            models.PersonName,
            (
                {"person_id": pk, "text": f"Người {pk}", "folded": f"nguoi{pk}", "language": "vi"}
                for pk in range(1, people + 1)
            ),
        ),
        "positions": insert(
            models.Post,
            (
                {"person_id": 1 + pk % people, "organisation_id": 1 + pk % size, "title_vi": "Giám đốc"}
                for pk in range(2 * people)
            ),
        ),
        "relationships": insert(models.Tie, ties(), kind="member_of"),
        "sources": insert(models.Source, sources()),
        "events": insert(
            Event,
            (
                {
                    "public_id": public_id(30_000_000 + pk),
                    "title_vi": f"Hội thảo {pk}",
                    "start_date": f"{2000 + pk % 26}-03-01",
                }
                for pk in range(1, events + 1)
            ),
        ),
        "organisers": insert(
            EventOrganiser, ({"event_id": pk, "organisation_id": pk} for pk in range(1, events + 1))
        ),
        "appearances": insert(
            Appearance,
            (
                {"event_id": 1 + pk // QUOTES_OF_EVENT, "person_id": 1 + pk % people}
                for pk in range(QUOTES_OF_EVENT * events)
            ),
        ),
        "citations": insert(models.Citation, citations()),
        "suggestions": insert(models.ProposedChange, proposals()),
        "lines of the log": insert(AuditEntry, log(), actor_label="Banyan", at=NOW),
    }


def _moment(number: int) -> str:
    return (NOW - datetime.timedelta(minutes=number)).isoformat(sep=" ")


def title(number: int, *, with_slip: bool = False) -> str:
    """Return the English name of an organisation, two letters of its longest word swapped if asked for."""
    from banyan.registry.models import Organisation

    name = str(Organisation.objects.get(pk=number).title_en).split(" for ")[0]
    words = name.split()
    if with_slip:
        long = max(range(len(words)), key=lambda place: len(words[place]))
        word = words[long]
        words[long] = word[:3] + word[4] + word[3] + word[5:]
    return "+".join(words)
