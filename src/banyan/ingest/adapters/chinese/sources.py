"""The credit lines of a page: where a text comes from and who wrote it. Also lines of page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from banyan.ingest.adapters.chinese import lexicon, sorts
from banyan.ingest.adapters.chinese.naming import Name

_SOURCE = re.compile(
    r"(?:(?:信息|文章|稿件|新闻|内容)?来源|稿源|转自|转载自|摘自|原载|出处)\s?(?:于|自)?\s?[::]\s?[“《]?(?P<name>[^\s,。;|()《》“”:]{2,24})"
)
_AUTHOR = re.compile(
    r"(?:作者|撰文|撰稿|编辑|责任编辑|责编|记者|通讯员|供稿|投稿|文|发布者|发布单位)\s?[::]\s?(?P<name>[^\s,。;|()《》“”:/]{2,20})"
)
_FURNITURE = re.compile(
    r"copyright|版权所有|ICP备|公网安备|免责声明|免责申明|all rights reserved|未经授权", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Credit:
    """A name given as source (``role`` empty) or as the hand behind the text."""

    start: int
    end: int
    text: str
    role: str


def is_furniture(text: str) -> bool:
    """Tell whether a sentence only says who owns the site: nothing is proposed from it."""
    return len(text) <= 400 and _FURNITURE.search(text) is not None


def credited(text: str) -> Iterator[Credit]:
    """Yield the names credited on a page."""
    for pattern in (_SOURCE, _AUTHOR):
        for match in pattern.finditer(text):
            name = re.split(
                r"(?:发布时间|发布日期|作者|日期|时间|编辑|浏览|点击|字体|阅读)", match.group("name")
            )[0].rstrip("-—·")
            if len(name) < 2 or name in (
                "网络",
                "本站",
                "互联网",
                "原创",
                "未知",
                "佚名",
                "转载",
                "综合",
                "admin",
                "管理员",
                "本网",
                "网站",
            ):
                continue
            if re.match(r"^[\d\-:.]+$", name) or (pattern is _SOURCE and name in lexicon.words("generic")):
                continue
            role = match.group().split(":")[0].strip() if pattern is _AUTHOR else ""
            yield Credit(match.start("name"), match.start("name") + len(name), name, role)


def name_from_credit(credit: Credit, *, is_person: bool) -> Name | None:
    """Return the organisation a credit names, if it names one."""
    if is_person or (credit.text.isascii() and sorts.is_generic(credit.text)):
        return None
    sort = sorts.sort_of(credit.text)
    if not sort and not credit.role and not credit.text.isascii():
        sort = "media"
    if not sort and credit.role and not credit.text.isascii():
        return None
    return Name(credit.start, credit.end, credit.text, sort, "source_line", 0.8 if not credit.role else 0.6)
