"""
The second judge: pyxform, which ODK and Kobo read such workbooks with.

It runs after our own checks, which name sheet, row and column and speak three languages; what it still
refuses, those programs would refuse too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Final

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from banyan.questionnaires.adapters.form import Form

from .problems import Problem
from .rows import Row
from .tables import tables_of
from .writing import write

_ROW: Final = re.compile(r"\[row : (\d+)\]\s*")
_MOST_CHARACTERS: Final = 300


def as_xform(form: Form) -> str:
    """
    Return the form as the XForm that ODK Collect and Enketo open.

    :raises PyXFormError: if pyxform refuses it
    """
    return str(convert(io.BytesIO(write(form)), form_name="data", file_type=".xlsx").xform)


def problems_of(form: Form, rows: Mapping[str, Row]) -> list[Problem]:
    """Return why pyxform refuses a form, at the row it names; nothing when it does not."""
    try:
        as_xform(form)
    except PyXFormError as error:
        reason = str(error)
    except Exception as error:  # of some workbooks pyxform says nothing and fails: AttributeError and others
        reason = f"{type(error).__name__}: {error}"
    else:
        return []
    place = _ROW.search(reason)
    names = tables_of(form)[0].names
    number = int(place[1]) - 2 if place else -1
    row = rows.get(names[number]) if 0 <= number < len(names) else None
    shown = _ROW.sub("", reason).strip()[:_MOST_CHARACTERS]
    return [Problem("standard_refuses", "survey", row.number if row else 0, details={"reason": shown})]
