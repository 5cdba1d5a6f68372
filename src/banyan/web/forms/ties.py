"""Positions and relationships: adding one, and saying when it ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.registry.enums import PostKind, TieKind
from banyan.web.forms import fields
from banyan.web.forms.fields import date_field, text_per_language
from banyan.web.presenters import words

FORWARDS, BACKWARDS = "forwards", "backwards"


class PostAdd(forms.Form):
    """A position in words, or membership of a network of people."""

    kind = forms.ChoiceField(label=_("What binds them"), choices=PostKind.choices, initial=PostKind.POSITION)
    from_date = date_field(_("Since"))
    evidence = forms.CharField(
        label=_("Where was this made public?"),
        required=False,
        max_length=500,
        help_text=_(
            "For example a web address or a publication. Without it the position is seen by staff only, "
            "unless the person agreed to be listed."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(text_per_language("title", label=_("Title of the position"), max_length=200))
        self.order_fields(["kind", "title_vi", "title_zh", "title_en", "from_date", "evidence"])

    def titles(self) -> dict[str, str]:
        """Return the title by column code."""
        return fields.values_of(self, "title")


def _directions() -> list[tuple[str, Any]]:
    """Return every relationship read from both ends, each once; symmetric ones read the same."""
    offered: dict[str, Any] = {}
    for kind in TieKind:
        offered[f"{FORWARDS}:{kind.value}"] = kind.label
    for kind, label in words.BACKWARDS.items():
        if label != kind.label:
            offered[f"{BACKWARDS}:{kind.value}"] = label
    return list(offered.items())


class TieAdd(forms.Form):
    """A relationship, read from the organisation whose page it is."""

    relation = forms.ChoiceField(label=_("Relationship"))
    grade = forms.ChoiceField(
        label=_("Grade"),
        required=False,
        choices=[("", _("None")), *words.GRADES.items()],
        help_text=_("For consultative status only."),
    )
    from_date = date_field(_("Since"))
    evidence = forms.CharField(
        label=_("How do you know?"),
        required=False,
        max_length=500,
        help_text=_(
            "For example a web address or an agreement. It is shown to readers beside the relationship."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        relation = self.fields["relation"]
        assert isinstance(relation, forms.ChoiceField)
        relation.choices = _directions()

    def clean(self) -> dict[str, Any]:
        """A grade belongs to consultative status alone."""
        values = super().clean() or {}
        kind = values.get("relation", "").partition(":")[2]
        if values.get("grade") and kind != TieKind.CONSULTATIVE_STATUS:
            self.add_error("grade", _("Only consultative status has a grade."))
        return values

    @property
    def kind(self) -> str:
        """The kind of relationship that was chosen."""
        return str(self.cleaned_data["relation"].partition(":")[2])

    @property
    def is_forwards(self) -> bool:
        """True when the organisation of the page is the subject."""
        return str(self.cleaned_data["relation"]).startswith(FORWARDS)


class EndForm(forms.Form):
    """When something ended."""

    to_date = date_field(_("Until"))

    def __init__(self, *args: Any, from_date: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.from_date = from_date
        self.fields["to_date"].required = True

    def clean_to_date(self) -> str:
        """Refuse an end before the beginning."""
        to_date = str(self.cleaned_data["to_date"])
        if fields.is_before(to_date, self.from_date):
            raise forms.ValidationError(_("The end is before the beginning."))
        return to_date
