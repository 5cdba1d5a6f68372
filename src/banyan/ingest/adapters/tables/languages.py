"""Which language a name is in, by its script and its letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .encodings import is_vietnamese_syllable

_SCRIPTS: Final = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u3400-\u9fff]"), "zh"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0e80-\u0eff]"), "lo"),
    (re.compile(r"[\u1780-\u17ff]"), "km"),
    (re.compile(r"[\u1000-\u109f]"), "my"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
)
_VIETNAMESE: Final = re.compile(r"[ăĂđĐơƠưƯạ-ỹẠ-Ỹ]")


def language_of(text: str, fallback: str = "en") -> str:
    """Return the tag of the language a name is in: by script, by Vietnamese letters, or ``fallback``."""
    return fallback if text.isascii() else _language_of(text) or fallback


@lru_cache(maxsize=4096)
def _language_of(text: str) -> str:
    for pattern, language in _SCRIPTS:
        if pattern.search(text):
            return language
    if _VIETNAMESE.search(text):
        return "vi"
    words = re.findall(r"[^\W\d_]+", text.lower())
    marked = [word for word in words if not word.isascii()]
    # "Hội", "Quỹ" are caught above; â, ê, ô and plain tones are also French and Portuguese.
    if marked and all(is_vietnamese_syllable(word) for word in words):
        return "vi"
    return ""
