"""The form for the words of a letter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.letters.domain.wordings import LONGEST


class WordingForm(forms.Form):
    """Subject and text of one kind of letter in one language."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 16})
    )
