"""
The gallery of components: every part once, in the reader's language, with invented texts.

Only reachable in development (`BANYAN_GALLERY`). ``?phones`` shows all three languages side by side at
the width of a phone. The texts are in `templates/gallery/sample.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin

from banyan.core.i18n import TAGS, active_language

_SAMPLE = Path(__file__).resolve().parent.parent / "templates" / "gallery" / "sample.json"


def in_language(value: Any, language: str) -> Any:
    """Return ``value`` with every ``{"vi", "zh", "en"}`` in it replaced by the text of one language."""
    if isinstance(value, dict):
        if value.keys() == TAGS.keys():
            return in_language(value[language], language)
        return {key: in_language(one, language) for key, one in value.items()}
    if isinstance(value, list):
        return [in_language(one, language) for one in value]
    return value


class SampleForm(forms.Form):
    """One field of each kind; ``texts`` gives label, help and choices by field."""

    email = forms.EmailField()
    kind = forms.ChoiceField(required=False)
    state = forms.ChoiceField(widget=forms.RadioSelect)
    since = forms.DateField(required=False)
    what = forms.CharField(widget=forms.Textarea, required=False)
    agree = forms.BooleanField(required=False)

    def __init__(self, data: dict[str, str], *, texts: dict[str, Any]) -> None:
        super().__init__(data)
        for name, text in texts.items():
            field = self.fields[name]
            field.label, field.help_text = text["label"], text.get("help", "")
            if isinstance(field, forms.ChoiceField):
                field.choices = [tuple(choice) for choice in text["choices"]]


def sample_context() -> dict[str, Any]:
    """Everything the gallery's page shows, in the reader's language."""
    sample: dict[str, Any] = in_language(json.loads(_SAMPLE.read_text("utf-8")), active_language())
    page = Paginator(range(120), 10).page(4)
    return sample | {
        "form": SampleForm({"email": "an@", "state": "f", "kind": "a"}, texts=sample["form"]),
        "page_obj": page,
        "page_numbers": page.paginator.get_elided_page_range(4, on_each_side=1, on_ends=1),
        "rows": [list(zip(row, sample["columns"], strict=True)) for row in sample["table"]],
        "svg": render_to_string("gallery/picture.html", sample),
    }


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def components(request: HttpRequest) -> HttpResponse:
    """Show every component, or, with ``?phones``, the gallery in three languages at a phone's width."""
    if "phones" in request.GET:
        frames = []
        for tag in TAGS.values():
            with override(tag):
                frames.append(reverse("gallery"))
        return render(request, "gallery/phones.html", {"frames": frames})
    return render(request, "gallery/components.html", sample_context())
