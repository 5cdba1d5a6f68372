"""Numbers in other registers: how they are checked and written, and that one belongs to one organisation."""

from __future__ import annotations

import datetime

import pytest
from tests.factories import OrganisationFactory, UserFactory

from banyan.core.models import AuditEntry
from banyan.registry.domain import identifiers, revisions
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import Citation, Identifier, Organisation
from banyan.search.models import IndexChange
from banyan.taxonomy.domain.schemes import load_code_lists
from banyan.taxonomy.models import Concept

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        ("CN-USCI", "9111 0000 6000 3734 1l", "91110000600037341L"),
        ("CN-USCI", "G1610000713522976L", "G1610000713522976L"),  # an office from outside the mainland
        ("CN-USCI", "Ｇ1330000ＭＣＷ06863ＸＱ", "G1330000MCW06863XQ"),
        ("VN-TIN", "0100 109 106", "0100109106"),
        ("VN-TIN", "VN-TIN-0100109106001", "0100109106-001"),
        ("XI-ROR", "https://ror.org/05DXPS055", "05dxps055"),
        ("XI-WIKIDATA", "https://www.wikidata.org/wiki/q42", "Q42"),
        ("VN-MOST", "  A  399 ", "A 399"),
        ("ZZ-OTHER", "x" * 100, "x" * 100),
    ],
)
def test_number_is_written_as_its_register_writes_it(scheme: str, typed: str, kept: str) -> None:
    assert identifiers.tidy(scheme=scheme, value=typed) == kept


@pytest.mark.parametrize(
    ("scheme", "typed", "reason"),
    [
        ("CN-USCI", "91110000600037341K", "check"),
        ("CN-USCI", "9111000060003734", "length"),
        ("CN-USCI", "9111000060003734IO", "letters"),
        ("VN-TIN", "0100109107", "check"),
        ("VN-TIN", "01001", "length"),
        ("VN-TIN", "010010910x", "letters"),
        ("XI-ROR", "hello", "letters"),
        ("XI-LEI", "213800KUD8LAJWSQ9D1Z", "check"),
        ("VN-MOST", " \u200a ", "empty"),
        ("VN-MOST", "x" * 101, "length"),
    ],
)
def test_malformed_number_is_refused_with_its_reason(scheme: str, typed: str, reason: str) -> None:
    with pytest.raises(identifiers.IdentifierIsMalformed) as refused:
        identifiers.tidy(scheme=scheme, value=typed)
    assert refused.value.reason == reason


def test_number_is_kept_once_logged_cited_and_indexed(now: datetime.datetime) -> None:
    organisation, by = OrganisationFactory(), UserFactory()
    IndexChange.objects.all().delete()
    row, is_new = identifiers.add(
        organisation=organisation, scheme="VN-TIN", value="0100 109 106", by=by, now=now
    )
    again, is_new_again = identifiers.add(
        organisation=organisation, scheme="VN-TIN", value="0100109106", by=by, now=now
    )
    assert (is_new, is_new_again, again) == (True, False, row)
    assert set(IndexChange.objects.values_list("key", flat=True)) == {organisation.public_id}
    cited = Citation.objects.get(subject_type="registry.identifier", subject_id=row.pk)
    assert cited.source.kind == "staff"
    identifiers.remove(identifier=row, by=by, now=now)
    assert (Identifier.objects.count(), Citation.objects.count()) == (0, 0)
    log = AuditEntry.objects.filter(key__startswith="registry.organisation.identifier").order_by("id")
    assert [(line.key.rpartition(".")[2], line.before, line.after) for line in log] == [
        ("identifier_added", None, {"scheme": "VN-TIN", "value": "0100109106"}),
        ("identifier_removed", {"scheme": "VN-TIN", "value": "0100109106"}, None),
    ]


def test_number_of_another_organisation_names_its_holder_and_changes_nothing(
    now: datetime.datetime,
) -> None:
    holder, other, by = OrganisationFactory(), OrganisationFactory(), UserFactory()
    identifiers.add(organisation=holder, scheme="XI-ROR", value="05dxps055", by=by, now=now)
    with pytest.raises(identifiers.IdentifierIsTaken) as refused:
        identifiers.add(organisation=other, scheme="XI-ROR", value="05DXPS055", by=by, now=now)
    assert refused.value.holder == holder
    assert Identifier.objects.count() == 1


def test_revision_is_written_whole_or_not_at_all(now: datetime.datetime) -> None:
    load_code_lists(now=now)
    holder, organisation, by = OrganisationFactory(), OrganisationFactory(name="Clear River"), UserFactory()
    identifiers.add(organisation=holder, scheme="XI-ROR", value="05dxps055", by=by, now=now)
    topics = list(Concept.objects.filter(scheme__code__in=("icnptso", "sdg"), code__in=("E10", "6")))

    def revise(number: str) -> None:
        revisions.revise(
            organisation=Organisation.objects.get(pk=organisation.pk),
            revision=revisions.Revision(
                values={"website": "https://river.example.org"},
                summary={"vi": "", "zh": "", "en": "Clean water."},
                summary_language="en",
                topics=topics,
                new_name=NewName(text="Sông Trong", language="vi"),
                new_identifier=("XI-ROR", number),
            ),
            by=by,
            now=now,
        )

    lines = AuditEntry.objects.count()
    with pytest.raises(identifiers.IdentifierIsTaken):
        revise("05dxps055")
    organisation.refresh_from_db()
    assert (organisation.website, organisation.title_vi, organisation.topics.count()) == ("", "", 0)
    assert AuditEntry.objects.count() == lines
    revise("https://ror.org/00f54p054")
    organisation.refresh_from_db()
    assert (organisation.website, organisation.title_vi, organisation.summary_en) == (
        "https://river.example.org",
        "Sông Trong",
        "Clean water.",
    )
    assert set(organisation.topics.all()) == set(topics)
    entry = AuditEntry.objects.get(key="registry.organisation.edited")
    assert (entry.before["topics"], entry.after["topics"]) == ([], ["icnptso:E10", "sdg:6"])
    cited = Citation.objects.filter(subject_type="registry.organisation", subject_id=organisation.pk)
    assert sorted(cited.values_list("field", flat=True)) == ["topics", "website"]
