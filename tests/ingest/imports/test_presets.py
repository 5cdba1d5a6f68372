"""Open data of a known shape, from the file to the register and back."""

from __future__ import annotations

import datetime
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from tests.factories import OrganisationFactory
from tests.factories.base import NOW
from tests.ingest.imports.pictures import every_row

from banyan.ingest.adapters.tables import drafting
from banyan.ingest.adapters.tables.shapes import Mapping
from banyan.ingest.domain import checking, datasets, imports, judging, runs, undoing
from banyan.ingest.models import ImportProblem, ImportRow, ImportRun
from banyan.registry.domain import organisations, renaming
from banyan.registry.domain.matching import Band
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import Activity, Identifier, Organisation, OrganisationName, Tie
from banyan.taxonomy.domain import schemes

pytestmark = pytest.mark.django_db

DECISIONS = "ngo_name,decision,session_date,note\n"
CHANGES = "old_name,new_name,session_date\n"
MERGERS = "old_name_1,old_name_2,new_name,session_date,note1,note2\n"
FEDERATIONS = "type,reg_number,name\n"


@pytest.fixture(autouse=True)
def code_lists(now: datetime.datetime) -> None:
    schemes.load_code_lists(now=now)


def clock() -> datetime.datetime:
    return NOW + datetime.timedelta(hours=1)


def prepared(text: str, name: str = "list.csv", **how: str) -> ImportRun:
    """A file kept, guessed and checked."""
    dataset = datasets.add(file=io.BytesIO(text.encode()), file_name=name, title=name, by=None, now=NOW)
    mapping = datasets.guessed(dataset=dataset).mapping
    assert mapping.preset
    dataset = datasets.choose(dataset_id=dataset.pk, mapping=mapping, by=None, now=NOW)
    run = runs.plan(dataset=dataset, by=None, now=NOW, **how)
    checking.start(run_id=run.pk, by=None, now=NOW)
    assert checking.work(run_id=run.pk, clock=clock) == "checked"
    run.refresh_from_db()
    return run


def started(run: ImportRun) -> ImportRun:
    runs.start(run_id=run.pk, by=None, now=NOW)
    assert imports.work(run_id=run.pk, clock=clock) == "finished"
    run.refresh_from_db()
    return run


def imported(text: str, name: str = "list.csv") -> ImportRun:
    return started(prepared(text, name))


def undone(run: ImportRun) -> ImportRun:
    undoing.start(run_id=run.pk, by=None, now=NOW)
    assert undoing.work(run_id=run.pk, clock=clock) == "undone"
    run.refresh_from_db()
    return run


def names_of(organisation: Organisation) -> set[tuple[str, str, str, str]]:
    rows = organisation.names.values_list("text", "kind", "valid_from_date", "valid_to_date")
    return set(rows)


def standings() -> list[tuple[str, str, str, str]]:
    rows = Tie.objects.filter(kind="consultative_status").order_by("pk")
    return [(str(tie.subject), tie.grade, tie.from_date, tie.to_date) for tie in rows]


def outcomes(run: ImportRun) -> dict[str, int]:
    known = ("new", "updated", "unchanged", "suggested", "skipped", "refused")
    return {name: run.counts[name] for name in known if run.counts.get(name)}


def test_decisions_become_standings_and_what_was_not_granted_is_left_out() -> None:
    run = prepared(
        DECISIONS + "Reed Bed Society,status_withdrawn_own_request,2021-06-08,\n"
        "Reed Bed Society,granted,2004-05-10,\n"
        "Heron Watch International (HWI),granted,2019-06-04,\n"
        "Heron Watch International (HWI),granted_first_review,2019-06-04,\n"
        "Tern Action Network,granted_first_review,2021-06-08,\n"
        "Bittern League,deferred,2021-06-08,\n"
        "Bittern League,declined,2022-06-08,\n"
    )
    before = every_row()
    assert (run.checked_counts["skipped"], run.checked_counts.get("problems", 0)) == (2, 0)
    started(run)
    assert outcomes(run) == {"new": 3, "unchanged": 2, "skipped": 2}
    assert run.problem_count == 0
    assert sorted(standings()) == [
        ("Heron Watch International", "", "2019-06-04", ""),
        ("Reed Bed Society", "", "2004-05-10", "2021-06-08"),
        ("Tern Action Network", "", "2021-06-08", ""),
    ]
    council = Organisation.objects.get(names__text="ECOSOC")
    assert (council.title_vi, council.title_zh) == (
        "Hội đồng Kinh tế và Xã hội Liên Hợp Quốc",
        "联合国经济及社会理事会",
    )
    undone(run)
    assert every_row() == before


def test_a_status_granted_again_after_it_had_ended_is_another() -> None:
    imported(
        DECISIONS + "Reed Bed Society,granted,2001-05-10,\n"
        "Reed Bed Society,status_withdrawn_own_request,2009-06-08,\n"
        "Reed Bed Society,granted,2015-02-01,\n"
    )
    assert standings() == [
        ("Reed Bed Society", "", "2001-05-10", "2009-06-08"),
        ("Reed Bed Society", "", "2015-02-01", ""),
    ]


def test_a_change_of_name_is_dated_and_tells_the_grade() -> None:
    imported(DECISIONS + "Reed Bed Society,granted,2011-02-08,\n")
    before = every_row()
    run = imported(CHANGES + '"Reed Bed Society (special, 2011)",Wetland Alliance,2024-06-14\n')
    assert outcomes(run) == {"updated": 1}
    [society] = Organisation.objects.exclude(names__text="ECOSOC")
    assert names_of(society) == {
        ("Reed Bed Society", "former", "", "2024-06-14"),
        ("Wetland Alliance", "official", "2024-06-14", ""),
    }
    assert society.title_en == "Wetland Alliance"
    assert standings() == [("Wetland Alliance", "special", "2011-02-08", "")]
    undone(run)
    after = every_row()
    after["registry.Source"].pop()
    before_sources = before["registry.Source"]
    assert {**after, "registry.Source": before_sources} == before


def test_changes_of_name_in_any_order_leave_the_latest_name_official() -> None:
    rows = ["Reed Bed Society,Marsh Union,2008-06-01\n", "Marsh Union,Wetland Alliance,2019-06-01\n"]
    wanted = {
        ("Reed Bed Society", "former", "", "2008-06-01"),
        ("Marsh Union", "former", "2008-06-01", "2019-06-01"),
        ("Wetland Alliance", "official", "2019-06-01", ""),
    }
    for order in (rows, rows[::-1]):
        run = imported(CHANGES + "".join(order))
        assert names_of(Organisation.objects.get()) == wanted
        undone(run)
        assert not Organisation.objects.exists()


def test_a_name_that_was_taken_up_later_is_not_retired_by_an_older_list() -> None:
    society = OrganisationFactory(name="Reed Bed Society")
    OrganisationName.objects.filter(organisation=society).update(valid_from_date="2020")
    imported(CHANGES + "Reed Bed Society,Marsh Union,2008-06-01\n")
    assert names_of(society) == {
        ("Reed Bed Society", "official", "2020", ""),
        ("Marsh Union", "alias", "2008-06-01", ""),
    }


def test_a_form_of_company_behind_the_name_does_not_hide_a_change() -> None:
    society = OrganisationFactory(name="Reed Bed Society")
    wanted = [
        NewName("Wetland Alliance, Inc.", "en", "official", valid_from_date="2024-02-09"),
        NewName("Reed Bed Society, Incorporated", "en", "former", valid_to_date="2024-02-09"),
    ]
    [change] = renaming.dated_changes(list(society.names.all()), wanted)
    assert (change.row.text, change.after) == (
        "Reed Bed Society",
        {"kind": "former", "valid_to_date": "2024-02-09"},
    )


def test_who_only_resembles_the_old_name_is_not_renamed() -> None:
    society = OrganisationFactory(name="Smile of a Heron")
    run = prepared(CHANGES + "Smile of the Heron,The Smile of the Herons,2018-02-23\n")
    draft = drafting.draft(next(datasets.opened(run.dataset).rows()), Mapping.from_json(run.mapping))
    sure = judging.Judgement(band=Band.CERTAIN, record_id=society.pk)
    assert judging._bearing_the_name(draft, sure).band == Band.ASK
    society.names.update(folded="smileoftheheron")
    assert judging._bearing_the_name(draft, sure) == sure


def test_a_merger_is_a_succession_of_three_records() -> None:
    old = OrganisationFactory(name="Reed Bed Society")
    before = every_row()
    run = imported(
        MERGERS + "Reed Bed Society (in special consultative status),"
        '"Heron Fund, not in status with the Council",Wetland Alliance,2019-06-04,,\n'
        "Tern Society,Tern union,Tern Union,2020-06-04,,\n"
    )
    ties = Tie.objects.filter(kind="succeeded_by").order_by("pk")
    assert [(str(tie.subject), str(tie.object), tie.from_date) for tie in ties] == [
        ("Reed Bed Society", "Wetland Alliance", "2019-06-04"),
        ("Heron Fund", "Wetland Alliance", "2019-06-04"),
        ("Tern Society", "Tern Union", "2020-06-04"),
    ]
    old.refresh_from_db()
    assert old.state == "active"
    undone(run)
    after = every_row()
    assert after["registry.Organisation"] == before["registry.Organisation"]
    assert after["registry.Tie"] == []


def test_federations_are_networks_with_their_members() -> None:
    run = imported(
        FEDERATIONS + "Reed Federation,1234567,REED (NORTH)\nReed Federation,SC012345,Reed of the Hills\n"
    )
    federation = Organisation.objects.get(is_network=True)
    assert (str(federation), federation.country and federation.country.code) == ("Reed Federation", "GB")
    assert Tie.objects.filter(object=federation, kind="member_of").count() == 2
    assert run.counts["organisations_for_ties"] == 1
    undone(run)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("matched_on", ["identifiers", "names"])
def test_two_members_of_one_name_with_two_numbers_are_two(matched_on: str) -> None:
    rows = ["Reed Federation,1234567,1st Reed Group\n", *["Reed Federation,1234568,1st Reed Group\n"] * 2]
    run = started(prepared(FEDERATIONS + "".join(rows), matched_on=matched_on))
    assert outcomes(run) == {"new": 2, "unchanged": 1}
    assert Organisation.objects.filter(title_en="1st Reed Group").count() == 2


def test_other_names_are_added_to_who_is_there_and_make_nobody() -> None:
    society = OrganisationFactory(name="Reed Bed Society")
    Identifier.objects.create(organisation=society, scheme="GB-CHC", value="1234567")
    before = every_row()
    run = imported(
        "org_id,alternative_name,set_as_primary\nGB-CHC-1234567,Friends of the Reeds,\n"
        "GB-CHC-1234567,RBS,\nGB-CHC-7654321,Nobody Known,\nnonsense,Nobody Either,\n"
    )
    assert outcomes(run) == {"updated": 2, "skipped": 1, "refused": 1}
    assert names_of(society) == {
        ("Reed Bed Society", "official", "", ""),
        ("Friends of the Reeds", "alias", "", ""),
        ("RBS", "acronym", "", ""),
    }
    left_out = ImportProblem.objects.get(run=run, is_check=False, code="nobody_to_add_to")
    assert (left_out.number, left_out.value) == (4, "7654321")
    assert [one.code for one in runs.problems_of(run=run, is_check=False)] == ["identifier_scheme_unknown"]
    undone(run)
    after = every_row()
    assert after["registry.OrganisationName"] == before["registry.OrganisationName"]
    assert after["registry.Organisation"] == before["registry.Organisation"]


def _grant(number: int, **values: Any) -> dict[str, Any]:
    return {
        "id": f"360G-reed-{number}",
        "title": "Boats for the reed cutters",
        "currency": "GBP",
        "amountAwarded": 15000,
        "awardDate": "2015-06-10T00:00:00+00:00",
        "recipientOrganization": [{"id": "GB-CHC-1234567", "name": "Reed Cutters"}],
        "fundingOrganization": [{"id": "GB-CHC-7654321", "name": "Heron Fund"}],
        **values,
    }


def test_grants_become_reported_activities_of_one_funder_and_one_grantee() -> None:
    run = imported(json.dumps({"grants": [_grant(1), _grant(2), _grant(2)]}), "grants.json")
    assert outcomes(run) == {"new": 2, "unchanged": 1}
    assert Organisation.objects.count() == 2
    activity = Activity.objects.order_by("pk")[0]
    assert (activity.title_en, activity.amount, activity.currency) == (
        "Boats for the reed cutters",
        Decimal(15000),
        "GBP",
    )
    assert [(str(party.organisation), party.role) for party in activity.parties.order_by("pk")] == [
        ("Heron Fund", "funder"),
        ("Reed Cutters", "recipient"),
    ]
    assert {row.country.code for row in Organisation.objects.all() if row.country} == {"GB"}
    undone(run)
    assert (Activity.objects.count(), Organisation.objects.count()) == (0, 0)
    assert not ImportRow.objects.filter(run=run, fate="kept").exists()


def test_a_doubtful_change_of_name_renames_once_a_person_says_who_it_is(now: datetime.datetime) -> None:
    from banyan.registry.domain import proposals

    first = OrganisationFactory(name="Reed Bed Society")
    OrganisationFactory(name="Reed Bed Society")
    run = imported(CHANGES + "Reed Bed Society,Wetland Alliance,2019-06-01\n")
    assert outcomes(run) == {"suggested": 1}
    before = names_of(first)
    proposal = run.dataset.source.proposals.get()
    proposals.accept(proposal_id=proposal.pk, by=None, now=now, link_to=first.public_id)
    assert names_of(first) == {
        ("Reed Bed Society", "former", "", "2019-06-01"),
        ("Wetland Alliance", "official", "2019-06-01", ""),
    }
    first.refresh_from_db()
    assert first.title_en == "Wetland Alliance"
    proposals.undo(proposal_id=proposal.pk, by=None, now=now)
    assert names_of(first) == before
    first.refresh_from_db()
    assert first.title_en == "Reed Bed Society"


def test_what_somebody_changed_at_a_renamed_record_stays_when_the_list_is_undone() -> None:
    society = OrganisationFactory(name="Reed Bed Society")
    run = imported(CHANGES + "Reed Bed Society,Wetland Alliance,2019-06-01\n")
    later = clock() + datetime.timedelta(hours=1)
    organisations.add_name(organisation=society, name=NewName("Hội Đầm Sậy", "vi"), by=None, now=later)
    undone(run)
    assert names_of(society) == {
        ("Reed Bed Society", "official", "", ""),
        ("Hội Đầm Sậy", "official", "", ""),
    }
    society.refresh_from_db()
    assert (society.title_en, society.title_vi) == ("Reed Bed Society", "Hội Đầm Sậy")
