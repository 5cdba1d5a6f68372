"""Entries of code lists: their words in three languages, and one of the centre's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.core.i18n import LANGUAGES
from banyan.taxonomy.domain import queries
from banyan.taxonomy.models import Concept, Place, Scheme
from banyan.web.forms.fields import text_per_language


class WordsForm(forms.Form):
    """The words of an entry, or the names of a place, in each language."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the law it comes from, or what belongs under it."),
    )

    def __init__(self, entry: Concept | Place | None, data: Any = None) -> None:
        words = "label" if not isinstance(entry, Place) else "name"
        initial: dict[str, Any] = {}
        if entry is not None:
            initial = {f"words_{code}": getattr(entry, f"{words}_{code}") for code in LANGUAGES}
            initial["note"] = getattr(entry, "note", "")
        super().__init__(data, initial=initial)
        self.fields = {**text_per_language("words", label=_("Words"), max_length=200), **self.fields}
        for code in LANGUAGES:
            self.fields[f"words_{code}"].required = True
        if isinstance(entry, Place):
            del self.fields["note"]

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by the code of the language."""
        return {code: self.cleaned_data[f"words_{code}"] for code in LANGUAGES}


class ConceptAdd(WordsForm):
    """A new entry of a list: its code, its words, the entry it belongs under."""

    code = forms.CharField(
        label=pgettext_lazy("of an entry of a list", "Code"),
        max_length=40,
        help_text=_(
            "Short and for good: it stands in exports. Small letters, digits, dots and hyphens, for example "
            "youth-clubs."
        ),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "spellcheck": "false"}),
    )
    parent = forms.ModelChoiceField(
        label=_("Belongs under"), queryset=Concept.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, scheme: Scheme, data: Any = None) -> None:
        super().__init__(None, data)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        parent.queryset = queries.concepts_of(scheme.code)
        parent.label_from_instance = lambda concept: f"{concept.label} ({concept.code})"  # type: ignore[method-assign]
