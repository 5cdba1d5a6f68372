"""Naming the words of a saved page that say a fact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.ingest.domain.quotes import QuoteIsNotInThePage, quoted
from banyan.registry.domain.staff_facts import Quoted
from banyan.registry.models import Source

#: Characters of a quote at most: a few sentences, never the article.
LONGEST_QUOTE = 1000


def quote_field(**options: Any) -> forms.CharField:
    """Return the field for the words of a page."""
    return forms.CharField(
        label=_("The words that say so"),
        max_length=LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Copied from the saved page, one or two sentences. They are shown to readers."),
        **options,
    )


def find_quote(form: forms.Form, *, source: Source, words: str, name: str = "quote") -> Quoted | None:
    """Return the words with their place in the page; where they are not in it, the form says so."""
    try:
        return quoted(source=source, words=words)
    except QuoteIsNotInThePage:
        form.add_error(name, _("These words do not stand in the saved page. Copy them from there."))
        return None


class CitationAdd(forms.Form):
    """The words of one saved page."""

    quote = quote_field()

    def __init__(self, source: Source | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.source = source
        self.basis: Quoted | None = None

    def clean(self) -> dict[str, Any]:
        """Find the words in the page."""
        values = super().clean() or {}
        if self.source is not None and values.get("quote"):
            self.basis = find_quote(self, source=self.source, words=values["quote"])
        return values
