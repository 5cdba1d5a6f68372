"""
The queue of pairs that may be one record, and what people decide on them.

A pair is asked once. What a person said is a judgement (:mod:`banyan.registry.domain.judgements`), and what
follows from judgements is not asked either: if A is B, and B is not C, nobody is asked about A and C.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from banyan.accounts.models import User
from banyan.registry.adapters.matching import Comparison, Profile, compare
from banyan.registry.domain import blockables, judgements, matching
from banyan.registry.enums import DuplicateBand, MergedKind, PairState
from banyan.registry.models import DuplicatePair, DuplicateRun, Judgement

#: From this score on a pair is worth a look: of such one in three is one (bench/results/duplicates.md).
ASK: Final = 0.5
#: A pair is certain from this score on, and only with one of :data:`PROOFS`: a name alone proves nothing.
CERTAIN: Final = 0.95
#: Reasons that do not rest on the name.
PROOFS: Final = frozenset({"same_identifier", "same_website"})
#: Pairs looked through for one that nobody decided on yet.
_STRETCH: Final = 50


class PairIsGone(LookupError):
    """The pair is not in the queue: it was decided, merged, or never found."""


@dataclass(frozen=True, slots=True)
class Found:
    """Two records of one kind that may be one, with what the matcher says of them."""

    kind: str
    ours: Profile
    theirs: Profile
    comparison: Comparison

    @property
    def keys(self) -> tuple[str, str]:
        """Both public ids in the order in which a pair is kept."""
        return judgements.ordered(self.ours.key, self.theirs.key)

    @property
    def band(self) -> DuplicateBand:
        """Certain only where more than the name speaks for it, and never for people."""
        codes = {reason.code for reason in self.comparison.reasons if reason.effect > 0}
        is_certain = (
            self.kind == MergedKind.ORGANISATION
            and self.comparison.score >= CERTAIN
            and not self.comparison.vetoes
            and bool(codes & PROOFS)
        )
        return DuplicateBand.CERTAIN if is_certain else DuplicateBand.ASK

    @property
    def is_worth_asking(self) -> bool:
        """True when it should stand in the queue."""
        return self.comparison.score >= ASK and not self.comparison.vetoes


def compared(ours: Profile, theirs: Profile, *, kind: str) -> Found:
    """Compare two records as the search does."""
    comparison = compare(ours, theirs, lexicon=matching.current_lexicon())
    return Found(kind=kind, ours=ours, theirs=theirs, comparison=comparison)


def put(*, found: Sequence[Found], run: DuplicateRun | None, now: datetime.datetime) -> int:
    """
    Put pairs into the queue, those already there with what is known now; return how many are asked.

    Pairs on which something is decided, or follows, are left out. The caller holds the transaction.
    """
    wanted = {one.keys: one for one in found if one.is_worth_asking}
    if not wanted:
        return 0
    decided = judgements.known(pairs=wanted)
    rows = [
        DuplicatePair(
            kind=one.kind,
            first_key=first,
            second_key=second,
            score=min(1.0, max(0.0, one.comparison.score)),
            reasons=[reason.code for reason in one.comparison.reasons],
            vetoes=list(one.comparison.vetoes),
            reason=_strongest(one.comparison),
            country=(one.ours.country or one.theirs.country)[:2],
            band=one.band,
            state=PairState.WAITING,
            found_at=now,
            run=run,
        )
        for (first, second), one in wanted.items()
        if (first, second) not in decided
    ]
    DuplicatePair.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["first_key", "second_key"],
        update_fields=[
            "score", "reasons", "vetoes", "reason", "country", "band", "state", "found_at", "run",
        ],
    )  # fmt: skip
    return len(rows)


def _strongest(comparison: Comparison) -> str:
    best = max(comparison.reasons, key=lambda reason: reason.effect, default=None)
    return best.code[:40] if best is not None else ""


def queue(*, kind: str) -> QuerySet[DuplicatePair]:
    """
    Return the pairs that wait, the likeliest first.

    A record that was merged or hidden takes its pairs with it, at once and without being told. What follows
    from other judgements is seen by :func:`undecided` only.
    """
    return _asked(DuplicatePair.objects.filter(kind=kind), kind)


def _asked(pairs: QuerySet[DuplicatePair], kind: str) -> QuerySet[DuplicatePair]:
    alive = blockables.living(kind)
    judged = Judgement.objects.filter(first_key=OuterRef("first_key"), second_key=OuterRef("second_key"))
    return (
        pairs.filter(state=PairState.WAITING)
        .filter(Exists(alive.filter(public_id=OuterRef("first_key"))))
        .filter(Exists(alive.filter(public_id=OuterRef("second_key"))))
        .exclude(Exists(judged))
        .order_by("-score", "id")
    )


def undecided(pairs: Iterable[DuplicatePair]) -> list[DuplicatePair]:
    """Return those of some pairs about which nothing is known, not even through others; two queries."""
    listed = list(pairs)
    known = judgements.known(pairs=[(pair.first_key, pair.second_key) for pair in listed])
    return [pair for pair in listed if (pair.first_key, pair.second_key) not in known]


def following(*, pairs: QuerySet[DuplicatePair], after: DuplicatePair | None = None) -> DuplicatePair | None:
    """Return the next pair to ask about in an order, beginning anew when there is none after ``after``."""
    rest = pairs
    if after is not None:
        lower = Q(score__lt=after.score) | Q(score=after.score, id__gt=after.pk)
        rest = pairs.filter(lower)
    for stretch in (rest, pairs.exclude(pk=after.pk) if after is not None else pairs):
        found = undecided(stretch[:_STRETCH])
        if found:
            return found[0]
    return None


def pair_of(*, first_key: str, second_key: str) -> DuplicatePair:
    """
    Return the pair of two records, whatever its state.

    :raises PairIsGone: if the search never found it
    """
    pair = DuplicatePair.objects.filter(first_key=first_key, second_key=second_key).first()
    if pair is None:
        raise PairIsGone(first_key, second_key)
    return pair


@transaction.atomic
def decide(*, pair: DuplicatePair, verdict: str, by: User, now: datetime.datetime, reason: str = "") -> None:
    """
    Write down what a person says of a pair, and take everything that follows from it off the queue.

    :raises ValueError: if the verdict is none
    """
    judgements.decide(
        first_key=pair.first_key, second_key=pair.second_key, verdict=verdict, reason=reason, by=by, now=now
    )
    settle(keys=[pair.first_key, pair.second_key])


@transaction.atomic
def undo(*, pair: DuplicatePair, by: User, now: datetime.datetime) -> None:
    """Take back what was said of a pair: it, and what followed from it, may be asked again."""
    touched = judgements.same_as(keys=[pair.first_key, pair.second_key])
    judgements.forget(first_key=pair.first_key, second_key=pair.second_key, by=by, now=now)
    settle(keys={key for group in touched.values() for key in group})


def settle(*, keys: Iterable[str]) -> None:
    """
    Bring the state of pairs in step with what is judged, after a judgement on these records came or went.

    The caller holds the transaction.
    """
    groups = judgements.same_as(keys=keys)
    members = {key for group in groups.values() for key in group}
    touching = DuplicatePair.objects.filter(
        Q(first_key__in=members) | Q(second_key__in=members), state__in=(PairState.WAITING, PairState.DECIDED)
    )
    rows = list(touching.values_list("pk", "first_key", "second_key", "state"))
    known = judgements.known(pairs=[(first, second) for _, first, second, _ in rows])
    decided = [
        pk for pk, first, second, state in rows if (first, second) in known and state == PairState.WAITING
    ]
    open_again = [
        pk for pk, first, second, state in rows if (first, second) not in known and state == PairState.DECIDED
    ]
    DuplicatePair.objects.filter(pk__in=decided).update(state=PairState.DECIDED)
    DuplicatePair.objects.filter(pk__in=open_again).update(state=PairState.WAITING)


def waiting_column(kind: str) -> Subquery:
    """
    Return, as a column of a query for records, both keys of the likeliest of a record's pairs that wait.

    None, where no pair waits; else ``first_key`` and ``second_key``.
    """
    key = OuterRef("public_id")
    # Not asked by kind, which the keys tell: a database without statistics would walk the whole queue by it.
    pairs = _asked(DuplicatePair.objects.filter(Q(first_key=key) | Q(second_key=key)), kind)
    return Subquery(pairs.values(keys=JSONObject(first_key="first_key", second_key="second_key"))[:1])
