"""Writing a letter: in the transaction of what it is about, so that neither exists without the other."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from banyan.accounts.models import User
from banyan.core.jobs import defer
from banyan.letters.models import Letter

from . import kinds, wordings


def write(
    *,
    kind: str,
    to_address: str,
    language: str,
    values: Mapping[str, Any],
    by: User | None,
    now: datetime.datetime,
    to_name: str = "",
    about: models.Model | None = None,
) -> Letter:
    """
    Write a letter of a declared kind; it is sent once the present transaction has committed.

    :param values: what stands in its places, by name
    :raises KeyError: if there is no such kind
    :raises ValueError: if a place of the kind has no value
    """
    declared = kinds.named(kind)
    if lacking := sorted(set(declared.places) - set(values)):
        raise ValueError(f"{kind}: nothing given for {', '.join(lacking)}")
    words = wordings.current(kind=declared, language=language)
    given = {name: str(value) for name, value in values.items()}
    return post(
        kind=kind,
        to_address=to_address,
        to_name=to_name,
        language=language,
        subject=kinds.filled(words.subject, given),
        text=kinds.filled(words.text, given),
        is_secret=declared.is_secret,
        by=by,
        now=now,
        about=about,
    )


def post(
    *,
    kind: str,
    to_address: str,
    language: str,
    subject: str,
    text: str,
    is_secret: bool,
    by: User | None,
    now: datetime.datetime,
    to_name: str = "",
    about: models.Model | None = None,
) -> Letter:
    """
    Put a letter whose words are ready into the outbox; it is sent once the present transaction has
    committed.
    """
    letter = Letter.objects.create(
        kind=kind,
        to_address=to_address,
        to_name=" ".join(to_name.split())[:150],
        language=language,
        # A name with a line break in it must not become a header of its own.
        subject=" ".join(subject.split())[:300],
        text=text,
        is_secret=is_secret,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        message_id=make_msgid(domain=urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"),
        next_try_at=now,
        created_at=now,
        created_by=by,
    )
    defer("letters.send_due")
    return letter
