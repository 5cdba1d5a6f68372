"""
What the documents of a centre have in common: its letterhead, how pages are counted, a text with its
language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.core.i18n import Text, active_language
from banyan.paper.blocks import Block, Letterhead, Paper, Run, Runs
from banyan.registry.domain.evidence import Reference
from banyan.web.presenters import formats


def text(value: Text | str, *, refs: Iterable[Reference] = (), url: str = "", note: str = "") -> Runs:
    """Return a text with its language where it is another than the reader's, its sources, and a remark."""
    language = formats.html_tag(value.tag) if isinstance(value, Text) and value.is_fallback else ""
    run = Run(str(value), language=language, url=url, refs=tuple(ref.number for ref in refs))
    return (run, Run(f" {note}", is_small=True)) if note else (run,)


def centre_name(language: str) -> str:
    """Return the centre's own name in a language, else in its first one, else that of the program."""
    given = settings.BANYAN_CENTRE_NAME
    named = dict(part.strip().split("=", 1) for part in given.split(";") if "=" in part)
    # Translators: the name on the letterhead of a centre that has not set its own.
    return named.get(language) or next(iter(named.values()), given.strip()) or _("Banyan")


def document(
    request: HttpRequest, *, title: Text | str, page: str, blocks: Iterable[Block], **more: Any
) -> Paper:
    """
    Return a document of the centre in the reader's language.

    :param page: the address on the site where the living original is
    :param more: ``kicker`` and ``names``
    """
    now = timezone.now()
    address = request.build_absolute_uri(page)
    root = request.build_absolute_uri("/").split("://", 1)[1].rstrip("/")
    is_other = isinstance(title, Text) and title.is_fallback
    return Paper(
        title=str(title),
        title_language=formats.html_tag(title.tag) if is_other else "",  # type: ignore[union-attr]
        language=active_language(),
        letterhead=Letterhead(name=centre_name(active_language()), lines=(root, formats.day(now))),
        blocks=tuple(blocks),
        made_at=now,
        foot=address,
        # Translators: at the foot of each page; keep {page} and {pages}.
        page_words=_("Page {page} of {pages}"),
        # Translators: keep {sign} and {characters}, which becomes numbers such as U+2A6D6.
        missing_words=_("{sign} stands for a character that could not be printed: {characters}"),
        **more,
    )
