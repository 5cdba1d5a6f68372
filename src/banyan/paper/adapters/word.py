"""
Word files through python-docx, of the same documents: real headings, tables with heads that repeat, pages
numbered by fields, a language on every stretch of text. How they look is in `word_styles`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt

from banyan.paper.adapters import word_styles as styles
from banyan.paper.adapters.lettering import printed
from banyan.paper.blocks import (
    Facts,
    Heading,
    Note,
    Notes,
    Paper,
    Paragraph,
    Picture,
    Run,
    Runs,
    Style,
    Table,
)

_RULE: Final = "B9B09D"
_PICTURE: Final = Cm(16.2)


def _piece(document: Any, paragraph: Any, run: Run) -> None:
    """Put one stretch into a paragraph, as a link if it leads anywhere, with its numbers above the line."""
    made = paragraph.add_run(printed(run.text))
    if run.language:
        styles.speak(made._r.get_or_add_rPr(), run.language)
    if run.is_small:
        made.font.size, made.font.color.rgb = Pt(10), styles.SOFT
    if run.url:
        made.font.color.rgb = styles.GREEN
        target = document.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), target)
        made._r.addprevious(link)
        link.append(made._r)
    if run.refs:
        above = paragraph.add_run(", ".join(str(number) for number in run.refs))
        above.font.superscript, above.font.color.rgb = True, styles.GREEN


def _write(document: Any, paragraph: Any, runs: Runs) -> None:
    for run in runs:
        _piece(document, paragraph, run)


def _field(paragraph: Any, name: str) -> None:
    """Put a number that Word counts into a paragraph: PAGE, NUMPAGES."""
    code = styles.element("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {name} "
    for part in (
        styles.element("w:fldChar", fldCharType="begin"),
        code,
        styles.element("w:fldChar", fldCharType="separate"),
        None,
        styles.element("w:fldChar", fldCharType="end"),
    ):
        run = paragraph.add_run("1" if part is None else "")
        if part is not None:
            run._r.append(part)


def _foot(document: Any, paper: Paper) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Normal"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(styles.WIDTH, alignment=2)
    paragraph.add_run(f"{printed(paper.foot)}\t")
    before, _, rest = paper.page_words.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for words, field in ((before, "PAGE"), (between, "NUMPAGES")):
        paragraph.add_run(words)
        _field(paragraph, field)
    paragraph.add_run(after)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), styles.SOFT


def _rule_below(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    borders.append(styles.element("w:bottom", val="single", sz="8", space="4", color="14563C"))
    after = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *after)


def _table(document: Any, shares: Iterable[int], rows: int) -> Any:
    """Add an empty table with thin rules between its rows, as wide as the page."""
    parts = list(shares)
    table = document.add_table(rows=rows, cols=len(parts))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(styles.element(f"w:{side}", val="single", sz="4", space="0", color=_RULE))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for column, share in zip(table.columns, parts, strict=True):
        width = Emu(styles.WIDTH * share // sum(parts))
        column.width = width
        for cell in column.cells:
            cell.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(styles.element("w:cantSplit"))
    return table


def _fill(document: Any, cell: Any, lines: Iterable[Runs]) -> Any:
    """Write lines into a cell and return its first paragraph."""
    for place, runs in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _write(document, paragraph, runs)
    return cell.paragraphs[0]


def _put_facts(document: Any, block: Facts, drawn: Any) -> None:
    table = _table(document, (28, 72), len(block.rows))
    for row, fact in zip(table.rows, block.rows, strict=True):
        head = _fill(document, row.cells[0], [(Run(fact.label),)])
        for run in head.runs:
            run.font.color.rgb = styles.SOFT
        _fill(document, row.cells[1], fact.values)


def _put_table(document: Any, block: Table, drawn: Any) -> None:
    if block.caption:
        document.add_paragraph(printed(block.caption), style="Caption").paragraph_format.keep_with_next = True
    table = _table(document, (column.share for column in block.columns), len(block.rows) + 1)
    heads = table.rows[0]
    heads._tr.get_or_add_trPr().append(styles.element("w:tblHeader"))
    for cell, column in zip(heads.cells, block.columns, strict=True):
        for run in _fill(document, cell, [(Run(column.label),)]).runs:
            run.font.bold = True
    for row, values in zip(list(table.rows)[1:], block.rows, strict=True):
        for cell, runs in zip(row.cells, values, strict=True):
            _fill(document, cell, [runs])
    for place, column in enumerate(block.columns):
        if column.is_number:
            for cell in table.columns[place].cells:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _put_picture(document: Any, block: Picture, drawn: Callable[[str], bytes]) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(6)
    shape = paragraph.add_run().add_picture(io.BytesIO(drawn(block.svg)), width=_PICTURE)
    shape._inline.docPr.set("descr", printed(block.described))
    document.add_paragraph(printed(block.caption), style="Caption")


def _put_paragraph(document: Any, block: Paragraph, drawn: Any) -> None:
    style = "Intense Quote" if block.style is Style.QUOTE else "Normal"
    paragraph = document.add_paragraph(style=style)
    _write(document, paragraph, block.runs)
    if block.style is Style.SMALL:
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(10), styles.SOFT


def _put_note(document: Any, note: Note) -> None:
    for place, block in enumerate(note.paragraphs):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.9)
        if place == 0:
            paragraph.paragraph_format.first_line_indent = Cm(-0.9)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
            paragraph.add_run(f"{note.number}.\t")
        _write(document, paragraph, block.runs)
        if block.style in (Style.SMALL, Style.QUOTE):
            for run in paragraph.runs:
                run.font.size, run.font.color.rgb = Pt(10.5), styles.SOFT


def _put_notes(document: Any, block: Notes, drawn: Any) -> None:
    for note in block.notes:
        _put_note(document, note)


def _put_heading(document: Any, block: Heading, drawn: Any) -> None:
    document.add_heading(printed(block.text), level=block.level)


_PUT: Final[dict[type, Callable[[Any, Any, Any], None]]] = {
    Heading: _put_heading,
    Paragraph: _put_paragraph,
    Facts: _put_facts,
    Table: _put_table,
    Picture: _put_picture,
    Notes: _put_notes,
}


def docx(paper: Paper, *, drawn: Callable[[str], bytes]) -> bytes:
    """
    Return a document as a Word file.

    :param drawn: turns a drawing into a PNG picture
    """
    document = Document()
    styles.set_up(document, paper)
    head = document.add_paragraph()
    head.paragraph_format.tab_stops.add_tab_stop(styles.WIDTH, alignment=2)
    name = head.add_run(printed(paper.letterhead.name))
    name.font.bold, name.font.size, name.font.color.rgb = True, Pt(14), styles.GREEN
    lines = head.add_run("\t" + printed(" · ".join(paper.letterhead.lines)))
    lines.font.size, lines.font.color.rgb = Pt(9.5), styles.SOFT
    _rule_below(head)
    if paper.kicker:
        document.add_paragraph().add_run(printed(paper.kicker)).font.color.rgb = styles.SOFT
    _piece(document, document.add_paragraph(style="Title"), Run(paper.title, language=paper.title_language))
    if paper.names:
        names = document.add_paragraph()
        for place, run in enumerate(paper.names):
            if place:
                names.add_run(" · ")
            _piece(document, names, run)
    for block in paper.blocks:
        _PUT[type(block)](document, block, drawn)
    _foot(document, paper)
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()
