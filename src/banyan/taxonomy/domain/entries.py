"""
Entries of code lists as the centre itself words them: added, named anew, no longer offered, offered again.

Loading the files again leaves what was worded here as it is.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.taxonomy.enums import Confidence
from banyan.taxonomy.models import Concept, Place, Scheme

#: What an address and a file of exports can carry without quoting.
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class WordIsMissing(ValueError):
    """Every entry has a word in each of our languages; ``args`` names those without."""


class CodeIsTaken(ValueError):
    """The list has an entry of that code already."""


class CodeIsMalformed(ValueError):
    """A code is made of small letters, digits, dots, hyphens and low lines, 40 at most."""


class EntryHasOthersBelow(ValueError):
    """An entry with others below it that are offered cannot be taken out of use before them."""


def _tidy(words: Mapping[str, str]) -> dict[str, str]:
    tidy = {code: " ".join(unicodedata.normalize("NFC", words.get(code, "")).split()) for code in LANGUAGES}
    missing = [code for code, text in tidy.items() if not text]
    if missing:
        raise WordIsMissing(*missing)
    return tidy


@transaction.atomic
def add_concept(
    *,
    scheme: Scheme,
    code: str,
    labels: Mapping[str, str],
    by: User | None,
    now: datetime.datetime,
    parent: Concept | None = None,
    country: str = "",
    note: str = "",
) -> Concept:
    """
    Add an entry of the centre's own at the end of a list.

    :param labels: the word in each of our languages, by column code
    :param country: ISO 3166-1 code of the country whose law knows it; empty for everywhere
    :raises WordIsMissing: if a language has no word
    :raises CodeIsMalformed: if the code could not stand in an address
    :raises CodeIsTaken: if the list has that code already
    """
    words = _tidy(labels)
    if not _CODE.fullmatch(code):
        raise CodeIsMalformed(code)
    last = Concept.objects.filter(scheme=scheme).aggregate(last=Max("position"))["last"] or 0
    concept = Concept(
        scheme=scheme,
        code=code,
        parent=parent if parent is not None and parent.scheme_id == scheme.pk else None,
        country=country,
        note=note.strip(),
        confidence=Confidence.OUR_WORDING,
        position=last + 1,
        is_own=True,
        worded_at=now,
        worded_by=by,
        **{f"label_{language}": text for language, text in words.items()},
    )
    try:
        with transaction.atomic():
            concept.save()
    except IntegrityError as error:
        raise CodeIsTaken(code) from error
    audit.record(key="taxonomy.concept.added", subject=concept, by=by, now=now, after={**words, "code": code})
    return concept


@transaction.atomic
def word_concept(
    *, concept: Concept, labels: Mapping[str, str], note: str, by: User | None, now: datetime.datetime
) -> Concept:
    """
    Name an entry anew; a later load of the files keeps these words.

    :raises WordIsMissing: if a language has no word
    """
    words = _tidy(labels)
    concept = Concept.objects.select_for_update().get(pk=concept.pk)
    wanted = {**{f"label_{language}": text for language, text in words.items()}, "note": note.strip()}
    before = {name: getattr(concept, name) for name in wanted}
    changed = [name for name in wanted if before[name] != wanted[name]]
    if not changed:
        return concept
    for name in changed:
        setattr(concept, name, wanted[name])
    concept.worded_at, concept.worded_by = now, by
    concept.save(update_fields=[*changed, "worded_at", "worded_by"])
    audit.record(
        key="taxonomy.concept.worded",
        subject=concept,
        by=by,
        now=now,
        before={name: before[name] for name in changed},
        after={name: wanted[name] for name in changed},
    )
    return concept


@transaction.atomic
def offer_concept(*, concept: Concept, is_active: bool, by: User | None, now: datetime.datetime) -> Concept:
    """
    Take an entry out of use, or offer it again; records filed under it stay where they are.

    :raises EntryHasOthersBelow: if others below it are still offered
    """
    concept = Concept.objects.select_for_update().get(pk=concept.pk)
    if concept.is_active == is_active:
        return concept
    if not is_active and concept.children.filter(is_active=True).exists():
        raise EntryHasOthersBelow(concept.code)
    concept.is_active, concept.worded_at, concept.worded_by = is_active, now, by
    concept.save(update_fields=["is_active", "worded_at", "worded_by"])
    key = "taxonomy.concept.offered_again" if is_active else "taxonomy.concept.taken_out_of_use"
    audit.record(key=key, subject=concept, by=by, now=now)
    return concept


@transaction.atomic
def word_place(*, place: Place, names: Mapping[str, str], by: User | None, now: datetime.datetime) -> Place:
    """
    Name a place anew; a later load of the files keeps these names.

    :raises WordIsMissing: if a language has no name
    """
    words = _tidy(names)
    place = Place.objects.select_for_update().get(pk=place.pk)
    wanted = {f"name_{language}": text for language, text in words.items()}
    before = {name: getattr(place, name) for name in wanted}
    changed = [name for name in wanted if before[name] != wanted[name]]
    if not changed:
        return place
    for name in changed:
        setattr(place, name, wanted[name])
    place.worded_at, place.worded_by = now, by
    place.save(update_fields=[*changed, "worded_at", "worded_by"])
    audit.record(
        key="taxonomy.place.worded",
        subject=place,
        by=by,
        now=now,
        before={name: before[name] for name in changed},
        after={name: wanted[name] for name in changed},
    )
    return place
