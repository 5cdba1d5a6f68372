"""From headings to a mapping, and from rows to drafts."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.ingest.adapters.tables import header_words, headers
from banyan.ingest.adapters.tables.drafting import draft, drafts
from banyan.ingest.adapters.tables.opening import open_table
from banyan.ingest.adapters.tables.shapes import (
    ColumnTarget,
    DateOrder,
    FigureDraft,
    Mapping,
    NameDraft,
    PartyDraft,
    Row,
    RowDraft,
    Table,
    Target,
    TieDraft,
)

VIETNAMESE = """STT;Tên tổ chức;Tên tiếng Anh;Tên viết tắt;Mã số thuế;Địa chỉ;Tỉnh/TP;Ngày thành lập;Trạng thái;Lĩnh vực;Điện thoại;Số hội viên;Thành viên của
1;Hội Sao Mai Huế;Morning Star Society;MSS;0100109106;5 Lê Lợi;Huế;03/04/2005;Đang hoạt động;Giáo dục;0912345678;1.200;Liên hiệp Sông Hương
2;Quỹ Vì trẻ em (VCF);;;0100109107;;Đà Nẵng;25/12/2010;Đã giải thể;xyz;0912345679;khoảng 300;
3;;;;;;;;;;;;
"""
CHINESE = """组织名称,英文名称,统一社会信用代码,组织类型,成立日期,省份,登记状态,业务主管单位,联系人
青禾社区服务中心（简称青禾）,Qinghe Community Centre,G1610000713522976L,民办非企业单位,2009年5月,云南,正常,晨光联合会,某人
晨光志愿者协会 Dawn Volunteers Association,,,社会团体,2015/3/1,四川省,注销,,某人
"""


def opened(path: Path, text: str) -> Table:
    path.write_text(text, encoding="utf-8")
    return open_table(path, filename="list.csv")


def read(path: Path, text: str) -> tuple[headers.Guess, list[RowDraft]]:
    table = opened(path, text)
    guess = headers.guess(table.info, table.rows())
    return guess, list(drafts(table, guess.mapping))


def test_a_vietnamese_list(tmp_path: Path) -> None:
    guess, found = read(tmp_path / "t", VIETNAMESE)
    assert [(column.target, column.options.get("reason", "")) for column in guess.mapping.columns] == [
        (Target.IGNORE, "number"),
        (Target.NAME, ""),
        (Target.NAME, ""),
        (Target.NAME, ""),
        (Target.IDENTIFIER, ""),
        (Target.PLACE, ""),
        (Target.PLACE, ""),
        (Target.FOUNDED, ""),
        (Target.STATE, ""),
        (Target.TOPIC, ""),
        (Target.IGNORE, "private"),
        (Target.FIGURE, ""),
        (Target.TIE, ""),
    ]
    assert (guess.mapping.country, guess.mapping.date_order) == ("VN", DateOrder.DAY_FIRST)
    assert {column.confidence for column in guess.columns} == {1.0}
    assert found[0] == RowDraft(
        number=2,
        names=(
            NameDraft("Hội Sao Mai Huế", "vi", "official"),
            NameDraft("Morning Star Society", "en", "official"),
            NameDraft("MSS", "en", "acronym"),
        ),
        identifiers=(("VN-TIN", "0100109106"),),
        country="VN",
        place="VN-26",
        founded="2005-04-03",
        state="active",
        topics=("icnptso:B",),
        ties=(TieDraft("member_of", PartyDraft((NameDraft("Liên hiệp Sông Hương", "vi", "official"),))),),
        figures=(FigureDraft({"vi": "hội viên", "zh": "会员", "en": "members"}, "1200"),),
    )
    assert [
        (problem.code, problem.column, problem.value, problem.is_fatal) for problem in found[1].problems
    ] == [
        ("identifier_check_failed", 4, "0100109107", False),
        ("topic_unknown", 9, "xyz", False),
    ]
    assert (found[1].names[1], found[1].state, found[1].figures[0].qualifier) == (
        NameDraft("VCF", "", "acronym"),
        "dissolved",
        "about",
    )
    assert [problem.code for problem in found[2].problems] == ["name_missing"]
    assert found[2].is_fatal


def test_a_chinese_list(tmp_path: Path) -> None:
    guess, found = read(tmp_path / "t", CHINESE)
    assert guess.mapping.country == "CN"
    assert found == [
        RowDraft(
            number=2,
            names=(
                NameDraft("青禾社区服务中心", "zh", "official"),
                NameDraft("青禾", "zh", "short"),
                NameDraft("Qinghe Community Centre", "en", "official"),
            ),
            identifiers=(("CN-USCI", "G1610000713522976L"),),
            country="CN",
            place="CN-YN",
            legal_form="cn_fw",
            founded="2009-05",
            state="active",
            ties=(TieDraft("guided_by", PartyDraft((NameDraft("晨光联合会", "zh", "official"),))),),
        ),
        RowDraft(
            number=3,
            names=(
                NameDraft("晨光志愿者协会", "zh", "official"),
                NameDraft("Dawn Volunteers Association", "en", "official"),
            ),
            country="CN",
            place="CN-SC",
            legal_form="cn_st",
            founded="2015-03-01",
            state="dissolved",
        ),
    ]


@pytest.mark.parametrize(
    ("heading", "target", "language"),
    [
        ("Tên tổ chức", "name", ""),
        ("TÊN TỔ CHỨC (*)", "name", ""),
        ("Ten to chuc", "name", ""),
        ("Tên / Name", "name", ""),
        ("名称 Name", "name", ""),
        ("名称(英文)", "name", "en"),
        ("Tên (tiếng Anh)", "name", "en"),
        ("Name [vi]", "name", "vi"),
        ("Tên đầy đủ của tổ chức xã hội", "name", ""),
        ("Năm thành lập", "founded", ""),
        ("成立日期", "founded", ""),
        ("Date of establishment", "founded", ""),
        ("统一社会信用代码", "identifier", ""),
        ("Registration number", "identifier", ""),
        ("Country", "country", ""),
        ("Tỉnh/TP", "place", ""),
        ("省份", "place", ""),
        ("E-mail", "ignore", ""),
        ("联系电话", "ignore", ""),
    ],
)
def test_headings(heading: str, target: str, language: str) -> None:
    found = header_words.meaning_of(heading)
    assert found is not None
    assert (found[0].target, found[0].language) == (target, language)


def test_a_heading_that_says_nothing() -> None:
    assert header_words.meaning_of("zzz") is None
    assert header_words.meaning_of("") is None


def test_values_speak_where_headings_do_not(tmp_path: Path) -> None:
    guess, found = read(
        tmp_path / "t",
        "aa,bb,cc,dd,ee,ff\n"
        "Green Hands Association,0100109106,www.gha.example.org,Việt Nam,25/03/2005,a@example.org\n"
        "Blue Hands Society,0100109106,bha.example.org/vi,Lào,26/03/2005,b@example.org\n",
    )
    assert [column.target for column in guess.mapping.columns] == [
        Target.NAME,
        Target.IDENTIFIER,
        Target.WEBSITE,
        Target.COUNTRY,
        Target.FOUNDED,
        Target.IGNORE,
    ]
    assert {guess.columns[1].reason, guess.columns[5].reason} == {"values"}
    assert (found[1].country, found[1].website, found[1].founded) == (
        "LA",
        "https://bha.example.org/vi",
        "2005-03-26",
    )


def test_what_can_be_only_once_is_the_surest_column(tmp_path: Path) -> None:
    guess, _ = read(tmp_path / "t", "Name,Status in the register,Status\nA Society,x,active\n")
    assert [column.target for column in guess.mapping.columns] == [Target.NAME, Target.IGNORE, Target.STATE]


def test_cells_that_are_not_understood_are_kept_in_the_problem() -> None:
    mapping = Mapping(
        columns=tuple(
            ColumnTarget(place, target)
            for place, target in enumerate(
                [
                    Target.NAME,
                    Target.COUNTRY,
                    Target.FOUNDED,
                    Target.ENDED,
                    Target.WEBSITE,
                    Target.IS_NETWORK,
                    Target.SUMMARY,
                    Target.STATE,
                ]
            )
        )
    )
    row = Row(
        9, ("x" * 301, "Atlantis", "03/04/2019", "#REF!", "not a site", "maybe", "日本の会です", "h\ufffd")
    )
    found = draft(row, mapping)
    assert [(problem.code, problem.column) for problem in found.problems] == [
        ("country_unknown", 1),
        ("name_too_long", 0),
        ("date_unclear", 2),
        ("formula_failed", 3),
        ("website_unreadable", 4),
        ("word_unknown", 5),
        ("language_not_kept", 6),
        ("letters_lost", 7),
        ("word_unknown", 7),
        ("name_missing", None),
    ]
    assert found.problems[1].value == "x" * 80


def test_a_place_in_another_country_is_said() -> None:
    mapping = Mapping(columns=(ColumnTarget(0, Target.NAME), ColumnTarget(1, Target.PLACE)), country="US")
    assert [one.code for one in draft(Row(2, ("Green Hands", "Hà Nội")), mapping).problems] == [
        "place_in_other_country"
    ]
    assert draft(Row(2, ("Green Hands", "Springfield")), mapping).problems == ()


def test_ties_of_a_file_to_one_organisation() -> None:
    mapping = Mapping(
        columns=(
            ColumnTarget(0, Target.NAME),
            ColumnTarget(1, Target.TIE_GRADE),
            ColumnTarget(2, Target.TIE_FROM),
        ),
        tie_other=("XI-ROR", "05k73zm37"),
    )
    found = draft(Row(2, ("Green Hands", "特别", datetime.date(2011, 7, 1))), mapping)
    assert found.ties == (
        TieDraft(
            "consultative_status",
            PartyDraft(identifiers=(("XI-ROR", "05k73zm37"),)),
            "special",
            "2011-07-01",
        ),
    )


def test_an_end_before_the_beginning() -> None:
    mapping = Mapping(
        columns=(ColumnTarget(0, Target.NAME), ColumnTarget(1, Target.FOUNDED), ColumnTarget(2, Target.ENDED))
    )
    found = draft(Row(2, ("Green Hands", "2010", "2009")), mapping)
    assert (found.founded, found.ended, found.problems[0].code) == ("2010", "", "ended_before_founded")
    assert draft(Row(2, ("Green Hands", "2010-05", "2010")), mapping).ended == "2010"


@settings(deadline=None, max_examples=150)
@given(
    cells=st.lists(
        st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=30),
        max_size=8,
    ),
    targets=st.lists(st.sampled_from([*Target, "nonsense"]), max_size=8),
    scheme=st.sampled_from(["", "CN-USCI", "VN-TIN", "sdg"]),
)
def test_no_row_breaks_the_drafting(cells: list[object], targets: list[str], scheme: str) -> None:
    mapping = Mapping(
        columns=tuple(
            ColumnTarget(place, target, scheme=scheme, options={"measure_en": "members"})
            for place, target in enumerate(targets)
        )
    )
    found = draft(Row(1, tuple(cells)), mapping)
    assert RowDraft.from_json(found.as_json()) == found
    assert found.names or found.is_fatal
    assert all(len(problem.value) <= 80 for problem in found.problems)


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("12/03/1999", "05/06/2007"), DateOrder.DAY_FIRST),
        (("12/03/1999", "26/3/1983", "31/31/2001"), DateOrder.DAY_FIRST),
        (("12/03/1999", "3/26/1983"), DateOrder.MONTH_FIRST),
    ],
)
def test_vietnamese_headings_put_the_day_first_unless_the_dates_say_otherwise(
    tmp_path: Path, days: tuple[str, ...], order: DateOrder
) -> None:
    rows = "".join(f"Hội số {number},{day}\n" for number, day in enumerate(days))
    guess, _found = read(tmp_path / "t", f"Tên tổ chức,Ngày thành lập\n{rows}")
    assert guess.mapping.date_order == order


def test_other_headings_wait_for_a_date_that_decides(tmp_path: Path) -> None:
    guess, _found = read(tmp_path / "t", "Name,Founded\nRiver Fund,12/03/1999\nLake Fund,31/31/2001\n")
    assert guess.mapping.date_order == DateOrder.UNKNOWN
