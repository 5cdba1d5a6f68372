"""
What the register covers and where its gaps are.

One rule per filter and value makes both the figure on the dashboard and the list it leads to, so that the two
cannot differ. Organisations folded into another are in neither.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import BigIntegerField, Count, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from banyan.core import jobs
from banyan.core.i18n import LANGUAGES
from banyan.core.models import TranslationMark
from banyan.registry.enums import RegistrationState, Verification
from banyan.registry.models import Citation, CoverageCount, Organisation, Person
from banyan.registry.models.visibility import shown_organisations
from banyan.taxonomy.models import Concept, Place

#: The value of a filter by a list that means: nothing was chosen from it.
NOT_GIVEN: Final = "none"
LEGAL_FORMS: Final = "legal_forms"
#: Up to this many organisations the figures are counted while the page is made: about a tenth of a second.
LIVE_UP_TO: Final = 20_000
#: A kept count older than this is counted anew in the background.
OLD_AFTER: Final = datetime.timedelta(minutes=15)
_MONTH: Final = datetime.timedelta(days=30)
_YEAR: Final = datetime.timedelta(days=365)
_LONGEST_VALUE: Final = 90
#: Months over which the growth of the register is counted, this one among them.
MONTHS: Final = 24

Numbers = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures by filter and value, and when they were counted; ``is_live`` when just now."""

    numbers: Numbers
    counted_at: datetime.datetime | None
    is_live: bool


def _country(value: str, now: datetime.datetime) -> Q:
    if value == NOT_GIVEN:
        return Q(country__isnull=True)
    return Q(country__in=Place.objects.filter(code=value))


def _form(value: str, now: datetime.datetime) -> Q:
    if value == NOT_GIVEN:
        return Q(legal_form__isnull=True)
    return Q(legal_form__in=Concept.objects.filter(scheme__code=LEGAL_FORMS, code=value))


def _topic(value: str, now: datetime.datetime) -> Q:
    through = Organisation.topics.through.objects.filter(organisation_id=OuterRef("pk"))
    if value == NOT_GIVEN:
        return ~Q(Exists(through))
    scheme, _, code = value.partition(":")
    return Q(Exists(through.filter(concept__scheme__code=scheme, concept__code=code)))


def _registration(value: str, now: datetime.datetime) -> Q:
    return Q(registration_state=value)


def _verification(value: str, now: datetime.datetime) -> Q:
    return Q(verification=value)


def _changed(value: str, now: datetime.datetime) -> Q:
    return {
        "month": Q(updated_at__gte=now - _MONTH),
        "year": Q(updated_at__lt=now - _MONTH, updated_at__gte=now - _YEAR),
        "older": Q(updated_at__lt=now - _YEAR),
        "never": Q(updated_at=F("created_at"), verification=Verification.UNVERIFIED),
    }[value]


def _lacks(value: str, now: datetime.datetime) -> Q:
    if value == "source":
        label = Organisation._meta.label_lower
        return ~Q(Exists(Citation.objects.filter(subject_type=label, subject_id=OuterRef("pk"))))
    return Q(**{_LACKING[value]: ""})


def _stale(value: str, now: datetime.datetime) -> Q:
    marks = TranslationMark.objects.filter(
        object_type=Organisation._meta.label_lower, **{f"is_stale_{value}": True}
    )
    return Q(pk__in=marks.values(key=Cast("object_id", BigIntegerField())))


#: What may be missing in a column of its own: value of the filter → column.
_LACKING: Final = {"website": "website", **{f"name_{code}": f"title_{code}" for code in LANGUAGES}}

_RULES: Final[Mapping[str, Callable[[str, datetime.datetime], Q]]] = {
    "country": _country,
    "form": _form,
    "topic": _topic,
    "registration": _registration,
    "verification": _verification,
    "changed": _changed,
    "lacks": _lacks,
    "stale": _stale,
}
#: The values of the filters that have a closed list; the others take codes of places and code lists.
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "registration": tuple(RegistrationState.values),
    "verification": tuple(Verification.values),
    "changed": ("month", "year", "older", "never"),
    "lacks": ("source", *_LACKING),
    "stale": LANGUAGES,
}
FILTERS: Final = tuple(_RULES)


def _months(now: datetime.datetime) -> dict[str, Q]:
    """Return, for each of the last months, which records were there at its end, in the centre's own time."""
    begun = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rules = {}
    for back in range(MONTHS - 1, -1, -1):
        year, month = divmod(begun.year * 12 + begun.month - 1 - back, 12)
        following = begun.replace(year=year + month // 11, month=(month + 1) % 12 + 1)
        rules[f"grown {year:04}-{month + 1:02}"] = Q(created_at__lt=following)
    return rules


def chosen(given: Mapping[str, str]) -> dict[str, str]:
    """Return the filters an address asks for, in one order; what we do not know is left out."""
    kept = {}
    for name in FILTERS:
        value = given.get(name, "").replace("\x00", "").strip()[:_LONGEST_VALUE]
        if value and (name not in VALUES or value in VALUES[name]):
            kept[name] = value
    return kept


def narrowed(
    found: QuerySet[Organisation], *, choices: Mapping[str, str], now: datetime.datetime
) -> QuerySet[Organisation]:
    """
    Return the organisations that every chosen filter lets through.

    :param choices: as :func:`chosen` returns them
    :raises KeyError: if a filter or a value of a closed list is unknown
    """
    for name, value in choices.items():
        found = found.filter(_RULES[name](value, now))
    return found


def _codes(rows: Iterable[tuple[int | None, int]], names: Mapping[int, str]) -> dict[str, int]:
    """Return counts by code, the largest first; rows without an entry stand under :data:`NOT_GIVEN`."""
    counted = {names[key] if key is not None else NOT_GIVEN: number for key, number in rows}
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _by(found: QuerySet[Any], column: str) -> list[tuple[Any, int]]:
    return list(found.order_by().values_list(column).annotate(number=Count("pk")))


def count(*, now: datetime.datetime) -> Numbers:
    """Count the whole register: some ten queries, each of which may read a table from end to end."""
    found = shown_organisations()
    by_country, by_form = _by(found, "country"), _by(found, "legal_form")
    topics = Organisation.topics.through.objects.filter(organisation__in=found)
    by_topic = _by(topics, "concept")
    places = {row.pk: row.code for row in Place.objects.filter(pk__in=[key for key, _ in by_country if key])}
    concepts = {
        row.pk: row
        for row in Concept.objects.filter(
            pk__in=[key for key, _ in (*by_form, *by_topic) if key]
        ).select_related("scheme")
    }
    columns = {
        f"{name} {value}": _RULES[name](value, now)
        for name in ("registration", "verification", "changed", "lacks")
        for value in VALUES[name]
        if (name, value) != ("lacks", "source")
    } | _months(now)
    aliases = {f"n{place}": Count("pk", filter=rule) for place, rule in enumerate(columns.values())}
    counted = found.aggregate(total=Count("pk"), **aliases)
    numbers: Numbers = {
        "total": {"organisation": counted["total"], "person": Person.objects.count()},
        "country": _codes(by_country, places),
        "form": _codes(by_form, {key: row.code for key, row in concepts.items()}),
        "topic": _codes(by_topic, {key: f"{row.scheme.code}:{row.code}" for key, row in concepts.items()}),
    }
    for place, key in enumerate(columns):
        name, value = key.split(" ")
        numbers.setdefault(name, {})[value] = counted[f"n{place}"]
    for name, value in (("topic", NOT_GIVEN), ("lacks", "source"), *(("stale", code) for code in LANGUAGES)):
        rows = narrowed(found, choices={name: value}, now=now)
        numbers.setdefault(name, {})[value] = rows.count()
    return numbers


def _is_small() -> bool:
    """Say whether the register can be counted while somebody waits; ids only grow, so this is cheap."""
    highest: Model | None = Organisation.objects.order_by("-pk").only("pk").first()
    return highest is None or highest.pk <= LIVE_UP_TO


def _is_whole(numbers: Numbers) -> bool:
    """Say whether a kept count has every figure: one kept by an older version may not."""
    return {*FILTERS, "grown"} <= set(numbers) and all(
        set(values) <= set(numbers[name]) for name, values in VALUES.items()
    )


def current(*, now: datetime.datetime) -> Coverage:
    """
    Return the figures: counted now in a small register; in a large one as last counted.

    When the kept count is old, a new one is put in the queue, once.
    """
    if _is_small():
        return Coverage(numbers=count(now=now), counted_at=now, is_live=True)
    with transaction.atomic():
        kept, _ = CoverageCount.objects.select_for_update().get_or_create(only=1)
        times = [moment for moment in (kept.counted_at, kept.asked_at) if moment is not None]
        if (
            not times
            or max(times) < now - OLD_AFTER
            or (kept.asked_at is None and not _is_whole(kept.numbers))
        ):
            kept.asked_at = now
            kept.save(update_fields=["asked_at"])
            jobs.defer("registry.count_coverage")
    if not _is_whole(kept.numbers):
        return Coverage(numbers={}, counted_at=None, is_live=False)
    return Coverage(numbers=kept.numbers, counted_at=kept.counted_at, is_live=False)


def recount(*, now: datetime.datetime) -> Numbers:
    """Count the register and keep the result; the counting itself holds no lock."""
    numbers = count(now=now)
    CoverageCount.objects.update_or_create(
        only=1, defaults={"numbers": numbers, "counted_at": now, "asked_at": None}
    )
    return numbers
