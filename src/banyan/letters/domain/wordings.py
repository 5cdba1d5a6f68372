"""What a kind of letter says: the words that came with Banyan, or the centre's own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import TAGS
from banyan.letters.models import Wording

from . import kinds

#: Characters; a letter of four printed pages.
LONGEST: Final = 12_000


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of a kind in one language, and whether the centre wrote them itself."""

    subject: str
    text: str
    is_own: bool = False


def original(*, kind: kinds.Kind, language: str) -> Words:
    """Return the words that came with Banyan."""
    with override(TAGS[language]):
        return Words(kind.subject(), kind.text())


def current(*, kind: kinds.Kind, language: str) -> Words:
    """Return the words in use."""
    own = Wording.objects.filter(kind=kind.name, language=language).first()
    return Words(own.subject, own.text, is_own=True) if own else original(kind=kind, language=language)


def own_languages() -> dict[str, set[str]]:
    """Return the languages in which the centre uses its own words, by kind."""
    found: dict[str, set[str]] = {}
    for name, language in Wording.objects.values_list("kind", "language"):
        found.setdefault(name, set()).add(language)
    return found


def preview(*, kind: kinds.Kind, language: str, subject: str, text: str) -> Words:
    """Return words as a reader would get them, with examples in their places."""
    with override(TAGS[language]):
        samples = {name: str(place.sample) for name, place in kind.places.items()}
    return Words(kinds.filled(subject, samples), kinds.filled(text, samples))


def checked(*, kind: kinds.Kind, subject: str, text: str) -> tuple[str, str]:
    """
    Return subject and text as they may be kept.

    :raises ValidationError: by field, in the reader's language
    """
    subject = " ".join(subject.split())
    text = text.replace("\r\n", "\n").strip()
    wrong: dict[str, list[str]] = {"subject": [], "text": []}
    if not subject or len(subject) > 200:
        wrong["subject"].append(_("Write a subject of at most 200 characters."))
    if not text or len(text) > LONGEST:
        wrong["text"].append(_("Write a letter of at most %(most)d characters.") % {"most": LONGEST})
    for field, written in (("subject", subject), ("text", text)):
        wrong[field] += [
            _("Nothing can be filled in for {%(name)s}. Use only the words in braces listed below.")
            % {"name": name}
            for name in kinds.unknown_places(kind, written)
        ]
    wrong["text"] += [
        _("{%(name)s} must stay in the letter: without it nobody could use it.") % {"name": name}
        for name in kinds.missing_places(kind, text)
        if text
    ]
    if found := {field: several for field, several in wrong.items() if several}:
        raise ValidationError(found)
    return subject, text


@transaction.atomic
def keep(
    *, kind: kinds.Kind, language: str, subject: str, text: str, by: User | None, now: datetime.datetime
) -> Wording | None:
    """
    Use these words from now on; the original words again if they are the same.

    :raises ValidationError: if something in braces cannot be filled in, or what is needed is missing
    """
    subject, text = checked(kind=kind, subject=subject, text=text)
    first = original(kind=kind, language=language)
    row = Wording.objects.select_for_update(of=("self",)).filter(kind=kind.name, language=language).first()
    if (subject, text) == (first.subject, first.text.strip()):
        if row is not None:
            _forget(row, by=by, now=now)
        return None
    before = {"subject": row.subject, "text": row.text} if row else None
    if row is None:
        row = Wording(kind=kind.name, language=language, created_at=now, created_by=by)
    row.subject, row.text, row.updated_at, row.updated_by = subject, text, now, by
    row.save()
    after = {"subject": subject, "text": text}
    audit.record(key="letters.wording.changed", subject=row, by=by, now=now, before=before, after=after)
    return row


@transaction.atomic
def reset(*, kind: kinds.Kind, language: str, by: User | None, now: datetime.datetime) -> None:
    """Use the words that came with Banyan again; the log keeps the centre's own."""
    row = Wording.objects.select_for_update(of=("self",)).filter(kind=kind.name, language=language).first()
    if row is not None:
        _forget(row, by=by, now=now)


def _forget(row: Wording, *, by: User | None, now: datetime.datetime) -> None:
    before = {"subject": row.subject, "text": row.text}
    audit.record(key="letters.wording.reset", subject=row, by=by, now=now, before=before)
    row.delete()
