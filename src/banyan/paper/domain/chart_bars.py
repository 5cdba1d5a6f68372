"""Bars that lie: names of any length stand beside them, on a phone above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from banyan.paper.domain.chart_parts import LINE_HEIGHT, Canvas, broken, legend, room

_THICK: Final = 18
_THIN: Final = 13
_GAP: Final = 14
_BESIDE: Final = 8
#: Part of a wide drawing that the names have.
_NAMES: Final = 0.36


def _label(canvas: Canvas, words: str, y: float, height: float) -> tuple[float, float]:
    """Put a name; return where its bars begin, across and down."""
    if canvas.is_narrow:
        rows = broken(words, canvas.width)
        canvas.lines(0, y + 14, rows)
        return 0, y + LINE_HEIGHT * len(rows) + 1
    left = round(canvas.width * _NAMES)
    rows = broken(words, left - _BESIDE)
    tall = LINE_HEIGHT * len(rows)
    first = y + max(height - tall, 0) / 2 + 14
    canvas.lines(left - _BESIDE, first, rows, anchor="end")
    return left, y + max(tall - height, 0) / 2


def put(
    canvas: Canvas,
    categories: Sequence[str],
    series: Sequence[Any],
    written: Callable[[int], str],
    *,
    is_stacked: bool = False,
) -> None:
    """Put one bar, several beside one another, or one made of parts, for each category."""
    y = legend(canvas, [one.label for one in series], 0) if len(series) > 1 else 0.0
    sums = [sum(one.values[place] for one in series) for place in range(len(categories))]
    highest = max(sums if is_stacked else [value for one in series for value in one.values], default=0)
    thick = _THICK if is_stacked or len(series) == 1 else _THIN
    height = thick if is_stacked else thick * len(series) + 3 * (len(series) - 1)
    left = 0 if canvas.is_narrow else round(canvas.width * _NAMES)
    values = [" · ".join(written(one.values[place]) for one in series) for place in range(len(categories))]
    ends = values if is_stacked else [written(value) for one in series for value in one.values]
    scale = max(canvas.width - left - _BESIDE - max((room(end) for end in ends), default=0), 40) / (
        highest or 1
    )
    for place, words in enumerate(categories):
        x, top = _label(canvas, words, y, height)
        begin = x
        for number, one in enumerate(series):
            length = one.values[place] * scale
            if is_stacked:
                if one.values[place]:
                    canvas.bar(begin, top, length, thick, number)
                begin += length
                continue
            bar_top = top + number * (thick + 3)
            canvas.bar(x, bar_top, length, thick, number)
            canvas.text(x + length + _BESIDE, bar_top + thick - 4, written(one.values[place]))
        if is_stacked:
            canvas.text(begin + _BESIDE, top + thick - 4, values[place])
        rows = 0 if canvas.is_narrow else LINE_HEIGHT * len(broken(words, left - _BESIDE))
        y = max(top + height, y + rows) + _GAP
    canvas.bottom = max(y - _GAP + 4, LINE_HEIGHT)


def put_share(
    canvas: Canvas, parts: Sequence[str], values: Sequence[int], written: Callable[[int], str]
) -> None:
    """
    Put one bar that is the whole, made of its parts, and a line for each part with its number and percentage.
    """
    total, x = sum(values) or 1, 0.0
    for place, value in enumerate(values):
        length = (canvas.width - 2) * value / total
        if value:
            canvas.bar(x + 1, 1, length, 2 * _THICK, place)
        x += length
    y = 2.0 * _THICK + 16
    for place, (label, value) in enumerate(zip(parts, values, strict=True)):
        share = f"{100 * value / total:.0f} %"
        rows = broken(f"{label} · {written(value)} · {share}", canvas.width - 28)
        canvas.bar(1, y, 18, 14, place)
        canvas.lines(27, y + 13, rows)
        y += LINE_HEIGHT * len(rows) + 7
    canvas.bottom = y
