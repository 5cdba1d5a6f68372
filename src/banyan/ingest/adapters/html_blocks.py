"""The visible lines of an HTML page, its links and its hidden parts, with their places in the source."""

from __future__ import annotations

import html
import re
from array import array
from collections import Counter
from dataclasses import dataclass, replace

from .html_page import Block, Container, Html, Link
from .html_source import VOID, Token, decoded, tokens
from .html_styles import Sheet, hidden_reason, read_sheets
from .lexicon import words
from .lines import MOST_CHARACTERS, MOST_LINES
from .offsets import MappedText, OffsetMap

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
_REGIONS = {
    "nav": "nav",
    "header": "header",
    "footer": "footer",
    "aside": "aside",
    "main": "main",
    "article": "main",
}
# An opening tag of the first kind ends an open element of the second.
_ENDS = {
    "li": {"li"},
    "dd": {"dd", "dt"},
    "dt": {"dd", "dt"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "option": {"option"},
}
_SCOPES = frozenset({"ul", "ol", "dl", "table", "body", "html"})
_NO_TEXT = frozenset(
    {
        "script",
        "style",
        "textarea",
        "iframe",
        "noframes",
        "noscript",
        "template",
        "svg",
        "math",
        "object",
        "select",
        "title",
    }
)
_PART = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
#: With fewer visible characters than this a page has no article.
_LITTLE = 200


@dataclass(slots=True)
class _Open:
    tag: str
    container: int
    hidden: str
    link: int
    pre: bool
    headline: bool


class _Reader:
    """Follows the tags of one page; ``page`` is complete after ``read``."""

    def __init__(self, source: str, sheet: Sheet) -> None:
        self.source = source
        self.sheet = sheet
        self.page = Html(containers=[Container(-1, "", frozenset(), "")])
        self.stack: list[_Open] = [_Open("", 0, "", -1, False, False)]
        self.open_tags: Counter[str] = Counter()
        self.pieces: list[MappedText] = []
        self.linked = 0
        self.characters = 0
        # Where the plain table row that is being read ends; 0 outside of one.
        self.row_end = 0

    def read(self) -> Html:
        for token in tokens(self.source):
            if self._is_enough():
                self.page.cut_at = token.start
                break
            if token.kind == "text":
                room = MOST_CHARACTERS - self.characters
                if token.end - token.start > room:
                    self.page.cut_at = token.start + room
                    self._text(replace(token, end=token.start + room))
                    break
                self._text(token)
            elif token.kind == "open":
                self._open(token)
            elif token.kind == "close":
                self._close(token)
            elif token.tag == "title" and not self.page.title:
                self.page.title = decoded(self.source, token.start, token.end).text.strip()
        self._flush()
        return self.page

    def _is_enough(self) -> bool:
        page = self.page
        return (
            len(page.blocks) >= MOST_LINES
            or self.characters >= MOST_CHARACTERS
            or len(page.links) >= MOST_LINES
            or len(page.containers) >= 4 * MOST_LINES
        )

    def _text(self, token: Token) -> None:
        top = self.stack[-1]
        if top.tag in _NO_TEXT:
            return
        if top.link >= 0:
            link = self.page.links[top.link]
            text = decoded(self.source, token.start, token.end).text
            if text.strip():
                link.start = token.start if not link.text.strip() else link.start
                link.end = token.end
            link.text += text
        if top.hidden:
            return
        if not top.pre:
            self._add(token.start, token.end)
            return
        at = token.start
        for line in self.source[token.start : token.end].split("\n"):
            if at > token.start:
                self._flush()
            self._add(at, at + len(line))
            at += len(line) + 1

    def _add(self, start: int, end: int) -> None:
        piece = decoded(self.source, start, end)
        if piece.text:
            self.pieces.append(piece)
            self.characters += len(piece.text)
            if self.stack[-1].link >= 0:
                self.linked += len(piece.text.strip())

    def _flush(self) -> None:
        """End the line that was being gathered."""
        if not self.pieces:
            return
        text, starts, ends = [], array("I"), array("I")
        last_blank = True
        for piece in self.pieces:
            skip = 1 if last_blank and piece.text.startswith(" ") else 0
            text.append(piece.text[skip:])
            starts.extend(piece.map.starts[skip:])
            ends.extend(piece.map.ends[skip:])
            last_blank = piece.text[-1] == " "
        whole = MappedText("".join(text), OffsetMap(starts, ends))
        stripped = whole.slice(0, len(whole.text.rstrip()))
        if stripped.text:
            top = self.stack[-1]
            container = self.page.containers[top.container]
            self.page.blocks.append(
                Block(
                    stripped,
                    top.container,
                    container.tag,
                    container.region,
                    min(self.linked, len(stripped.text)),
                    top.headline,
                )
            )
        self.pieces, self.linked = [], 0

    def _open(self, token: Token) -> None:
        tag = token.tag
        if tag == "br":
            self._flush()
            return
        if tag == "meta":
            name = (
                token.attributes.get("property")
                or token.attributes.get("name")
                or token.attributes.get("itemprop")
                or ""
            ).lower()
            if name and (content := token.attributes.get("content", "").strip()):
                self.page.meta.setdefault(name, html.unescape(content))
            return
        if tag == "time" and "datetime" in token.attributes:
            self.page.meta.setdefault("time", token.attributes["datetime"])
        if tag in VOID:
            if tag == "hr":
                self._flush()
            return
        if tag in {"td", "th"} and token.start < self.row_end:
            self._open_cell(token)
            return
        if tag in _BLOCKS:
            self._flush()
            self._end_implied(tag)
        if tag == "tr":
            self.row_end = _end_of_plain_row(self.source, token.end)
        above = self.stack[-1]
        hidden = above.hidden or hidden_reason(token.attributes, tag=tag)
        if not hidden and tag not in {"html", "body"}:
            hidden = self.sheet.reason(token.attributes)
        container, link = above.container, above.link
        if tag in _BLOCKS:
            container = self._container(tag, token.attributes, above.container)
        elif hidden and not above.hidden:
            self._flush()
        if tag == "a":
            self.page.links.append(
                Link(token.attributes.get("href", ""), "", token.start, token.end, bool(hidden), hidden)
            )
            link = len(self.page.links) - 1
        headline = above.headline or tag in {"h1", "h2"}
        self.stack.append(_Open(tag, container, hidden, link, above.pre or tag == "pre", headline))
        self.open_tags[tag] += 1
        self.page.depth = max(self.page.depth, len(self.stack))

    def _open_cell(self, token: Token) -> None:
        """Keep the cells of a plain row on one line, a bar between them."""
        while self.stack[-1].tag in {"td", "th"} or (
            self.stack[-1].tag not in _BLOCKS and self.open_tags["tr"] and len(self.stack) > 1
        ):
            self._pop()
        above = self.stack[-1]
        if self.pieces:
            at = token.start
            self.pieces.append(MappedText(" | ", OffsetMap(array("I", [at] * 3), array("I", [at] * 3))))
        hidden = above.hidden or hidden_reason(token.attributes) or self.sheet.reason(token.attributes)
        self.stack.append(_Open(token.tag, above.container, hidden, above.link, above.pre, above.headline))
        self.open_tags[token.tag] += 1

    def _container(self, tag: str, attributes: dict[str, str], parent: int) -> int:
        above = self.page.containers[parent]
        names = frozenset(
            part.lower()
            for part in _PART.findall(f"{attributes.get('class', '')} {attributes.get('id', '')}"[:400])
        )
        region = _REGIONS.get(tag) or {
            "navigation": "nav",
            "main": "main",
            "contentinfo": "footer",
            "banner": "header",
            "complementary": "aside",
        }.get(attributes.get("role", ""), "")
        if not region or (region in {"header", "main"} and above.region and above.region != "main"):
            region = above.region
        if region == "header" and above.region == "main":
            region = "main"
        self.page.containers.append(Container(parent, tag, names & _ELEMENT_NAMES, region))
        return len(self.page.containers) - 1

    def _end_implied(self, tag: str) -> None:
        while self.stack[-1].tag == "p" and tag not in {"html", "body"}:
            self._pop()
        ends = _ENDS.get(tag)
        if not ends:
            return
        for back in range(1, min(len(self.stack), 12)):
            name = self.stack[-back].tag
            if name in ends:
                for _ in range(back):
                    self._pop()
                return
            if name in _SCOPES:
                return

    def _close(self, token: Token) -> None:
        if token.tag == "br" or (token.tag == "p" and not self.open_tags["p"]):
            self._flush()
            return
        if not self.open_tags[token.tag]:
            return
        if token.tag in _BLOCKS:
            if not (token.tag in {"td", "th"} and token.start < self.row_end):
                self._flush()
        elif token.tag in {"a", "b", "i", "em", "strong", "span", "font", "u"} and not self._near(token.tag):
            return
        while self.stack[-1].tag != token.tag:
            self._pop()
        self._pop()

    def _near(self, tag: str) -> bool:
        """An inline end tag never ends a block that stands between it and its beginning."""
        for back in range(1, min(len(self.stack), 50)):
            if self.stack[-back].tag == tag:
                return True
            if self.stack[-back].tag in _BLOCKS:
                return False
        return False

    def _pop(self) -> None:
        tag = self.stack[-1].tag
        if tag in _BLOCKS and not (tag in {"td", "th"} and self.row_end):
            self._flush()
        gone = self.stack.pop()
        if tag == "tr":
            self.row_end = 0
        self.open_tags[gone.tag] -= 1
        if gone.tag == "a":
            link = self.page.links[gone.link]
            link.text = " ".join(link.text.split())


_ROW_END = re.compile(r"</tr|</table|<tr\b", re.I)
_IN_CELL = re.compile(
    r"<(?:p|div|table|ul|ol|li|br|h[1-6]|section|article|form|img|input|blockquote)\b", re.I
)
_CELL = re.compile(r"<t[dh]\b", re.I)
_LONGEST_ROW = 3000


def _end_of_plain_row(source: str, start: int) -> int:
    """Return where a row of short plain cells ends; 0 for a row of a table that only lays out the page."""
    end = _ROW_END.search(source, start, start + _LONGEST_ROW)
    if end is None or _IN_CELL.search(source, start, end.start()):
        return 0
    cells = [
        len(re.sub(r"<[^<>]*>|&\w+;", "", cell).strip())
        for cell in _CELL.split(source[start : end.start()])[1:]
    ]
    return end.start() if 2 <= len(cells) <= 10 and max(cells) <= 80 else 0


_ELEMENT_NAMES = frozenset(words("furniture", "element_words")) | frozenset(
    words("furniture", "article_words")
)


def read_html(source: str) -> Html:
    """
    Read a page's source. Never raises; the result is empty for a page without text.

    Where the page's own style sheet would hide nearly everything (a script shows it later), the sheet is
    not followed.
    """
    sheet = read_sheets(source)
    page = _Reader(source, sheet).read()
    if sheet.hidden and sum(len(block.text.text) for block in page.blocks) < _LITTLE:
        return _Reader(source, Sheet()).read()
    return page
