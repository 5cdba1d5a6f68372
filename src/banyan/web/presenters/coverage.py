"""Words for the filters of the list of organisations, and the figures of the dashboard that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.core.i18n import LANGUAGES, active_language, best_text
from banyan.registry.domain import coverage
from banyan.registry.enums import RegistrationState, Verification
from banyan.taxonomy.models import Concept, Place
from banyan.web.presenters import formats

HEADINGS: Final = {
    "country": gettext_lazy("Country or area"),
    "form": gettext_lazy("Legal form"),
    "topic": gettext_lazy("Field of work"),
    "registration": gettext_lazy("Registration"),
    "verification": gettext_lazy("Checked"),
    "changed": gettext_lazy("Last changed"),
    "lacks": gettext_lazy("What is missing"),
    "stale": gettext_lazy("Translation out of date"),
}
_WORDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "registration": dict(RegistrationState.choices),
    "verification": dict(Verification.choices),
    "changed": {
        "month": gettext_lazy("In the last 30 days"),
        "year": gettext_lazy("Between 30 days and a year ago"),
        "older": gettext_lazy("More than a year ago"),
        "never": gettext_lazy("Never looked at since it was added"),
    },
    "lacks": {"source": gettext_lazy("No source"), "website": gettext_lazy("No website")},
}
#: Entries of a breakdown that are shown before the rest is folded away.
_FIRST: Final = 8


def value_label(name: str, value: str, codes: Mapping[tuple[str, str], str]) -> str:
    """Return one value of a filter in words; ``codes`` holds those of places and code lists."""
    if value == coverage.NOT_GIVEN and name not in coverage.VALUES:
        return _("Not given")
    if name == "lacks" and value.startswith("name_"):
        return _("No name in %(language)s") % {"language": formats.language_in_text(value[5:])}
    if name == "stale":
        return formats.language_name(value)
    if name in _WORDS:
        return str(_WORDS[name][value])
    return codes.get((name, value), value)


def code_labels(wanted: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """Return the words of codes by filter and code, those of places and of code lists with one query."""
    forms, topics = set(wanted.get("form", ())), set(wanted.get("topic", ()))
    bare = {topic.partition(":")[2] for topic in topics}
    concepts = Concept.objects.filter(Q(scheme__code=coverage.LEGAL_FORMS, code__in=forms) | Q(code__in=bare))
    found = _words_of(Place.objects.filter(code__in=set(wanted.get("country", ()))), "name", Value(""))
    both = found.union(_words_of(concepts, "label", F("scheme__code")), all=True)
    labels: dict[tuple[str, str], str] = {}
    for scheme, code, *texts in both:
        values = dict(zip(LANGUAGES, texts, strict=True))
        label = best_text(values=values, language=active_language()).value
        if not scheme:
            labels[("country", code)] = label
            continue
        if scheme == coverage.LEGAL_FORMS:
            labels[("form", code)] = label
        labels[("topic", f"{scheme}:{code}")] = label
    return labels


def _words_of(found: QuerySet[Any], field: str, scheme: Value | F) -> QuerySet[Any]:
    """Return the codes of places or entries with their list, "" for places, and their words per language."""
    columns = (f"{field}_{code}" for code in LANGUAGES)
    listed = found.annotate(in_list=Cast(scheme, CharField())).order_by()
    return listed.values_list("in_list", "code", *columns)


def list_url(**choices: str) -> str:
    """Return the address of the desk's list of organisations with these filters."""
    address = reverse("web:desk-organisations")
    return f"{address}?{urlencode(choices)}" if choices else address


def _share(part: int, total: int) -> float:
    """Return how much of a whole a part is, in hundredths, for a bar; something is never seen as nothing."""
    return max(round(100 * part / total, 1), 0.5) if part and total else 0


def _row(
    name: str, value: str, number: int, total: int, codes: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    return {
        "label": value_label(name, value, codes),
        "number": formats.number(number),
        "share": _share(number, total),
        "url": list_url(**{name: value}),
        "is_gap": value == coverage.NOT_GIVEN or name in ("lacks", "stale", "verification"),
    }


def _breakdown(
    name: str, note: str, numbers: coverage.Numbers, codes: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    """Return one group of bars: the largest first, what was not given on top."""
    total = numbers["total"]["organisation"]
    counted = dict(numbers.get(name, {}))
    rows = []
    if name not in coverage.VALUES:
        rows.append(_row(name, coverage.NOT_GIVEN, counted.pop(coverage.NOT_GIVEN, 0), total, codes))
    largest_first = (
        sorted(counted.items(), key=lambda pair: -pair[1]) if name != "changed" else counted.items()
    )
    rows += [_row(name, value, number, total, codes) for value, number in largest_first]
    return {
        "id": f"by-{name}",
        "title": HEADINGS[name],
        "note": note,
        "rows": rows[:_FIRST],
        "more": rows[_FIRST:],
    }


def sections(numbers: coverage.Numbers) -> list[dict[str, Any]]:
    """Return the groups of bars of the dashboard in the order in which they stand."""
    if not numbers:
        return []
    total = numbers["total"]["organisation"]
    codes = code_labels({name: numbers.get(name, {}) for name in ("country", "form", "topic")})
    lacking, stale = numbers["lacks"], numbers["stale"]
    gaps = [
        _row("verification", "unverified", numbers["verification"]["unverified"], total, codes),
        *(_row("lacks", value, lacking[value], total, codes) for value in ("source", "website")),
        *(_row("lacks", f"name_{code}", lacking[f"name_{code}"], total, codes) for code in LANGUAGES),
    ]
    for code in LANGUAGES:
        row = _row("stale", code, stale[code], total, codes)
        row["label"] = _("Summary in %(language)s older than its original") % {
            "language": formats.language_in_text(code)
        }
        gaps.append(row)
    several = _("An organisation may work in several fields.")
    return [
        {"id": "gaps", "title": _("Still to do"), "note": "", "rows": gaps, "more": []},
        _breakdown("changed", "", numbers, codes),
        _breakdown("country", "", numbers, codes),
        _breakdown("topic", several, numbers, codes),
        _breakdown("form", "", numbers, codes),
        _breakdown("registration", "", numbers, codes),
    ]
