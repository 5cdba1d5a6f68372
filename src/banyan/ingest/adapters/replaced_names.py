"""
Runs of selling words that stand where the name of an organisation stood.

A run counts by what it is made of and by where it stands: the weaker the words, the plainer the place must
be one for a name (before an office and a person, as the subject of "organises", in a list of those present).
"""

from __future__ import annotations

import re
from dataclasses import replace

from .lines import Line, size
from .spam_context import (
    is_before_office,
    is_name_slot,
    is_part_of_name,
    is_plain_slot,
    names_a_role,
)
from .spam_words import Run, speaks_of_harm

SORT_WORDS = {
    "gambling": "a betting site",
    "pharma": "medicine",
    "goods": "branded goods",
    "essay": "essays for sale",
    "loan": "loans",
    "adult": "adult content",
    "traffic": "bought traffic",
    "brand": "a betting site",
}
#: What stands before an unknown trading name: the end of another word, not a piece of the name.
_EDGE = re.compile(
    r"(?:[^\u4e00-\u9fff]|[由与和及在向对是为的了到请自据让给]|日前|近日|今天|昨日|当天|目前|随后|会上|其中|还有|以及"
    r"|出席|参加|邀请|感谢|联合|主办|承办|支持|记者|包括|走访|拜访|一名|一位|月|日|年)"
)
_MEDIA_BEFORE = re.compile(
    r"(?:新浪|腾讯|搜狐|网易|央视|新华|人民|凤凰|虎扑|咪咕|优酷|爱奇艺|百度|国家"
    r"|中国|全民|阿里|抖音|省|市|县|区|校)$"
)
_FORM = "words that sell {what} stand where a name belongs; the page is about something else"


def why_replaced(text: str, line: Line, run: Run, page_topic: frozenset[str]) -> tuple[Run, str]:
    """Say why a run stands where a name should ("" when it does not); the run grows over its trading name."""
    if len(run.sorts) < 2 and not run.sells:
        return run, ""
    wide = _with_trading_name(text, line, run)
    before, after = _around(text, line, wide)
    sells = run.sells or "gambling"
    if sells in page_topic or is_part_of_name(before, after):
        return run, ""
    chosen = wide if _is_planted_unknown(text, line, wide, run) else run
    before, after = _around(text, line, chosen)
    if chosen is run and not _is_planted(text, line, run, before, after):
        return run, ""
    return chosen, _FORM.format(what=SORT_WORDS[sells])


def could_be_replaced(text: str, line: Line, run: Run, page_topic: frozenset[str]) -> bool:
    """Tell whether a run of weak words is planted if the page shows another name in its place."""
    before, after = _around(text, line, run)
    flagged = run.sells or (run.count("brand", "house", "letters") and run.count("action", "trade"))
    return (
        bool(flagged)
        and (run.sells or "gambling") not in page_topic
        and is_plain_slot(before, after)
        and not is_part_of_name(before, after)
    )


def _around(text: str, line: Line, run: Run) -> tuple[str, str]:
    return text[max(run.start - 24, line.start) : run.start], text[run.end : min(run.end + 24, line.end)]


def _is_planted(text: str, line: Line, run: Run, before: str, after: str) -> bool:
    calls = run.count("action", "wares", "trade", "house", "brand", "letters")
    around = before[-12:] + " " + after[:14]
    if run.sells and (calls or run.sorts.count(run.sells) > 1) and len(run.sorts) > 1:
        # A known betting name or article with a call to action needs only to stand where a name may stand.
        plain = is_plain_slot(before, after)
        loose = is_name_slot(before, after) and not speaks_of_harm(line.text)
        return plain or (loose and (size(line.text) > 6 or names_a_role(around)))
    said = text[run.start : run.end]
    is_phrase = len(said.split()) > 2 or re.search(r"\d", said) is not None
    if run.sells and (is_phrase or run.sells not in {"gambling", "goods"}):
        # One word or phrase that sells, alone: the place must leave no doubt.
        return is_plain_slot(before, after, both=True)
    pushes = run.count("action", "trade")
    if run.count("house"):
        return pushes > 0 and is_plain_slot(before, after)
    if run.count("brand"):
        han = bool(re.search("[\u4e00-\u9fff]", after[:1] + before[-1:]))
        enough = pushes > (0 if han else 1)
        return enough and (is_plain_slot(before, after) or "/" in after[:1])
    if run.count("letters"):
        named = is_plain_slot(before, after) if run.count("action") else is_before_office(after)
        return run.count("trade") > 0 and named
    return False


def _with_trading_name(text: str, line: Line, run: Run) -> Run:
    """Grow a run that begins with a trade (…体育官网) or in letters over the characters before it."""
    first = text[run.start : run.start + 1]
    if run.sorts[0] != "trade" and not (run.sells and first.isascii()):
        return run
    piece = text[max(run.start - 14, line.start) : run.start]
    edge = max((found.end() for found in _EDGE.finditer(piece)), default=0)
    if edge == 0 and run.start - 14 > line.start:
        return run
    return replace(run, start=run.start - (len(piece) - edge)) if 2 <= len(piece) - edge <= 4 else run


def _is_planted_unknown(text: str, line: Line, wide: Run, run: Run) -> bool:
    """Tell whether "体育官网登录" stands, with or without an unknown trading name, as the name of a body."""
    before, after = _around(text, line, wide)
    if run.sells:
        return wide.start < run.start and is_before_office(after)
    if run.sorts[0] != "trade" or not run.count("action"):
        return False
    if _MEDIA_BEFORE.search(text[max(run.start - 8, line.start) : run.start]):
        return False
    return is_before_office(after) or (run.count("action") > 1 and is_plain_slot(before, after))
