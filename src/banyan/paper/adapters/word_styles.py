"""
The page, the styles and the languages of a Word file.

Fonts are named, not embedded: those that Word and WPS have where our readers are – Times New Roman, as
Vietnamese offices write, and SimSun with SimHei for Chinese headings.
"""

from __future__ import annotations

from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from banyan.paper.adapters.lettering import printed
from banyan.paper.blocks import Paper

_LATIN: Final = "Times New Roman"
_HAN: Final = "SimSun"
_HAN_HEADING: Final = "SimHei"
#: Languages as Word names them.
_LOCALES: Final = {"vi": "vi-VN", "zh": "zh-CN", "en": "en-GB"}
GREEN: Final = RGBColor(0x14, 0x56, 0x3C)
SOFT: Final = RGBColor(0x41, 0x4A, 0x43)
WIDTH: Final = Cm(16.6)  # of an A4 page between its margins


def element(name: str, **values: str) -> Any:
    """Return an element of a Word file with these attributes."""
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _locale(tag: str) -> str:
    main = tag.split("-")[0].lower()
    if main == "zh":
        return "zh-TW" if "hant" in tag.lower() else "zh-CN"
    return _LOCALES.get(main, tag)


def speak(properties: Any, tag: str) -> None:
    """Say in which language a stretch is; Chinese is kept apart from what stands in Latin letters."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    locale = _locale(tag)
    kind = "eastAsia" if locale.startswith("zh") else "val"
    properties.append(element("w:lang", **{kind: locale}))


def _fonts(properties: Any, *, han: str) -> None:
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("w:rFonts", ascii=_LATIN, hAnsi=_LATIN, cs=_LATIN, eastAsia=han))


def _style(document: Any, name: str, size: float, *, han: str = _HAN, **looks: Any) -> None:
    style = document.styles[name]
    _fonts(style.element.get_or_add_rPr(), han=han)
    style.font.size = Pt(size)
    style.font.bold = looks.get("bold", False)
    style.font.italic = False
    style.font.color.rgb = looks.get("colour", RGBColor(0, 0, 0))
    style.paragraph_format.space_before = Pt(looks.get("before", 0))
    style.paragraph_format.space_after = Pt(looks.get("after", 5))
    style.paragraph_format.keep_with_next = looks.get("stays", False)


def set_up(document: Any, paper: Paper) -> None:
    """Make the page, the styles and the properties of a document."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)
    _style(document, "Normal", 12)
    _style(document, "Title", 20, han=_HAN_HEADING, bold=True, before=8, after=6, stays=True)
    _style(
        document, "Heading 1", 15, han=_HAN_HEADING, bold=True, colour=GREEN, before=16, after=6, stays=True
    )
    _style(
        document, "Heading 2", 13, han=_HAN_HEADING, bold=True, colour=GREEN, before=10, after=4, stays=True
    )
    _style(document, "Caption", 10.5, colour=SOFT, after=8)
    _style(document, "Intense Quote", 11.5, colour=SOFT)
    title = document.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    document.styles["Normal"].paragraph_format.line_spacing = 1.2
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    latin = _LOCALES["en"] if paper.language == "zh" else _LOCALES[paper.language]
    defaults.append(element("w:lang", val=latin, eastAsia=_LOCALES["zh"], bidi="ar-SA"))
    known = document.core_properties
    known.title, known.author, known.language = printed(paper.title), printed(paper.letterhead.name), latin
    known.language = _LOCALES[paper.language]
    known.created = known.modified = paper.made_at.replace(tzinfo=None)
    known.comments = ""
