"""
Taking back what a list brought in: records made and untouched since, rows added, columns changed.

What somebody else has changed, cited or built upon since stays, and is said to stay. Unlike a decision of
one person (`effects.reverse`), a list of a hundred thousand rows is taken back as far as it can be.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from django.apps import apps
from django.db import models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.models import AuditEntry, TranslationMark
from banyan.core.rows import delete
from banyan.registry.domain import organisations, public_ids, untying
from banyan.registry.enums import OrganisationState, ProposalState
from banyan.registry.models import (
    Activity,
    Citation,
    Identifier,
    Merge,
    Organisation,
    OrganisationName,
    ProposedChange,
    Source,
    StatedFigure,
    Tie,
)
from banyan.search.domain import outbox

#: Rows that belong to an organisation and go with it.
_OWN: Final = (OrganisationName, Identifier, Organisation.topics.through)
_LABEL: Final = "registry.organisation"


@transaction.atomic
def remove_many(
    *,
    keys: Collection[int],
    source: Source,
    by: User | None,
    now: datetime.datetime,
    used: Collection[str] = (),
) -> set[int]:
    """
    Remove organisations that a list made and nobody has touched since; their public ids are never reused.

    :param keys: primary keys
    :param used: public ids that packages above know to be in use
    :return: the primary keys of those that stay, because they were changed, cited or referred to since
    """
    rows = list(Organisation.objects.select_for_update(of=("self",)).filter(pk__in=keys))
    written = [row for row in rows if row.updated_at != row.created_at]
    stay = {row.pk for row in written} - _as_it_was(written)
    stay |= {row.pk for row in rows if row.public_id in used}
    stay |= _referred_to(rows) | _cited_elsewhere(rows, source)
    going = [row for row in rows if row.pk not in stay]
    ids = [row.pk for row in going]
    names: dict[int, list[str]] = {}
    for pk, text in OrganisationName.objects.filter(organisation__in=ids).values_list("organisation", "text"):
        names.setdefault(pk, []).append(text)
    audit.record_many(
        key="registry.organisation.removed",
        lines=[(row, {"names": names.get(row.pk, []), "source": source.public_id}, None) for row in going],
        by=by,
        now=now,
    )
    for model in _OWN:
        owned = model._default_manager.filter(organisation__in=ids)
        if model is not Organisation.topics.through:
            _citations(model._meta.label_lower, owned.values("pk")).filter(source=source).delete()
        owned.delete()
    _citations(_LABEL, ids).filter(source=source).delete()
    TranslationMark.objects.filter(object_type=_LABEL, object_id__in=[str(pk) for pk in ids]).delete()
    delete(Organisation, ids)  # what refers to one was looked for above, and the database looks once more
    public_ids.retire(public_ids=[row.public_id for row in going], now=now)
    outbox.enqueue_many(kind="organisation", keys=[row.public_id for row in going])
    return stay


def _as_it_was(rows: Sequence[Organisation]) -> set[int]:
    """
    Return the keys of those that were only merged since, with every merge taken back whole.

    The log of merges holds when a record had been changed before each: by nothing but its making and them.
    """
    times = {str(row.pk): {str(row.created_at)} for row in rows if row.state != OrganisationState.MERGED}
    lines = AuditEntry.objects.filter(
        object_type=_LABEL, object_id__in=list(times), key__in=(f"{_LABEL}.merged", f"{_LABEL}.unmerged")
    )
    edited: set[str] = set()
    for pk, at, before, after in lines.order_by("id").values_list("object_id", "at", "before", "after"):
        if (before or {}).get("updated_at") not in times[pk] or (after or {}).get("edits", 0):
            edited.add(pk)
        times[pk].add(str(at))
    return {
        row.pk
        for row in rows
        if str(row.pk) not in edited and str(row.updated_at) in times.get(str(row.pk), ())
    }


def _citations(label: str, ids: Any) -> models.QuerySet[Citation]:
    return Citation.objects.filter(subject_type=label, subject_id__in=ids)


def _referred_to(rows: Sequence[Organisation]) -> set[int]:
    """Return the keys of organisations that a row of any other table refers to, by key or public id."""
    ids = [row.pk for row in rows]
    by_public_id = {row.public_id: row.pk for row in rows}
    found: set[int] = set()
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model in _OWN:
            continue
        column = relation.field.attname
        others = relation.related_model._default_manager.filter(**{f"{column}__in": ids})
        found.update(others.values_list(column, flat=True))
    figures = StatedFigure.objects.filter(subject_type="organisation", subject_key__in=by_public_id)
    waiting = ProposedChange.objects.filter(state=ProposalState.WAITING, linked_key__in=by_public_id)
    merged = Merge.objects.filter(kept_key__in=by_public_id, undone_at=None)
    keys = [
        *figures.values_list("subject_key", flat=True),
        *waiting.values_list("linked_key", flat=True),
        *merged.values_list("kept_key", flat=True),
    ]
    return found | {by_public_id[key] for key in keys}


def _cited_elsewhere(rows: Sequence[Organisation], source: Source) -> set[int]:
    """Return the keys of organisations for which another source says something."""
    ids = [row.pk for row in rows]
    found = set(_citations(_LABEL, ids).exclude(source=source).values_list("subject_id", flat=True))
    for model in (OrganisationName, Identifier):
        owned = model._default_manager.filter(organisation__in=ids)
        cited = _citations(model._meta.label_lower, owned.values("pk")).exclude(source=source)
        found.update(
            owned.filter(pk__in=list(cited.values_list("subject_id", flat=True))).values_list(
                "organisation", flat=True
            )
        )
    return found


@transaction.atomic
def take_back(
    *,
    effects: Iterable[dict[str, Any]],
    source: Source,
    by: User | None,
    now: datetime.datetime,
    used: Collection[str] = (),
) -> bool:
    """
    Take back what one row of a list did, last first (see `registry.domain.effects`).

    :return: whether everything was taken back; what somebody changed or built upon since stays
    """
    is_whole = True
    touched: dict[int, bool] = {}
    for effect in reversed(list(effects)):
        model = apps.get_model(effect["model"])
        row = model._default_manager.filter(pk=effect["pk"]).first()
        if row is None:
            continue
        if effect["did"] == "changed":
            is_exact = _restore(row, effect["before"], effect["after"])
            is_whole = is_whole and is_exact
            if isinstance(row, Organisation):
                touched[row.pk] = is_exact
            elif isinstance(row, Tie):
                outbox.enqueue_many(kind="organisation", keys=[row.subject.public_id, row.object.public_id])
        elif isinstance(row, Organisation):
            is_whole = not remove_many(keys=[row.pk], source=source, by=by, now=now, used=used) and is_whole
        else:
            is_whole = _unmake(row, source, by=by, now=now) and is_whole
    for pk, is_exact in touched.items():
        _settle(pk, source, is_exact=is_exact, by=by, now=now)
    return is_whole


def _restore(row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """
    Set the columns back; return whether the row is exactly as it was.

    If nobody has written to it since, also the time and person of the last change go back. A name has
    neither: it goes back if it says what the list made it say.
    """
    if isinstance(row, OrganisationName):
        is_as_left = all(getattr(row, name) == value for name, value in after.items())
        if is_as_left:
            for name, value in before.items():
                setattr(row, name, value)
            row.save(update_fields=list(before))
        return is_as_left
    assert isinstance(row, Organisation | Tie)
    is_untouched = row.updated_at.isoformat() == after.get("updated_at")
    derived = {"updated_at", "updated_by_id", *organisations.TITLES}
    columns = [
        name
        for name in before
        if (is_untouched or name not in derived) and _plain(getattr(row, name)) == after[name]
    ]
    for name in columns:
        value = before[name]
        setattr(row, name, datetime.datetime.fromisoformat(value) if name == "updated_at" else value)
    row.save(update_fields=columns)
    return is_untouched


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def _unmake(row: models.Model, source: Source, *, by: User | None, now: datetime.datetime) -> bool:
    """Delete a row that a list made, with the list's own citations of it; return whether it is gone."""
    if isinstance(row, Tie):
        return not untying.remove_many(keys=[row.pk], source=source, by=by, now=now)
    if isinstance(row, ProposedChange):
        if row.state != ProposalState.WAITING:
            return False
    elif _citations(row._meta.label_lower, [row.pk]).exclude(source=source).exists():
        return False
    if isinstance(row, Activity):
        if row.updated_at != row.created_at:
            return False
        if StatedFigure.objects.filter(subject_key=row.public_id).exists():
            return False
        audit.record(key="registry.activity.removed", subject=row, by=by, now=now)
        parties = Organisation.objects.filter(parties__activity=row).values_list("public_id", flat=True)
        outbox.enqueue_many(kind="organisation", keys=list(parties))
    _citations(row._meta.label_lower, [row.pk]).filter(source=source).delete()
    row.delete()
    return True


def _settle(pk: int, source: Source, *, is_exact: bool, by: User | None, now: datetime.datetime) -> None:
    """After its rows are gone: log line, index note, and, if somebody wrote to it since, its names."""
    organisation = Organisation.objects.get(pk=pk)
    if not is_exact:
        organisations.show_names_again(organisation_id=pk, by=by, now=now)
    audit.record(
        key="registry.organisation.withdrawn",
        subject=organisation,
        by=by,
        now=now,
        after={"source": source.public_id},
    )
    outbox.enqueue(kind="organisation", key=organisation.public_id)
