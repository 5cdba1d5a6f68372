"""Charts: what is counted is written beside its mark, nothing is clipped, and a page may show them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.paper.domain import charts
from banyan.paper.domain.chart_lines import ticks
from banyan.paper.domain.chart_parts import LETTER
from banyan.paper.domain.charts import Chart, Kind, Series
from banyan.paper.domain.measuring import width_of

SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("Hội nghề nghiệp và liên hiệp các hội khoa học kỹ thuật", "社会团体与民办非企业单位", "Trust")


def chart(kind: Kind, *series: tuple[int, ...], labels: tuple[str, ...] = LABELS) -> Chart:
    held = tuple(Series(f"S{number}", values) for number, values in enumerate(series or ((120, 45, 0),)))
    return Chart("form", kind, "Tổ chức", "Ba loại <hình>", labels, held, lambda value: f"{value:,}")


def tree(one: Chart, width: int = charts.WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(str(charts.draw(one, width=width)))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_a_chart_says_what_it_is_and_needs_no_style_or_script(kind: Kind, width: int) -> None:
    root = tree(chart(kind), width)
    named = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    found = {one.attrib["id"]: one.text for one in (root[0], root[1])}
    assert [found[name] for name in named] == ["Tổ chức", "Ba loại <hình>"]
    kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert kinds <= {"svg", "title", "desc", "defs", "pattern", "rect", "path", "text"}
    assert not [element for element in root.iter() if "style" in element.attrib or "class" in element.attrib]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_no_word_runs_off_the_drawing(kind: Kind, width: int) -> None:
    root = tree(chart(kind, (1_234_567, 45, 0)), width)
    _, _, right, bottom = (float(part) for part in root.attrib["viewBox"].split())
    for text in root.iter(f"{SVG}text"):
        long, x = width_of(text.text or "") * LETTER * 0.93, float(text.attrib["x"])
        begin = {"start": x, "middle": x - long / 2, "end": x - long}[text.attrib["text-anchor"]]
        assert begin >= -1, text.text
        assert begin + long <= right + 1, text.text
        assert 0 < float(text.attrib["y"]) <= bottom, text.text


def test_bars_are_as_long_as_their_numbers_and_each_is_written() -> None:
    root = tree(chart(Kind.BARS, (120, 60, 0)))
    bars = [float(bar.attrib["width"]) for bar in root.findall(f"{SVG}rect")]
    assert bars[0] == pytest.approx(2 * bars[1], rel=0.01)
    assert bars[2] == 1.5
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert [number in words for number in ("120", "60", "0")] == [True] * 3
    assert "".join(row or "" for row in words if row in ("社会团体与民办非企业单位",)) == LABELS[1]


def test_series_differ_without_colour() -> None:
    for kind in (Kind.GROUPED, Kind.STACKED):
        root = tree(chart(kind, (3, 2, 1), (1, 2, 3), (5, 5, 5)))
        fills = {bar.attrib["fill"] for bar in root.findall(f"{SVG}rect")}
        assert fills == {"#14563c", "url(#form-720-1)", "url(#form-720-2)"}
        assert {pattern.attrib["id"] for pattern in root.iter(f"{SVG}pattern")} == {
            "form-720-1",
            "form-720-2",
        }
    dashes = [path.attrib.get("stroke-dasharray") for path in tree(chart(Kind.LINE, (3, 2, 1), (1, 2, 3))).iter(f"{SVG}path")]  # fmt: skip
    assert "7 4" in dashes


def test_a_share_is_the_whole_width_and_says_how_much_each_part_is() -> None:
    root = tree(chart(Kind.SHARE, (75, 25, 0)))
    wide = [float(bar.attrib["width"]) for bar in root.findall(f"{SVG}rect") if bar.attrib["height"] == "36"]
    assert wide == [pytest.approx(538.5, abs=1), pytest.approx(179.5, abs=1)]
    words = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert [part in words for part in ("75 · 75 %", "25 · 25 %", "0 · 0 %")] == [True] * 3


@pytest.mark.parametrize(
    ("highest", "expected"),
    [(0, [0, 1]), (1, [0, 1]), (4, [0, 1, 2, 3, 4]), (20, [0, 5, 10, 15, 20]), (21, [0, 10, 20, 30])],
)
def test_ticks_are_round(highest: int, expected: list[int]) -> None:
    assert ticks(highest) == expected


@given(st.integers(0, 10**9))
def test_ticks_hold_the_highest_value_in_few_steps(highest: int) -> None:
    found = ticks(highest)
    assert found[-1] >= highest
    assert 2 <= len(found) <= 6


@given(
    st.sampled_from(list(Kind)),
    st.lists(st.tuples(st.text(max_size=40), st.integers(0, 10**7)), min_size=1, max_size=8),
)
def test_any_labels_and_numbers_make_a_drawing(kind: Kind, pairs: list[tuple[str, int]]) -> None:
    labels = tuple(
        re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", label) for label, _ in pairs
    )
    root = tree(chart(kind, tuple(value for _, value in pairs), labels=labels), charts.NARROW)
    assert float(root.attrib["viewBox"].split()[3]) > 0


def test_what_cannot_be_drawn_is_refused() -> None:
    for values in ((1, 2), (1, 2, -3)):
        with pytest.raises(ValueError, match="form: S0"):
            chart(Kind.BARS, values)


def test_an_empty_chart_is_empty_and_no_fault() -> None:
    for kind in Kind:
        root = tree(chart(kind, (), labels=()))
        assert root.attrib["role"] == "img"
