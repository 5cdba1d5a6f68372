"""Lines over time: one for each series, told apart by their dashes, the last value written at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from banyan.paper.domain.chart_parts import LINE_HEIGHT, Canvas, colour, legend, room

_HEIGHT: Final = 190
_DASHES: Final = ("", "7 4", "2 4", "10 3 2 3")
_STEPS: Final = (1, 2, 5)


def ticks(highest: int) -> list[int]:
    """Return round numbers from zero to the highest or just above, at most five steps apart."""
    if highest <= 0:
        return [0, 1]
    step = next(
        width * 10**power for power in range(20) for width in _STEPS if width * 10**power * 4 >= highest
    )
    return list(range(0, highest + step, step)) if highest % step else list(range(0, highest + 1, step))


def _shown(canvas: Canvas, categories: Sequence[str], between: float) -> set[int]:
    """Return which names have room below the axis: the first, the last, and those in between that fit."""
    needed = max((room(words) for words in categories), default=0) * 1.5 + 12
    every = max(1, -(-needed // between) if between else 1)
    last = len(categories) - 1
    return {place for place in range(len(categories)) if (last - place) % every == 0}


def put(
    canvas: Canvas, categories: Sequence[str], series: Sequence[Any], written: Callable[[int], str]
) -> None:
    """Put the axes, the lines, a point for each value, and the last value of each line."""
    top = legend(canvas, [one.label for one in series], 0) if len(series) > 1 else 0.0
    marks = ticks(max((value for one in series for value in one.values), default=0))
    left = max(room(written(mark)) for mark in marks) + 8
    right = (
        canvas.width - max((room(written(one.values[-1])) for one in series if one.values), default=0) - 10
    )
    top += LINE_HEIGHT
    between = (right - left) / max(len(categories) - 1, 1)

    def across(place: int) -> float:
        return round(left + between * place, 1)

    def down(value: int) -> float:
        return round(top + _HEIGHT * (1 - value / marks[-1]), 1)

    for mark in marks:
        canvas.line(f"M{left} {down(mark)}H{right}")
        canvas.text(left - 8, down(mark) + 5, written(mark), anchor="end", soft=True)
    for place in sorted(_shown(canvas, categories, between)):
        # The outermost names would run off the drawing if they stood in the middle of their points.
        anchor = "end" if place == len(categories) - 1 else "start" if across(place) < left + 30 else "middle"
        canvas.text(across(place), top + _HEIGHT + 22, categories[place], anchor=anchor, soft=True)
    for number, one in enumerate(series):
        points = [f"{across(place)} {down(value)}" for place, value in enumerate(one.values)]
        canvas.line("M" + "L".join(points), colour=colour(number), width=2.5, dashes=_DASHES[number % 4])
        for place, value in enumerate(one.values):
            canvas.bar(across(place) - 2.5, down(value) - 2.5, 5, 5, number)
        if one.values:
            canvas.text(right + 8, down(one.values[-1]) + 5, written(one.values[-1]))
    canvas.bottom = top + _HEIGHT + 32
