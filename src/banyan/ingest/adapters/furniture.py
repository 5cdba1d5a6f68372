"""Which lines of a page are its article, and which are menus, credits, signatures and footers."""

from __future__ import annotations

import re
from functools import cache

from .credits import is_credit, says_origin
from .lexicon import folded, starts_with_entry, words
from .lines import Line, LineKind, is_prose, size
from .page_dates import is_date_line

_SEGMENT = re.compile(r"\s*[|｜>»›·•/\\–—_\[\]【】]+\s*|\s+-\s+|\s{2,}|\u3000")
_CRUMB = re.compile(r"[>»›]")
_LEAD = re.compile(r"^[\s>»›*·•#\-–—+■▶◆●【\[]+")
_SENTENCE_END = re.compile(r"[.!?。！？;；…][”’\"')）\]]*$")
# "About X" where X is plainly an organisation: an acronym, words in capitals, or a Chinese suffix.
_ABOUT = re.compile(
    r"(?:About|ABOUT|Về|VỀ|Giới thiệu về|Vài nét về|关于)\s*(?:the\s+)?"
    r"((?:[A-ZĐ][A-Z0-9Đ&.\-]{1,}"
    r"|(?:Trung tâm|Quỹ|Hội|Hiệp hội|Viện|Liên hiệp|Liên minh|Mạng lưới|Tổ chức|Câu lạc bộ)\s.{2,80}"
    r"|[A-ZÀ-ỸĐ]\S+(?:\s+(?:of|for|and|the|in|và|các|vì|[A-ZÀ-ỸĐ]\S*))+"
    r"|.{1,30}(?:中心|协会|基金会|学会|联盟|网络|促进会|研究所|研究院|机构|我们)))[:：]?$"
)
# Letters, a comma, letters: a telephone number or an address of the net alone is neither name nor role.
_NAME_AND_MORE = re.compile(r"\s*[:：]?\s*[^\W\d_][^@\d,，、;；]*[,，、;；]\s*[^\W\d_]")
_EDITORIAL = re.compile(r"[:：,，]$")
# Above this many words a paragraph is the article's own even when it speaks about copyright.
_LONGEST_DISCLAIMER = 130
# So many headlines of other articles a list between two paragraphs may hold.
_LONGEST_LIST = 20


def classify(lines: list[Line], *, page_title: str = "") -> None:
    """
    Set the kind of every line. ``page_title`` is what the page's head calls itself ("" for plain text).

    Everything between the first and the last paragraph of running text is kept but for bare controls, and
    where nothing is running text, every line that is not plainly furniture is kept: rather a menu too many
    than a paragraph too few.
    """
    kinds = [_lexical_kind(line) for line in lines]
    prose = [
        index
        for index, line in enumerate(lines)
        if is_prose(line.text) and kinds[index] in {LineKind.ARTICLE, None} and not _is_footer(line.text)
    ]
    if prose and (title_like := _is_headline_before_credit(lines, kinds, prose[0])):
        prose = prose[1:] if title_like and len(prose) > 1 else prose
    first = (
        prose[0]
        if prose
        else next((i for i, k in enumerate(kinds) if k is not LineKind.FURNITURE), len(lines))
    )
    last = _last_of_article(lines, kinds, prose) if prose else len(lines) - 1
    limit = first if prose else min(len(lines) - 1, 25)
    title = _title_index(lines, kinds, limit, page_title, leads=bool(prose))
    elsewhere = _lists_of_other_articles(lines, first, last) if prose else frozenset()
    for index, line in enumerate(lines):
        if index == title:
            line.kind = LineKind.TITLE
        elif index < first and prose:
            line.kind = _head_kind(lines, kinds, index, title)
        elif index <= last or not prose:
            line.kind = LineKind.FURNITURE if index in elsewhere else _body_kind(kinds[index], line)
    if prose:
        _classify_tail(lines, kinds, last)


def _lists_of_other_articles(lines: list[Line], first: int, last: int) -> frozenset[int]:
    """Return the headlines of other articles listed between two paragraphs, below a heading that says so."""
    found: set[int] = set()
    for index in range(first, last):
        if index in found or not _is_related(lines[index].text):
            continue
        at = index + 1
        while at < last and at - index <= _LONGEST_LIST and _may_be_headline(lines[at].text):
            if at - index > 2 and _gap(lines, at) > _gap(lines, at - 1):
                # A wider gap ends the list: what follows is a heading of the article.
                break
            found.add(at)
            at += 1
    return frozenset(found)


def _gap(lines: list[Line], index: int) -> int:
    return lines[index].start - lines[index - 1].end


def _may_be_headline(text: str) -> bool:
    return (
        size(text) <= 30 and not is_prose(text) and not _SENTENCE_END.search(text) and text[-1:] not in ":："
    )


def is_control(text: str) -> bool:
    """Tell whether a line is a menu, a breadcrumb, a share bar or another control of the page."""
    line = folded(_LEAD.sub("", text)) or folded(text)
    if not re.search(r"\w", line):
        return False
    short = size(text) <= 40
    if short and starts_with_entry(line, words("furniture", "controls")):
        return True
    menu = _menu_words()
    if line.strip(" :：.…»>") in menu:
        return True
    segments = [
        part.strip(" :：.…()（）") for part in _SEGMENT.split(folded(text)) if part.strip(" :：.…()（）")
    ]
    if any(part in menu for part in segments) and all(part in menu or part.isdigit() for part in segments):
        return True
    blanks = line.split()
    if len(blanks) <= 12 and all(part.strip(":：|") in menu or not part.strip(":：|") for part in blanks):
        return True
    known = sum(part in menu for part in segments)
    if len(segments) >= 3 and known * 2 >= len(segments) and size(text) <= 4 * len(segments):
        return True
    if len(segments) >= 2 and len(_CRUMB.findall(text)) >= 1 and segments[0] in menu and short:
        return True
    return len(segments) >= 5 and size(text) <= 3.2 * len(segments) and not _SENTENCE_END.search(text)


@cache
def _menu_words() -> frozenset[str]:
    return frozenset(words("furniture", "menu_words"))


def names_contact_person(text: str) -> bool:
    """Tell whether a line of contact says who is to be asked and what they are: "Contact: name, role"."""
    line = folded(_LEAD.sub("", text))
    entry = starts_with_entry(line, words("furniture", "contact_person"))
    return bool(entry) and bool(_NAME_AND_MORE.match(line[len(entry) :]))


def _is_footer(text: str) -> bool:
    line = folded(text)
    return size(text) < _LONGEST_DISCLAIMER and any(entry in line for entry in words("furniture", "footer"))


def _is_related(text: str) -> bool:
    line = folded(_LEAD.sub("", text))
    entry = starts_with_entry(line, words("furniture", "related"))
    return bool(entry) and (size(text) <= size(entry) + 3 or line[len(entry) : len(entry) + 1] in ":：")


def _lexical_kind(line: Line) -> LineKind | None:
    """Judge a line by itself; None when its words say nothing."""
    if line.tag == "tr" and " | " in line.text and line.links < 0.5:
        # Cells of a table between bars, no menu.
        return None
    if says_origin(line.text):
        return LineKind.CREDIT
    if is_control(line.text) or _is_related(line.text):
        return LineKind.FURNITURE
    if is_credit(line.text):
        return LineKind.CREDIT
    lead = folded(_LEAD.sub("", line.text))
    if starts_with_entry(lead, words("furniture", "contact")) and size(line.text) <= 40:
        return LineKind.CONTACT
    if _is_footer(line.text) and not is_prose(line.text):
        return LineKind.FURNITURE
    if not re.search(r"\w", line.text):
        return LineKind.FURNITURE
    if line.links > 0.8 and size(line.text) <= 3 and line.tag not in {"p", "h1", "h2"}:
        return LineKind.FURNITURE
    return None


def _is_headline_before_credit(lines: list[Line], kinds: list[LineKind | None], index: int) -> bool:
    """A long headline looks like running text; a credit line right after it gives it away."""
    text = lines[index].text
    following = kinds[index + 1] if index + 1 < len(kinds) else None
    return size(text) <= 40 and not re.search(r"[。.;；]$", text) and following is LineKind.CREDIT


def _title_index(
    lines: list[Line], kinds: list[LineKind | None], first: int, page_title: str, *, leads: bool
) -> int:
    """
    Return the index of the line that is the article's title, or -1.

    ``leads`` says that running text follows; on a page without any, an earlier line is the likelier title.
    """
    head = folded(page_title)
    crumbs = [folded(line.text) for line in lines[:first] if _CRUMB.search(line.text)]
    best, best_worth = -1, 0.9
    for index in range(min(first + 1, len(lines))):
        line = lines[index]
        if kinds[index] is not None or (
            index == first and is_prose(line.text) and not _is_headline_before_credit(lines, kinds, index)
        ):
            continue
        words_in = size(line.text)
        text = folded(line.text)
        worth = 3.0 if line.tag in {"h1", "h2"} else 0.0
        worth += 1 if line.tag == "h1" else 0
        worth += (
            3 if len(text) >= 6 and (text in head or any(crumb.endswith(text) for crumb in crumbs)) else 0
        )
        worth += 2 if words_in >= 4 else 0 if words_in >= 2 else -3
        worth += 1 if all(kind is not None for kind in kinds[:index]) else 0
        worth -= 0 if leads else 0.3 * index
        worth += 1 if 6 <= words_in <= 30 else 0
        worth -= 4 if words_in > 45 else 0
        worth += 1 if leads and _leads_into_article(kinds, index, first) else 0
        worth -= 2 if _EDITORIAL.search(line.text) else 0
        if worth > best_worth:
            best, best_worth = index, worth
    return best


def _leads_into_article(kinds: list[LineKind | None], index: int, first: int) -> bool:
    return index + 1 == first or (index + 1 < len(kinds) and kinds[index + 1] is LineKind.CREDIT)


def _head_kind(lines: list[Line], kinds: list[LineKind | None], index: int, title: int) -> LineKind:
    kind = kinds[index]
    if kind is not None:
        return kind
    if index and lines[index - 1].kind is LineKind.CONTACT and lines[index - 1].text.endswith((",", "，")):
        return LineKind.CONTACT
    if index > title >= 0 and title >= 0:
        return LineKind.ARTICLE
    if title >= 0:
        return (
            LineKind.TITLE if folded(lines[index].text) == folded(lines[title].text) else LineKind.FURNITURE
        )
    return LineKind.ARTICLE


def _body_kind(kind: LineKind | None, line: Line) -> LineKind:
    if kind is LineKind.CONTACT or (kind is LineKind.CREDIT and is_prose(line.text)):
        # Inside the article: the address of a workshop, a sentence that begins like a credit.
        return LineKind.ARTICLE
    return kind or LineKind.ARTICLE


def _last_of_article(lines: list[Line], kinds: list[LineKind | None], prose: list[int]) -> int:
    """Return the last line of running text that is not an organisation's word about itself after the end."""
    last = prose[-1]
    if len(prose) > 2 and (start := _signature_start(lines, prose)) >= 0:
        for index in range(start, last + 1):
            lines[index].kind = LineKind.SIGNATURE
        return max(index for index in prose if index < start)
    while len(prose) > 1 and _is_mission(lines[last].text) and _ended_before(lines, kinds, prose[-2], last):
        prose = prose[:-1]
        last = prose[-1]
    return last


def _signature_start(lines: list[Line], prose: list[int]) -> int:
    """Return the index of a late heading "About X", "Về X", "关于X" whose X stands above it, or -1."""
    late = range(prose[-1] - 1, max(prose[-1] - 4, prose[0], prose[len(prose) * 2 // 3 - 1]), -1)
    for index in late:
        found = _ABOUT.match(lines[index].text)
        if found and size(lines[index].text) <= 12 and not is_prose(lines[index].text):
            name = folded(found.group(1)).strip(" .:：")
            if len(name) >= 2 and any(name in folded(line.text) for line in lines[:index]):
                return index
    return -1


def _is_mission(text: str) -> bool:
    line = folded(text)
    return any(entry in line for entry in words("furniture", "mission")) and size(text) <= 90


def _ended_before(lines: list[Line], kinds: list[LineKind | None], after: int, before: int) -> bool:
    return any(
        kinds[index] is LineKind.CREDIT or _is_ender(lines[index], kinds[index])
        for index in range(after + 1, before)
    )


def _is_ender(line: Line, kind: LineKind | None) -> bool:
    return kind is LineKind.FURNITURE or _is_footer(line.text)


def _classify_tail(lines: list[Line], kinds: list[LineKind | None], last: int) -> None:
    """
    Judge the lines after the last paragraph: lists and captions until something ends the article, then the
    rest. One menu word by itself may be a heading ("Contact"); it ends nothing.
    """
    body = folded(" ".join(line.text for line in lines[: last + 1])[:200_000])
    ended = related = False
    for index in range(last + 1, len(lines)):
        line, kind = lines[index], kinds[index]
        if line.kind is LineKind.SIGNATURE:
            ended = True
            continue
        related = related or _is_related(line.text)
        footer = _is_footer(line.text)
        if kind is LineKind.CREDIT and not related:
            line.kind = LineKind.CREDIT
            ended = ended or not is_date_line(line.text)
        elif kind is LineKind.CONTACT:
            line.kind = LineKind.CONTACT
        elif footer or kind is LineKind.FURNITURE:
            heading = not ended and not related and not footer and _may_be_heading(lines, kinds, index)
            line.kind = LineKind.ARTICLE if heading else LineKind.FURNITURE
            ended = ended or not heading
        elif not ended:
            line.kind = LineKind.ARTICLE
        elif is_prose(line.text) and _is_mission(line.text):
            line.kind = LineKind.SIGNATURE
        else:
            name = folded(line.text).strip(" .:：")
            signed = not related and len(name) >= 2 and name in body
            line.kind = LineKind.SIGNATURE if signed else LineKind.FURNITURE


def _may_be_heading(lines: list[Line], kinds: list[LineKind | None], index: int) -> bool:
    """A lone menu word with text of the page's own after it, and no link, is read as a heading."""
    line = lines[index]
    alone = index + 1 < len(kinds) and kinds[index + 1] in {None, LineKind.CONTACT}
    if not alone or line.links or size(line.text) > 4 or folded(line.text).strip(" :：") not in _menu_words():
        return False
    return not _is_footer(lines[index + 1].text) and any(kind is None for kind in kinds[index + 1 :])
