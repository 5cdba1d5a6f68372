"""Which of our languages a heading such as ``label::Tiếng Việt (vi)`` means, and how we write it."""

from __future__ import annotations

import re
from typing import Final

#: How a language is written in headings: its own name, and its subtag as ODK asks.
HEADINGS: Final = {"vi": "Tiếng Việt (vi)", "zh": "中文 (zh)", "en": "English (en)"}

_SUBTAG: Final = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_NAMES: Final = {
    **dict.fromkeys(
        ("vi", "vie", "vietnamese", "tiếng việt", "tieng viet", "việt", "越南语", "越南文"), "vi"
    ),
    **dict.fromkeys(
        (
            "zh",
            "zho",
            "chi",
            "cmn",
            "chinese",
            "mandarin",
            "中文",
            "汉语",
            "简体中文",
            "tiếng trung",
            "tiếng hoa",
        ),
        "zh",
    ),
    **dict.fromkeys(("en", "eng", "english", "tiếng anh", "英文", "英语"), "en"),
}
#: Traditional characters are another way of writing, which we have no column for.
_TRADITIONAL: Final = re.compile(r"hant|[-_](?:tw|hk|mo)\b", re.I)


def code_of(written: str) -> str | None:
    """Return vi, zh or en for the language of a heading; ``None`` for any other."""
    text = written.strip().lower()
    found = _SUBTAG.search(text)
    tag = found[1] if found else text
    if _TRADITIONAL.search(tag):
        return None
    if found:
        return _NAMES.get(re.split(r"[-_]", tag)[0])
    return _NAMES.get(text) or (_NAMES.get(re.split(r"[-_]", text)[0]) if text.isascii() else None)
