"""What was decided of a pair is kept once, carries on to what is the same, and is never asked again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import OrganisationFactory, TieFactory, UserFactory

from banyan.core.models import AuditEntry
from banyan.registry.domain import judgements
from banyan.registry.enums import TieKind
from banyan.registry.models import Judgement, Tie

pytestmark = pytest.mark.django_db

A, B, C, D, E = (f"bn-0000-000{letter}" for letter in "abcde")


def decide(first: str, second: str, verdict: str, now, **more):
    return judgements.decide(first_key=first, second_key=second, verdict=verdict, by=None, now=now, **more)


def test_pair_is_kept_in_one_order_and_once(now) -> None:
    editor = UserFactory()
    decide(B, A, "unsure", now)
    judgements.decide(
        first_key=A, second_key=B, verdict="different", reason="two provinces", by=editor, now=now
    )
    row = Judgement.objects.get()
    assert (row.first_key, row.second_key, row.verdict, row.reason, row.decided_by) == (
        A,
        B,
        "different",
        "two provinces",
        editor,
    )
    line = AuditEntry.objects.filter(key="registry.judgement.decided").latest("pk")
    assert line.before == {"verdict": "unsure", "reason": ""}
    assert line.after == {"first": A, "second": B, "verdict": "different", "reason": "two provinces"}


def test_a_record_is_not_judged_against_itself(now) -> None:
    with pytest.raises(judgements.PairIsOneRecord):
        decide(A, A, "same", now)


def test_verdict_that_is_none_is_refused(now) -> None:
    with pytest.raises(ValueError, match="alike"):
        decide(A, B, "alike", now)
    assert Judgement.objects.count() == 0


def test_same_carries_on_and_so_does_different(now) -> None:
    decide(A, B, "same", now)
    decide(C, B, "same", now)
    decide(D, A, "different", now)
    assert judgements.same_as(keys=[A, E]) == {
        **dict.fromkeys((A, B, C), frozenset({A, B, C})),
        E: frozenset({E}),
    }
    asked = [(A, C), (C, D), (B, D), (D, E), (A, E)]
    assert judgements.known(pairs=asked) == {(A, C): "same", (C, D): "different", (B, D): "different"}


def test_different_weighs_more_than_unsure(now) -> None:
    decide(A, B, "same", now)
    decide(A, C, "unsure", now)
    decide(B, C, "different", now)
    assert judgements.known(pairs=[(A, C)]) == {(A, C): "different"}


def test_number_of_queries_does_not_grow_with_the_pairs(now, django_assert_num_queries) -> None:
    keys = [f"bn-0000-{number:04d}" for number in range(60)]
    for first, second in zip(keys[::2], keys[1::2], strict=True):
        decide(first, second, "same", now)
    with django_assert_num_queries(2):
        found = judgements.known(pairs=[(keys[0], keys[1])])
    assert found == {(keys[0], keys[1]): "same"}
    with django_assert_num_queries(2):
        judgements.known(pairs=list(zip(keys[::2], keys[1::2], strict=True)))


def test_what_was_decided_can_be_forgotten(now) -> None:
    decide(A, B, "same", now)
    judgements.forget(first_key=B, second_key=A, by=None, now=now)
    assert judgements.known(pairs=[(A, B)]) == {}
    assert AuditEntry.objects.filter(key="registry.judgement.forgotten").count() == 1


def test_database_refuses_a_pair_in_the_wrong_order(now) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(first_key=B, second_key=A, verdict="same", decided_at=now)


def test_symmetric_tie_is_one_row_from_whichever_end(now) -> None:
    """Two people who enter a partnership from both ends at once meet this constraint."""
    tie = TieFactory(kind=TieKind.PARTNER_OF)
    values = {"created_at": now, "updated_at": now, "kind": TieKind.PARTNER_OF}
    with pytest.raises(IntegrityError), transaction.atomic():
        Tie.objects.create(subject=tie.object, object=tie.subject, **values)
    member = TieFactory(kind=TieKind.MEMBER_OF)
    Tie.objects.create(subject=member.object, object=member.subject, **{**values, "kind": TieKind.MEMBER_OF})


def test_ties_entered_twice_before_the_constraint_become_one(now) -> None:
    from importlib import import_module

    from django.apps import apps
    from tests.factories import CitationFactory

    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX symmetric_tie_once")
    one, other = OrganisationFactory(), OrganisationFactory()
    values = {"created_at": now, "updated_at": now, "kind": TieKind.PARTNER_OF}
    first = Tie.objects.create(subject=one, object=other, **values)
    second = Tie.objects.create(subject=other, object=one, to_date="2020", **values)
    citation = CitationFactory(subject=second)
    migration = import_module("banyan.registry.migrations.0003_one_symmetric_tie")
    migration.keep_one_row(apps, None)
    kept = Tie.objects.get(kind=TieKind.PARTNER_OF)
    citation.refresh_from_db()
    assert (kept.pk, kept.to_date, citation.subject_id) == (first.pk, "2020", first.pk)
