"""The word lists the grammar is built on, read once from the package's data files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data" / "zh"


def _lines(name: str) -> list[str]:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a plain list, written one or many to a line."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a list whose columns are parted by tabs."""
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in _lines(name))


@cache
def table(name: str) -> dict[str, Any]:
    """Return a TOML word table."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def group(name: str, key: str) -> frozenset[str]:
    """Return one list of a TOML word table."""
    return frozenset(table(name)[key])


@lru_cache(maxsize=1)
def roles() -> dict[str, str]:
    """Return position endings and their kind: head, internal, profession or part."""
    return {row[0]: row[1] for row in rows("roles")}


@lru_cache(maxsize=1)
def strong_suffixes() -> dict[str, str]:
    """Return endings that make an organisation name, and the sort of organisation."""
    return {ending: sort for sort, endings in table("suffixes")["strong"].items() for ending in endings}


@lru_cache(maxsize=1)
def weak_suffixes() -> dict[str, str]:
    """Return endings that make a name only with help from the sentence."""
    return {ending: sort for sort, endings in table("suffixes")["weak"].items() for ending in endings}


@lru_cache(maxsize=1)
def world_bodies() -> dict[str, tuple[str, str]]:
    """Return bodies known the world over: name to sort and fuller name (empty when it is the fullest)."""
    return {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in rows("world_bodies")}


def alternatives(choices: Iterable[str]) -> str:
    """Return a pattern matching any of the words, the longest first."""
    return "|".join(re.escape(each) for each in sorted(set(choices), key=lambda each: (-len(each), each)))


def longest_ending(text: str, endings: Iterable[str] | dict[str, str] | frozenset[str]) -> str:
    """Return the longest of ``endings`` that ``text`` ends with, or an empty string."""
    best = ""
    for length in range(1, min(len(text), 12) + 1):
        tail = text[-length:]
        if tail in endings:  # type: ignore[operator]
            best = tail
    return best


@lru_cache(maxsize=1)
def _place_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives(words('places'))})(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)?"
    )


# A division below the province; the words that merely look like one are refused.
_DIVISION = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:自治州|自治县|省|市|区|县|旗|镇|乡|街道|村)")
_FALSE_DIVISION = re.compile(
    r"(?:社区|小区|地区|城区|山区|校区|灾区|园区|特区|景区|农村|乡村|城乡|城市|都市|城镇|乡镇|区县|保护区|市区|老区|贫困县|牧区|库区|郊区|超市|股市|市)$"
)


def place_length(text: str) -> int:
    """Return how many leading characters of ``text`` name a place (a province, a district, a country)."""
    position = 0
    while True:
        known = _place_pattern().match(text, position)
        if known:
            position = known.end()
            continue
        division = _DIVISION.match(text, position) if position or text[:1] else None
        if division and position and not _FALSE_DIVISION.search(division.group()):
            position = division.end()
            continue
        if division and not position and _is_plain_division(division.group()):
            position = division.end()
            continue
        return position


def _is_plain_division(text: str) -> bool:
    return 2 < len(text) <= 4 and not _FALSE_DIVISION.search(text) and text[-1] in "省市区县镇乡"
