"""Open data in its own shapes; every record here is of our own making."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from banyan.ingest.adapters.tables import headers
from banyan.ingest.adapters.tables.drafting import drafts
from banyan.ingest.adapters.tables.opening import open_table
from banyan.ingest.adapters.tables.presets import PRESETS
from banyan.ingest.adapters.tables.shapes import (
    ActivityDraft,
    Mapping,
    NameDraft,
    PartyDraft,
    Row,
    RowDraft,
    TieDraft,
)

PUBLISHED = [
    {
        "id": "https://ror.org/0abc12345",
        "status": "active",
        "established": 1987,
        "types": ["funder", "nonprofit"],
        "names": [
            {"value": "GHF", "types": ["acronym"], "lang": None},
            {"value": "Green Hands Foundation", "types": ["label", "ror_display"], "lang": "en"},
            {"value": "绿手基金会", "types": ["label"], "lang": "zh"},
            {"value": "Green Hands", "types": ["alias"], "lang": None},
        ],
        "locations": [
            {
                "geonames_id": 1,
                "geonames_details": {
                    "country_code": "CN",
                    "country_subdivision_code": "YN",
                    "country_subdivision_name": "Yunnan",
                    "name": "Kunming",
                },
            }
        ],
        "external_ids": [
            {"type": "wikidata", "all": ["Q99999999999"], "preferred": None},
            {"type": "isni", "all": ["0000 0001 2345 6789"], "preferred": "0000 0001 2345 6789"},
        ],
        "links": [{"type": "website", "value": "https://ghf.example.org"}],
        "relationships": [
            {"type": "parent", "id": "https://ror.org/0def12345", "label": "Hands of the World"},
            {"type": "predecessor", "id": "https://ror.org/0ghi12345", "label": "Old Hands"},
        ],
    },
    {
        "id": "https://ror.org/0bad12345",
        "status": "withdrawn",
        "established": None,
        "types": ["other"],
        "names": [{"value": "Nobody", "types": ["ror_display", "label"], "lang": "en"}],
        "locations": [],
        "external_ids": [],
        "links": [],
        "relationships": [],
    },
]
FOLDED = [
    {
        "id": "0abc12345",
        "status": "active",
        "established": 1987,
        "types": ["funder", "nonprofit"],
        "names": [
            {"v": "GHF", "t": ["acronym"], "l": None},
            {"v": "Green Hands Foundation", "t": ["label", "ror_display"], "l": "en"},
            {"v": "绿手基金会", "t": ["label"], "l": "zh"},
            {"v": "Green Hands", "t": ["alias"], "l": None},
        ],
        "loc": [{"cc": "CN", "adm1": "Yunnan", "adm1_code": "YN", "city": "Kunming"}],
        "ext": {"wikidata": "Q99999999999", "isni": "0000 0001 2345 6789"},
        "links": {"website": "https://ghf.example.org"},
        "rel": [
            {"t": "parent", "id": "0def12345", "label": "Hands of the World"},
            {"t": "predecessor", "id": "0ghi12345", "label": "Old Hands"},
        ],
    },
    {
        "id": "0bad12345",
        "status": "withdrawn",
        "types": ["other"],
        "names": [{"v": "Nobody", "t": ["ror_display", "label"], "l": "en"}],
        "loc": [],
    },
]


def read(path: Path, text: str, filename: str) -> tuple[Mapping, list[RowDraft]]:
    path.write_text(text, encoding="utf-8")
    table = open_table(path, filename=filename)
    mapping = headers.guess(table.info, table.rows()).mapping
    assert Mapping.from_json(json.loads(json.dumps(mapping.as_json()))) == mapping
    found = list(drafts(table, mapping))
    for one in found:
        assert RowDraft.from_json(json.loads(json.dumps(one.as_json()))) == one
    return mapping, found


def other(key: str, name: str, language: str = "") -> PartyDraft:
    return PartyDraft((NameDraft(name, language, "official"),), (("XI-ROR", key),), key)


@pytest.mark.parametrize(("records", "preset"), [(PUBLISHED, "ror"), (FOLDED, "ror_folded")])
def test_research_organisations(tmp_path: Path, records: list[object], preset: str) -> None:
    text = "\n".join(json.dumps(record) for record in records)
    mapping, found = read(tmp_path / "t", text, "list.jsonl")
    assert mapping.preset == preset
    assert found[0] == RowDraft(
        number=1,
        external_key="0abc12345",
        names=(
            NameDraft("Green Hands Foundation", "en", "official"),
            NameDraft("GHF", "", "acronym"),
            NameDraft("绿手基金会", "zh", "official"),
            NameDraft("Green Hands", "", "alias"),
        ),
        identifiers=(("XI-ROR", "0abc12345"), ("XI-WIKIDATA", "Q99999999999"), ("ISNI", "0000000123456789")),
        country="CN",
        place="CN-YN",
        legal_form="ngo",
        founded="1987",
        state="active",
        website="https://ghf.example.org",
        ties=(
            TieDraft("part_of", other("0def12345", "Hands of the World")),
            TieDraft("succeeded_by", other("0ghi12345", "Old Hands"), is_from_other=True),
        ),
    )
    assert [problem.code for problem in found[1].problems if problem.is_fatal] == ["record_withdrawn"]


def test_relationships_of_research_organisations(tmp_path: Path) -> None:
    text = "from_id,from_name,relation,to_id,to_name,both_in_file\n0abc12345,A One,child,0def12345,B Two,1\n0abc12345,A One,cousin,0def12345,B Two,1\n"
    _, found = read(tmp_path / "t", text, "list.csv")
    assert found[0] == RowDraft(
        number=2,
        kind="tie",
        external_key="0abc12345",
        names=(NameDraft("A One", "", "official"),),
        identifiers=(("XI-ROR", "0abc12345"),),
        ties=(TieDraft("part_of", other("0def12345", "B Two"), is_from_other=True),),
    )
    assert found[1].is_fatal


def test_decisions_on_consultative_status(tmp_path: Path) -> None:
    text = (
        "ngo_name,decision,session_date,note\n"
        "Green Hands Association (GHA),granted,2019-06-04,\n"
        "Blue Hands Society,status_withdrawn_own_request,2020-02-07,\n"
        "Red Hands Society,deferred,2020-02-07,\n"
        "Green Hands Association (GHA),granted_first_review,2019-06-04,\n"
    )
    _, found = read(tmp_path / "t", text, "list.csv")
    assert [name.text for name in found[0].names] == ["Green Hands Association", "GHA"]
    assert [(one.kind, one.is_fatal) for one in found] == [
        ("tie", False),
        ("tie", False),
        ("tie", True),
        ("tie", False),
    ]
    assert (found[2].is_left_out, found[3].ties[0].from_date) == (True, "2019-06-04")
    tie = found[0].ties[0]
    assert (tie.kind, tie.grade, tie.from_date, tie.to_date) == ("consultative_status", "", "2019-06-04", "")
    assert [name.language for name in tie.other.names] == ["en", "vi", "zh", "en"]
    assert (found[1].ties[0].from_date, found[1].ties[0].to_date) == ("", "2020-02-07")
    assert [problem.code for problem in found[2].problems] == ["decision_not_kept"]


def test_the_council_may_be_given_by_its_number() -> None:
    row = Row(2, ("Green Hands", "granted", "2019-06-04"))
    mapping = headers_of(
        "ecosoc_decisions", "ngo_name", "decision", "session_date", tie_other=("XI-WIKIDATA", "Q1")
    )
    assert PRESETS["ecosoc_decisions"].draft(row, mapping).ties[0].other.identifiers == (
        ("XI-WIKIDATA", "Q1"),
    )


def headers_of(preset: str, *names: str, tie_other: tuple[str, str] | None = None) -> Mapping:
    from banyan.ingest.adapters.tables.shapes import ColumnTarget, Target

    return Mapping(
        preset=preset,
        columns=tuple(
            ColumnTarget(place, Target.FIELD, options={"name": name}) for place, name in enumerate(names)
        ),
        tie_other=tie_other,
    )


def test_changes_of_name_and_mergers(tmp_path: Path) -> None:
    _, found = read(
        tmp_path / "t",
        'old_name,new_name,session_date\n"Old Hands (special, 2011)",New Hands,2024-06-14\n',
        "list.csv",
    )
    assert found[0].names == (
        NameDraft("New Hands", "en", "official", valid_from="2024-06-14"),
        NameDraft("Old Hands", "en", "former", valid_to="2024-06-14"),
    )
    assert (found[0].ties[0].grade, found[0].ties[0].from_date) == ("special", "2011")
    _, found = read(
        tmp_path / "t",
        "old_name_1,old_name_2,new_name,session_date\n"
        "Left Hand (in special consultative status),Right Hand (an organization not in status with the Council),Both Hands,2024-06-14\n",
        "list.csv",
    )
    assert [
        (tie.kind, tie.other.names[0].text, tie.is_from_other, tie.from_date) for tie in found[0].ties
    ] == [
        ("succeeded_by", "Left Hand", True, "2024-06-14"),
        ("succeeded_by", "Right Hand", True, "2024-06-14"),
    ]


def test_federations(tmp_path: Path) -> None:
    text = "type,reg_number,name\nHands,1234567,HANDS (NORTH) LTD\nHands,NI106288,Hands of the West\nHands,SC012345,Hands of the Hills\nHands,?,Hands of Nobody\n"
    mapping, found = read(tmp_path / "t", text, "list.csv")
    assert mapping.country == "GB"
    assert [one.identifiers for one in found] == [
        (("GB-CHC", "1234567"),),
        (("GB-NIC", "106288"),),
        (("GB-SC", "SC012345"),),
        (),
    ]
    federation = PartyDraft((NameDraft("Hands", "en", "official"),), country="GB", is_network=True)
    assert found[0].ties == (TieDraft("member_of", federation),)
    assert [problem.code for problem in found[3].problems] == ["identifier_check_failed"]


def test_grants(tmp_path: Path) -> None:
    grant = {
        "id": "360G-hands-1",
        "title": "Tools for the garden",
        "currency": "GBP",
        "amountAwarded": 15000,
        "awardDate": "2015-06-10T00:00:00+00:00",
        "plannedDates": [{"startDate": "2015-07-01T00:00:00+00:00", "endDate": "2016-06-30T00:00:00+00:00"}],
        "recipientOrganization": [
            {
                "id": "GB-CHC-1234567",
                "name": "Garden Club",
                "charityNumber": "1234567",
                "url": "garden.example.org",
            }
        ],
        "fundingOrganization": [{"id": "360G-hands", "name": "Hands Foundation"}],
    }
    bare = {
        **grant,
        "id": "360G-hands-2",
        "plannedDates": [],
        "amountAwarded": "much",
        "fundingOrganization": [],
    }
    mapping, found = read(
        tmp_path / "t", json.dumps({"license": "…", "grants": [grant, bare]}), "grants.json"
    )
    assert mapping.preset == "grants_360giving"
    assert found[0] == RowDraft(
        number=1,
        kind="activity",
        external_key="360G-hands-1",
        activities=(
            ActivityDraft(
                external_key="360G-hands-1",
                title={"en": "Tools for the garden"},
                parties=(
                    PartyDraft(
                        (NameDraft("Hands Foundation", "en", "official"),), (), "360G-hands", "funder"
                    ),
                    PartyDraft(
                        (NameDraft("Garden Club", "en", "official"),),
                        (("GB-CHC", "1234567"),),
                        "GB-CHC-1234567",
                        "recipient",
                        country="GB",
                        website="https://garden.example.org",
                    ),
                ),
                start_date="2015-07-01",
                end_date="2016-06-30",
                amount="15000.00",
                currency="GBP",
            ),
        ),
    )
    assert (found[1].activities[0].start_date, found[1].activities[0].amount) == ("2015-06-10", "")
    assert [(problem.code, problem.is_fatal) for problem in found[1].problems] == [
        ("party_missing", True),
        ("number_unreadable", False),
    ]


@pytest.mark.parametrize("preset", sorted(PRESETS))
@pytest.mark.parametrize(
    "record",
    [
        None,
        {},
        {"id": 3, "names": 4},
        {"id": "x", "names": [1]},
        {"id": "x", "names": [{"v": None, "t": []}]},
    ],
)
def test_a_row_of_another_shape_is_a_problem_and_no_failure(
    preset: str, record: dict[str, object] | None
) -> None:
    found = PRESETS[preset].draft(Row(5, (), record), Mapping(preset=preset))
    assert found.number == 5
    assert found.is_fatal
