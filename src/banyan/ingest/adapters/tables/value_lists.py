"""
Codes for the words in cells: countries, places, legal forms, fields of work, states.

Names come from the code lists of ``taxonomy/data`` and from CLDR (through Babel); further ways of writing
them from ``ingest/data/import_values.csv``, our own list. Looked up by folded text, then without marks.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel import Locale

import banyan.taxonomy
from banyan.taxonomy.adapters import code_list_files

from .header_words import bare, folded

_WORDS: Final = Path(__file__).resolve().parents[2] / "data" / "import_values.csv"
_FOLDER: Final = Path(str(banyan.taxonomy.__file__)).parent / "data"
_LOCALES: Final = ("en", "vi", "zh_Hans", "zh_Hant")
_BRACKET: Final = re.compile(r"\s*[(（][^)）]*[)）]\s*$")
_PARTS: Final = re.compile(r"\s*[,，;；、\n]\s*|\s+-\s+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
#: Words before and after the name of a province, which cells leave out or write in another way.
_BEFORE: Final = re.compile(r"^(?:tỉnh|thành phố|tp|t p|t|thủ đô|tinh|thanh pho|province of|city of)\s+")
_AFTER: Final = re.compile(r"\s+(?:province|city|municipality|sheng|shi|autonomous region|prov)$")
_HAN_AFTER: Final = re.compile(
    r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市|直辖市|壯族自治區|自治區|縣)$"
)
_SDG: Final = re.compile(r"(?:sdgs?|goal|mục tiêu(?: số)?|目标|可持续发展目标)\s*(\d{1,2})$|^(\d{1,2})$")


def _key(text: str) -> str:
    return folded(text) or text.strip()


@cache
def _lists() -> dict[str, code_list_files.CodeList]:
    return {one.code: one for one in code_list_files.read_folder(folder=_FOLDER)}


@cache
def _words(field: str) -> dict[tuple[str, str], str]:
    """Codes by folded word and country ("" for any)."""
    found: dict[tuple[str, str], str] = {}
    with _WORDS.open(encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(handle):
            if line["field"] == field:
                for word in line["words"].split("|"):
                    found.setdefault((_key(word), line["country"]), line["value"])
    return _with_bare(found)


def _with_bare(found: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    for (word, country), value in list(found.items()):
        found.setdefault((bare(word), country), value)
    return found


@lru_cache(maxsize=8192)
def word(field: str, text: str) -> str:
    """Return the code of a closed list (boolean, state, registration_state, tie_grade), or ""."""
    known, key = _words(field), _key(text)
    return known.get((key, "")) or known.get((bare(key), "")) or ""


@cache
def _countries() -> dict[tuple[str, str], str]:
    codes = {row["code"] for row in _lists()["countries"].rows}
    found = {(code.lower(), ""): code for code in codes}
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if code in codes:
                found.setdefault((_key(name), ""), code)
    for key, code in _words("country").items():
        found.setdefault(key, code)
    return _with_bare(found)


@lru_cache(maxsize=8192)
def country(text: str) -> str:
    """Return the ISO 3166-1 code of a country or area named in any of the three languages, or ""."""
    known = _countries()
    for form in (text, _BRACKET.sub("", text), text.removeprefix("the ").removeprefix("The ")):
        key = _key(form)
        if code := known.get((key, "")) or known.get((bare(key), "")):
            return code
    return ""


@cache
def _places() -> dict[str, list[tuple[str, str]]]:
    """Pairs of country and code of today's place by every way of writing its name."""
    found: dict[str, list[tuple[str, str]]] = {}
    parents = {row["code"]: row["parent"] for _, row in _place_rows()}
    for _, row in _place_rows():
        code = row["code"]
        home = code if row["kind"] == "province" else row["parent"]
        if row["is_active"] == "no":
            code = row["parent"]
            if code not in parents:
                continue  # an area of its own, found as a country
        pair = (home.split("-")[0], code)
        names = {code.lower(), row["name_vi"], row["name_zh"], row["name_en"], row["code"]}
        for form in {form for name in names for form in _forms(name)}:
            known = found.setdefault(form, [])
            if pair not in known:
                known.append(pair)
    for (form, where), code in _words("place").items():
        found.setdefault(form, []).append((where, code))
    return found


def _place_rows() -> Iterator[tuple[str, code_list_files.Row]]:
    # Provinces of today before those of yesterday: a name that lives on means the living one.
    for name in ("provinces_vn", "provinces_cn", "cities", "former_provinces_vn"):
        for row in _lists()[name].rows:
            yield name, row


@lru_cache(maxsize=8192)
def _forms(name: str) -> tuple[str, ...]:
    key = _key(name)
    plain = _AFTER.sub("", _BEFORE.sub("", key))
    forms = {key, plain, bare(key), bare(plain), bare(plain).replace(" ", "")}
    if _HAN.search(key):
        forms.add(_HAN_AFTER.sub("", key))
    return tuple(form for form in forms if len(form) > 1)


@lru_cache(maxsize=16384)
def place(text: str, country_code: str = "") -> tuple[str, str]:
    """
    Return the country and the code of the place a cell or an address names; empty where none is known.

    Of an address the last known part counts, of a Chinese one the first. A former province is returned as
    the province it became part of.
    """
    known = _places()
    parts = [part for part in _PARTS.split(text[:500]) if part]
    for part in [text[:200], *reversed(parts)]:
        for form in _forms(part):
            if pair := _one(known.get(form, []), country_code):
                return pair
    for part in parts:
        if _HAN.search(part):
            key = _key(part).replace(" ", "").removeprefix("中国").removeprefix("中华人民共和国")
            for length in range(min(len(key), 10), 1, -1):
                if pair := _one(known.get(key[:length], []), country_code):
                    return pair
    return "", ""


def is_place(text: str) -> bool:
    """Whether the whole text is the name of a place, not an address with one in it."""
    return any(form in _places() for form in _forms(text[:200]))


def _one(pairs: list[tuple[str, str]], country_code: str) -> tuple[str, str] | None:
    fitting = [pair for pair in pairs if not country_code or pair[0] == country_code]
    return fitting[0] if fitting else None


@cache
def _labels(name: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for row in _lists()[name].rows:
        found[(row["code"].lower(), "")] = row["code"]
        found[(_key(row["code"]), "")] = row["code"]
        for label in (row["label_vi"], row["label_zh"], row["label_en"]):
            short = _BRACKET.sub("", label)
            for form in (label, short, *(_PARTS.split(short) if name == "legal_forms" else ())):
                found.setdefault((_key(form), row["country"]), row["code"])
                if form == label:
                    found.setdefault((_key(form), ""), row["code"])
    return found


@cache
def _legal_forms() -> dict[tuple[str, str], str]:
    return _with_bare(_words("legal_form") | _labels("legal_forms"))


@lru_cache(maxsize=8192)
def legal_form(text: str, country_code: str = "") -> str:
    """Return the code of a legal form by its label in three languages; the country's own form comes first."""
    known, key = _legal_forms(), _key(text)
    for form in (key, bare(key), _key(_BRACKET.sub("", text))):
        for where in (country_code, ""):
            if code := known.get((form, where)):
                return code
    return ""


@lru_cache(maxsize=8192)
def topic(text: str, scheme: str = "") -> str:
    """Return a field of work as scheme:code (icnptso, sdg) by its label or code, or ""."""
    key = _key(text)
    if scheme in ("", "icnptso"):
        labels = _icnptso()
        if code := labels.get((key, "")) or labels.get((bare(key), "")):
            return f"icnptso:{code}"
    if scheme in ("", "sdg"):
        numbered = _SDG.search(key)
        if numbered and (numbered[1] or scheme == "sdg"):
            number = int(numbered[1] or numbered[2])
            return f"sdg:{number}" if 1 <= number <= 17 else ""
        without_number = re.sub(r"^\d{1,2}\s+", "", key)
        if code := _sdg().get((without_number, "")) or _sdg().get((bare(without_number), "")):
            return f"sdg:{code}"
    return ""


@cache
def _icnptso() -> dict[tuple[str, str], str]:
    said = {key: value.removeprefix("icnptso:") for key, value in _words("topic").items()}
    return _with_bare(said | _labels("icnptso"))


@cache
def _sdg() -> dict[tuple[str, str], str]:
    return _with_bare({key: code for key, code in _labels("sdg").items() if not key[0].isdigit()})
