"""
What a list says of organisations the register has already: adding what is missing, asking about the rest.

A value that is there is never overwritten, unless the same list wrote everything the record says and nobody
has touched it since; what the list says otherwise comes back as a conflict, for a person to decide.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db import models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.models import AuditEntry
from banyan.registry.domain import living, organisations, renaming
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.effects import EffectLog
from banyan.registry.domain.organisations import NewName
from banyan.registry.domain.sketches import Codes, Sketch
from banyan.registry.enums import NameKind, RegistrationState
from banyan.registry.models import Citation, Identifier, Organisation, OrganisationName, Source
from banyan.search.domain import outbox

#: What a column holds when nobody has said anything.
_UNSAID: Final[dict[str, Any]] = {"registration_state": RegistrationState.UNKNOWN, "is_network": False}
#: Columns of a table and the words for them in a sketch.
_IN_SKETCH: Final = {"country_id": "country", "place_id": "place", "legal_form_id": "legal_form"}


@dataclass(frozen=True, slots=True)
class Stated:
    """An organisation of the register, what a list says of it, and the list's own words."""

    organisation: Organisation
    sketch: Sketch
    quote: str


@dataclass(slots=True)
class Completion:
    """What was added to one organisation (see `effects`), and what the list says otherwise, as a sketch."""

    effects: list[dict[str, Any]] = field(default_factory=list)
    conflicts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Additions:
    names: list[OrganisationName] = field(default_factory=list)
    renamed: list[renaming.NameChange] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    topics: list[models.Model] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)


def held(*, keys: Iterable[int]) -> dict[int, Organisation]:
    """
    Return organisations by key with names, numbers and topics, locked by the caller's transaction.

    The key of an organisation that was folded into another one leads to that one.
    """
    wanted = list(keys)
    into = living.organisations_of(wanted)
    pks = {into.get(pk, pk) for pk in wanted}
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    found = {row.pk: row for row in rows.prefetch_related("names", "identifiers", "topics")}
    return {pk: found[into.get(pk, pk)] for pk in wanted if into.get(pk, pk) in found}


@transaction.atomic
def complete_many(
    *,
    stated: Sequence[Stated],
    source: Source,
    codes: Codes,
    by: User | None,
    now: datetime.datetime,
    replaces: bool = False,
) -> list[Completion]:
    """
    Add to organisations what a list says and they lack, with citations, log lines and index notes.

    :param stated: organisations as returned by `held`, each once
    :param replaces: also overwrite what the record says otherwise, because a person said so
    :raises IntegrityError: if somebody gave one of the numbers to another organisation meanwhile
    """
    own = set() if replaces else _written_only_by(source, stated)
    taken = _holders(stated)
    done = []
    for one in stated:
        added = _additions(one, codes, taken, replaces=replaces or one.organisation.pk in own)
        done.append(_write(one, added, source=source, by=by, now=now))
    return done


def _additions(one: Stated, codes: Codes, taken: dict[tuple[str, str], int], *, replaces: bool) -> _Additions:
    organisation, sketch = one.organisation, one.sketch
    added = _Additions()
    added.renamed = renaming.dated_changes(list(organisation.names.all()), sketch.names)
    for name in missing_names(organisation, sketch.names):
        added.names.append(
            OrganisationName(
                organisation=organisation,
                text=name.text[:300],
                folded=name_rules.compared(name.text)[:300],
                language=name.language,
                kind=name.kind,
                valid_from_date=name.valid_from_date,
                valid_to_date=name.valid_to_date,
            )
        )
    own = {(row.scheme, row.value) for row in organisation.identifiers.all()}
    for pair in dict.fromkeys(sketch.identifiers):
        if pair in own:
            continue
        if pair in taken:
            added.conflicts.setdefault("identifiers", []).append(list(pair))
            continue
        taken[pair] = organisation.pk
        added.identifiers.append(Identifier(organisation=organisation, scheme=pair[0], value=pair[1]))
    filed = {topic.pk for topic in organisation.topics.all()}
    through: Any = Organisation.topics.through
    added.topics = [
        through(organisation_id=organisation.pk, concept_id=pk)
        for pk in codes.topics(sketch)
        if pk not in filed
    ]
    _compare_columns(one, codes, added, replaces=replaces)
    return added


def _compare_columns(one: Stated, codes: Codes, added: _Additions, *, replaces: bool) -> None:
    values = codes.columns(one.sketch)
    values.update({f"summary_{code}": text for code, text in one.sketch.summary.items() if text})
    for column, value in values.items():
        present = getattr(one.organisation, column)
        if _same(column, present, value):
            continue
        if replaces or present in ("", None) or (column in _UNSAID and present == _UNSAID[column]):
            added.columns[column] = value
        elif column.startswith("summary_"):
            continue  # two descriptions are no contradiction
        else:
            word = _IN_SKETCH.get(column, column)
            added.conflicts[word] = getattr(one.sketch, word)


def _same(column: str, present: Any, value: Any) -> bool:
    """Say whether a value adds nothing: it is the same, or less exact, or the same page written otherwise."""
    if present == value:
        return True
    if column.endswith("_date"):
        return bool(present) and str(present).startswith(str(value))
    if column == "website":
        return _page(str(present)) == _page(str(value))
    return False


def _page(address: str) -> str:
    return address.lower().split("://", 1)[-1].removeprefix("www.").rstrip("/")


def missing_names(organisation: Organisation, wanted: Iterable[NewName]) -> list[NewName]:
    """
    Return the names an organisation does not have, as they may be added to it.

    A second official name of a language becomes another name: which of them is official, a person says.
    """
    present = list(organisation.names.all())
    folded = {name.folded for name in present}
    official = {name.language for name in present if name.kind == NameKind.OFFICIAL}
    found = []
    for name in wanted:
        key = name_rules.compared(name.text)[:300]
        if not key or key in folded:
            continue
        folded.add(key)
        kind = NameKind(name.kind)
        if kind == NameKind.OFFICIAL and name.language in official:
            kind = NameKind.ALIAS
        elif kind == NameKind.OFFICIAL:
            official.add(name.language)
        found.append(replace(name, text=name_rules.tidy(name.text), kind=kind))
    return found


def _holders(stated: Sequence[Stated]) -> dict[tuple[str, str], int]:
    """Return who holds the numbers that are stated: (scheme, value) → key of the organisation."""
    by_scheme: dict[str, set[str]] = {}
    for one in stated:
        for scheme, value in one.sketch.identifiers:
            by_scheme.setdefault(scheme, set()).add(value)
    found: dict[tuple[str, str], int] = {}
    for scheme, values in by_scheme.items():
        rows = Identifier.objects.filter(scheme=scheme, value__in=values)
        found.update({(scheme, value): pk for value, pk in rows.values_list("value", "organisation_id")})
    return found


def _written_only_by(source: Source, stated: Sequence[Stated]) -> set[int]:
    """Return the keys of organisations of which every line of the log came from one list."""
    keys = [str(one.organisation.pk) for one in stated]
    found: dict[str, bool] = {}
    lines = AuditEntry.objects.filter(object_type=Organisation._meta.label_lower, object_id__in=keys)
    for key, after in lines.values_list("object_id", "after"):
        found[key] = found.get(key, True) and (after or {}).get("source") == source.public_id
    return {int(key) for key, is_own in found.items() if is_own}


def _write(
    one: Stated, added: _Additions, *, source: Source, by: User | None, now: datetime.datetime
) -> Completion:
    organisation = one.organisation
    if not (added.names or added.renamed or added.identifiers or added.topics or added.columns):
        return Completion(conflicts=added.conflicts)
    log = EffectLog()
    titles = organisations.TITLES
    before = {name: getattr(organisation, name) for name in (*titles, "updated_at", "updated_by_id")}
    before.update({name: getattr(organisation, name) for name in added.columns})
    for column, value in added.columns.items():
        setattr(organisation, column, value)
    through: Any = Organisation.topics.through
    made: list[models.Model] = [
        *OrganisationName.objects.bulk_create(added.names),
        *Identifier.objects.bulk_create(added.identifiers),
        *through.objects.bulk_create(added.topics),
    ]
    for change in added.renamed:
        change.row.save(update_fields=list(change.after))
        log.changed(change.row, dict(change.before), dict(change.after))
    if added.names or added.renamed:
        organisations.show_names(organisation, [*organisation.names.all(), *added.names])
    organisation.clean_fields(exclude=organisations.FOREIGN)
    organisation.updated_at, organisation.updated_by = now, by
    organisation.save(update_fields=[*titles, *added.columns, "updated_at", "updated_by"])
    facts = [(row, "") for row in made if isinstance(row, OrganisationName | Identifier)]
    facts += [(change.row, "kind") for change in added.renamed]
    citations = [
        Citation(
            source=source,
            subject_type=row._meta.label_lower,
            subject_id=row.pk,
            field=column,
            quote=one.quote,
            created_at=now,
            created_by=by,
        )
        for row, column in (*facts, *((organisation, name.removesuffix("_id")) for name in added.columns))
    ]
    for row in (*made, *Citation.objects.bulk_create(citations)):
        log.made(row)
    after = {name: getattr(organisation, name) for name in before}
    # The time goes in even where two rows of one batch share it: by it an undo knows that nobody came since.
    changed = [name for name in before if before[name] != after[name] or name == "updated_at"]
    log.changed(
        organisation,
        {name: _plain(before[name]) for name in changed},
        {name: _plain(after[name]) for name in changed},
    )
    renamed = [change.row.text for change in added.renamed if "kind" in change.after]
    audit.record(
        key="registry.organisation.completed",
        subject=organisation,
        by=by,
        now=now,
        before={_IN_SKETCH.get(name, name): before[name] for name in added.columns},
        after={
            **{_IN_SKETCH.get(name, name): value for name, value in added.columns.items()},
            "names": [name.text for name in added.names],
            **({"renamed": renamed} if renamed else {}),
            "source": source.public_id,
        },
    )
    outbox.enqueue(kind="organisation", key=organisation.public_id)
    return Completion(effects=log.effects, conflicts=added.conflicts)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.datetime) else value
