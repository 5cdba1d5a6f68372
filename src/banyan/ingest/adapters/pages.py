"""The article of an HTML page: which of its visible lines to read, as one text that knows its way back."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field

from .html_blocks import read_html
from .html_page import Block, Html, Link
from .lexicon import words
from .lines import Line, LineKind, is_prose, size
from .offsets import MappedText, OffsetMap

# A container that holds this share of the running text holds the article.
_SHARE = 0.82
# trafilatura is asked for a second opinion only on pages of a sane size and depth.
_SECOND_OPINION_CHARS, _SECOND_OPINION_DEPTH = 600_000, 150
_OUTSIDE = frozenset({"nav", "footer", "aside", "header"})
# Elements that are one item among several, however much they hold.
_ITEMS = frozenset({"p", "blockquote", "li", "ul", "ol", "dl", "dd", "dt", "th"})
_TOKEN = re.compile(r"\w+")


@dataclass(slots=True)
class PageText:
    """
    What is read of a page: its text with the way back to the source, its lines, links and head.

    ``cut_at`` is the place in the source behind which nothing was read; None when all was.
    """

    text: MappedText
    lines: list[Line]
    links: list[Link] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    head_title: str = ""
    cut_at: int | None = None


def page_text(source: str) -> PageText:
    """Read a page's source: every visible line, furniture already marked by where it stands in the page."""
    page = read_html(source)
    inside = _article_blocks(page)
    if sum(inside) and len(source) <= _SECOND_OPINION_CHARS and page.depth <= _SECOND_OPINION_DEPTH:
        _add_second_opinion(page, inside, source)
    texts: list[str] = []
    starts, ends = array("I"), array("I")
    lines: list[Line] = []
    at, previous = 0, -1
    for block, kept in zip(page.blocks, inside, strict=True):
        text = block.text.text
        if texts:
            # An empty line between paragraphs, as engines know it from text files; a plain break inside one.
            apart = block.container != previous and block.tag in {"p", "h1", "h2", "h3", "div", "blockquote"}
            gap = "\n\n" if apart else "\n"
            texts.append(gap)
            starts.extend([ends[-1]] * len(gap))
            ends.extend([ends[-1]] * len(gap))
            at += len(gap)
        texts.append(text)
        starts.extend(block.text.map.starts)
        ends.extend(block.text.map.ends)
        previous = block.container
        line = Line(
            text,
            at,
            at + len(text),
            links=block.linked / max(len(text), 1),
            tag="h1" if block.headline and block.tag not in {"h1", "h2"} else block.tag,
            region=block.region,
        )
        line.kind = LineKind.ARTICLE if kept else LineKind.FURNITURE
        lines.append(line)
        at += len(text)
    return PageText(
        MappedText("".join(texts), OffsetMap(starts, ends)),
        lines,
        page.links,
        page.meta,
        page.title,
        page.cut_at,
    )


def _article_blocks(page: Html) -> list[bool]:
    """Tell for every block whether it stands in the part of the page that holds the article."""
    negative = frozenset(words("furniture", "element_words"))
    positive = frozenset(words("furniture", "article_words"))
    poor: list[bool] = []
    for container in page.containers:
        above = poor[container.parent] if container.parent >= 0 else False
        named_poor = (
            bool(container.names & negative)
            and not container.names & positive
            and container.tag not in {"body", "html", "article", "main"}
        )
        poor.append(above or named_poor or container.region in _OUTSIDE)
    weights = [_weight(block) if not poor[block.container] else 0.0 for block in page.blocks]
    if not any(weights):
        # No running text outside the furniture: trust words more than the names of elements.
        weights = [_weight(block) for block in page.blocks]
        poor = [False] * len(poor)
    if not any(weights):
        return [block.region not in {"nav", "footer"} for block in page.blocks]
    for block, weight in zip(page.blocks, weights, strict=True):
        page.containers[block.container].prose += weight
    for index in range(len(page.containers) - 1, 0, -1):
        container = page.containers[index]
        page.containers[container.parent].prose += container.prose
    children: dict[int, list[int]] = {}
    for index, container in enumerate(page.containers):
        children.setdefault(container.parent, []).append(index)
    chosen = _article_container(page, children, positive)
    within = _within(page, chosen)
    head = _headline_blocks(page, poor, within)
    return [
        (
            within[block.container]
            and not (poor[block.container] and not _is_rich(block))
            and not _is_link_list(page.blocks, index)
        )
        or index in head
        for index, block in enumerate(page.blocks)
    ]


def _article_container(page: Html, children: dict[int, list[int]], positive: frozenset[str]) -> int:
    """
    Go down from the root while one element holds nearly all the running text, never into a single item of a
    list or a single line; then back up to the innermost element on the way that is called an article.
    """
    lines = [0] * len(page.containers)
    for block in page.blocks:
        lines[block.container] += 1
    for index in range(len(page.containers) - 1, 0, -1):
        lines[page.containers[index].parent] += lines[index]
    chosen = named = 0
    total = page.containers[0].prose
    while below := children.get(chosen):
        best = max(below, key=lambda index: page.containers[index].prose)
        container = page.containers[best]
        if container.prose < _SHARE * total or container.tag in _ITEMS or lines[best] < 2:
            break
        chosen = best
        if container.tag in {"article", "main"} or (container.names & positive and container.tag != "body"):
            named = best
    return named or chosen


def _weight(block: Block) -> float:
    """Running text counts in full, other unlinked text for a little."""
    words_in = size(block.text.text) * (1 - block.linked / max(len(block.text.text), 1))
    if is_prose(block.text.text):
        return words_in
    return 0.25 * words_in if words_in >= 8 else 0.0


def _is_rich(block: Block) -> bool:
    """A paragraph long enough that an unlucky class name must not lose it."""
    return (
        block.region not in _OUTSIDE
        and block.tag in {"p", "blockquote"}
        and size(block.text.text) > 60
        and block.linked * 3 < len(block.text.text)
    )


def _within(page: Html, chosen: int) -> list[bool]:
    within: list[bool] = []
    for index, container in enumerate(page.containers):
        within.append(index == chosen or (container.parent >= 0 and within[container.parent]))
    return within


def _headline_blocks(page: Html, poor: list[bool], within: list[bool]) -> set[int]:
    """The headline and the credit lines between it and the article, above the article's element."""
    first = next(
        (index for index, block in enumerate(page.blocks) if within[block.container] and _weight(block) > 0),
        0,
    )
    headlines = [
        index
        for index, block in enumerate(page.blocks[:first])
        if block.headline
        and size(block.text.text) >= 2
        and block.region not in {"nav", "footer", "aside"}
        and not within[block.container]
    ]
    head_title = page.title.lower()
    if not headlines:
        headlines = [
            index
            for index, block in enumerate(page.blocks[:first])
            if len(block.text.text) >= 8
            and block.text.text.lower() in head_title
            and block.region != "nav"
            and block.linked * 2 < len(block.text.text)
        ]
    if not headlines:
        return set()
    matching = [index for index in headlines if page.blocks[index].text.text.lower() in head_title]
    start = (matching or headlines)[-1]
    return {
        start,
        *(
            index
            for index in range(start, first)
            if not within[page.blocks[index].container] and not poor[page.blocks[index].container]
        ),
    }


def _is_link_list(blocks: list[Block], index: int) -> bool:
    """Three neighbouring short lines that are nothing but links are a list of other pages."""
    if not _is_all_link(blocks[index]):
        return False
    low = index
    while low > 0 and index - low < 3 and _is_all_link(blocks[low - 1]):
        low -= 1
    high = index
    while high + 1 < len(blocks) and high - index < 3 and _is_all_link(blocks[high + 1]):
        high += 1
    return high - low >= 2


def _is_all_link(block: Block) -> bool:
    return (
        block.linked >= 0.9 * len(block.text.text)
        and block.tag in {"li", "a", "div", "td", "span", "dd"}
        and not block.headline
    )


def _add_second_opinion(page: Html, inside: list[bool], source: str) -> None:
    """Keep every paragraph trafilatura keeps too: two readers lose less than one."""
    if all(inside):
        return
    import lxml.etree  # noqa: PLC0415
    import trafilatura  # noqa: PLC0415

    try:
        kept = trafilatura.extract(
            source, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False
        )
    except (ValueError, TypeError, AttributeError, RecursionError, lxml.etree.LxmlError):
        # The second reader failed on broken markup; the first one's answer stands.
        return
    squeezed = _squeezed(kept or "")
    for index, block in enumerate(page.blocks):
        if (
            not inside[index]
            and block.region not in _OUTSIDE
            and is_prose(block.text.text)
            and block.linked * 2 < len(block.text.text)
        ):
            text = _squeezed(block.text.text)
            inside[index] = bool(text) and text in squeezed


def _squeezed(text: str) -> str:
    return "".join(_TOKEN.findall(text))
