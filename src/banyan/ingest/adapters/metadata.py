"""Title, date, publisher, reposting site, author and poster of a page, each with the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .credits import credit_in_tail, credits_in, looks_like_media, looks_like_person
from .lexicon import folded
from .lines import KEPT, Line, LineKind, is_prose, size
from .page_dates import date_in, date_of_address, year_in

_TITLE_TAIL = re.compile(r"\s*(?:[|｜_»«]|\s[-–—:]\s)\s*[^|｜_»«]{1,60}$")
_RIGHTS = re.compile(
    r"(?:copyright|©|\(c\)|（c）|bản quyền(?: thuộc(?: về)?)?|版权所有[:：]?)[\s©:：]*(?:\(c\)|（c）)?\s*"
    r"(?:[\d\s\-–,至]{4,12})?\s*(?:by\s+)?([^|.。,，;；©]{2,60}?)"
    r"(?=\s*(?:all rights|版权|保留|icp|京|[|.。,，;；]|$))",
    re.I,
)
_META_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "firstpublishedtime",
    "time",
)
_META_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_META_SITES = ("og:site_name", "application-name", "dc.publisher", "publisher", "source", "contentsource")
_META_TITLES = ("og:title", "articletitle", "dc.title", "twitter:title")
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


@dataclass(slots=True)
class Metadata:
    """
    What a page says of its origin; "" where it says nothing.

    ``publisher`` is the original one, ``reposted_by`` the site the page was taken from when that is
    another. ``date`` is ISO of day, month or year precision. ``spans`` gives field → (start, end) in the
    analysed text for what stands in a visible line.
    """

    title: str = ""
    date: str = ""
    publisher: str = ""
    reposted_by: str = ""
    author: str = ""
    posted_by: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


def metadata_of(
    *, lines: list[Line], meta: dict[str, str], head_title: str, source: str, address: str
) -> Metadata:
    """Gather a page's metadata from its judged lines, then its head, then its address."""
    page = Metadata()
    _from_lines(page, lines)
    title = next((line for line in lines if line.kind is LineKind.TITLE), None) or _beginning_of(
        head_title, lines
    )
    if title:
        page.title = title.text
        page.spans["title"] = (title.start, title.end)
    else:
        page.title = _first(meta, _META_TITLES) or _TITLE_TAIL.sub("", head_title) or head_title
    if not page.date:
        page.date = _date_of_head(meta, source) or _date_near_title(page, lines) or date_of_address(address)
    if not page.date:
        _year_of_breadcrumb(page, lines)
    if not page.author:
        author = _first_name(meta, _META_AUTHORS)
        page.author = (
            ""
            if author.startswith(("http:", "https:")) or folded(author) in {"admin", "administrator", "root"}
            else author
        )
    if not page.author:
        _author_of_signature(page, lines)
    site = _first_name(meta, _META_SITES) or _site_of_footer(lines) or _site_of_title(head_title, page.title)
    host = _host(address)
    site = site or host
    if not page.publisher:
        page.publisher = site
    elif site and folded(site) != folded(page.publisher):
        page.reposted_by = site
    return page


def _beginning_of(head_title: str, lines: list[Line]) -> Line | None:
    """Return the visible line with which the title in the page's head begins, before column and site."""
    headline = folded(head_title)
    begins = [line for line in lines if len(line.text) >= 8 and headline.startswith(folded(line.text))]
    return max(begins, key=lambda line: len(line.text), default=None)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.") if "//" in address else ""
    except ValueError:
        return ""


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name].strip() for name in names if meta.get(name, "").strip()), "")


def _first_name(meta: dict[str, str], names: tuple[str, ...]) -> str:
    """Return the first value that can be a name: sites put whole sentences where their name belongs."""
    values = (meta.get(name, "").strip() for name in names)
    return next((value for value in values if value and _is_name(value)), "")


def _is_name(text: str) -> bool:
    if size(text) > 14 or re.search(r"[。！？!?；;]|[.]\s*$|[,，].*[,，]", text):
        return False
    return not re.match(
        r"(?:we|this|all|our|welcome|the following)\s(?:are|is|of|to|we)?", text, re.I
    ) and not re.search(r"本站|本网站|如有|转载|请联系|免责|欢迎", text)


def _from_lines(page: Metadata, lines: list[Line]) -> None:
    last_prose = max(
        (index for index, line in enumerate(lines) if line.kind in KEPT and is_prose(line.text)), default=-1
    )
    for index, line in enumerate(lines):
        if line.kind is LineKind.CREDIT:
            items = credits_in(line.text)
            following = lines[index + 1] if index + 1 < len(lines) else None
            if not items and following and following.kind is LineKind.CREDIT:
                # A label on one line and its value on the next.
                items = [
                    item
                    for item in credits_in(f"{line.text} {following.text}")
                    if item.start > len(line.text)
                ]
                for item in items:
                    _set(page, item.field, item.value, following.start + item.start - len(line.text) - 1)
                continue
            for item in items:
                _set(page, item.field, item.value, line.start + item.start)
            if not page.date and (day := date_in(line.text)):
                page.date = day[0]
                page.spans["date"] = (line.start + day[1], line.start + day[2])
        elif index == last_prose:
            for item in credit_in_tail(line.text):
                _set(page, item.field, item.value, line.start + item.start)


def _author_of_signature(page: Metadata, lines: list[Line]) -> None:
    """A person's name alone on the line after the last paragraph signs the article."""
    last = max(
        (index for index, line in enumerate(lines) if line.kind in KEPT and is_prose(line.text)), default=-1
    )
    if 0 <= last < len(lines) - 1:
        line = lines[last + 1]
        if line.kind in KEPT and looks_like_person(line.text) and not looks_like_media(line.text):
            page.author = line.text
            page.spans["author"] = (line.start, line.end)


def _set(page: Metadata, name: str, value: str, start: int) -> None:
    if name == "date":
        day = date_in(value)
        if day and not page.date:
            page.date = day[0]
            page.spans["date"] = (start + day[1], start + day[2])
    elif not getattr(page, name):
        setattr(page, name, " ".join(value.split()))
        page.spans[name] = (start, start + len(value))


def _date_of_head(meta: dict[str, str], source: str) -> str:
    for name in _META_DATES:
        if (value := meta.get(name)) and (day := date_in(value[:40])):
            return day[0]
    found = _LD_DATE.search(source[:2_000_000])
    day = date_in(found.group(1)) if found else None
    return day[0] if day else ""


def _date_near_title(page: Metadata, lines: list[Line]) -> str:
    """A short line beside the title or at the very end that holds a date, whatever else it holds."""
    short = [
        line
        for line in lines
        if len(line.text) <= 60 and not is_prose(line.text) and line.kind is not LineKind.TITLE
    ]
    title_at = next((line.start for line in lines if line.kind is LineKind.TITLE), 0)
    near = [line for line in short if abs(line.start - title_at) <= 300 and line.kind is not LineKind.ARTICLE]
    signed = [line for line in lines[-4:] if line in short and line.kind is not LineKind.FURNITURE]
    for line in [*near, *signed]:
        if day := date_in(line.text):
            page.spans["date"] = (line.start + day[1], line.start + day[2])
            return day[0]
    return ""


def _year_of_breadcrumb(page: Metadata, lines: list[Line]) -> None:
    for line in lines:
        if line.kind in KEPT:
            return
        if re.search(r"[>»›/]", line.text) and (year := year_in(line.text)) and "©" not in line.text:
            page.date = year
            start = line.start + line.text.index(year)
            page.spans["date"] = (start, start + 4)
            return


def _site_of_footer(lines: list[Line]) -> str:
    for line in reversed(lines):
        if line.kind is LineKind.FURNITURE and (found := _RIGHTS.search(line.text)):
            name = found.group(1).strip(" -–—:：")
            if re.search(r"[^\W\d]{2}", name) and folded(name) not in {"all rights reserved", "版权所有"}:
                return name
    return ""


def _site_of_title(head_title: str, title: str) -> str:
    """ "Headline - Site" names the site when the headline is the page's own."""
    if title and head_title.startswith(title) and len(head_title) > len(title) + 2:
        rest = head_title[len(title) :]
        parts = [part for part in re.split(r"\s*[|｜_»«]\s*|\s+[-–—:]\s+", rest) if part.strip(" -–—:|_")]
        return parts[-1].strip(" -–—:|_") if parts else ""
    return ""
