"""
What people decided of pairs of records: the same, different, or unsure. Nobody is asked twice.

"The same" carries on: what is the same as one is the same as all that are. So does "different": two
groups are different when any of one was judged different from any of the other.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.enums import Verdict
from banyan.registry.models import Judgement

#: Keys in one query: below the limits of both databases.
_CHUNK = 400


class PairIsOneRecord(ValueError):
    """A record cannot be judged against itself."""


def ordered(a: str, b: str) -> tuple[str, str]:
    """
    Return two public ids in the order in which a pair is kept.

    :raises PairIsOneRecord: if they are one
    """
    if a == b:
        raise PairIsOneRecord(a)
    return (a, b) if a < b else (b, a)


@transaction.atomic
def decide(
    *,
    first_key: str,
    second_key: str,
    verdict: str,
    by: User | None,
    now: datetime.datetime,
    reason: str = "",
) -> Judgement:
    """
    Write down what was decided of two records; deciding anew takes the place of what was decided before.

    :param verdict: one of :class:`Verdict`
    :param reason: in the words of whoever decided; may be empty
    :raises PairIsOneRecord: if both are the same record
    :raises ValueError: if the verdict is none
    """
    first, second = ordered(first_key, second_key)
    verdict = Verdict(verdict)
    row, is_new = Judgement.objects.select_for_update().get_or_create(
        first_key=first,
        second_key=second,
        defaults={"verdict": verdict, "reason": reason[:500], "decided_at": now, "decided_by": by},
    )
    before = None if is_new else {"verdict": row.verdict, "reason": row.reason}
    after = {"first": first, "second": second, "verdict": str(verdict), "reason": reason[:500]}
    if before is not None:
        row.verdict, row.reason, row.decided_at, row.decided_by = verdict, reason[:500], now, by
        row.save()
    audit.record(key="registry.judgement.decided", subject=row, by=by, now=now, before=before, after=after)
    return row


@transaction.atomic
def forget(*, first_key: str, second_key: str, by: User | None, now: datetime.datetime) -> None:
    """Take back what was decided of two records, so that it may be asked again."""
    first, second = ordered(first_key, second_key)
    row = Judgement.objects.select_for_update().filter(first_key=first, second_key=second).first()
    if row is None:
        return
    audit.record(
        key="registry.judgement.forgotten",
        subject=row,
        by=by,
        now=now,
        before={"first": first, "second": second, "verdict": row.verdict, "reason": row.reason},
    )
    row.delete()


def of_pair(*, first_key: str, second_key: str) -> str:
    """Return the very verdict on two records, without what follows from others; "" when there is none."""
    first, second = ordered(first_key, second_key)
    row = Judgement.objects.filter(first_key=first, second_key=second).first()
    return row.verdict if row is not None else ""


def _touching(keys: Iterable[str], verdicts: Iterable[str]) -> list[tuple[str, str, str]]:
    listed, wanted = sorted(keys), list(verdicts)
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(listed), _CHUNK):
        chunk = listed[start : start + _CHUNK]
        rows = Judgement.objects.filter(Q(first_key__in=chunk) | Q(second_key__in=chunk), verdict__in=wanted)
        for first, second, verdict in rows.values_list("first_key", "second_key", "verdict"):
            found[(first, second)] = verdict
    return [(first, second, verdict) for (first, second), verdict in found.items()]


def same_as(*, keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """
    Return for each key all keys that were judged to be the same, itself among them.

    One query for every step of the longest chain, however many keys are asked for.
    """
    leader: dict[str, str] = {key: key for key in keys}

    def find(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    asked = set(leader)
    fresh = set(leader)
    while fresh:
        reached: set[str] = set()
        for first, second, _ in _touching(fresh, [Verdict.SAME]):
            for key in (first, second):
                leader.setdefault(key, key)
                reached.add(key)
            leader[find(first)] = find(second)
        fresh = reached - asked
        asked |= fresh
    groups: dict[str, set[str]] = {}
    for key in leader:
        groups.setdefault(find(key), set()).add(key)
    return {key: frozenset(groups[find(key)]) for key in leader}


def known(*, pairs: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """
    Return what is decided of pairs, itself or through what is the same; pairs nobody decided on are left out.

    :param pairs: pairs of public ids as :func:`ordered` returns them; the answer has them as they are kept
    """
    wanted = {ordered(first, second) for first, second in pairs}
    groups = same_as(keys={key for pair in wanted for key in pair})
    verdicts: dict[tuple[frozenset[str], frozenset[str]], str] = {}
    members = {key for pair in wanted for key in (*groups[pair[0]], *groups[pair[1]])}
    for first, second, verdict in _touching(members, [Verdict.DIFFERENT, Verdict.UNSURE]):
        if first in groups and second in groups:
            for sides in ((groups[first], groups[second]), (groups[second], groups[first])):
                if verdicts.get(sides) != Verdict.DIFFERENT:
                    verdicts[sides] = verdict
    answers: dict[tuple[str, str], str] = {}
    for pair in wanted:
        first_group, second_group = groups[pair[0]], groups[pair[1]]
        if pair[1] in first_group:
            answers[pair] = Verdict.SAME.value
        elif (first_group, second_group) in verdicts:
            answers[pair] = verdicts[(first_group, second_group)]
    return answers


def reason_of(*, first_key: str, second_key: str) -> str:
    """Return why a pair was judged as it was, in the words of whoever did; "" when nothing was said."""
    first, second = ordered(first_key, second_key)
    row = Judgement.objects.filter(first_key=first, second_key=second).first()
    return row.reason if row is not None else ""
