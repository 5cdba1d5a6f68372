"""The pages a new centre starts with."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

from django.db import transaction
from wagtail.models import Page, Site

from banyan.accounts.models import User
from banyan.core import audit
from banyan.knowledge.models import TextPage

_FIRST_PAGES = Path(__file__).resolve().parent.parent / "data" / "first_pages.toml"


@transaction.atomic
def make_first_pages(*, by: User | None, now: datetime.datetime) -> list[TextPage]:
    """
    Make the pages listed in ``data/first_pages.toml`` that are not there yet; an edited page is left alone.

    Wagtail's own welcome page gives way to a plain root.
    """
    root = _root()
    made = []
    for slug, texts in tomllib.loads(_FIRST_PAGES.read_text()).items():
        if TextPage.objects.filter(slug=slug).exists():
            continue
        page = TextPage(
            title=texts["heading_en"],
            slug=slug,
            **{column: text for column, text in texts.items() if column.startswith(("heading_", "body_"))},
        )
        root.add_child(instance=page)
        audit.record(key="knowledge.page.made", subject=page, by=by, now=now)
        made.append(page)
    return made


def _root() -> Page:
    site = Site.objects.get(is_default_site=True)
    if site.root_page.specific_class is Page and site.root_page.slug == "home":
        site.root_page.title = "Banyan"
        site.root_page.slug = "pages"
        site.root_page.save()
        site.site_name = "Banyan"
        site.save()
    return site.root_page
