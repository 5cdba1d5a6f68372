"""
Charts: what is counted, and how it becomes a drawing.

A drawing is SVG without style sheet or script, so that it can stand in a page under our policy, in a document
and in a file of its own. It has a title, a description and a role for who cannot see it; series differ by
pattern and not by colour alone, so that it can be read printed in black; every value is written beside its
mark. Whoever shows one puts its table beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.safestring import SafeString

from banyan.paper.domain import chart_bars, chart_lines, chart_parts
from banyan.paper.domain.chart_parts import Canvas

#: Units across: a page or a sheet of paper, and a phone.
WIDE: Final = 720
NARROW: Final = 340


class Kind(StrEnum):
    """What a chart compares: sizes, sizes made of parts, a course over time, the parts of one whole."""

    BARS = "bars"
    GROUPED = "grouped"
    STACKED = "stacked"
    LINE = "line"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Series:
    """What is counted, and how much of it there is in each category."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """
    A chart: ``key`` is a short ASCII word of its own on a page, ``described`` says in a sentence what it
    shows.

    ``written`` writes a number as the reader does. A share has one series; its categories are the parts.
    """

    key: str
    kind: Kind
    title: str
    described: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    written: Callable[[int], str] = str

    def __post_init__(self) -> None:
        """Refuse what no drawing can show: :raises ValueError: if a series has too few or negative values."""
        for one in self.series:
            if len(one.values) != len(self.categories) or min(one.values, default=0) < 0:
                raise ValueError(f"{self.key}: {one.label}")


def draw(chart: Chart, *, width: int = WIDE, css_class: str = "") -> SafeString:
    """
    Return a chart as an SVG element.

    :param width: `WIDE` or `NARROW`; the height follows
    :param css_class: by which a page shows one of two drawings
    """
    canvas = Canvas(key=f"{chart.key}-{width}", width=width)
    if chart.kind is Kind.LINE:
        chart_lines.put(canvas, chart.categories, chart.series, chart.written)
    elif chart.kind is Kind.SHARE:
        chart_bars.put_share(canvas, chart.categories, chart.series[0].values, chart.written)
    else:
        chart_bars.put(
            canvas, chart.categories, chart.series, chart.written, is_stacked=chart.kind is Kind.STACKED
        )
    return chart_parts.svg(canvas, title=chart.title, described=chart.described, css_class=css_class)
