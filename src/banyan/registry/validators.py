"""Shapes of values that come from people and pages."""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_PARTIAL_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def validate_partial_date(value: str) -> None:
    """
    Accept a day, a month or a year: ``2021-04-09``, ``2021-04`` or ``2021``.

    :raises ValidationError: for anything else, and for days that do not exist
    """
    if not value:
        return
    match = _PARTIAL_DATE.match(value)
    try:
        if match is None:
            raise ValueError(value)
        datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise ValidationError(
            _("Write a day, a month or a year, for example 9/4/2021, 4/2021 or 2021."), code="partial_date"
        ) from None
