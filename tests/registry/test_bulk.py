"""Many new organisations at once keep the rules of one."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms.models import model_to_dict
from tests.factories import OrganisationFactory, SourceFactory, TieFactory

from banyan.core.models import AuditEntry, TranslationMark
from banyan.registry.domain import bulk, bulk_ties, organisations, public_ids
from banyan.registry.domain.bulk_ties import NewTie
from banyan.registry.domain.organisations import NameIsEmpty, NewName
from banyan.registry.domain.sketches import Codes, Sketch
from banyan.registry.models import Citation, Identifier, Organisation, OrganisationName, RetiredPublicId, Tie
from banyan.search.models import IndexChange

pytestmark = pytest.mark.django_db

NAMES = (
    NewName("Hội  Bảo vệ Rừng ngập mặn", "vi"),
    NewName("Mangrove Protection Society", "en"),
    NewName("MPS", "en", "acronym"),
    NewName("MPS", "en", "acronym"),
)


def written(organisation: Organisation) -> dict[str, Any]:
    """Everything kept of an organisation but its ids."""
    row = model_to_dict(organisation, exclude=["id", "public_id", "topics"])
    names = OrganisationName.objects.filter(organisation=organisation).order_by("pk")
    return row | {"names": list(names.values_list("text", "folded", "language", "kind"))}


def test_a_record_of_many_is_the_record_that_one_would_be(now: datetime.datetime) -> None:
    values = {"founded_date": "2001-04", "website": "https://example.org/"}
    one = organisations.create(names=NAMES, by=None, now=now, **values)
    one.refresh_from_db()
    sketch = Sketch(names=NAMES, **values)
    prepared = bulk.prepare(sketch=sketch, codes=Codes(), by=None, now=now, quote="MPS, 2001-04")
    [many] = bulk.create_many(prepared=[prepared], source=SourceFactory(), by=None, now=now)
    many.refresh_from_db()
    assert written(many) == written(one)
    assert many.public_id != one.public_id
    lines = AuditEntry.objects.filter(object_id=str(many.pk), object_type="registry.organisation")
    assert [line.key for line in lines] == ["registry.organisation.created"]
    assert IndexChange.objects.filter(kind="organisation", key=many.public_id).count() == 1
    cited = Citation.objects.get(subject_type="registry.organisation", subject_id=many.pk)
    assert cited.quote == "MPS, 2001-04"


def test_numbers_topics_and_summaries_are_kept(now: datetime.datetime) -> None:
    sketch = Sketch(
        names=NAMES, identifiers=(("XX-A", "1"), ("XX-A", "1"), ("XX-B", "2")), summary={"vi": "Rừng."}
    )
    prepared = bulk.prepare(sketch=sketch, codes=Codes(), by=None, now=now)
    [made] = bulk.create_many(prepared=[prepared], source=SourceFactory(), by=None, now=now)
    assert list(made.identifiers.order_by("pk").values_list("scheme", "value")) == [
        ("XX-A", "1"),
        ("XX-B", "2"),
    ]
    assert made.summary_vi == "Rừng."
    assert TranslationMark.objects.get(object_id=str(made.pk)).source_language == "vi"


@pytest.mark.parametrize("name", ["", "  ", "—", "…"])
def test_a_name_without_a_letter_is_refused(now: datetime.datetime, name: str) -> None:
    with pytest.raises(NameIsEmpty):
        bulk.prepare(sketch=Sketch(names=(NewName(name, "en"),)), codes=Codes(), by=None, now=now)


@pytest.mark.parametrize(
    ("column", "value"), [("founded_date", "spring"), ("website", "not an address"), ("state", "sleeping")]
)
def test_a_malformed_value_is_refused(now: datetime.datetime, column: str, value: str) -> None:
    sketch = Sketch(names=NAMES, **{column: value})
    with pytest.raises(ValidationError) as refused:
        bulk.prepare(sketch=sketch, codes=Codes(), by=None, now=now)
    assert set(refused.value.message_dict) == {column}


def test_a_number_somebody_holds_stops_the_whole_batch(now: datetime.datetime) -> None:
    Identifier.objects.create(organisation=OrganisationFactory(), scheme="XX-A", value="1")
    before = Organisation.objects.count()
    codes = Codes()
    prepared = [
        bulk.prepare(
            sketch=Sketch(names=NAMES, identifiers=(("XX-A", value),)), codes=codes, by=None, now=now
        )
        for value in ("2", "1")
    ]
    with pytest.raises(IntegrityError):
        bulk.create_many(prepared=prepared, source=SourceFactory(), by=None, now=now)
    assert Organisation.objects.count() == before


def test_statements_do_not_grow_with_the_number_of_records(
    now: datetime.datetime, django_assert_num_queries: Any
) -> None:
    codes, source = Codes(), SourceFactory()
    for count in (1, 3):
        prepared = [
            bulk.prepare(
                sketch=Sketch(names=(NewName(f"Dune {count} {n}", "en"),)), codes=codes, by=None, now=now
            )
            for n in range(count)
        ]
        with django_assert_num_queries(9):
            bulk.create_many(prepared=prepared, source=source, by=None, now=now)


def test_an_id_that_was_given_up_is_never_drawn_again(
    now: datetime.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_ids.retire(public_ids=["bn-aaaa-aaaa"], now=now)
    drawn = iter(["bn-aaaa-aaaa", "bn-bbbb-bbbb"])
    monkeypatch.setattr(public_ids, "new_public_id", lambda: next(drawn))
    assert public_ids.fresh(1) == ["bn-bbbb-bbbb"]
    assert RetiredPublicId.objects.count() == 1


def test_ties_are_written_once_from_whichever_end(now: datetime.datetime) -> None:
    held = TieFactory(kind="partner_of")
    third = OrganisationFactory()
    wanted = [
        NewTie(held.object_id, held.subject_id, "partner_of"),  # the same, from the other end
        NewTie(third.pk, held.subject_id, "member_of", quote="member since 2001"),
        NewTie(third.pk, held.subject_id, "member_of"),
        NewTie(third.pk, third.pk, "member_of"),
        NewTie(held.subject_id, third.pk, "member_of"),
    ]
    written = bulk_ties.add_many(wanted=wanted, source=SourceFactory(), by=None, now=now)
    assert [row is not None for row in written] == [False, True, False, False, True]
    assert Tie.objects.count() == 3
    assert written[1] is not None
    assert (
        Citation.objects.get(subject_type="registry.tie", subject_id=written[1].pk).quote
        == "member since 2001"
    )
