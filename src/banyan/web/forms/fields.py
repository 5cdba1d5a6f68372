"""Fields and choices that the forms of the desk share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from babel.numbers import list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.core.i18n import LANGUAGES, TAGS
from banyan.registry.validators import validate_partial_date

#: Languages are offered in their own words: whoever reads one of them recognises it.
LANGUAGE_NAMES: Final[Mapping[str, str]] = {"vi": "Tiếng Việt", "zh": "中文", "en": "English"}
LANGUAGE_CHOICES: Final = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
#: A name may be in other languages and scripts than those of the interface.
NAME_LANGUAGE_CHOICES: Final = [
    *LANGUAGE_CHOICES,
    ("zh-hant", "中文（繁體）"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("ja", "日本語"),
    ("ko", "한국어"),
]
DATE_HINT: Final = _("A day, a month or a year: 9/4/2021, 4/2021 or 2021.")

#: Days, months and years as people write them, each with the order of its parts. The day stands before the
#: month, as everywhere in our three languages; 4/9/2021 is never read as April.
_WRITTEN: Final = [
    (re.compile(pattern, re.IGNORECASE), parts)
    for pattern, parts in (
        (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", "ymd"),
        (r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", "dmy"),
        (r"(\d{4})[-/.](\d{1,2})", "ym"),
        (r"(\d{1,2})[-/.](\d{4})", "my"),
        (r"(\d{4})", "y"),
        (r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:份|\s*(\d{1,2})\s*[日号])?)?", "ymd"),
        (r"(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})(?:\s*năm|\s*,|)\s*(\d{4})", "dmy"),
        (r"tháng\s*(\d{1,2})(?:\s*năm|\s*[,/-]|)\s*(\d{4})", "my"),
        (r"năm\s*(\d{4})", "y"),
    )
]
_ENGLISH_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?,?\s+(\d{4})",
    re.IGNORECASE,
)


def iso_date(text: str) -> str:
    """
    Return a day, month or year as people write it in our three languages as an ISO one.

    9/4/2021, 4/2021, 2021年4月9日, tháng 4 năm 2021, 9 April 2021 and ISO itself. What is none of these comes
    back as it was typed: `validate_partial_date` then refuses it.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).split())
    if match := _ENGLISH.fullmatch(typed):
        day, month, year = match[1], _ENGLISH_MONTHS.index(match[2][:3].lower()) + 1, match[3]
        return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")
    for pattern, parts in _WRITTEN:
        if match := pattern.fullmatch(typed):
            found = dict(zip(parts, match.groups(), strict=True))
            kept = [found[part] for part in "ymd" if found.get(part)]
            return "-".join([kept[0], *(f"{int(number):02d}" for number in kept[1:])])
    return text.strip()


class RecordForm(forms.Form):
    """
    A form about a record, or about one to be made (``record`` is None).

    ``seen`` is when the record had last been changed as the page was made: a newer change by somebody else
    is never overwritten unseen.
    """

    record: Any = None
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def is_outdated(self) -> bool:
        """True when somebody else saved the record after this page was made."""
        return (
            self.record is not None
            and self.is_bound
            and self["seen"].value() != self.record.updated_at.isoformat()
        )


class PartialDateField(forms.CharField):
    """A day, a month or a year as people write it; gives back an ISO one."""

    def to_python(self, value: Any) -> str:
        """Return the ISO date, or what was typed where it is none."""
        return iso_date(str(super().to_python(value) or ""))


def date_field(label: Any) -> PartialDateField:
    """Return a field for a day, month or year that may be left empty."""
    return PartialDateField(
        label=label,
        required=False,
        max_length=40,
        validators=[validate_partial_date],
        help_text=DATE_HINT,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )


#: Words that multiply what stands before them.
_MULTIPLIERS: Final = {
    "万": 10**4,
    "亿": 10**8,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
}
_NUMBER: Final = re.compile(
    r"(?P<whole>\d+|[1-9]\d{0,2}(?:(?P<by>[., ])\d{3})(?:(?P=by)\d{3})*)(?:[.,](?P<part>\d{1,2}))?"
    rf"\s*(?P<times>{'|'.join(_MULTIPLIERS)})?",
    re.IGNORECASE,
)


class NumberField(forms.DecimalField):
    """
    A number of at most two decimals as people write it: 1650000, 1.650.000, 1,650,000, 165万, 1,65 triệu.

    A stroke before exactly three digits parts thousands, any other parts decimals: with two decimals at
    most, no number can be read in two ways.
    """

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "short", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"decimal_places": 2, "min_value": 0, "widget": widget, **options})

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number."""
        typed = " ".join(unicodedata.normalize("NFKC", str(value or "")).split())
        if not typed:
            return None
        match = _NUMBER.fullmatch(typed)
        if match is None:
            raise forms.ValidationError(_("Write a number, for example 1650000 or 1.5."), code="invalid")
        whole = re.sub(r"\D", "", match["whole"])
        try:
            number = Decimal(f"{whole}.{match['part'] or '0'}")
        except InvalidOperation:  # more digits than the context takes
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        number *= _MULTIPLIERS.get((match["times"] or "").lower(), 1)
        return number.normalize() if number != number.to_integral() else Decimal(int(number))

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number without the zeros behind it."""
        if isinstance(value, Decimal):
            return f"{value.normalize():f}" if value else "0"
        return value


class CurrencyField(forms.CharField):
    """The three letters of a currency (ISO 4217); money words of our languages are taken too."""

    _WORDS: Final = {
        "đồng": "VND",
        "VNĐ": "VND",
        "₫": "VND",
        "元": "CNY",
        "人民币": "CNY",
        "RMB": "CNY",
        "$": "USD",
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "short", "autocomplete": "off", "list": "currencies"})
        super().__init__(label=_("Currency"), required=False, max_length=10, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """Return the code of a currency there is."""
        typed = super().clean(value)
        code = self._WORDS.get(typed, self._WORDS.get(typed.lower(), typed.upper()))
        if code and code not in list_currencies():
            raise forms.ValidationError(_("Write the three letters of the currency: VND, CNY, USD …"))
        return code


def text_per_language(
    name: str, *, label: Any, max_length: int | None = None, rows: int = 0
) -> dict[str, forms.CharField]:
    """Return one field per language; each carries its `lang`, and none is needed by itself."""
    fields = {}
    for code in LANGUAGES:
        attrs: dict[str, Any] = {"lang": TAGS[code]}
        widget: forms.Widget = (
            forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
        )
        fields[f"{name}_{code}"] = forms.CharField(
            label=f"{label} ({LANGUAGE_NAMES[code]})", required=False, max_length=max_length, widget=widget
        )
    return fields


def inputs_of(form: forms.BaseForm, name: str) -> list[dict[str, Any]]:
    """Return the fields of one text in three languages as the component shows them."""
    return [
        {"code": code, "language": LANGUAGE_NAMES[code], "field": form[f"{name}_{code}"]}
        for code in LANGUAGES
    ]


def values_of(form: forms.BaseForm, name: str) -> dict[str, str]:
    """Return what was typed, by column code."""
    return {code: form.cleaned_data[f"{name}_{code}"].strip() for code in LANGUAGES}


def is_before(end: str, start: str) -> bool:
    """Say whether one ISO day, month or year lies wholly before another."""
    shared = min(len(end), len(start))
    return bool(end and start) and end[:shared] < start[:shared]
