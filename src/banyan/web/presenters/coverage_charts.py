"""The charts of the overview, and the table behind each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from banyan.core.i18n import LANGUAGES
from banyan.paper.domain.charts import Chart, Kind, Series
from banyan.registry.domain import coverage
from banyan.web.presenters import formats
from banyan.web.presenters.coverage import HEADINGS, code_labels, value_label

#: Bars of one drawing; its table has them all.
_MOST: Final = 12
#: Rows of a table; the directory narrowed by the filter shows the rest.
_LONGEST: Final = 60

Codes = Mapping[tuple[str, str], str]


def _titles() -> dict[str, str]:
    return {
        "country": _("Organisations by country or area"),
        "topic": _("Organisations by field of work"),
        "form": _("Organisations by legal form"),
        "language": _("Names in each language"),
        "verification": _("How much of the directory was checked"),
        "grown": _("Growth of the directory"),
    }


KEYS: Final = ("country", "topic", "form", "language", "verification", "grown")


def _sorted(name: str, numbers: coverage.Numbers) -> list[tuple[str, int]]:
    """Return the values of a filter, the most frequent first, what was not given last."""
    pairs = [(value, count) for value, count in numbers[name].items() if count]
    return sorted(pairs, key=lambda pair: (pair[0] == coverage.NOT_GIVEN, -pair[1], pair[0]))


def _said(title: str, labels: list[str], counts: list[int]) -> str:
    """Return what a chart shows in a sentence: its title, and its largest values."""
    first = [
        f"{label} {formats.number(count)}" for label, count in list(zip(labels, counts, strict=True))[:3]
    ]
    return f"{title}: {formats.listed(first)}" if first else title


def _breakdown(key: str, kind: Kind, numbers: coverage.Numbers, codes: Codes) -> Chart:
    pairs = _sorted(key, numbers)
    shown = pairs[:_MOST] if kind is Kind.BARS else pairs
    labels = [value_label(key, value, codes) for value, _count in shown]
    counts = [count for _value, count in shown]
    title = _titles()[key]
    return Chart(
        key=key,
        kind=kind,
        title=title,
        described=_said(title, labels, counts),
        categories=tuple(labels),
        series=(Series(_("Organisations"), tuple(counts)),),
        written=formats.number,
    )


def _languages(numbers: coverage.Numbers) -> Chart:
    total = numbers["total"]["organisation"]
    missing = tuple(numbers["lacks"][f"name_{code}"] for code in LANGUAGES)
    labels = [formats.language_name(code) for code in LANGUAGES]
    title = _titles()["language"]
    return Chart(
        key="language",
        kind=Kind.STACKED,
        title=title,
        described=_said(title, labels, [total - count for count in missing]),
        categories=tuple(labels),
        series=(
            Series(_("With a name"), tuple(total - count for count in missing)),
            Series(_("Without one"), missing),
        ),
        written=formats.number,
    )


def _growth(numbers: coverage.Numbers) -> Chart:
    grown, title = numbers["grown"], _titles()["grown"]
    first, last = (list(grown.values())[place] for place in (0, -1))
    months = [formats.partial_date(month) for month in grown]
    said = _("%(title)s: from %(first)s to %(last)s organisations between %(begin)s and %(end)s") % {
        "title": title,
        "first": formats.number(first),
        "last": formats.number(last),
        "begin": months[0],
        "end": months[-1],
    }
    return Chart(
        key="grown",
        kind=Kind.LINE,
        title=title,
        described=said,
        categories=tuple(formats.month(month) for month in grown),
        series=(Series(_("Organisations"), tuple(grown.values())),),
        written=formats.number,
    )


def charts(numbers: coverage.Numbers) -> list[Chart]:
    """Return every chart of the overview, in order."""
    codes = code_labels({name: numbers[name] for name in ("country", "form", "topic")})
    return [
        *(_breakdown(key, Kind.BARS, numbers, codes) for key in ("country", "topic", "form")),
        _languages(numbers),
        _breakdown("verification", Kind.SHARE, numbers, codes),
        _growth(numbers),
    ]


def table(chart: Chart, numbers: coverage.Numbers) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Return the columns and rows of the table behind a chart; it has more rows where the chart is cut."""
    if chart.key in ("country", "topic", "form"):
        pairs = _sorted(chart.key, numbers)[:_LONGEST]
        codes = code_labels({chart.key: [value for value, _count in pairs]})
        total = numbers["total"]["organisation"] or 1
        rows = [
            [value_label(chart.key, value, codes), formats.number(count), f"{100 * count / total:.1f} %"]
            for value, count in pairs
        ]
        heads = [str(HEADINGS[chart.key]), _("Organisations"), _("Share")]
    else:
        rows = [
            [label, *(formats.number(one.values[place]) for one in chart.series)]
            for place, label in enumerate(chart.categories)
        ]
        first = {
            "language": _("Language"),
            "verification": str(HEADINGS["verification"]),
            "grown": _("Month"),
        }
        heads = [first[chart.key], *(one.label for one in chart.series)]
    return [{"label": head, "numeric": place > 0} for place, head in enumerate(heads)], rows
