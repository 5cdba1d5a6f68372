"""
The picture of an organisation's relationships: itself in the middle, the others in two columns; on a
phone itself on top and the others hanging from it like roots.

A star needs no iteration to be laid out, so names never run into each other and the picture is the same
every time. Colours are attributes, not styles: the same file can be shown in the page, downloaded and
printed under a policy that allows no style in documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from banyan.paper.domain.measuring import wrapped
from banyan.web.presenters import formats

WIDTH: Final = 860
#: Organisations drawn at most; the list beside the picture has them all.
MOST: Final = 12
_ROW: Final = 78
_LEFT, _MIDDLE, _RIGHT = 258, 430, 602
_GREEN, _INK, _SOFT, _SHEET, _EDGE = "#14563c", "#1d2420", "#414a43", "#fffdf9", "#7d7564"
_FONTS: Final = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An organisation at the other end, the words of its relationships, and whether all have ended."""

    name: str
    words: tuple[str, ...]
    has_ended: bool


def _text(x: int, y: int, anchor: str, text: str, *, size: int, colour: str, weight: int = 400) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" font-size="{}" fill="{}" font-weight="{}">{}</text>',
        x, y, anchor, size, colour, weight, text,
    )  # fmt: skip


def _neighbour(
    one: Neighbour, x: int, y: int, middle: int, *, is_left: bool
) -> tuple[SafeString, SafeString]:
    bend = (x + _MIDDLE) // 2
    line = format_html(
        '<path d="M{} {}C{} {} {} {} {} {}" fill="none" stroke="{}" stroke-width="2"{}/>',
        _MIDDLE, middle, bend, middle, bend, y, x, y,
        _EDGE if one.has_ended else _GREEN,
        mark_safe(' stroke-dasharray="6 6"') if one.has_ended else "",
    )  # fmt: skip
    at, anchor = (x - 22, "end") if is_left else (x + 22, "start")
    name = wrapped(one.name)
    words = wrapped(formats.listed(one.words), most=34, lines=1)
    top = y - (len(name) - 1) * 10 - (4 if words[0] else -5)
    parts = [
        format_html('<circle cx="{}" cy="{}" r="11" fill="{}" stroke="{}" stroke-width="2.5"/>', x, y, _SHEET,
                    _EDGE if one.has_ended else _GREEN),
        *(_text(at, top + 20 * row, anchor, text, size=18, colour=_INK) for row, text in enumerate(name)),
        _text(at, top + 20 * len(name), anchor, words[0], size=15, colour=_SOFT),
    ]  # fmt: skip
    return line, format_html_join("", "{}", ((part,) for part in parts))


def draw(
    *, name: str, neighbours: Sequence[Neighbour], label: str, is_standalone: bool = False
) -> SafeString:
    """
    Return the picture as an SVG element.

    :param label: what the picture shows, for those who cannot see it
    :param is_standalone: True for a file of its own, which has to say what it is and which fonts it wants
    """
    drawn = neighbours[:MOST]
    left, right = drawn[1::2], drawn[0::2]
    height = max(len(left), len(right), 2) * _ROW + 30
    middle = height // 2
    lines: list[SafeString] = []
    nodes: list[SafeString] = []
    for column, x, is_left in ((left, _LEFT, True), (right, _RIGHT, False)):
        start = middle - (len(column) - 1) * _ROW // 2
        for row, one in enumerate(column):
            line, node = _neighbour(one, x, start + row * _ROW, middle, is_left=is_left)
            lines.append(line)
            nodes.append(node)
    centre = wrapped(name, most=30, lines=3)
    own = [
        format_html('<circle cx="{}" cy="{}" r="22" fill="{}"/>', _MIDDLE, middle, _GREEN),
        *_halo(centre, middle + 46),
    ]
    return format_html(
        '<svg{} viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="{}">{}{}{}</svg>',
        mark_safe(' xmlns="http://www.w3.org/2000/svg"' if is_standalone else ' class="wide"'),  # noqa: S308
        WIDTH, height + max(0, len(centre) - 1) * 10, label, _FONTS,
        _joined(lines), _joined(nodes), _joined(own),
    )  # fmt: skip


def draw_tall(*, name: str, neighbours: Sequence[Neighbour], label: str) -> SafeString:
    """Return the same picture for a narrow page, 330 units wide, as an SVG element."""
    drawn = neighbours[:MOST]
    own = wrapped(name, most=28)
    lines: list[SafeString] = []
    nodes: list[SafeString] = []
    y = 28 + 22 * len(own)
    for one in drawn:
        rows = wrapped(one.name, most=28)
        colour = _EDGE if one.has_ended else _GREEN
        dashes = mark_safe(' stroke-dasharray="6 6"') if one.has_ended else ""
        y += 24
        lines.append(
            format_html(
                '<path d="M24 30V{}Q24 {} 40 {}H52" fill="none" stroke="{}" stroke-width="2"{}/>',
                y - 16, y, y, colour, dashes,
            )
        )  # fmt: skip
        nodes.append(
            format_html(
                '<circle cx="60" cy="{}" r="8" fill="{}" stroke="{}" stroke-width="2.5"/>', y, _SHEET, colour
            )
        )
        nodes += [
            _text(80, y + 6 + 21 * row, "start", text, size=17, colour=_INK) for row, text in enumerate(rows)
        ]
        y += 21 * len(rows)
        words = wrapped(formats.listed(one.words), most=36, lines=1)[0]
        nodes.append(_text(80, y + 5, "start", words, size=15, colour=_SOFT))
        y += 18
    centre = [format_html('<circle cx="24" cy="26" r="16" fill="{}"/>', _GREEN)]
    centre += [
        _text(52, 32 + 22 * row, "start", text, size=18, colour=_INK, weight=700)
        for row, text in enumerate(own)
    ]
    return format_html(
        '<svg class="tall" viewBox="0 0 330 {}" role="img" aria-label="{}">{}{}{}</svg>',
        y + 12, label, _joined(lines), _joined(nodes), _joined(centre),
    )  # fmt: skip


def _halo(rows: Iterable[str], top: int) -> list[SafeString]:
    """Return the organisation's own name, drawn over the lines with an edge of paper around each letter."""
    return [
        format_html(
            '<text x="{}" y="{}" text-anchor="middle" font-size="18" font-weight="700" fill="{}" stroke="{}" '
            'stroke-width="6" stroke-linejoin="round" paint-order="stroke">{}</text>',
            _MIDDLE, top + 21 * row, _INK, _SHEET, text,
        )
        for row, text in enumerate(rows)
    ]  # fmt: skip


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
