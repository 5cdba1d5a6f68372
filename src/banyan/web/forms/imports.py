"""The forms of importing a list: the file, how it is read, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping as Given
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.ingest.adapters.tables.shapes import (
    Column,
    ColumnTarget,
    DateOrder,
    Mapping,
    Sheet,
    TableInfo,
    Target,
)
from banyan.ingest.domain.datasets import SENT_FOR
from banyan.ingest.enums import MatchedOn, WhenUnsure
from banyan.search.domain.normalise import fold
from banyan.taxonomy.domain import queries as taxonomy
from banyan.web.forms.fields import LANGUAGE_CHOICES, date_field
from banyan.web.forms.sent_files import SentFileField
from banyan.web.presenters import formats, import_columns, import_words

#: What may be pasted, in characters: a few thousand rows.
MOST_PASTED: Final = 2_000_000


class UploadForm(forms.Form):
    """A file or a pasted table, and where it comes from."""

    file = SentFileField(
        purpose=SENT_FOR.name, label=gettext_lazy("The file"), required=False, allow_empty_file=True
    )
    text = forms.CharField(
        label=gettext_lazy("Or copy the rows in your spreadsheet and paste them here"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    title = forms.CharField(
        label=gettext_lazy("What is this list called?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Readers see this name as the source. Without one the name of the file is used."
        ),
    )
    publisher = forms.CharField(
        label=gettext_lazy("Who made it?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example a ministry, an association, your own centre."),
    )
    published_date = date_field(gettext_lazy("Date of the list"))
    address = forms.URLField(
        label=gettext_lazy("Address on the web"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text="https://…",
    )
    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Under which terms it may be passed on, if the list says so."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way in, and for one only."""
        values = super().clean() or {}
        if self.errors:
            return values
        given = [
            name for name in ("file", "text") if values.get(name) and (name == "file" or values[name].strip())
        ]
        if not given:
            raise forms.ValidationError(_("Choose a file, or paste the rows."))
        if len(given) > 1:
            raise forms.ValidationError(_("Give only one of the two: a file or pasted rows."))
        return values


class ReadingForm(forms.Form):
    """How a file is read: its sheet, its encoding, and where the headings of its columns stand."""

    sheet = forms.ChoiceField(label=gettext_lazy("Which sheet?"), required=False)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Are the letters right? If not, choose another encoding"), required=False
    )
    header_row = forms.IntegerField(
        label=gettext_lazy("In which row do the headings of the columns stand?"),
        min_value=0,
        max_value=10_000,
        required=False,
        help_text=gettext_lazy("0 if the list has no headings."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, data: Given[str, Any] | None = None, *, info: TableInfo) -> None:
        self.info = info
        self.before = {"sheet": info.sheet, "encoding": info.encoding, "header_row": info.header_row}
        super().__init__(data, initial=self.before)
        if len(info.sheets) > 1:
            self.fields["sheet"].choices = [  # type: ignore[attr-defined]
                (sheet.name, self._sheet_label(sheet)) for sheet in info.sheets
            ]
        else:
            del self.fields["sheet"]
        if info.encodings:
            self.fields["encoding"].choices = [  # type: ignore[attr-defined]
                (name, import_words.ENCODINGS.get(name, name)) for name in info.encodings
            ]
        else:
            del self.fields["encoding"]
        if info.format == "json":
            del self.fields["header_row"]

    @staticmethod
    def _sheet_label(sheet: Sheet) -> str:
        if not sheet.row_estimate:
            return sheet.name
        return _("%(sheet)s (%(number)s rows)") % {
            "sheet": sheet.name,
            "number": formats.number(sheet.row_estimate),
        }

    def visible(self) -> list[Any]:
        """Return the fields that this file has a use for."""
        return [self[name] for name in self.fields]

    def changed(self) -> dict[str, Any]:
        """Return what is to be read otherwise than before."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") and value != self.before[name]
        }


class MappingForm(forms.Form):
    """What each column means, and how dates, languages and places are read."""

    country = forms.ChoiceField(label=gettext_lazy("Country or area of rows that name none"), required=False)
    date_order = forms.ChoiceField(
        label=gettext_lazy("How is 03/04/2019 meant in this list?"),
        required=False,
        choices=import_columns.DATE_ORDERS,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of names in Latin letters that are not plainly Vietnamese"),
        required=False,
        choices=LANGUAGE_CHOICES,
    )
    splits_names = forms.BooleanField(
        label=gettext_lazy("A cell may hold a name and its translation: take them apart"), required=False
    )
    matched_on = forms.ChoiceField(
        label=gettext_lazy("By what may a row be recognised as an organisation of the directory?"),
        choices=MatchedOn.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    when_unsure = forms.ChoiceField(
        label=gettext_lazy("What if Banyan cannot tell whether it is the same?"),
        choices=WhenUnsure.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    save_as = forms.CharField(
        label=gettext_lazy("Keep these settings for the next list of this kind, under the name"),
        required=False,
        max_length=120,
    )

    def __init__(
        self,
        data: Given[str, Any] | None = None,
        *,
        info: TableInfo,
        mapping: Mapping,
        matched_on: str = MatchedOn.NAMES,
        when_unsure: str = WhenUnsure.SUGGEST,
    ) -> None:
        initial = {
            "country": mapping.country,
            "date_order": str(mapping.date_order),
            "language": mapping.language or "en",
            "splits_names": mapping.splits_names,
            "matched_on": matched_on,
            "when_unsure": when_unsure,
        }
        super().__init__(data, initial=initial)
        self.info, self.mapping = info, mapping
        self.targets = {target.position: target for target in mapping.columns}
        for column in self._explained():
            present = self.targets.get(column.position)
            self.fields[_field(column)] = forms.ChoiceField(
                label=column.header or _("Column %(number)s") % {"number": column.position + 1},
                required=False,
                choices=import_columns.choices(present=present),
                initial=import_columns.code_of(present) if present is not None else "ignore",
            )
        places = [(place.code, str(place.name)) for place in taxonomy.countries_and_areas()]
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", _("Leave it open")),
            *sorted(places, key=lambda pair: fold(pair[1])),
        ]

    def _explained(self) -> tuple[Column, ...]:
        """The columns a person says the meaning of: none where the whole shape is known."""
        return () if self.mapping.preset else self.info.columns

    def rows(self) -> list[dict[str, Any]]:
        """Return the columns of the file with their selects."""
        return [{"column": column, "field": self[_field(column)]} for column in self._explained()]

    def clean(self) -> dict[str, Any]:
        """Ask for a name or a number: without either a row stands for nobody."""
        values = super().clean() or {}
        told = {self._target(column).target for column in self._explained()}
        if not self.errors and not self.mapping.preset and not told & {Target.NAME, Target.IDENTIFIER}:
            raise forms.ValidationError(_("Say which column holds the name."))
        return values

    def _target(self, column: Column) -> ColumnTarget:
        code = self.cleaned_data.get(_field(column)) or Target.IGNORE
        return import_columns.target_of(code, position=column.position)

    def result(self) -> Mapping:
        """Return the mapping that was chosen."""
        values = self.cleaned_data
        return Mapping(
            preset=self.mapping.preset,
            kind=self.mapping.kind,
            columns=tuple(self._target(column) for column in self._explained()) or self.mapping.columns,
            country=values["country"],
            date_order=DateOrder(values["date_order"]),
            language=values["language"] or "en",
            splits_names=values["splits_names"],
            tie_other=self.mapping.tie_other,
        )


def _field(column: Column) -> str:
    return f"column{column.position}"
