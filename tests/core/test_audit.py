"""The log knows the records at the ends of what its lines are about."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from tests.factories import OrganisationFactory, PostFactory, TieFactory
from tests.factories.base import NOW

from banyan.core import audit
from banyan.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def ends(key: str) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(key=key).values_list("first_end", "second_end"))


def test_lines_about_bonds_name_their_ends() -> None:
    tie, post = TieFactory(), PostFactory()
    assert ends("registry.tie.added") == [(tie.subject.public_id, tie.object.public_id)]
    assert ends("registry.post.added") == [(post.organisation.public_id, post.person.public_id)]
    assert set(ends("registry.organisation.created")) == {("", "")}


def test_many_lines_at_once_name_theirs_too() -> None:
    record = OrganisationFactory()
    audit.record_many(
        key="registry.tie.added",
        lines=[(record, None, {"subject": "bn-0000-0001", "object": "bn-0000-0002", "kind": "member_of"})],
        by=None,
        now=NOW,
    )
    assert ends("registry.tie.added") == [("bn-0000-0001", "bn-0000-0002")]


@pytest.mark.parametrize(
    "values",
    [{"of": "x" * 41}, {"person": 7}, {"subject": None}, {"object": ["a"]}, {}, None],
)
def test_what_is_no_public_id_is_no_end(values) -> None:
    assert audit.ends_of(values, None) == ("", "")


def test_lines_from_before_get_their_ends() -> None:
    tie = TieFactory()
    AuditEntry.objects.update(first_end="", second_end="")
    importlib.import_module("banyan.core.migrations.0003_audit_entry_ends").fill(apps, None)
    assert ends("registry.tie.added") == [(tie.subject.public_id, tie.object.public_id)]
