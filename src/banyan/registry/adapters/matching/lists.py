"""
The data lists of the matcher: words of names, places, hosts, weights. Each is described in ``manifest.toml``.

Cells hold several wordings separated by ``|``. Read once per process.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel import Locale

import banyan.taxonomy

FOLDER: Final = Path(__file__).resolve().parents[2] / "data"
_PLACES: Final = Path(banyan.taxonomy.__file__).parent / "data"
_PLACE_FILES: Final = ("provinces_vn", "former_provinces_vn", "provinces_cn", "cities")
#: Endings of Chinese names of places that people leave out, longest first.
_ENDINGS: Final = (
    "维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市",
)  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            yield {column: (cell or "").strip() for column, cell in row.items()}


def wordings(cell: str) -> tuple[str, ...]:
    """Return the alternatives of a cell."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@lru_cache(maxsize=1)
def manifest() -> list[dict[str, Any]]:
    """Return what each list is, where it came from and under which licence it may be passed on."""
    with (FOLDER / "manifest.toml").open("rb") as file:
        lists: list[dict[str, Any]] = tomllib.load(file)["lists"]
    return lists


def words() -> Iterator[dict[str, str]]:
    """Yield the rows of the trilingual word list: kind, group, en, zh, vi, more."""
    yield from _rows(FOLDER / "name_words.csv")


def learned_words() -> Iterator[dict[str, str]]:
    """Yield the rows of translations counted in bilingual names: word, translation, weight."""
    yield from _rows(FOLDER / "learned_words.csv")


def common_words() -> dict[str, float]:
    """Return how many of 10,000 names hold a word, or a pair of Han characters, where it is not rare."""
    return {row["word"]: float(row["share"]) for row in _rows(FOLDER / "common_words.csv")}


def hosts() -> dict[str, str]:
    """Return domains that do not tell whose page it is, with the reason: mail or shared."""
    return {row["host"]: row["kind"] for row in _rows(FOLDER / "shared_hosts.csv")}


def coefficients() -> dict[str, float]:
    """Return the weight of each feature in the score."""
    return {row["feature"]: float(row["coefficient"]) for row in _rows(FOLDER / "match_weights.csv")}


class PlaceNames(NamedTuple):
    """A place by its code, the code of the place it lies in, and its names, the Vietnamese ones apart."""

    code: str
    within: str
    names: tuple[str, ...]
    vietnamese: tuple[str, ...]


def places() -> Iterator[PlaceNames]:
    """
    Yield the places that names of bodies hold.

    Countries and provinces come from the code lists of `taxonomy`; further names of these, and Chinese
    prefectures, from ``place_words.csv``.
    """
    locales = {tag: Locale.parse(tag).territories for tag in ("en", "zh", "vi")}
    for row in _rows(_PLACES / "countries.csv"):
        code = row["code"]
        names = tuple(locales[tag].get(code, "") for tag in ("en", "zh"))
        yield PlaceNames(code, "", names, (locales["vi"].get(code, ""),))
    for file in _PLACE_FILES:
        for row in _rows(_PLACES / f"{file}.csv"):
            shown = (row["name_zh"], row["name_en"], *_short(row["name_zh"]))
            yield PlaceNames(row["code"], row["parent"], shown, (row["name_vi"],))
    for row in _rows(FOLDER / "place_words.csv"):
        named = [name for column in ("en", "zh", "more") for name in wordings(row[column])]
        short = [part for name in named for part in _short(name)]
        yield PlaceNames(row["code"], row["within"], (*named, *short), wordings(row["vi"]))


def _short(name: str) -> tuple[str, ...]:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return (name[: -len(ending)],)
    return ()
