"""Vietnamese and Chinese tables in every encoding they are met in."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from banyan.ingest.adapters.decoding import TCVN3, VISCII
from banyan.ingest.adapters.tables import encodings
from banyan.ingest.adapters.tables.opening import open_table
from banyan.ingest.adapters.tables.shapes import TableIsUnreadable

VIETNAMESE = (
    "tên tổ chức,địa chỉ,năm thành lập\n"
    'hội khuyến học xã an bình,"số 5, đường lê lợi, huế",2005\n'
    "quỹ vì trẻ em nghèo vượt khó,thành phố đà nẵng,1998\n"
    "trung tâm hỗ trợ người khuyết tật sông hương,tỉnh quảng trị,2011\n"
)
SIMPLIFIED = (
    "组织名称,地址,成立日期\n青禾社区服务中心,云南省昆明市,2009年\n晨光志愿者协会,四川省成都市,2015年3月\n"
)
TRADITIONAL = "組織名稱,地址,成立日期\n青禾社區服務中心,臺北市,2009\n晨光志願者協會,高雄市,2015\n"


def single_byte(text: str, table: dict[int, str]) -> bytes:
    back: dict[str, int] = {}
    for code, letter in table.items():
        back.setdefault(letter, code)
    return bytes(back.get(letter, ord(letter)) for letter in text)


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the vowel with its roof or horn, then the tone."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
            continue
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in "\u0300\u0301\u0303\u0309\u0323" if mark in parts)
        base = unicodedata.normalize("NFC", parts.replace(tone, ""))
        out += base.encode("cp1258") + tone.encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("raw", "encoding", "text"),
    [
        (VIETNAMESE.encode(), "utf-8", VIETNAMESE),
        (VIETNAMESE.encode("utf-8-sig"), "utf-8", VIETNAMESE),
        (VIETNAMESE.encode("utf-16-le"), "utf-16-le", VIETNAMESE),
        (VIETNAMESE.encode("utf-16-be"), "utf-16-be", VIETNAMESE),
        (VIETNAMESE.encode("utf-16"), "utf-16-le", VIETNAMESE),
        (single_byte(VIETNAMESE, TCVN3), "tcvn3", VIETNAMESE),
        (single_byte(VIETNAMESE, VISCII), "viscii", VIETNAMESE),
        (windows_1258(VIETNAMESE), "cp1258", VIETNAMESE),
        (SIMPLIFIED.encode(), "utf-8", SIMPLIFIED),
        (SIMPLIFIED.encode("gb18030"), "gb18030", SIMPLIFIED),
        (SIMPLIFIED.encode("utf-16-le"), "utf-16-le", SIMPLIFIED),
        (SIMPLIFIED.encode("utf-16-be"), "utf-16-be", SIMPLIFIED),
        (TRADITIONAL.encode("big5hkscs"), "big5hkscs", TRADITIONAL),
    ],
)
def test_an_encoding_is_told_and_read(tmp_path: Path, raw: bytes, encoding: str, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(raw)
    assert encodings.guesses(path)[0] == encoding
    assert "".join(encodings.lines(path, encoding)) == text
    table = open_table(path, filename="list.csv")
    assert (table.info.encoding, table.info.header_row, len(list(table.rows()))) == (
        encoding,
        1,
        len(text.splitlines()) - 1,
    )


def test_vni_as_its_fonts_write_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        "Teân toå chöùc,Ñòa chæ\nHoäi chöõ thaäp ñoû,Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam\n".encode(
            "cp1252"
        )
    )
    table = open_table(path, filename="list.csv")
    assert table.info.encoding == "vni"
    assert [row.cells for row in table.rows()] == [
        ("Hội chữ thập đỏ", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ]


def test_tcvn3_by_a_sentence_everybody_knows() -> None:
    known = "Céng hoµ x· héi chñ nghÜa ViÖt Nam".encode("latin-1")
    assert encodings.decoded(known, "tcvn3") == "Cộng hoà xã hội chủ nghĩa Việt Nam"


def test_names_of_the_west_are_not_taken_for_vietnamese_or_chinese(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("nom,ville\nSociété des élèves,Orléans\nFédération générale,Besançon\n".encode("cp1252"))
    assert open_table(path, filename="list.csv").info.encoding == "cp1252"


def test_letters_far_down_a_long_file_decide(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        b"name,city\n" + b"Association,Hue\n" * 100_000 + "青禾服务中心,昆明\n".encode("gb18030")
    )
    assert open_table(path, filename="list.csv").info.encoding == "gb18030"


def test_a_person_may_choose_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(single_byte(VIETNAMESE, TCVN3))
    info = open_table(path, filename="list.csv", encoding="viscii").info
    assert info.encoding == "viscii"
    assert "tcvn3" in info.encodings
    with pytest.raises(TableIsUnreadable) as refused:
        open_table(path, filename="list.csv", encoding="klingon")
    assert refused.value.code == "encoding_unknown"


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(VIETNAMESE.encode() + b"h\xe1\xbb,\n")
    table = open_table(path, filename="list.csv")
    assert table.info.encoding == "utf-8"
    assert list(table.rows())[-1].cells[0] == "h\ufffd"
