"""Which backups are kept: a week of nights and a month of weeks; of those made by hand, the newest few."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

DAYS: Final = 7
WEEKS: Final = 4
BY_HAND: Final = 5

Key = TypeVar("Key", bound=Hashable)


def kept(made: Mapping[Key, datetime.datetime], *, is_nightly: bool) -> set[Key]:
    """
    Return the backups to keep.

    Of nightly ones: the newest of each of the last ``DAYS`` days that have one, and the newest of each of the
    last ``WEEKS`` weeks (from Monday) that have one. Days and weeks without a backup do not count: after a
    month in which the machine was off, the old ones are all still there.

    :param made: when each was made, by the centre's clock
    """
    newest_first = sorted(made, key=lambda key: made[key], reverse=True)
    if not is_nightly:
        return set(newest_first[:BY_HAND])
    by_day: dict[datetime.date, Key] = {}
    by_week: dict[tuple[int, int], Key] = {}
    for key in newest_first:
        day = made[key].date()
        by_day.setdefault(day, key)
        by_week.setdefault(day.isocalendar()[:2], key)
    return {*list(by_day.values())[:DAYS], *list(by_week.values())[:WEEKS]}
