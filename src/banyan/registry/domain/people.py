"""People and their names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import living
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.organisations import NameIsEmpty, NewName
from banyan.registry.enums import NameKind
from banyan.registry.models import Person, PersonName
from banyan.registry.models.visibility import sources_naming
from banyan.search.domain import outbox

#: The columns that follow from the names.
_TITLES = tuple(f"title_{language}" for language in LANGUAGES)
#: The columns that `edit` may set.
EDITABLE = ("is_hidden", "consented_at", "private_email", "private_phone")
#: Of these, the ones whose values never go into the log.
PRIVATE = ("private_email", "private_phone")


def _touch(person: Person, by: User | None, now: datetime.datetime, columns: Iterable[str]) -> None:
    """Save what was changed and nothing else: the row in hand may be older than the one in the table."""
    person.updated_at, person.updated_by = now, by
    person.save(update_fields=[*columns, "updated_at", "updated_by"])
    outbox.enqueue(kind="person", key=person.public_id)


def _show_names(person: Person, names: Iterable[PersonName | NewName]) -> None:
    for language, text in name_rules.shown(names).items():
        setattr(person, f"title_{language}", text[:200])


def _write_name(person: Person, name: NewName) -> tuple[PersonName, bool]:
    return PersonName.objects.get_or_create(
        person=person,
        text=name.text[:200],
        language=name.language,
        defaults={"folded": name_rules.compared(name.text)[:200], "kind": NameKind(name.kind)},
    )


@transaction.atomic
def create(*, names: Iterable[NewName], by: User | None, now: datetime.datetime) -> Person:
    """
    Add a person with the names they go by.

    :raises NameIsEmpty: if no name has a letter in it
    """
    wanted = [
        NewName(text=name_rules.tidy(name.text), language=name.language, kind=name.kind)
        for name in names
        if name_rules.compared(name.text)
    ]
    if not wanted:
        raise NameIsEmpty
    person = Person(created_at=now, created_by=by, updated_at=now, updated_by=by)
    _show_names(person, wanted)
    person.save()
    for name in wanted:
        _write_name(person, name)
    audit.record(
        key="registry.person.created",
        subject=person,
        by=by,
        now=now,
        after={"names": [name.text for name in wanted]},
    )
    outbox.enqueue(kind="person", key=person.public_id)
    return person


@transaction.atomic
def add_name(
    *, person: Person, name: NewName, by: User | None, now: datetime.datetime
) -> tuple[PersonName, bool]:
    """
    Add a name in a language; the same one is kept once.

    :return: the row, and whether it is new
    :raises NameIsEmpty: if it has no letter in it
    """
    if not name_rules.compared(name.text):
        raise NameIsEmpty
    person = living.person(person)
    tidy = NewName(text=name_rules.tidy(name.text), language=name.language, kind=name.kind)
    row, is_new = _write_name(person, tidy)
    if is_new:
        _show_names(person, person.names.order_by("pk"))
        _touch(person, by, now, _TITLES)
        audit.record(
            key="registry.person.name_added", subject=person, by=by, now=now, after={"text": row.text}
        )
    return row, is_new


@transaction.atomic
def remove_name(*, name: PersonName, by: User, now: datetime.datetime) -> None:
    """
    Remove a name.

    :raises NameIsEmpty: if it is the last one
    """
    name = living.row(name)
    person = living.person(name.person)
    if not person.names.exclude(pk=name.pk).exists():
        raise NameIsEmpty
    text = name.text
    name.delete()
    _show_names(person, person.names.order_by("pk"))
    _touch(person, by, now, _TITLES)
    audit.record(key="registry.person.name_removed", subject=person, by=by, now=now, before={"text": text})


@transaction.atomic
def show_names_again(*, person_id: int, by: User | None, now: datetime.datetime) -> None:
    """
    Have a person shown by the names they have now, after some were taken back; none if they are gone.

    :raises NameIsEmpty: if no name is left
    """
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        return
    names = list(person.names.order_by("pk"))
    if not names:
        raise NameIsEmpty
    before = [getattr(person, column) for column in _TITLES]
    _show_names(person, names)
    if before != [getattr(person, column) for column in _TITLES]:
        _touch(person, by, now, _TITLES)


@transaction.atomic
def edit(*, person: Person, by: User, now: datetime.datetime, values: Mapping[str, Any]) -> Person:
    """
    Change what is kept about a person; private values are changed but never written to the log.

    :param values: columns listed in :data:`EDITABLE`
    :raises ValidationError: if a value is malformed; nothing is then changed
    :raises RecordIsFolded: if they were folded into another record
    """
    living.hold()
    person = Person.objects.select_for_update().get(pk=person.pk)
    living.refuse_folded(person)
    changed = [
        column for column in EDITABLE if column in values and getattr(person, column) != values[column]
    ]
    before = {column: getattr(person, column) for column in changed if column not in PRIVATE}
    for column in changed:
        setattr(person, column, values[column])
    person.full_clean(exclude=["created_by", "updated_by"])
    if changed:
        _touch(person, by, now, changed)
        after = {column: "…" if column in PRIVATE else getattr(person, column) for column in changed}
        audit.record(key="registry.person.edited", subject=person, by=by, now=now, before=before, after=after)
        if "is_hidden" in changed:
            # The documents of pages carry the quotes that support a person, unless the person is hidden.
            pages = sources_naming(person).values_list("public_id", flat=True)
            outbox.enqueue_many(kind="article", keys=pages.iterator())
    return person
