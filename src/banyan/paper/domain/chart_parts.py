"""What charts are made of: text, patterns, legends. Colours are those of the site, as attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from banyan.paper.domain.measuring import width_of, wrapped

INK: Final = "#1d2420"
SOFT: Final = "#414a43"
SHEET: Final = "#fffdf9"
RULE: Final = "#b9b09d"
_FONTS: Final = (
    "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', "
    "sans-serif"
)
SIZE: Final = 15
LINE_HEIGHT: Final = 19
#: Units a Latin letter takes at `SIZE`, generously: a name in capitals must not run out of its room.
LETTER: Final = 8.6
#: Colour and pattern of each series; in black and white: full, striped, dotted, lined, crossed, empty.
_COLOURS: Final = ("#14563c", "#8a3110", "#2f4858", "#5c4400", "#1d2420", "#7d7564")
_MARKS: Final = (
    "",
    '<path d="M0 8 8 0M-2 2 2-2M6 10 10 6" stroke="{}" stroke-width="2"/>',
    '<path d="M1.500 1.500h2v2h-2ZM5.500 5.500h2v2h-2Z" fill="{}"/>',
    '<path d="M0 2H8M0 6H8" stroke="{}" stroke-width="1.600"/>',
    '<path d="M0 0 8 8M8 0 0 8" stroke="{}" stroke-width="1.300"/>',
    "",
)


@dataclass(slots=True)
class Canvas:
    """A drawing under way: how wide it is, what stands on it, and how far down it reaches."""

    key: str
    width: int
    marks: list[SafeString] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    bottom: float = 0

    @property
    def is_narrow(self) -> bool:
        """True on a phone."""
        return self.width < 500

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", soft: bool = False) -> None:
        """Put words on one line; ``y`` is where they stand."""
        self.marks.append(
            format_html(
                '<text x="{}" y="{}" text-anchor="{}" font-size="{}" fill="{}">{}</text>',
                round(x, 1), round(y, 1), anchor, SIZE, SOFT if soft else INK, words,
            )
        )  # fmt: skip

    def lines(self, x: float, y: float, rows: Sequence[str], *, anchor: str = "start") -> None:
        """Put several lines under one another."""
        for place, row in enumerate(rows):
            self.text(x, y + place * LINE_HEIGHT, row, anchor=anchor)

    def fill(self, place: int) -> str:
        """Return what a series is filled with: a colour, or a pattern in it."""
        kind = place % len(_COLOURS)
        self.used.add(kind)
        return f"url(#{self.key}-{kind})" if _MARKS[kind] else _COLOURS[kind] if kind == 0 else SHEET

    def bar(self, x: float, y: float, width: float, height: float, place: int) -> None:
        """Put a bar; what is something is never seen as nothing."""
        self.marks.append(
            format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1"/>',
                round(x, 1), round(y, 1), round(max(width, 1.5), 1), height,
                self.fill(place), _COLOURS[place % len(_COLOURS)],
            )
        )  # fmt: skip

    def line(self, path: str, *, colour: str = RULE, width: float = 1, dashes: str = "") -> None:
        """Put a line that is not filled."""
        self.marks.append(
            format_html(
                '<path d="{}" fill="none" stroke="{}" stroke-width="{}"{}/>', path, colour, width,
                format_html(' stroke-dasharray="{}"', dashes) if dashes else "",
            )
        )  # fmt: skip


def colour(place: int) -> str:
    """Return the colour of a series."""
    return _COLOURS[place % len(_COLOURS)]


def room(words: str) -> float:
    """Return how wide words are at most, in units."""
    return width_of(words) * LETTER


def broken(words: str, units: float, *, lines: int = 3) -> list[str]:
    """Return words broken into lines that fit into so many units."""
    return wrapped(words, most=max(int(units / LETTER), 8), lines=lines)


def legend(canvas: Canvas, labels: Sequence[str], top: float) -> float:
    """Put the names of the series beside their patterns, and return where the next thing may stand."""
    x, y = 0.0, top
    for place, label in enumerate(labels):
        rows = broken(label, canvas.width - 30)
        needed = 30 + max(room(row) for row in rows)
        if x and x + needed > canvas.width:
            x, y = 0, y + LINE_HEIGHT + 8
        canvas.bar(x + 1, y, 18, 14, place)
        canvas.lines(x + 27, y + 13, rows)
        x += needed + 18
        if len(rows) > 1:
            x, y = 0, y + LINE_HEIGHT * len(rows) + 8
    return y + (LINE_HEIGHT + 14 if x else 6)


def _pattern(canvas: Canvas, kind: int) -> SafeString:
    mark = mark_safe(_MARKS[kind].format(_COLOURS[kind]))  # noqa: S308 – our own constants
    return format_html(
        '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect width="8" height="8" fill="{}"/>{}</pattern>',
        canvas.key, kind, SHEET, mark,
    )  # fmt: skip


def svg(canvas: Canvas, *, title: str, described: str, css_class: str) -> SafeString:
    """Return what stands on a canvas as an element that says what it is."""
    patterns = format_html_join(
        "", "{}", ((_pattern(canvas, kind),) for kind in sorted(canvas.used) if _MARKS[kind])
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg"{} viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="{key}-title {key}-described" font-family="{}"><title id="{key}-title">{}</title>'
        '<desc id="{key}-described">{}</desc>{}{}</svg>',
        format_html(' class="{}"', css_class) if css_class else "",
        canvas.width, round(canvas.bottom), _FONTS, title, described,
        format_html("<defs>{}</defs>", patterns) if patterns else "",
        format_html_join("", "{}", ((mark,) for mark in canvas.marks)),
        key=canvas.key,
    )  # fmt: skip
