"""Tags and text of an HTML page with their places in the source; linear in the length of the page."""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from .offsets import MappedText, OffsetMap

VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_RAW = frozenset(
    {
        "script",
        "style",
        "textarea",
        "title",
        "iframe",
        "noframes",
        "xmp",
        "noscript",
        "template",
        "svg",
        "math",
        "object",
        "select",
    }
)
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s"'<>/=]{1,200})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?""")
_TAG_BEGIN = re.compile(r"<(?:/?[a-zA-Z]|[!?])")
_TAG_END = re.compile(r"[^<>]*>")
# A stretch of blanks, an entity, or words with single spaces between them. Soft hyphens, zero-width and
# direction marks carry no text.
_BLANK = " \t\r\n\f\u00a0\u3000\u2002\u2003\u2009"
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_PIECE = re.compile(
    f"[{_BLANK}]+|&(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z][a-zA-Z0-9]{{1,31}});?|[{_UNSEEN}]+"
    f"|[^&{_BLANK}{_UNSEEN}]+(?: [^&{_BLANK}{_UNSEEN}]+)*|&"
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Token:
    """
    A piece of the page: ``open``, ``close``, ``text`` or ``raw`` (the inside of title, script and the like).

    ``start`` and ``end`` are code points into the source. ``tag`` is lower case; empty for text.
    """

    kind: str
    start: int
    end: int
    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(source: str) -> Iterator[Token]:
    """Walk through the source once. Anything that is not a tag is text; nothing raises."""
    at, length = 0, len(source)
    no_more_comment_ends = False
    never_closed: set[str] = set()
    while at < length:
        begin = _TAG_BEGIN.search(source, at)
        if begin is None:
            yield Token("text", at, length)
            return
        lt = begin.start()
        if lt > at:
            yield Token("text", at, lt)
        at = lt
        if source.startswith("<!--", at):
            end = -1 if no_more_comment_ends else source.find("-->", at + 4)
            if end < 0:
                no_more_comment_ends = True
                at += 4
            else:
                at = end + 3
            continue
        if source.startswith(("<!", "<?"), at):
            closing = _TAG_END.match(source, at + 2)
            at = closing.end() if closing else at + 2
            continue
        name = _NAME.match(source, at)
        assert name is not None  # by the pattern of a tag's beginning
        tag = name.group(2).lower()
        attributes, end = _attributes(source, name.end())
        if name.group(1):
            yield Token("close", at, end, tag)
        else:
            yield Token("open", at, end, tag, attributes)
            if tag in _RAW and tag not in never_closed and not source.startswith("/>", end - 2):
                closing = re.compile(f"</{tag}[^<>]*>?", re.I).search(source, end)
                if closing is None:
                    # One look to the end of the page per tag name, whatever the page does.
                    never_closed.add(tag)
                else:
                    yield Token("raw", end, closing.start(), tag, attributes)
                    yield Token("close", closing.start(), closing.end(), tag)
                    end = closing.end()
        at = end


def decoded(source: str, start: int, end: int) -> MappedText:
    """
    Decode a stretch of text: entities resolved, blanks (NBSP and ideographic too) collapsed to one space,
    invisible marks dropped; every character knows its stretch of the source.
    """
    pieces: list[str] = []
    starts: array[int] = array("I")
    ends: array[int] = array("I")
    for found in _PIECE.finditer(source, start, end):
        piece, first, last = found.group(), found.start(), found.end()
        if piece[0] == "&" and len(piece) > 1:
            resolved = "".join(char for char in html.unescape(piece) if char not in _INVISIBLE)
            resolved = " " if resolved.isspace() else resolved.replace("\x00", "\ufffd")
            if resolved == " " and pieces and pieces[-1] == " ":
                ends[-1] = last
                continue
            if resolved == piece:
                starts.extend(range(first, last))
                ends.extend(range(first + 1, last + 1))
            else:
                starts.extend([first] * len(resolved))
                ends.extend([last] * len(resolved))
            pieces.append(resolved)
        elif piece[0].isspace():
            if pieces and pieces[-1] == " ":
                ends[-1] = last
                continue
            pieces.append(" ")
            starts.append(first)
            ends.append(last)
        elif piece[0] not in _INVISIBLE and not "\u202a" <= piece[0] <= "\u2069":
            pieces.append(piece)
            starts.extend(range(first, last))
            ends.extend(range(first + 1, last + 1))
    return MappedText("".join(pieces), OffsetMap(starts, ends))


def _attributes(source: str, at: int) -> tuple[dict[str, str], int]:
    """Read attributes up to the closing angle bracket; return them and the place after it."""
    found: dict[str, str] = {}
    length = len(source)
    while at < length:
        match = _ATTRIBUTE.match(source, at)
        if match is None:
            break
        value = next((group for group in match.groups()[1:] if group is not None), "")
        if len(found) < 60:
            found.setdefault(match.group(1).lower(), html.unescape(value) if "&" in value else value)
        at = match.end()
    while at < length and source[at] not in "<>":
        at += 1
    return found, (at + 1 if at < length and source[at] == ">" else at)
