"""What is kept between two steps of an import comes back as it was."""

from __future__ import annotations

import json

from banyan.ingest.adapters.tables.shapes import (
    ActivityDraft,
    Column,
    ColumnTarget,
    DateOrder,
    FigureDraft,
    Mapping,
    NameDraft,
    PartyDraft,
    RowDraft,
    RowProblem,
    Sheet,
    TableInfo,
    Target,
    TieDraft,
)
from banyan.registry.enums import NameKind, TieKind


def test_a_mapping_survives_json() -> None:
    mapping = Mapping(
        columns=(
            ColumnTarget(0, Target.NAME, language="vi", name_kind=NameKind.OFFICIAL),
            ColumnTarget(3, Target.TIE, options={"kind": TieKind.MEMBER_OF}),
        ),
        country="VN",
        date_order=DateOrder.DAY_FIRST,
        tie_other=("XI-ROR", "05k73zm37"),
    )
    assert Mapping.from_json(json.loads(json.dumps(mapping.as_json()))) == mapping
    assert Mapping.from_json({}) == Mapping()


def test_what_is_known_of_a_table_survives_json() -> None:
    info = TableInfo(
        format="xlsx",
        encoding="",
        sheets=(Sheet("Danh sách", 3), Sheet("名单", None, is_hidden=True)),
        sheet="名单",
        columns=(Column(0, "Tên", ("Hội A", "Hội B")), Column(1, "")),
        header_row=2,
        row_estimate=3,
    )
    assert TableInfo.from_json(json.loads(json.dumps(info.as_json()))) == info
    assert info.sheet_names == ("Danh sách", "名单")


def test_a_draft_survives_json() -> None:
    other = PartyDraft(
        names=(NameDraft("Council", "en", "official"),), identifiers=(("XI-ROR", "1"),), role="funder"
    )
    draft = RowDraft(
        number=7,
        external_key="k",
        names=(NameDraft("Hội A", "vi", NameKind.OFFICIAL, valid_to="2019-05"),),
        identifiers=(("VN-TIN", "0100109106"),),
        is_network=True,
        summary={"vi": "…"},
        topics=("sdg:4",),
        ties=(TieDraft("part_of", other, grade="special"),),
        activities=(ActivityDraft("g1", {"en": "Grant"}, (other,), amount="10.50", currency="GBP"),),
        figures=(FigureDraft({"en": "members"}, "1200"),),
        problems=(RowProblem("date_unclear", 4, "03/04/2019", params={"as": "date"}),),
    )
    assert RowDraft.from_json(json.loads(json.dumps(draft.as_json()))) == draft
    assert not draft.is_fatal
    assert RowDraft(number=1, problems=(RowProblem("name_missing", is_fatal=True),)).is_fatal
