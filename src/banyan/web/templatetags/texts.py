"""Filters for the public pages: texts with the language they are in, dates, numbers, money, marks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from banyan.core.i18n import Text
from banyan.web.presenters import formats

register = template.Library()


@register.filter
def named(text: Text | str) -> SafeString | str:
    """Show a name in its own script, with its language for screen readers and fonts."""
    if not isinstance(text, Text) or not text.is_fallback:
        return str(text)
    return format_html('<span lang="{}">{}</span>', formats.html_tag(text.tag), text.value)


@register.filter
def said(text: Text | str) -> SafeString | str:
    """Show a text; when it is not in the reader's language, name the language it is in."""
    if not isinstance(text, Text) or not text.is_fallback:
        return str(text)
    return format_html(
        '<span lang="{}">{}</span> <span class="in-language">{}</span>',
        formats.html_tag(text.tag),
        text.value,
        formats.language_name(text.language),
    )


@register.filter
def htmltag(text: Text | str) -> str:
    """Return the `lang` of a text or of a bare language code."""
    return formats.html_tag(text.tag if isinstance(text, Text) else str(text))


@register.filter
def partialdate(text: str) -> str:
    """Show an ISO day, month or year in words."""
    return formats.partial_date(text)


@register.filter
def period(start: str, end: str) -> str:
    """Show two ISO dates as one stretch of time."""
    return formats.period(start, end)


@register.filter
def onday(moment: datetime.datetime) -> str:
    """Show the day of a moment."""
    return formats.day(moment)


@register.filter
def numeral(value: Decimal | int) -> str:
    """Show a number with the reader's separators."""
    return formats.number(value)


@register.filter
def languagename(tag: str) -> str:
    """Show the name of a language in the reader's language."""
    return formats.language_name(tag)


@register.filter
def scripttag(text: str) -> str:
    """Return a `lang` for a text whose language nobody noted."""
    return formats.script_tag(str(text))


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Show a snippet with what was typed in <mark>."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if is_match else text,) for text, is_match in pieces)
    )


@register.filter
def jsonld(data: dict[str, Any]) -> SafeString:
    """Write data into a script element of type application/ld+json, where nothing can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 – escaped above
