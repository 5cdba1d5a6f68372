"""Which of the three languages a page is written in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

LANGUAGES = ("vi", "zh", "en")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f]")
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
# Letters and vowel-with-tone combinations that Vietnamese uses and Western languages do not.
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
# A Han character carries about as much as two thirds of a Latin word.
_HAN_PER_WORD = 1.5
_SAMPLE = 20_000


def language_of(text: str) -> str:
    """Return vi, zh or en for a text: by script where script decides, else by a small statistical model."""
    sample = text[:_SAMPLE]
    words = _LATIN_WORD.findall(sample)
    han = len(_HAN.findall(sample)) / _HAN_PER_WORD
    if han and han >= 0.4 * len(words):
        return "zh"
    if not words:
        return "en"
    vietnamese = sum(bool(_VIETNAMESE.search(word)) for word in words)
    if vietnamese >= 0.15 * len(words):
        return "vi"
    if vietnamese <= 0.01 * len(words) and len(words) > 30 and _english_words(words) > 0.08:
        return "en"
    return str(_identifier().classify(sample)[0])


def _english_words(words: list[str]) -> float:
    return sum(word.lower() in {"the", "of", "and", "to", "in", "for", "with"} for word in words) / len(words)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
