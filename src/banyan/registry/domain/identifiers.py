"""Numbers that other registers gave to organisations."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from django.db import IntegrityError, transaction
from stdnum import exceptions as stdnum_errors
from stdnum import lei
from stdnum.au import abn
from stdnum.cn import uscc
from stdnum.fr import siren, siret
from stdnum.in_ import pan
from stdnum.jp import cn as japanese
from stdnum.kr import brn
from stdnum.sg import uen
from stdnum.th import tin as thai
from stdnum.us import ein
from stdnum.vn import mst

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.domain import living, staff_facts
from banyan.registry.models import Citation, Identifier, Organisation
from banyan.search.domain import outbox

#: Characters of a number at most.
LONGEST: Final = 100
_ROR: Final = re.compile(r"(?:https?://)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})/?", re.IGNORECASE)
_WIKIDATA: Final = re.compile(
    r"(?:https?://)?(?:(?:www|m)\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d{0,11})", re.IGNORECASE
)


class IdentifierIsMalformed(ValueError):
    """
    The register gives no such number. ``reason``: ``empty``, ``length``, ``letters`` (characters, or their
    order) or ``check`` (a slip of the pen: the check character does not fit).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IdentifierIsTaken(ValueError):
    """Another organisation, ``holder``, has this number."""

    def __init__(self, holder: Organisation) -> None:
        super().__init__(holder.public_id)
        self.holder = holder


def _uscc(number: str) -> str:
    """
    Check a unified social credit code by GB 32100-2015.

    python-stdnum wants digits at both first places; representative offices of NGOs from outside the
    mainland begin with G, so only its check character is used here.
    """
    code = uscc.compact(number)
    if len(code) != 18:
        raise stdnum_errors.InvalidLength
    if not re.fullmatch(r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}", code):
        raise stdnum_errors.InvalidFormat
    if uscc.calc_check_digit(code[:17]) != code[17]:
        raise stdnum_errors.InvalidChecksum
    return code


def _vietnamese(number: str) -> str:
    return str(mst.format(mst.validate(number)))


def _french(number: str) -> str:
    return str(siret.validate(number) if len(siret.compact(number)) > 9 else siren.validate(number))


def _shaped(pattern: re.Pattern[str], change: Callable[[str], str]) -> Callable[[str], str]:
    def check(number: str) -> str:
        found = pattern.fullmatch(number)
        if found is None:
            raise stdnum_errors.InvalidFormat
        return change(found[1])

    return check


#: How numbers are checked and written, by org-id.guide code; others are taken as they come.
_CHECKS: Final[Mapping[str, Callable[[str], str]]] = {
    "CN-USCI": _uscc,
    "VN-TIN": _vietnamese,
    "XI-LEI": lei.validate,
    "AU-ABN": abn.validate,
    "US-EIN": ein.validate,
    "JP-JCN": japanese.validate,
    "KR-BRN": brn.validate,
    "SG-ACRA": uen.validate,
    "IN-PAN": pan.validate,
    "TH-TIN": thai.validate,
    "FR-INSEE": _french,
    "XI-ROR": _shaped(_ROR, str.lower),
    "XI-WIKIDATA": _shaped(_WIKIDATA, str.upper),
}


def tidy(*, scheme: str, value: str) -> str:
    """
    Return a number as its register writes it, so that one number is always one text.

    :param scheme: the org-id.guide code of the register
    :raises IdentifierIsMalformed: if the register gives no such number
    """
    typed = " ".join(unicodedata.normalize("NFKC", value).split()).removeprefix(f"{scheme}-")
    if not typed:
        raise IdentifierIsMalformed("empty")
    check = _CHECKS.get(scheme)
    if check is None:
        if len(typed) > LONGEST:
            raise IdentifierIsMalformed("length")
        return typed
    try:
        return str(check(typed))
    except stdnum_errors.InvalidLength:
        raise IdentifierIsMalformed("length") from None
    except stdnum_errors.InvalidChecksum:
        raise IdentifierIsMalformed("check") from None
    except stdnum_errors.ValidationError:
        raise IdentifierIsMalformed("letters") from None


@transaction.atomic
def add(
    *, organisation: Organisation, scheme: str, value: str, by: User, now: datetime.datetime
) -> tuple[Identifier, bool]:
    """
    Give an organisation a number; staff are named as its source.

    :param scheme: the org-id.guide code of the register
    :return: the row, and whether it is new
    :raises IdentifierIsMalformed: if the register gives no such number
    :raises IdentifierIsTaken: if another organisation has it
    """
    number = tidy(scheme=scheme, value=value)
    organisation = living.organisation(organisation)
    try:
        with transaction.atomic():
            row, is_new = Identifier.objects.get_or_create(
                organisation=organisation, scheme=scheme, value=number
            )
    except IntegrityError:
        held = Identifier.objects.select_related("organisation").filter(scheme=scheme, value=number).first()
        if held is None:
            raise
        raise IdentifierIsTaken(held.organisation) from None
    if is_new:
        _log("added", row, by, now)
        staff_facts.cite(subject=row, by=by, now=now)
    return row, is_new


@transaction.atomic
def remove(*, identifier: Identifier, by: User, now: datetime.datetime) -> None:
    """Take a number off an organisation, with the words cited for it; the log keeps it."""
    identifier = living.row(identifier)
    _log("removed", identifier, by, now)
    Citation.objects.filter(subject_type=identifier._meta.label_lower, subject_id=identifier.pk).delete()
    identifier.delete()


def _log(did: str, row: Identifier, by: User, now: datetime.datetime) -> None:
    said = {"scheme": row.scheme, "value": row.value}
    audit.record(
        key=f"registry.organisation.identifier_{did}",
        subject=row.organisation,
        by=by,
        now=now,
        **{"after" if did == "added" else "before": said},
    )
    Organisation.objects.filter(pk=row.organisation_id).update(updated_at=now, updated_by=by)
    outbox.enqueue(kind="organisation", key=row.organisation.public_id)
