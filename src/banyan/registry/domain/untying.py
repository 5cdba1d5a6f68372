"""Taking back many ties that a list brought: the same rules, log lines and index notes as for one."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import Final

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.documents import weighed_by
from banyan.registry.models import Citation, Source, Tie
from banyan.search.domain import outbox

#: Keys in one query: below the limits of both databases.
_CHUNK: Final = 400


@transaction.atomic
def remove_many(
    *, keys: Collection[int], source: Source, by: User | None, now: datetime.datetime
) -> set[int]:
    """
    Remove ties that a list made and nobody has touched since, with the list's own citations of them.

    The number of statements grows with the hundreds of ties, not with each.

    :param keys: primary keys
    :return: the primary keys of those that stay, because they were changed or another source says so since
    """
    wanted = sorted(keys, reverse=True)
    stay: set[int] = set()
    for start in range(0, len(wanted), _CHUNK):
        stay |= _remove(wanted[start : start + _CHUNK], source=source, by=by, now=now)
    return stay


def _remove(keys: Sequence[int], *, source: Source, by: User | None, now: datetime.datetime) -> set[int]:
    ties = list(
        Tie.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("subject", "object")
        .order_by("-pk")
    )
    cited = Citation.objects.filter(subject_type=Tie._meta.label_lower, subject_id__in=keys)
    stay = set(cited.exclude(source=source).values_list("subject_id", flat=True))
    stay |= {tie.pk for tie in ties if tie.updated_at != tie.created_at}
    going = [tie for tie in ties if tie.pk not in stay]
    audit.record_many(
        key="registry.tie.removed",
        lines=(
            (
                tie,
                {
                    "subject": tie.subject.public_id,
                    "object": tie.object.public_id,
                    "kind": str(tie.kind),
                },
                None,
            )
            for tie in going
        ),
        by=by,
        now=now,
    )
    outbox.enqueue_many(
        kind="organisation",
        keys=sorted({weighed_by(tie) for tie in going}),
    )
    gone = [tie.pk for tie in going]
    cited.filter(subject_id__in=gone, source=source).delete()
    Tie.objects.filter(pk__in=gone).delete()
    return stay
