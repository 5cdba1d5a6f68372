"""What every page gets: the languages and where each leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from banyan.core.i18n import TAGS, active_language

_LABELS = {"vi": "Tiếng Việt", "zh": "中文", "en": "English"}
_HTML_TAGS = {"vi": "vi", "zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One entry of the language switch; ``code`` goes into `lang` and `hreflang`."""

    code: str
    label: str
    url: str
    is_current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """The same page in each language, the reader's language, and whether this is a demonstration."""
    current = active_language()
    path = request.get_full_path()
    links = [
        LanguageLink(
            code=_HTML_TAGS[language],
            label=_LABELS[language],
            url=translate_url(path, tag),
            is_current=language == current,
        )
        for language, tag in TAGS.items()
    ]
    return {
        "language_links": links,
        "html_lang": _HTML_TAGS[current],
        "language": current,
        "is_demo": settings.BANYAN_DEMO,
    }
