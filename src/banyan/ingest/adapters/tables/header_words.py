"""
The words people put above columns, in three languages: ``ingest/data/import_headers.csv``, our own list.

A row of the list says what a column under any of its words means; a word stands once.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).resolve().parents[2] / "data" / "import_headers.csv"
_PUNCTUATION: Final = re.compile(r"[\W_]+")
_BRACKETED: Final = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]?")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
# "Tên / Name", "名称 Name", "Tên | 名称", "Name\n名称"
_BOTH: Final = re.compile(r"\s*[/／|｜\n;；]\s*|\s+[-–—]\s+|(?<=[\u3400-\u9fff])\s+(?=[A-Za-zÀ-ỹ])|\.")
_LANGUAGE_WORDS: Final = {
    "vi": "vi",
    "vn": "vi",
    "tiếng việt": "vi",
    "việt": "vi",
    "vietnamese": "vi",
    "越南文": "vi",
    "越文": "vi",
    "zh": "zh",
    "cn": "zh",
    "tiếng trung": "zh",
    "tiếng hoa": "zh",
    "chinese": "zh",
    "中文": "zh",
    "中": "zh",
    "汉语": "zh",
    "en": "en",
    "tiếng anh": "en",
    "anh": "en",
    "english": "en",
    "英文": "en",
    "英": "en",
    "英语": "en",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading says of its column; see ``shapes.ColumnTarget``."""

    target: str
    language: str = ""
    name_kind: str = ""
    scheme: str = ""
    options: dict[str, str] = field(default_factory=dict)


def folded(words: str) -> str:
    """Return a heading as it is compared: half width, lower case, without punctuation and stars."""
    return _PUNCTUATION.sub(" ", unicodedata.normalize("NFKC", words).lower()).strip()


def bare(words: str) -> str:
    """Return a folded heading without Vietnamese marks, as typed on a keyboard that has none."""
    plain = unicodedata.normalize("NFD", words.replace("đ", "d"))
    return "".join(char for char in plain if not unicodedata.combining(char))


@cache
def _meanings() -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    with _FILE.open(encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(handle):
            options = dict(pair.split("=", 1) for pair in line["options"].split(";") if pair)
            meaning = Meaning(line["target"], line["language"], line["name_kind"], line["scheme"], options)
            for word in line["words"].split("|"):
                found[folded(word) or word] = meaning
    for word, meaning in list(found.items()):
        found.setdefault(bare(word), meaning)
    return found


@lru_cache(maxsize=4096)
def meaning_of(header: str) -> tuple[Meaning, float] | None:
    """
    Return what a heading means and how sure that is (1.0: the very words), or None.

    Headings in two languages ("Tên / Name") mean what either half means; a bracket that names a language
    ("名称(英文)") gives the language.
    """
    header = header[:200]
    language = ""
    for inside in _BRACKETED.findall(header):
        language = language or _LANGUAGE_WORDS.get(folded(inside), "")
    outside = _BRACKETED.sub(" ", header) if folded(_BRACKETED.sub(" ", header)) else header
    whole = folded(outside)
    for text, sureness in ((folded(header), 1.0), (whole, 1.0)):
        if text in _meanings():
            return _in(_meanings()[text], language), sureness
    halves = [folded(half) for half in _BOTH.split(outside) if folded(half)]
    known = [_meanings()[half] for half in halves if half in _meanings()]
    if len(halves) > 1 and known:
        agreed = all(one.target == known[0].target for one in known)
        language = language or next((_LANGUAGE_WORDS[half] for half in halves if half in _LANGUAGE_WORDS), "")
        if len({one.language for one in known}) > 1:
            known = [Meaning(known[0].target, "", known[0].name_kind, known[0].scheme, known[0].options)]
        return _in(known[0], language), 0.95 if agreed and len(known) == len(halves) else 0.75
    return _contained(whole, language)


def is_heading(words: str) -> bool:
    """Whether words are a heading and nothing else: the very words of one, or the name of a language."""
    found = meaning_of(words)
    return folded(words) in _LANGUAGE_WORDS or (found is not None and found[1] >= 0.95)


def _in(meaning: Meaning, language: str) -> Meaning:
    if not language or meaning.language:
        return meaning
    return Meaning(meaning.target, language, meaning.name_kind, meaning.scheme, meaning.options)


def _contained(text: str, language: str) -> tuple[Meaning, float] | None:
    """The longest known word inside a longer heading; short ones are too often part of another word."""
    best = ""
    for word in _meanings():
        is_han = bool(_HAN.search(word))
        # Of two as long, the one that names a language: 机构名称 中文名称 stood on two lines.
        is_longer = len(word) > len(best) or (len(word) == len(best) and _meanings()[word].language)
        if not is_longer or len(word) < (2 if is_han else 4):
            continue
        if (is_han and word in text) or (not is_han and f" {word} " in f" {text} "):
            best = word
    if not best:
        return None
    return _in(_meanings()[best], language), round(0.5 + 0.3 * len(best) / max(len(text), 1), 2)
