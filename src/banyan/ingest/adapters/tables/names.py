"""
Names in cells: which language, which kind, and where one cell holds a name with its translation.

What is one name is never taken apart: a bracket with a country, a place or a plain word of the same
language belongs to the name it stands in.
"""

from __future__ import annotations

import re
from typing import Final

from banyan.registry.enums import NameKind

from . import value_lists
from .acronyms import WITHOUT_CAPITALS, draft_of, is_acronym, with_languages
from .drafts import NameDraft
from .encodings import is_vietnamese_syllable
from .languages import language_of

_BRACKET: Final = re.compile(r"^(?P<name>.+?)\s*[(（\[【](?P<inside>[^()（）\[\]【】]+)[)）\]】]\s*$", re.S)
_HARD: Final = re.compile(r"\s*(?:[\n;；|｜])\s*")
_SLASH: Final = re.compile(
    r"\s+[/／]\s+|(?<=[\u3400-\u9fff])\s*[/／]\s*(?=[A-Za-z])|(?<=[A-Za-z)])\s*[/／]\s*(?=[\u3400-\u9fff])"
)
_DASH: Final = re.compile(r"\s+[-–—]\s+")
_SWITCH_TO_LATIN: Final = re.compile(
    r"^(?P<first>[\u3400-\u9fff·、（）()“”《》]+?)[\s,，:：]*(?P<second>[A-Za-zÀ-ỹ][^\u3400-\u9fff]*)$"
)
_SWITCH_TO_HAN: Final = re.compile(
    r"^(?P<first>[A-Za-zÀ-ỹ][^\u3400-\u9fff]*?)[\s,，:：]+(?P<second>[\u3400-\u9fff·、（）()“”《》]+)$"
)
_HAN_BODY: Final = re.compile(
    r"(?:会|會|社|团|團|中心|基金|院|所|馆|館|网|網|站|队|隊|组织|組織|联盟|聯盟|学校|學校|机构|機構|办公室|公司|处|處|局|部|厅"
    r"|大学|大學|平台|村|家园|论坛|党|组|室|台|行动|计划|联合国|理事会|议会|银行)$"
)
#: Words in front of a name that say what it is.
_SAID: Final = (
    (
        re.compile(
            r"^(?:tên cũ|trước đây(?: là)?|tiền thân(?: là)?|nguyên là|formerly(?: known as)?|previously|"
            r"former name|f/k/a|原名为|原名|原称|原|曾用名|前身为|前身)\s*[:：]?\s*(?=\S)",
            re.I,
        ),
        NameKind.FORMER,
        "",
    ),
    (
        re.compile(
            r"^(?:viết tắt(?: là)?|tên viết tắt|abbr(?:eviation)?\.?|acronym|缩写为?|英文缩写)\s*[:：]?\s*",
            re.I,
        ),
        NameKind.ACRONYM,
        "",
    ),
    (
        re.compile(r"^(?:gọi tắt(?: là)?|tên gọi tắt|以下简称|简称为|简称|下称)\s*[:：]?\s*", re.I),
        NameKind.SHORT,
        "",
    ),
    (
        re.compile(r"^(?:also known as|a\.?k\.?a\.?|又名|又称|亦称|tên khác)\s*[:：]?\s*", re.I),
        NameKind.ALIAS,
        "",
    ),
    (re.compile(r"^(?:tên tiếng anh|tiếng anh|english(?: name)?|英文名称?|英文)\s*[:：]\s*", re.I), "", "en"),
    (re.compile(r"^(?:tên tiếng việt|tiếng việt|vietnamese(?: name)?|越文名称?)\s*[:：]\s*", re.I), "", "vi"),
    (
        re.compile(r"^(?:tên tiếng trung|tiếng trung|chinese(?: name)?|中文名称?|中文)\s*[:：]\s*", re.I),
        "",
        "zh",
    ),
)
_QUOTES: Final = "\"'“”‘’「」『』《》"


def drafts(
    text: str, *, language: str = "", kind: str = "", fallback: str = "en", splits: bool = True
) -> tuple[NameDraft, ...]:
    """
    Return the names in a cell, the main one first.

    :param language: what the heading says; the script overrules it
    :param kind: what the heading says; the first name gets it
    :param fallback: the language of Latin letters that are not Vietnamese
    """
    kind = kind or NameKind.OFFICIAL
    if not splits:
        return (NameDraft(" ".join(text.split()), _tag(text, language, fallback), kind),)
    found: list[NameDraft] = []
    for place, part in enumerate(part for part in _HARD.split(text) if part.strip()):
        part_kind = kind
        if found and kind == NameKind.OFFICIAL and is_acronym(part.strip(), (found[0].text,)):
            found.append(draft_of(part.strip(), found[0].text, fallback))
            continue
        if (
            place
            and kind == NameKind.OFFICIAL
            and _tag(part, language, fallback) in {n.language for n in found}
        ):
            part_kind = NameKind.ALIAS
        for name in _in_one(" ".join(part.split()), language, part_kind, fallback):
            if name.text and name not in found:
                found.append(name)
    return with_languages(found)


def _in_one(text: str, language: str, kind: str, fallback: str) -> list[NameDraft]:
    """Names in a text without line ends and semicolons."""
    text, said_kind, said_language = _unlabelled(text)
    kind, language = said_kind or kind, said_language or language
    bracket = _BRACKET.match(text)
    if bracket:
        outside, inside = bracket["name"].strip(), bracket["inside"].strip()
        inner = _inside(inside, outside, kind, fallback)
        if inner:
            outer = _in_one(outside, language, kind, fallback)
            return outer + [name for name in inner if name not in outer]
        return [NameDraft(text, _tag(text, language, fallback), kind)]
    for pattern in (_SLASH, _DASH):
        parts = [part for part in pattern.split(text) if part.strip()]
        if len(parts) == 2:
            pair = _pair(parts[0].strip(), parts[1].strip(), language, kind, fallback)
            if pair:
                return pair
    for pattern in (_SWITCH_TO_LATIN, _SWITCH_TO_HAN):
        switch = pattern.match(text)
        if switch and _is_switch(switch["first"], switch["second"]):
            return _pair(switch["first"].strip(), switch["second"].strip(), "", kind, fallback) or []
    return [NameDraft(text, _tag(text, language, fallback), kind)]


def _unlabelled(text: str) -> tuple[str, str, str]:
    for pattern, kind, language in _SAID:
        if found := pattern.match(text):
            rest = text[found.end() :].strip().strip(_QUOTES)
            if rest and (kind != NameKind.FORMER or len(rest) > 2):
                return rest, kind, language
    return text, "", ""


def _inside(inside: str, outside: str, kind: str, fallback: str) -> list[NameDraft]:
    """The names within a bracket, none if the bracket belongs to the name before it."""
    plain, said_kind, said_language = _unlabelled(inside)
    if said_kind or said_language:
        return _in_one(plain, said_language, said_kind or kind, fallback)
    if value_lists.country(inside) or value_lists.is_place(inside):
        return [] if not is_acronym(inside, (outside,)) else [draft_of(inside, outside, fallback)]
    if is_acronym(inside, (outside,)):
        return [draft_of(inside, outside, fallback)]
    dash = _DASH.split(inside)
    if len(dash) == 2:
        return (
            _pair(dash[0].strip(), dash[1].strip(), "", kind, fallback) if _differ(outside, dash[0]) else []
        )
    comma = re.split(r"\s*[,，、]\s*", inside)
    if len(comma) == 2 and is_acronym(comma[1], (comma[0], outside)) and _differ(outside, comma[0]):
        return _pair(comma[0], comma[1], "", kind, fallback)
    if _differ(outside, inside):
        return [NameDraft(inside, language_of(inside, fallback), kind)]
    if language_of(outside) == "vi" and re.fullmatch(r"[A-Z][a-z]+[A-Z]\w+", inside):
        return [NameDraft(inside, "vi", NameKind.SHORT)]
    return []


def _differ(first: str, second: str) -> bool:
    """Whether two texts are plainly names in two languages."""
    one, other = language_of(first, "?"), language_of(second, "?")
    if one == other:
        return False
    if "?" not in (one, other):
        return len(first) > 1 and len(second) > 1
    latin = first if one == "?" else second
    words = re.findall(r"[^\W\d_]+", latin.lower())
    is_bare_vietnamese = all(is_vietnamese_syllable(word) for word in words)
    if "vi" in (one, other):
        return len(words) > 1 and not is_bare_vietnamese
    return len(words) > 1 or len(latin) > 5


def _is_switch(first: str, second: str) -> bool:
    han, latin = (first, second) if re.match(r"[\u3400-\u9fff]", first) else (second, first)
    return (
        len(han) > 2
        and bool(_HAN_BODY.search(han))
        and (len(re.findall(r"[^\W\d_]+", latin)) > 1 or is_acronym(latin.strip(), ()))
    )


def _pair(first: str, second: str, language: str, kind: str, fallback: str) -> list[NameDraft]:
    """Two names beside each other: translations, or a name and its initials; none if it is one name."""
    if is_acronym(second, (first,)) and (
        (len(second) > 2 and " " in first) or re.search(r"[\u3400-\u9fff]", first)
    ):
        return [
            NameDraft(first, _tag(first, language, fallback), kind),
            draft_of(second, first, fallback),
        ]
    if not _differ(first, second):
        return []
    firsts = _in_one(first, "", kind, fallback)
    return firsts + [name for name in _in_one(second, "", kind, fallback) if name not in firsts]


def _tag(text: str, language: str, fallback: str) -> str:
    found = language_of(text, "")
    if language.split("-")[0] in WITHOUT_CAPITALS and not found and text.isascii():
        return fallback  # a translation in a column of Chinese names
    if language and (not found or found == language.split("-")[0] or found == "vi"):
        return language if not (found == "vi" and language != "vi") else found
    return found or language or fallback
