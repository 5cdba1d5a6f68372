"""
When something is due: hourly, daily or weekly, by the clock on the wall of the centre.

A time that the clock leaps over in spring is taken as the moment after the leap; one that comes twice in
autumn, the first time.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
_AN_HOUR: Final = datetime.timedelta(hours=1)
_A_DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """``after`` returns the first moment strictly later than the one given at which something is due."""

    after: Callable[[datetime.datetime], datetime.datetime]


def hourly(*, minute: int = 0) -> Schedule:
    """Return a schedule for every hour, at this minute (0 to 59) of the centre's clock."""

    def after(moment: datetime.datetime) -> datetime.datetime:
        local = timezone.localtime(moment)
        # Counted in elapsed time, so that an hour the clock shows twice is two hours.
        begun = moment - datetime.timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        due = begun + datetime.timedelta(minutes=minute)
        return due if due > moment else due + _AN_HOUR

    return Schedule(after)


def every(*, minutes: int) -> Schedule:
    """Return a schedule for every so many minutes, counted from midnight UTC; they should divide an hour."""
    step = minutes * 60

    def after(moment: datetime.datetime) -> datetime.datetime:
        return datetime.datetime.fromtimestamp((moment.timestamp() // step + 1) * step, tz=datetime.UTC)

    return Schedule(after)


def daily(*, hour: int, minute: int = 0) -> Schedule:
    """Return a schedule for every day at this time of the centre's clock."""
    return _on_days(range(7), datetime.time(hour, minute))


def weekly(*, day: int, hour: int, minute: int = 0) -> Schedule:
    """Return a schedule for this day of every week (``MONDAY`` to ``SUNDAY``), by the centre's clock."""
    return _on_days((day,), datetime.time(hour, minute))


def _on_days(days: range | tuple[int, ...], at: datetime.time) -> Schedule:
    def after(moment: datetime.datetime) -> datetime.datetime:
        zone = timezone.get_default_timezone()
        day = moment.astimezone(zone).date()
        while True:
            due = datetime.datetime.combine(day, at, tzinfo=zone).astimezone(datetime.UTC)
            if due > moment and day.weekday() in days:
                return due
            day += _A_DAY

    return Schedule(after)
