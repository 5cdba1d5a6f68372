"""What a credit line says: publisher, author, who posted the page and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .lexicon import folded, words
from .lines import size
from .page_dates import date_in, is_date_line

FIELDS = ("publisher", "author", "posted_by", "date")
_VALUE_END = re.compile(r"\s{2,}|[\t|｜;；\u3000]|\s[-–—]\s*(?=\S+\s*[:：])|$")
# In a Chinese line a blank ends a value before a date, a bracketed control or another field without colon.
_NEXT_FIELD = re.compile(
    r"(?<=[\u4e00-\u9fff）)])\s?[【\[]|(?<=[\u4e00-\u9fff）)])\s(?=(?:19|20)\d{2}\s?[-/.年]"
    r"|(?:字体|字号|点击|浏览|阅读|人气|访问|打印|关闭|收藏|返回|放大|缩小|分享|评论|我要|纠错|推荐|编辑|责编|作者|来源|发布|时间|日期))"
)
_CLOSING = ' \t\u00a0\u3000.,，。;；、|)）】]>》”"'
_OPENING = ' \t\u00a0\u3000:：(（【[<《“"'
_BARE = {
    "author": ("by", "written by"),
    "posted_by": ("posted by", "published by", "đăng bởi", "được đăng bởi", "người đăng"),
    "publisher": (
        "originally published in",
        "originally published on",
        "originally published by",
        "reprinted from",
        "republished from",
        "reposted from",
        "first published in",
        "trích từ",
        "转自",
        "转载自",
        "摘自",
    ),
}
_THEO = re.compile(r"^[(（\[*]*\s*theo\s*[:：]?\s+(.{2,90}?)\s*[)）\]*.]*$", re.I)
_TAIL_PARENTHESIS = re.compile(
    r"[(（【\[]\s*(?P<inside>(?:theo|nguồn|source|来源|稿源|转自|摘自|原载)\s*[:：]?[^()（）【】\[\]]{2,80})[)）】\]]\s*[.。]?\s*$",
    re.I,
)
_SPLIT = re.compile(r"\s+[-–—/|]\s+|\s*[–—|]\s*|(?<=\w)\s*/\s*(?=\w)|\s*,\s*(?=[^,]*$)")
_BAR = re.compile(r"\s*[|｜·•]\s*")
_HONORIFIC = re.compile(r"^(?:phóng viên|pv|ctv|nhà báo|reporter|记者|通讯员)\s*[.:：]?\s*", re.I)
_VI_NAME = re.compile(r"^(?:[A-ZÀ-ỸĐ][a-zà-ỹđ]*\.?(?:\s|$)){2,4}$")
_PRONOUN = re.compile(r"^(?:the|a|an|this|these|doing|using|mid|early|late|now|then|no|\d)\b", re.I)


@dataclass(frozen=True, slots=True)
class Credit:
    """One field of a credit line and its value; offsets are into the line."""

    field: str
    value: str
    start: int
    end: int


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = {label: field for field in ("other", *reversed(FIELDS)) for label in words("credit", field)}
    ordered = sorted(labels, key=len, reverse=True)
    inside = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in ordered)
    return re.compile(rf"(?<![\w&])({inside})\s*[:：]|(?<=[^\W\d_a-zA-Z])({inside})\s*[:：]", re.I)


@cache
def _field_of(label: str) -> str:
    return next((field for field in FIELDS if label in words("credit", field)), "other")


def credits_in(text: str) -> list[Credit]:
    """Return the fields a short line gives by label and colon, by a bare "Posted by" or by "Theo"."""
    found: list[Credit] = []
    labels = list(_label_pattern().finditer(text))
    for index, label in enumerate(labels):
        field = _field_of(folded(label.group(1) or label.group(2)))
        if field == "other":
            continue
        limit = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        start = label.end()
        while start < limit and text[start] in _OPENING:
            start += 1
        stop = _VALUE_END.search(text, start, limit)
        end = min(stop.start() if stop else limit, limit)
        following = _NEXT_FIELD.search(text, start, end) if field != "date" else None
        _append(found, text, field, start, following.start() if following else end)
    if not labels:
        at = 0
        for bar in [*_BAR.finditer(text), None]:
            end = bar.start() if bar else len(text)
            for item in _of_segment(text[at:end]):
                found.append(Credit(item.field, item.value, item.start + at, item.end + at))
            at = bar.end() if bar else end
    return found


def _of_segment(text: str) -> list[Credit]:
    """Read one part of a line between bars: "By A", "Theo B", or a date beside another part."""
    day = date_in(text)
    if day and is_date_line(text):
        return [Credit("date", text[day[1] : day[2]], day[1], day[2])]
    return _unlabelled(text)


def credit_in_tail(text: str) -> list[Credit]:
    """Return the fields of a parenthesis that ends a paragraph: "… (Theo TTXVN)", "（来源：…）"."""
    match = _TAIL_PARENTHESIS.search(text[-120:])
    if match is None:
        return []
    shift = max(len(text) - 120, 0) + match.start("inside")
    return [
        Credit(item.field, item.value, item.start + shift, item.end + shift)
        for item in credits_in(match.group("inside").rstrip())
    ]


def is_credit(text: str) -> bool:
    """Tell whether a line is about the page's origin and nothing else."""
    if size(text) > 32:
        return False
    if is_date_line(text):
        return True
    items = credits_in(text)
    if not items:
        bare = folded(text).rstrip(":： ")
        return any(bare in words("credit", field) for field in FIELDS) and text.rstrip().endswith((":", "："))
    label = _label_pattern().search(text)
    before = text[: label.start()] if label else ""
    if label and size(before) > 6 and not date_in(before):
        return False
    # "Nguồn: …" with a whole sentence behind it, or "Time: 9 a.m., place: …" of an announcement.
    return (
        any(item.field != "date" or date_in(item.value) is not None for item in items)
        and size(items[-1].value) <= 16
    )


_ORIGIN = re.compile(r"(?:来源|稿源|作者)\s?[:：]\s?[\u4e00-\u9fff]{2}")


def says_origin(text: str) -> bool:
    """Tell whether a line of controls (字号：大 中 小) also says where the article comes from."""
    return len(text) <= 120 and _ORIGIN.search(text) is not None and is_credit(text)


def _append(found: list[Credit], text: str, field: str, start: int, end: int) -> None:
    while end > start and text[end - 1] in _CLOSING and not (text[end - 1] == ")" and "(" in text[start:end]):
        end -= 1
    if end > start:
        found.append(Credit(field, text[start:end], start, end))


def _unlabelled(text: str) -> list[Credit]:
    found: list[Credit] = []
    if size(text) > 18:
        return found
    if theo := _THEO.match(text):
        value = theo.group(1)
        named = (value[0].isupper() or "." in value) and not re.search(r",\s*[a-zà-ỹđ]", value)
        ends_sentence = text.rstrip().endswith((".", "。")) and text[:1] not in "(（[" and size(text) > 9
        return _by_and_from(text, theo.start(1), theo.end(1)) if named and not ends_sentence else found
    line = folded(text)
    for field, labels in _BARE.items():
        for label in sorted(labels, key=len, reverse=True):
            match = (
                re.match(rf"[(（*]*\s*{label}\s+(?=\S)", text, re.I)
                if line.startswith(label) or line[:1] in "(（*"
                else None
            )
            if match and (field == "publisher" or not _PRONOUN.match(text[match.end() :])):
                rest = text[match.end() :]
                stop = re.search(r"\s{2,}|[|·•]|\s+(?:on|ngày|lúc|at|vào)\s+(?=.*\d)|,?\s+(?=\d)", rest)
                _append(found, text, field, match.end(), match.end() + (stop.start() if stop else len(rest)))
                if found and field == "author" and not re.match(r"[A-ZÀ-Ỹ]", found[-1].value):
                    found.pop()
                if found:
                    day = date_in(rest)
                    if day:
                        found.append(
                            Credit("date", rest[day[1] : day[2]], match.end() + day[1], match.end() + day[2])
                        )
                    return found
    return found


def _by_and_from(text: str, start: int, end: int) -> list[Credit]:
    """Read "Lê A - Báo B", "Báo B", "TTXVN/Báo C" after "Theo"."""
    value = text[start:end]
    parts: list[tuple[int, int]] = []
    at = 0
    for gap in [*_SPLIT.finditer(value)][:1]:
        parts.append((start + at, start + gap.start()))
        at = gap.end()
    parts.append((start + at, end))
    found: list[Credit] = []
    if len(parts) == 2:
        first, second = (text[a:b] for a, b in parts)
        if looks_like_person(first) and not looks_like_media(first):
            _append(found, text, "author", *parts[0])
            _append(found, text, "publisher", *parts[1])
            return found
        if looks_like_person(second) and looks_like_media(first):
            _append(found, text, "author", *parts[1])
            _append(found, text, "publisher", *parts[0])
            return found
    _append(found, text, "publisher", start, end)
    return found


def looks_like_person(text: str) -> bool:
    """Tell whether a short text has the shape of a Vietnamese or English person's name."""
    return bool(_VI_NAME.match(_HONORIFIC.sub("", text.strip()).replace("\u00a0", " ")))


def looks_like_media(text: str) -> bool:
    """Tell whether a short text names a paper, an agency, a broadcaster or a site."""
    line = folded(text)
    heads = words("credit", "media_heads")
    tokens = set(re.split(r"[\s.\-]+", line))
    return bool(re.search(r"\.(?:vn|com|org|net|cn|gov|edu|asia|info)\b", line)) or any(
        line.startswith(head + " ")
        or (head.isascii() and head in tokens)
        or (not head[0].isascii() and line.endswith(head))
        for head in heads
    )
