"""A page of text in three languages, written in Wagtail's editor."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from banyan.core.i18n import Trilingual

_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "image"]


class TextPage(Page):
    """
    A page such as "About", one row in three languages. Changed in Wagtail's editor.

    Wagtail's own ``title`` is the working title that editors see; readers get ``heading`` and ``body``
    in their language.
    """

    heading = Trilingual(models.CharField, max_length=200)
    body = Trilingual(RichTextField, features=_FEATURES)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("heading_vi"), FieldPanel("body_vi")], heading="Tiếng Việt"),
        MultiFieldPanel([FieldPanel("heading_zh"), FieldPanel("body_zh")], heading="中文"),
        MultiFieldPanel([FieldPanel("heading_en"), FieldPanel("body_en")], heading="English"),
    ]
    template = "knowledge/text_page.html"
