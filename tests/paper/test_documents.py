"""Documents as PDF and Word: what was put in is what a reader's program gets out, in any script."""

from __future__ import annotations

import datetime
import io
import re
import threading
import unicodedata
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from banyan.paper.adapters import fonts, lettering, typesetting, word
from banyan.paper.blocks import (
    Block,
    Fact,
    Facts,
    Heading,
    Letterhead,
    Note,
    Notes,
    Paper,
    Paragraph,
    Picture,
    Run,
    Style,
    Table,
    TableColumn,
)

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20" font-family="x">'
    '<text x="0" y="15">Hội học ẹ 机构</text></svg>'
)
NAMES = (
    "Liên hiệp các Hội Sậy Vàng",
    "Nguye\u0302\u0303n Thi\u0323 Hu\u031bo\u031b\u0300ng",
    "北京市通州区白鹭读书会",
    "𠮷野家㐂基金会",
    "D’Arc “O'Neil” & Söhne – Ltd.",
)


def paper(*blocks: Block, language: str = "vi", title: str = "Hội Sậy Vàng") -> Paper:
    return Paper(
        title=title,
        language=language,
        letterhead=Letterhead("Trung tâm Thông tin", ("example.org", "22/11/2026")),
        blocks=blocks,
        made_at=NOW,
        page_words="Trang {page}/{pages}",
        missing_words="{sign} = {characters}",
        kicker="Hội · Hà Nội",
        names=(Run("金芦苇", language="zh-Hans"), Run("Golden Reed")),
        foot="https://example.org/vi/",
    )


def text_of(raw: bytes) -> str:
    """Return the text of a PDF without white space: where a line breaks is a matter of looks."""
    pages = PdfReader(io.BytesIO(raw)).pages
    return _bare("".join(page.extract_text() for page in pages))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def lines_of(raw: bytes) -> list[str]:
    document = Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def as_docx(one: Paper) -> bytes:
    return word.docx(one, drawn=typesetting.png)


def one_of_each() -> tuple[Block, ...]:
    return (
        Paragraph((Run("Mở đầu."),), Style.LEDE),
        Facts((Fact("Tên", ((Run(NAMES[0], refs=(1,)), Run(" chính thức", is_small=True)), (Run(NAMES[2]),))),)),
        Heading("Con số"),
        Heading("Năm", level=2),
        Table(
            (TableColumn("Tên", share=3), TableColumn("Số", is_number=True)),
            tuple(((Run(f"Hàng {number}"),), (Run(str(number)),)) for number in range(90)),
            caption="Bảng một",
        ),
        Picture(SVG, described="Hai thanh", caption="Hình một"),
        Heading("Nguồn"),
        Notes((Note(1, (Paragraph((Run("Báo", url="https://example.org/a"),)), Paragraph((Run("Lời."),), Style.QUOTE))),)),
    )  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "zh", "en"])
def test_a_pdf_is_tagged_and_says_what_it_is(language: str) -> None:
    reader = PdfReader(io.BytesIO(typesetting.pdf(paper(*one_of_each(), language=language))))
    root: Any = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith(language)
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 – a boolean of PDF
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert reader.metadata.title == "Hội Sậy Vàng"
    assert reader.metadata.author == "Trung tâm Thông tin"
    kept = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in kept
    assert "<pdfaid:part>2</pdfaid:part>" in kept
    titles = [
        row.title if not isinstance(row, list) else [one.title for one in row] for row in reader.outline
    ]
    assert titles == ["Con số", ["Năm"], "Nguồn"]


def test_heads_of_a_table_and_numbers_of_pages_are_on_every_page() -> None:
    reader = PdfReader(io.BytesIO(typesetting.pdf(paper(*one_of_each()))))
    texts = [_bare(page.extract_text()) for page in reader.pages]
    assert len(texts) >= 3
    assert [f"Trang{number}/{len(texts)}" in text for number, text in enumerate(texts, 1)] == [True] * len(
        texts
    )
    held = [text for text in texts if "Hàng" in text]
    assert len(held) >= 2
    assert all("TênSố" in text for text in held)


def test_no_font_of_the_machine_is_in_a_pdf() -> None:
    raw = typesetting.pdf(paper(*one_of_each()))
    found = set(re.findall(rb"/BaseFont\s*/([\w+#-]+)", raw)) | {
        str(font.get_object()["/BaseFont"]).encode()
        for page in PdfReader(io.BytesIO(raw)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert found
    assert all(b"Noto" in name for name in found)


#: What would be code in the language of the engine.
HOSTILE = (
    "#panic(1)", "#let x = 1", "$ x^2 $", "*bold* _it_", "@label", "<note-1>", "\\u{41} \\", "// no", "/* no */",
    "[unclosed", "closed]", "{", "}", "((", "= Heading", "- list", "+ list", "/ term: x", "`raw`", "```", '"q"', "--- ...",
    "#sys.inputs", "#read(\"/etc/passwd\")", "https://x.example/#a", "~", "'",
)  # fmt: skip


def test_what_people_write_is_never_code() -> None:
    blocks: list[Block] = []
    for text in HOSTILE:
        runs = (Run(text),)
        blocks += [Heading(text), Paragraph(runs, Style.QUOTE), Facts((Fact(text, (runs,)),))]
        blocks.append(Table((TableColumn(text),), ((runs,),), caption=text))
    one = paper(*blocks, title="#title $x$ [")
    read = text_of(typesetting.pdf(one))
    assert [text for text in HOSTILE if read.count(_bare(text)) < 5] == []
    assert _bare("#title $x$ [") in read
    lines = lines_of(as_docx(one))
    assert [text for text in HOSTILE if sum(line == text for line in lines) < 5] == []


@pytest.mark.parametrize("language", ["vi", "zh", "en"])
def test_names_of_every_script_are_read_back(language: str) -> None:
    blocks = tuple(Paragraph((Run(name),)) for name in NAMES)
    read = text_of(typesetting.pdf(paper(*blocks, language=language)))
    lines = lines_of(as_docx(paper(*blocks, language=language)))
    for name in NAMES:
        assert _bare(unicodedata.normalize("NFC", name)) in read
        assert unicodedata.normalize("NFC", name) in lines


HAN = st.sampled_from([(0x4E00, 0x9FA5), (0x3400, 0x4DB5), (0x20000, 0x2A6D6)]).flatmap(
    lambda ends: st.integers(*ends).map(chr)
)
VIETNAMESE = st.sampled_from(
    [chr(number) for number in range(0x1EA0, 0x1EFA)]
    + list("ăâđêôơưĂÂĐÊÔƠƯ")
    + ["e\u0302\u0301", "o\u031b\u0323", "u\u031b\u0309", "A\u0306\u0303"]
)
NAME = st.lists(
    HAN
    | VIETNAMESE
    | st.sampled_from(list("abcXYZ019 .,'’“”-–·()（）《》") + ["\u200f", "\u202e", "\u200b"]),
    min_size=1,
    max_size=24,
).map("".join)


@settings(max_examples=15)
@given(st.lists(NAME, min_size=1, max_size=12))
def test_any_name_is_printed_or_its_characters_are_named(names: list[str]) -> None:
    missing: dict[str, None] = {}
    wanted = [_bare(lettering.set_in_type(name, missing)) for name in names]
    raw = typesetting.pdf(paper(*(Paragraph((Run(name),)) for name in names)))
    read = text_of(raw)
    assert [name for name in wanted if name not in read] == []
    assert all(f"U+{ord(character):04X}" in read for character in missing)
    lines = [_bare(line) for line in lines_of(as_docx(paper(*(Paragraph((Run(name),)) for name in names))))]
    assert [name for name in names if _bare(lettering.printed(name)) not in lines] == []


def test_rare_characters_are_there_and_the_rarest_are_named() -> None:
    assert [fonts.has(character) for character in "ế\u0323鷺㐂䶮𠮷龘〓"] == [True] * 8
    assert [fonts.has(character) for character in "𪛖\U0001f600ກ"] == [False] * 3
    read = text_of(typesetting.pdf(paper(Paragraph((Run("a𪛖b"),)))))
    assert "a〓b" in read
    assert "〓=U+2A6D6" in read


def test_an_accent_that_no_letter_holds_is_printed_too() -> None:
    # Drawn as two glyphs: programs that read neither the tags nor the text behind them take the letter twice.
    assert "q\u0323" in text_of(typesetting.pdf(paper(Paragraph((Run("xq\u0323y"),)))))


def test_marks_that_turn_the_writing_round_are_left_out() -> None:
    assert lettering.printed("An\u202enhan\u202c\u200f Bình\x00\ufeff") == "Annhan Bình"
    assert lettering.printed("a\tb\r\nc\u2028d") == "a b\nc\nd"
    assert lettering.printed("\ufa5c") == "\ufa5c"  # a compatibility character is a character of its own


def test_word_finds_headings_heads_languages_and_numbers() -> None:
    document = Document(io.BytesIO(as_docx(paper(*one_of_each(), language="zh"))))
    styles = [(row.style.name, row.text) for row in document.paragraphs if row.style.name.startswith("Head")]
    assert styles == [("Heading 1", "Con số"), ("Heading 2", "Năm"), ("Heading 1", "Nguồn")]
    assert document.core_properties.title == "Hội Sậy Vàng"
    assert document.core_properties.language == "zh-CN"
    table = document.tables[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    normal = document.styles["Normal"].element.rPr.rFonts
    assert (normal.get(qn("w:ascii")), normal.get(qn("w:eastAsia"))) == ("Times New Roman", "SimSun")
    heading = document.styles["Heading 1"].element.rPr.rFonts
    assert (heading.get(qn("w:eastAsia")), heading.get(qn("w:asciiTheme"))) == ("SimHei", None)
    names = next(row for row in document.paragraphs if row.text == "金芦苇 · Golden Reed")
    assert names.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    foot = document.sections[0].footer.paragraphs[0]._p.xml
    assert [field in foot for field in (" PAGE ", " NUMPAGES ")] == [True, True]
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Hai thanh"
    assert "https://example.org/a" in {
        rel.target_ref for rel in document.part.rels.values() if rel.is_external
    }


def test_who_comes_while_the_press_is_busy_is_told(monkeypatch: Any) -> None:
    monkeypatch.setattr(typesetting, "_ONE_AT_A_TIME", threading.BoundedSemaphore(1))
    monkeypatch.setattr(typesetting, "_PATIENCE", 0.01)
    with typesetting._ONE_AT_A_TIME, pytest.raises(typesetting.PressIsBusy):
        typesetting.pdf(paper())
    assert typesetting.pdf(paper()).startswith(b"%PDF")


def test_what_cannot_be_printed_says_why_and_frees_the_press() -> None:
    with pytest.raises(typesetting.CannotBePrinted, match="image"):
        typesetting.png("this is no drawing")
    assert typesetting.png(SVG).startswith(b"\x89PNG")
