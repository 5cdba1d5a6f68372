"""What the rows of a file become: each outcome, exactly."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from tests.factories import DatasetFactory, ImportRunFactory, OrganisationFactory
from tests.factories.base import NOW

from banyan.core.models import AuditEntry
from banyan.ingest.domain import checking, datasets, imports, judging, runs
from banyan.ingest.models import ImportProblem, ImportRow, ImportRun
from banyan.registry.domain import organisations, proposals
from banyan.registry.models import Citation, Identifier, Organisation, ProposedChange, Tie
from banyan.search.models import IndexChange

pytestmark = pytest.mark.django_db

LATER = NOW + datetime.timedelta(hours=1)


def clock() -> datetime.datetime:
    return LATER


def done(rows: list[dict[str, str]], **values: Any) -> ImportRun:
    """Import a file with these rows to the end."""
    run = ImportRunFactory(dataset=DatasetFactory(rows=rows), **values)
    assert imports.work(run_id=run.pk, clock=clock) == "finished"
    run.refresh_from_db()
    return run


def outcomes(run: ImportRun) -> list[tuple[int, str]]:
    rows = ImportRow.objects.filter(run=run, phase="rows").order_by("number")
    return list(rows.values_list("number", "outcome"))


def held(number: str, **values: Any) -> Organisation:
    """An organisation of the register with a number."""
    organisation = OrganisationFactory(**values)
    Identifier.objects.create(organisation=organisation, scheme="XX-WETLAND", value=number)
    return organisation


def test_a_row_nobody_knows_becomes_a_record_with_its_source() -> None:
    run = done(
        [
            {
                "name": "Reed Bed Trust",
                "name_vi": "Quỹ Đầm Sậy",
                "acronym": "RBT",
                "number": "00r1",
                "founded": "1998",
                "website": "https://reedbed.example.org",
            }
        ]
    )
    organisation = Organisation.objects.get()
    assert (organisation.title_en, organisation.title_vi) == ("Reed Bed Trust", "Quỹ Đầm Sậy")
    assert (organisation.founded_date, organisation.website) == ("1998", "https://reedbed.example.org")
    assert set(organisation.names.values_list("text", "language", "kind")) == {
        ("Reed Bed Trust", "en", "official"),
        ("Quỹ Đầm Sậy", "vi", "official"),
        ("RBT", "en", "acronym"),
    }
    assert organisation.identifiers.get().value == "00r1"
    cited = Citation.objects.get(subject_type="registry.organisation", subject_id=organisation.pk)
    assert cited.source == run.dataset.source
    assert "Reed Bed Trust" in cited.quote
    assert outcomes(run) == [(2, "new")]
    assert run.counts["new"] == run.rows_done == 1
    assert IndexChange.objects.filter(kind="organisation", key=organisation.public_id).exists()


def test_a_known_number_completes_the_record_and_overwrites_nothing() -> None:
    organisation = held("00r1", name="Reed Bed Trust", website="https://old.example.org/")
    run = done(
        [
            {
                "name": "Reed Bed Trust",
                "acronym": "RBT",
                "number": "00r1",
                "founded": "1998-05",
                "website": "http://www.old.example.org",
            }
        ]
    )
    organisation.refresh_from_db()
    assert organisation.founded_date == "1998-05"
    assert organisation.website == "https://old.example.org/"  # the same page, written otherwise
    names = set(organisation.names.values_list("text", "kind"))
    assert names == {("Reed Bed Trust", "official"), ("RBT", "acronym")}
    assert outcomes(run) == [(2, "updated")]
    assert not ProposedChange.objects.exists()
    line = AuditEntry.objects.get(key="registry.organisation.completed")
    assert line.after["founded_date"] == "1998-05"
    assert line.after["names"] == ["RBT"]
    cited = Citation.objects.filter(subject_type="registry.organisation", field="founded_date")
    assert cited.count() == 1


def test_another_value_than_the_record_has_waits_for_a_person(now: datetime.datetime) -> None:
    organisation = held("00r1", name="Reed Bed Trust", founded_date="1990")
    run = done([{"name": "Reed Bed Trust", "number": "00r1", "founded": "1998"}])
    organisation.refresh_from_db()
    assert organisation.founded_date == "1990"
    assert outcomes(run) == [(2, "suggested")]
    proposal = ProposedChange.objects.get()
    assert proposal.linked_key == organisation.public_id
    assert proposal.payload["sketch"] == {"founded_date": "1998"}
    assert "1998" in proposal.quote
    proposals.accept(proposal_id=proposal.pk, by=None, now=now)
    organisation.refresh_from_db()
    assert organisation.founded_date == "1998"
    proposals.undo(proposal_id=proposal.pk, by=None, now=now)
    organisation.refresh_from_db()
    assert organisation.founded_date == "1990"


def test_the_same_file_again_changes_nothing() -> None:
    first = done([{"name": "Reed Bed Trust", "number": "00r1", "founded": "1998"}])
    again = runs.plan(dataset=first.dataset, by=None, now=NOW, matched_on="identifiers")
    runs.start(run_id=again.pk, by=None, now=NOW)
    imports.work(run_id=again.pk, clock=clock)
    assert outcomes(again) == [(2, "unchanged")]
    assert Organisation.objects.count() == 1


def test_numbers_of_two_records_are_asked_about() -> None:
    one, two = held("00r1", name="Reed Bed Trust"), held("00r2", name="Reed Bed Fund")
    Identifier.objects.create(organisation=two, scheme="XI-GRID", value="grid.1")
    dataset = DatasetFactory(rows=[{"name": "Reed Bed Trust", "number": "00r1"}])
    run = runs.plan(dataset=dataset, by=None, now=NOW, matched_on="identifiers")
    draft, _ = next(iter(datasets.drafts(run=run)))
    both = replace(draft, identifiers=(("XX-WETLAND", "00r1"), ("XI-GRID", "grid.1")))
    [judgement] = judging.judge([both], matched_on="identifiers")
    assert judgement.band == "ask"
    assert {item["key"] for item in judgement.candidates} == {one.public_id, two.public_id}


@pytest.mark.parametrize(
    ("when_unsure", "outcome", "records", "waiting"),
    [("suggest", "suggested", 2, 1), ("new", "new", 3, 0), ("skip", "skipped", 2, 0)],
)
def test_an_unsure_row_is_asked_about_added_or_left_out(
    when_unsure: str, outcome: str, records: int, waiting: int
) -> None:
    for _ in range(2):
        OrganisationFactory(name="Reed Bed Trust")
    run = done([{"name": "Reed Bed Trust"}], matched_on="names", when_unsure=when_unsure)
    assert outcomes(run) == [(2, outcome)]
    assert Organisation.objects.count() == records
    assert ProposedChange.objects.filter(state="waiting").count() == waiting


def test_a_doubt_can_be_settled_either_way(now: datetime.datetime) -> None:
    twins = [OrganisationFactory(name="Reed Bed Trust") for _ in range(2)]
    done(
        [{"name": "Reed Bed Trust", "acronym": "RBT", "number": "00r1", "founded": "1998"}],
        matched_on="names",
    )
    proposal = ProposedChange.objects.get()
    assert {item["key"] for item in proposal.candidates} == {twin.public_id for twin in twins}
    linked = proposals.accept(proposal_id=proposal.pk, by=None, now=now, link_to=twins[1].public_id)
    twins[1].refresh_from_db()
    assert twins[1].founded_date == "1998"
    assert twins[1].identifiers.get().value == "00r1"
    assert linked.proposal.result_key == twins[1].public_id
    proposals.undo(proposal_id=proposal.pk, by=None, now=now)
    twins[1].refresh_from_db()
    assert (twins[1].founded_date, twins[1].identifiers.count(), twins[1].names.count()) == ("", 0, 1)
    made = proposals.accept(proposal_id=proposal.pk, by=None, now=now, link_to="")
    new = Organisation.objects.get(public_id=made.proposal.result_key)
    assert new.founded_date == "1998"
    assert new.identifiers.get().value == "00r1"
    assert set(new.names.values_list("text", flat=True)) == {"Reed Bed Trust", "RBT"}
    proposals.undo(proposal_id=proposal.pk, by=None, now=now)
    assert Organisation.objects.count() == 2


def test_a_row_that_cannot_be_read_is_refused_and_said_so() -> None:
    run = done([{"number": "00r1"}, {"name": "Reed Bed Trust", "number": "00r2", "founded": "spring"}])
    assert outcomes(run) == [(2, "refused"), (3, "new")]
    kept = ImportProblem.objects.filter(run=run).order_by("number")
    problems = list(kept.values_list("number", "is_fatal"))
    assert problems[0] == (2, True)
    assert (3, False) in problems
    assert run.problem_count == len(problems)
    assert Organisation.objects.get().founded_date == ""


def test_two_rows_of_one_number_become_one_record() -> None:
    run = done(
        [
            {"name": "Reed Bed Trust", "number": "00r1"},
            {"name": "Heron Fund", "number": "00r2"},
            {"name": "Reed Bed Trust", "acronym": "RBT", "number": "00r1"},
        ]
    )
    assert outcomes(run) == [(2, "new"), (3, "new"), (4, "updated")]
    assert Organisation.objects.count() == 2


def test_ties_are_made_when_both_ends_are_there() -> None:
    run = done(
        [
            {"key": "1", "name": "Heron Fund", "number": "00r2", "parent": "Wetland Union"},
            {"key": "2", "name": "Wetland Union", "number": "00r1"},
            {"key": "3", "name": "Tern Fund", "number": "00r3", "parent": "Nobody Knows Union"},
        ]
    )
    tie = Tie.objects.get()
    assert (tie.subject.title_en, tie.object.title_en) == ("Heron Fund", "Wetland Union")
    assert tie.kind == "member_of"
    cited = Citation.objects.get(subject_type="registry.tie", subject_id=tie.pk)
    assert cited.source == run.dataset.source
    assert run.counts["ties"] == 1
    problems = ImportProblem.objects.filter(run=run).values_list("number", "code")
    assert list(problems) == [(4, "other_unknown")]


def test_the_check_foresees_and_writes_nothing() -> None:
    held("00r1", name="Reed Bed Trust")
    dataset = DatasetFactory(
        rows=[
            {"name": "Reed Bed Trust", "number": "00r1"},
            {"name": "Heron Fund", "number": "00r2"},
            {"number": "00r3"},
        ]
    )
    run = runs.plan(dataset=dataset, by=None, now=NOW, matched_on="identifiers")
    foreseen = checking.look(run=run, now=NOW)
    assert [one.outcome for one in foreseen.rows] == ["updated", "new", "refused"]
    assert foreseen.is_whole
    checking.start(run_id=run.pk, by=None, now=NOW)
    assert checking.work(run_id=run.pk, clock=clock) == "checked"
    run.refresh_from_db()
    expected = {"rows": 3, "updated": 1, "new": 1, "refused": 1, "band_certain": 1, "band_new": 1}
    assert {name: run.checked_counts[name] for name in expected} == expected
    assert (run.row_estimate, run.checked_counts["problems"]) == (3, 1)
    assert Organisation.objects.count() == 1
    assert not ImportRow.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_one_query_each(count: int, django_assert_num_queries: Any) -> None:
    run = done([{"number": str(n)} for n in range(count)])
    with django_assert_num_queries(1):
        assert len([str(row) for row in runs.runs()]) == 1
    with django_assert_num_queries(1):
        assert len(runs.problems_of(run=run, is_check=False)) == count
    with django_assert_num_queries(1):
        assert len(runs.rows_of(run=run, outcome="refused")) == count
    with django_assert_num_queries(1):
        assert len([str(row) for row in datasets.datasets()]) == 1


def test_what_a_person_edited_is_never_overwritten(now: datetime.datetime) -> None:
    done([{"name": "Reed Bed Trust", "number": "00r1", "founded": "1998"}])
    organisation = Organisation.objects.get()
    organisations.edit(organisation=organisation, by=None, now=now, values={"founded_date": "2001"})
    dataset = DatasetFactory(rows=[{"name": "Reed Bed Trust", "number": "00r1", "founded": "1999"}])
    run = ImportRunFactory(dataset=dataset)
    imports.work(run_id=run.pk, clock=clock)
    organisation.refresh_from_db()
    assert organisation.founded_date == "2001"
    assert outcomes(run) == [(2, "suggested")]
