"""Everything that one page of the desk changes about an organisation, written together or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from banyan.accounts.models import User
from banyan.registry.domain import identifiers, organisations, staff_facts
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import Identifier, Organisation, OrganisationName
from banyan.taxonomy.models import Concept

#: Columns that the public page shows with a source.
_CITED: Final = (
    "country",
    "place",
    "legal_form",
    "registration_state",
    "state",
    "is_network",
    "website",
    "founded_date",
    "ended_date",
)


@dataclass(frozen=True, slots=True)
class Revision:
    """
    What a member of staff wants an organisation to be.

    ``values`` are columns of `organisations.EDITABLE`; ``summary`` is by column code, written in
    ``summary_language``; ``new_identifier`` is a pair of an org-id.guide code and a value.
    """

    values: Mapping[str, Any]
    summary: Mapping[str, str]
    summary_language: str
    topics: Iterable[Concept]
    new_name: NewName | None = None
    removed_names: Iterable[OrganisationName] = field(default_factory=tuple)
    new_identifier: tuple[str, str] | None = None
    removed_identifiers: Iterable[Identifier] = field(default_factory=tuple)


@transaction.atomic
def revise(*, organisation: Organisation, revision: Revision, by: User, now: datetime.datetime) -> None:
    """
    Change names, numbers, facts, topics and summary; staff are named as the source of what is new.

    :raises ValidationError: if a value is malformed
    :raises NameIsEmpty: if no name would be left
    :raises IdentifierIsMalformed: if the register gives no such number
    :raises IdentifierIsTaken: if another organisation has the number
    """
    who: dict[str, Any] = {"by": by, "now": now}
    before = {column: getattr(organisation, column) for column in _CITED}
    if revision.new_name is not None:
        row, is_new = organisations.add_name(organisation=organisation, name=revision.new_name, **who)
        if is_new:
            staff_facts.cite(subject=row, **who)
    for name in revision.removed_names:
        organisations.remove_name(name=name, **who)
    for identifier in revision.removed_identifiers:
        identifiers.remove(identifier=identifier, **who)
    if revision.new_identifier is not None:
        scheme, value = revision.new_identifier
        identifiers.add(organisation=organisation, scheme=scheme, value=value, **who)
    topics = list(revision.topics)
    has_other_topics = set(topics) != set(organisation.topics.all())
    organisations.edit(
        organisation=organisation,
        values=revision.values,
        summary=revision.summary,
        summary_language=revision.summary_language,
        topics=topics,
        **who,
    )
    cited = [
        column
        for column in _CITED
        if revision.values.get(column) and revision.values[column] != before[column]
    ]
    if topics and has_other_topics:
        cited.append("topics")
    staff_facts.cite(subject=organisation, fields=cited, **who)
