"""Organisations and their names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit, translations
from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import living, public_ids
from banyan.registry.domain import names as name_rules
from banyan.registry.enums import NameKind, OrganisationState
from banyan.registry.models import Organisation, OrganisationName, Post
from banyan.registry.signals import organisation_renamed
from banyan.registry.validators import validate_partial_date
from banyan.search.domain import outbox
from banyan.taxonomy.domain import queries as taxonomy
from banyan.taxonomy.models import Concept

#: The columns that follow from the names.
TITLES = tuple(f"title_{language}" for language in LANGUAGES)
#: The plain columns that `edit` may set.
EDITABLE = (
    "legal_form",
    "country",
    "place",
    "founded_date",
    "ended_date",
    "state",
    "registration_state",
    "verification",
    "is_network",
    "website",
)

#: Columns whose value is a row of another table: the database itself refuses what is not there.
FOREIGN = frozenset({"legal_form", "country", "place", "created_by", "updated_by"})
#: The columns that a new organisation need not have checked if nobody gave them: they hold their defaults.
_COLUMNS = frozenset(column.name for column in Organisation._meta.concrete_fields) - set(TITLES)


class NameIsEmpty(ValueError):
    """An organisation needs at least one name with a letter in it."""


@dataclass(frozen=True, slots=True)
class NewName:
    """A name to be written: its text, the tag of its language, its kind, and when it was borne if known."""

    text: str
    language: str
    kind: str = NameKind.OFFICIAL
    valid_from_date: str = ""
    valid_to_date: str = ""


def _touch(
    organisation: Organisation, by: User | None, now: datetime.datetime, columns: Iterable[str]
) -> None:
    """Save what was changed and nothing else: the row in hand may be older than the one in the table."""
    organisation.updated_at, organisation.updated_by = now, by
    organisation.save(update_fields=[*columns, "updated_at", "updated_by"])
    outbox.enqueue(kind="organisation", key=organisation.public_id)


def show_names(organisation: Organisation, names: Iterable[OrganisationName | NewName]) -> bool:
    """Set the names to show, for the caller to save; return whether they are others than before."""
    before = [getattr(organisation, column) for column in TITLES]
    for language, text in name_rules.shown(names).items():
        setattr(organisation, f"title_{language}", text)
    after = [getattr(organisation, column) for column in TITLES]
    if organisation.pk and before != after:
        # The documents of its people carry its name.
        people = Post.objects.filter(organisation=organisation).values_list("person__public_id", flat=True)
        outbox.enqueue_many(kind="person", keys=people.distinct().iterator())
        organisation_renamed.send(sender=Organisation, organisation=organisation)
    return before != after


def _refuse_malformed_dates(name: NewName) -> None:
    try:
        validate_partial_date(name.valid_from_date)
        validate_partial_date(name.valid_to_date)
    except ValidationError as error:
        raise ValidationError({"names": error}) from None


def drafted(
    *, names: Iterable[NewName], by: User | None, now: datetime.datetime, values: Mapping[str, Any]
) -> tuple[Organisation, list[NewName]]:
    """
    Return an organisation that may be saved and the names to save with it: the rules for a new one.

    Asks the database nothing: what only it can tell (a key that is not there, an id taken) it refuses when
    the row is saved.

    :param values: columns; a place or an entry of a list as the row itself or, with ``_id``, its key
    :raises NameIsEmpty: if no name has a letter or digit in it
    :raises ValidationError: if a value is malformed
    """
    wanted: dict[tuple[str, str, str], NewName] = {}
    for name in names:
        if name_rules.compared(name.text):
            tidy = NewName(
                name_rules.tidy(name.text),
                name.language,
                NameKind(name.kind),
                name.valid_from_date,
                name.valid_to_date,
            )
            _refuse_malformed_dates(name)
            wanted.setdefault((tidy.text[:300], tidy.language, tidy.kind), tidy)
    if not wanted:
        raise NameIsEmpty
    organisation = Organisation(
        public_id="",  # whoever saves it draws one that nobody ever bore
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
        **values,
    )
    for language, text in name_rules.shown(wanted.values()).items():
        setattr(organisation, f"title_{language}", text)
    organisation.clean_fields(exclude=FOREIGN | (_COLUMNS - values.keys()))
    return organisation, list(wanted.values())


@transaction.atomic
def create(
    *, names: Iterable[NewName], by: User | None, now: datetime.datetime, **values: Any
) -> Organisation:
    """
    Add an organisation with its names.

    :param values: columns listed in :data:`EDITABLE`
    :raises NameIsEmpty: if no name has a letter or digit in it
    :raises ValidationError: if a value is malformed
    """
    organisation, wanted = drafted(
        names=names,
        by=by,
        now=now,
        values={column: values[column] for column in EDITABLE if column in values},
    )
    organisation.public_id = public_ids.fresh(1)[0]
    organisation.save()
    for name in wanted:
        _write_name(organisation, name)
    audit.record(
        key="registry.organisation.created",
        subject=organisation,
        by=by,
        now=now,
        after={"names": [name.text for name in wanted]},
    )
    outbox.enqueue(kind="organisation", key=organisation.public_id)
    return organisation


def _write_name(organisation: Organisation, name: NewName) -> tuple[OrganisationName, bool]:
    return OrganisationName.objects.get_or_create(
        organisation=organisation,
        text=name.text[:300],
        language=name.language,
        kind=NameKind(name.kind),
        defaults={
            "folded": name_rules.compared(name.text)[:300],
            "valid_from_date": name.valid_from_date,
            "valid_to_date": name.valid_to_date,
        },
    )


@transaction.atomic
def add_name(
    *, organisation: Organisation, name: NewName, by: User | None, now: datetime.datetime
) -> tuple[OrganisationName, bool]:
    """
    Add a name; the same name in the same language and kind is kept once.

    :return: the row, and whether it is new
    :raises NameIsEmpty: if the name has no letter or digit in it
    """
    if not name_rules.compared(name.text):
        raise NameIsEmpty
    organisation = living.organisation(organisation)
    tidy = NewName(text=name_rules.tidy(name.text), language=name.language, kind=name.kind)
    row, is_new = _write_name(organisation, tidy)
    if is_new:
        show_names(organisation, organisation.names.order_by("pk"))
        _touch(organisation, by, now, TITLES)
        audit.record(
            key="registry.organisation.name_added",
            subject=organisation,
            by=by,
            now=now,
            after={"text": row.text, "language": row.language, "kind": row.kind},
        )
    return row, is_new


@transaction.atomic
def remove_name(*, name: OrganisationName, by: User, now: datetime.datetime) -> None:
    """
    Remove a name.

    :raises NameIsEmpty: if it is the last one
    """
    name = living.row(name)
    organisation = living.organisation(name.organisation)
    if not organisation.names.exclude(pk=name.pk).exists():
        raise NameIsEmpty
    before = {"text": name.text, "language": name.language, "kind": name.kind}
    name.delete()
    show_names(organisation, organisation.names.order_by("pk"))
    _touch(organisation, by, now, TITLES)
    audit.record(
        key="registry.organisation.name_removed", subject=organisation, by=by, now=now, before=before
    )


@transaction.atomic
def show_names_again(*, organisation_id: int, by: User | None, now: datetime.datetime) -> None:
    """
    Have an organisation shown by the names it has now, after some were taken back; none if it is gone.

    :raises NameIsEmpty: if no name is left
    """
    organisation = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if organisation is None:
        return
    names = list(organisation.names.order_by("pk"))
    if not names:
        raise NameIsEmpty
    if show_names(organisation, names):
        _touch(organisation, by, now, TITLES)


@transaction.atomic
def edit(
    *,
    organisation: Organisation,
    by: User | None,
    now: datetime.datetime,
    values: Mapping[str, Any],
    summary: Mapping[str, str] | None = None,
    summary_language: str = "en",
    topics: Iterable[Concept] | None = None,
) -> Organisation:
    """
    Change the facts of an organisation; what is not given stays.

    :param values: columns listed in :data:`EDITABLE`
    :param summary: the summary by column code; ``summary_language`` is the one it was written in
    :param topics: all of its topics, with their lists
    :raises ValidationError: if a value is malformed; nothing is then changed
    :raises RecordIsFolded: if it was folded into another record, or should be: only `merges` does that
    """
    living.hold()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    living.refuse_folded(organisation)
    if values.get("state") == OrganisationState.MERGED:
        raise living.RecordIsFolded(organisation.public_id)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for column in EDITABLE:
        if column in values and getattr(organisation, column) != values[column]:
            before[column] = getattr(organisation, column)
            setattr(organisation, column, values[column])
            after[column] = values[column]
    if summary is not None:
        changed = translations.write(
            record=organisation, field="summary", values=summary, source_language=summary_language
        )
        before.update({column: pair[0] for column, pair in changed.items()})
        after.update({column: pair[1] for column, pair in changed.items()})
    organisation.full_clean(exclude=["created_by", "updated_by"])
    changed_columns = list(after)
    if topics is not None:
        chosen = list(topics)
        held = organisation.topics.select_related("scheme")
        names = [sorted(taxonomy.in_list(topic) for topic in found) for found in (held, chosen)]
        if names[0] != names[1]:
            organisation.topics.set(chosen)
            before["topics"], after["topics"] = names
    if after:
        _touch(organisation, by, now, changed_columns)
        audit.record(
            key="registry.organisation.edited",
            subject=organisation,
            by=by,
            now=now,
            before=before,
            after=after,
        )
    return organisation


def languages_missing(organisation: Organisation) -> tuple[str, ...]:
    """Return the languages in which the organisation has no name of its own."""
    return tuple(language for language in LANGUAGES if not getattr(organisation, f"title_{language}"))
