"""Undoing a whole import restores the register exactly, and keeps what people did since."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.factories import (
    DatasetFactory,
    ImportRunFactory,
    OrganisationFactory,
    PostFactory,
    SourceFactory,
    TieFactory,
)
from tests.factories.base import NOW
from tests.factories.imports import MAPPING
from tests.ingest.imports.pictures import every_row

from banyan.core.models import AuditEntry
from banyan.ingest.adapters.tables.shapes import ColumnTarget, Target
from banyan.ingest.domain import batching, imports, undoing
from banyan.ingest.domain.runs import RunIsElsewhere
from banyan.ingest.models import ImportRow, ImportRun
from banyan.registry.domain import merges, organisations, proposals, sources
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import Identifier, Organisation, OrganisationName, RetiredPublicId
from banyan.search.models import IndexChange

pytestmark = pytest.mark.django_db

ROWS = [
    {"key": "1", "name": "Reed Bed Trust", "acronym": "RBT", "number": "a1", "founded": "1998"},
    {"key": "2", "name": "Heron Fund", "number": "a2", "founded": "2004", "parent": "Reed Bed Trust"},
    {"key": "3", "name": "Tern Society", "number": "a3", "website": "https://tern.example.org"},
    {"key": "4", "name": "Heron Fund", "acronym": "HF", "number": "a2"},
    {"key": "5", "number": "a9"},
]


def clock() -> datetime.datetime:
    return NOW + datetime.timedelta(hours=1)


def later() -> datetime.datetime:
    return NOW + datetime.timedelta(hours=2)


def done(rows: list[dict[str, str]], **values: Any) -> ImportRun:
    run = ImportRunFactory(dataset=DatasetFactory(rows=rows), **values)
    assert imports.work(run_id=run.pk, clock=clock) == "finished"
    return run


def undo(run: ImportRun) -> ImportRun:
    undoing.start(run_id=run.pk, by=None, now=later())
    assert undoing.work(run_id=run.pk, clock=later) == "undone"
    run.refresh_from_db()
    return run


def held(number: str, **values: Any) -> Organisation:
    organisation = OrganisationFactory(**values)
    Identifier.objects.create(organisation=organisation, scheme="XX-WETLAND", value=number)
    return organisation


def test_every_row_of_the_register_is_as_before() -> None:
    held("a3", name="Tern Society", founded_date="1950")
    held("a1", name="Reed Bed Trust", founded_date="1997")
    dataset = DatasetFactory(rows=ROWS)
    before = every_row()
    run = ImportRunFactory(dataset=dataset)
    imports.work(run_id=run.pk, clock=clock)
    assert every_row() != before
    undo(run)
    assert every_row() == before
    assert (run.state, run.rows_kept) == ("undone", 0)
    assert run.rows_undone == ImportRow.objects.filter(run=run, fate="undone").count() == 5
    assert AuditEntry.objects.filter(key="registry.organisation.removed").count() == 1
    assert AuditEntry.objects.get(key="ingest.import.undone").after == {"undone": 5, "kept": 0}


def test_ids_of_removed_records_are_given_up_for_good() -> None:
    run = done(ROWS[:1])
    public_id = Organisation.objects.get().public_id
    IndexChange.objects.all().delete()
    undo(run)
    assert RetiredPublicId.objects.get().public_id == public_id
    assert IndexChange.objects.filter(kind="organisation", key=public_id).exists()


def test_what_a_person_edited_since_stays_and_is_listed() -> None:
    run = done(ROWS[:3])
    edited = Organisation.objects.get(title_en="Tern Society")
    organisations.edit(organisation=edited, by=None, now=later(), values={"founded_date": "1950"})
    undo(run)
    assert list(Organisation.objects.values_list("title_en", "founded_date", "website")) == [
        ("Tern Society", "1950", "https://tern.example.org")
    ]
    kept = ImportRow.objects.get(run=run, fate="kept")
    assert (kept.record_id, kept.number) == (edited.pk, 4)
    assert (run.rows_undone, run.rows_kept) == (3, 1)


def _tie(organisation: Organisation) -> None:
    TieFactory(subject=organisation)


def _post(organisation: Organisation) -> None:
    PostFactory(organisation=organisation)


def _cite(organisation: Organisation) -> None:
    sources.cite(source=SourceFactory(), subject=organisation, by=None, now=NOW, quote="Tern Society met.")


def _cite_name(organisation: Organisation) -> None:
    name = organisation.names.get()
    sources.cite(source=SourceFactory(), subject=name, by=None, now=NOW, quote="Tern Society met.")


@pytest.mark.parametrize("build", [_tie, _post, _cite, _cite_name])
def test_what_others_built_upon_stays(build: Any) -> None:
    run = done(ROWS[2:3])
    build(Organisation.objects.get())
    undo(run)
    assert Organisation.objects.filter(title_en="Tern Society").count() == 1
    assert (run.rows_undone, run.rows_kept) == (0, 1)


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_was_only_merged_and_taken_apart_again_goes(is_kept: bool) -> None:
    run = done(ROWS[2:3])
    brought, other = Organisation.objects.get(), OrganisationFactory(name="Society of the Tern")
    kept, folded = (brought, other) if is_kept else (other, brought)
    merge = merges.merge(kept=kept, folded=folded, choices={}, by=None, now=later())
    merges.unmerge(merge=merge, by=None, now=later())
    undo(run)
    assert list(Organisation.objects.all()) == [other]
    assert (run.rows_undone, run.rows_kept) == (1, 0)


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_is_merged_or_was_edited_before_or_between_stays(is_kept: bool) -> None:
    run = done(ROWS[:3:2])
    standing, edited = Organisation.objects.order_by("pk")
    for brought in (standing, edited):
        other = OrganisationFactory(name="Society of the Tern")
        kept, folded = (brought, other) if is_kept else (other, brought)
        if brought == edited:
            edit(edited)
        merge = merges.merge(kept=kept, folded=folded, choices={}, by=None, now=later())
    merges.unmerge(merge=merge, by=None, now=later())
    undo(run)
    assert {standing, edited} <= set(Organisation.objects.all())
    assert (run.rows_undone, run.rows_kept) == (0, 2)


def test_what_was_edited_while_it_was_merged_or_after_stays() -> None:
    run = done(ROWS[:3:2])
    for moment, brought in enumerate(Organisation.objects.order_by("pk")):
        other = OrganisationFactory(name="Society of the Tern")
        merge = merges.merge(kept=brought, folded=other, choices={}, by=None, now=clock())
        if moment == 0:
            edit(brought)
        merges.unmerge(merge=merge, by=None, now=later())
        if moment == 1:
            edit(brought)
    undo(run)
    assert (run.rows_undone, run.rows_kept) == (0, 2)


def edit(organisation: Organisation) -> None:
    organisation.refresh_from_db()
    now = later() + datetime.timedelta(minutes=organisation.pk)
    organisations.edit(organisation=organisation, by=None, now=now, values={"founded_date": "1950"})


def test_what_lost_a_name_while_it_was_merged_stays() -> None:
    run = done(ROWS[2:3])
    brought, other = Organisation.objects.get(), OrganisationFactory(name="Society of the Tern")
    merge = merges.merge(kept=other, folded=brought, choices={}, by=None, now=later())
    OrganisationName.objects.filter(organisation=other, text="Tern Society").update(kind="former")
    merges.unmerge(merge=merge, by=None, now=later())
    undo(run)
    assert set(Organisation.objects.all()) == {brought, other}
    assert (run.rows_undone, run.rows_kept) == (0, 1)


def test_of_a_record_completed_and_then_edited_only_the_edit_stays() -> None:
    organisation = held("a1", name="Reed Bed Trust")
    run = done([{**ROWS[0], "website": "https://reed.example.org"}])
    organisation.refresh_from_db()
    organisations.edit(
        organisation=organisation, by=None, now=later(), values={"website": "https://mended.example.org"}
    )
    organisations.add_name(organisation=organisation, name=NewName("Hội Đầm Sậy", "vi"), by=None, now=later())
    undo(run)
    organisation.refresh_from_db()
    assert (organisation.founded_date, organisation.website) == ("", "https://mended.example.org")
    assert set(organisation.names.values_list("text", flat=True)) == {"Reed Bed Trust", "Hội Đầm Sậy"}
    assert organisation.title_vi == "Hội Đầm Sậy"
    assert run.rows_kept == 1


def test_a_relationship_that_a_row_ends_goes_on_again() -> None:
    union, fund = OrganisationFactory(name="Wetland Union"), held("a2", name="Heron Fund")
    tie = TieFactory(subject=fund, object=union, kind="member_of")
    before = every_row()["registry.Tie"]
    mapping = replace(
        MAPPING, columns=(*MAPPING.columns[:6], ColumnTarget(6, Target.TIE_TO), *MAPPING.columns[7:])
    )
    rows = [{"name": "Heron Fund", "number": "a2", "founded": "2019-05", "parent": "Wetland Union"}]
    run = ImportRunFactory(dataset=DatasetFactory(rows=rows, mapping=mapping))
    assert imports.work(run_id=run.pk, clock=clock) == "finished"
    tie.refresh_from_db()
    assert tie.to_date == "2019-05"
    undo(run)
    assert every_row()["registry.Tie"] == before


def test_a_suggestion_somebody_decided_stays(now: datetime.datetime) -> None:
    for _ in range(2):
        OrganisationFactory(name="Reed Bed Trust")
    run = done([{"name": "Reed Bed Trust"}, {"name": "Heron Fund"}], matched_on="names")
    proposal = run.dataset.source.proposals.get()
    proposals.accept(proposal_id=proposal.pk, by=None, now=now, link_to="")
    undo(run)
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert Organisation.objects.filter(title_en="Reed Bed Trust").count() == 3
    assert not Organisation.objects.filter(title_en="Heron Fund").exists()


def test_of_two_imports_the_later_one_is_undone_first_for_an_exact_result() -> None:
    nothing = every_row()
    first = done(ROWS[:1])
    middle = every_row()
    second = done([{**ROWS[0], "website": "https://reed.example.org"}])
    undo(second)
    after = every_row()
    for label in middle:
        if label not in ("registry.Source",):
            assert after[label] == middle[label], label
    undo(first)
    assert every_row()["registry.Organisation"] == nothing["registry.Organisation"] == []
    assert not OrganisationName.objects.exists()


def test_the_earlier_of_two_imports_keeps_what_the_later_one_touched() -> None:
    first = done(ROWS[:1])
    done([{**ROWS[0], "website": "https://reed.example.org"}])
    undo(first)
    assert Organisation.objects.get().website == "https://reed.example.org"
    assert first.rows_kept == 1


def test_an_undo_that_was_killed_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST", "LARGEST", "SMALLEST"):
        monkeypatch.setattr(batching, name, 1)
    dataset = DatasetFactory(rows=ROWS)
    before = every_row()
    run = ImportRunFactory(dataset=dataset)
    imports.work(run_id=run.pk, clock=clock)
    undoing.start(run_id=run.pk, by=None, now=later())
    told = [0]

    def killed() -> datetime.datetime:
        told[0] += 1
        if told[0] == 4:
            raise KeyboardInterrupt
        return later()

    with pytest.raises(KeyboardInterrupt):
        undoing.work(run_id=run.pk, clock=killed)
    assert every_row() != before
    with pytest.raises(RunIsElsewhere):
        undoing.start(run_id=run.pk, by=None, now=later())
    much_later = later() + datetime.timedelta(minutes=5)
    undoing.start(run_id=run.pk, by=None, now=much_later)
    assert undoing.work(run_id=run.pk, clock=later) == "undone"
    assert every_row() == before


def test_a_run_is_undone_once_and_never_before_it_began() -> None:
    run = undo(done(ROWS[:1]))
    with pytest.raises(RunIsElsewhere):
        undoing.start(run_id=run.pk, by=None, now=later())
    other = ImportRunFactory(dataset=DatasetFactory(rows=ROWS[1:2]))
    with pytest.raises(RunIsElsewhere):
        undoing.start(run_id=other.pk, by=None, now=later())


_NUMBERS = st.sampled_from(["a1", "a2", "a3", "a4", ""])
_NAMES = st.sampled_from(["Reed Bed Trust", "Heron Fund", "Tern Society", "Đầm Sậy", "鹭鸟基金", ""])
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": _NAMES,
            "name_vi": st.sampled_from(["", "Quỹ Diệc", "Hội Nhạn"]),
            "acronym": st.sampled_from(["", "RBT", "HF"]),
            "number": _NUMBERS,
            "founded": st.sampled_from(["", "1990", "1998-05", "spring"]),
            "website": st.sampled_from(["", "https://a.example.org", "https://b.example.org", "no address"]),
            "parent": _NAMES,
        }
    ),
    max_size=9,
)


@given(
    present=_ROWS,
    rows=_ROWS,
    matched_on=st.sampled_from(["names", "identifiers"]),
    when_unsure=st.sampled_from(["suggest", "new", "skip"]),
)
@hypothesis_settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking rows of a database takes minutes
)
def test_whatever_a_file_says_importing_and_undoing_changes_nothing(
    present: list[dict[str, str]], rows: list[dict[str, str]], matched_on: str, when_unsure: str
) -> None:
    point = transaction.savepoint()  # every example starts with an empty register
    try:
        for row in present:
            if row["name"]:
                organisation = OrganisationFactory(name=row["name"])
                taken = Identifier.objects.filter(value=row["number"])
                if row["number"] and not taken.exists():
                    Identifier.objects.create(
                        organisation=organisation, scheme="XX-WETLAND", value=row["number"]
                    )
        dataset = DatasetFactory(rows=rows)
        before = every_row()
        run = ImportRunFactory(dataset=dataset, matched_on=matched_on, when_unsure=when_unsure)
        assert imports.work(run_id=run.pk, clock=clock) == "finished"
        undo(run)
        assert every_row() == before
        assert run.rows_kept == 0
    finally:
        transaction.savepoint_rollback(point)
