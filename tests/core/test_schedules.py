"""When something is due, by the clock on the wall."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from banyan.core import schedules

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")


def at(zone: ZoneInfo, *parts: int, fold: int = 0) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=zone, fold=fold)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (at(HANOI, 2026, 11, 21, 2, 29), at(HANOI, 2026, 11, 21, 2, 30)),
        (at(HANOI, 2026, 11, 21, 2, 30), at(HANOI, 2026, 11, 22, 2, 30)),
        (at(HANOI, 2026, 12, 31, 23, 59), at(HANOI, 2027, 1, 1, 2, 30)),
    ],
)
def test_daily_is_at_the_time_of_the_centre(moment: datetime.datetime, due: datetime.datetime) -> None:
    assert schedules.daily(hour=2, minute=30).after(moment.astimezone(datetime.UTC)) == due


def test_weekly_is_on_its_day() -> None:
    sundays = schedules.weekly(day=schedules.SUNDAY, hour=4)
    assert sundays.after(at(HANOI, 2026, 11, 21, 9)) == at(HANOI, 2026, 11, 22, 4)
    assert sundays.after(at(HANOI, 2026, 11, 22, 4)) == at(HANOI, 2026, 11, 29, 4)


@pytest.mark.parametrize(
    ("moment", "due"),
    [((9, 0, 0), (9, 5)), ((9, 4, 59), (9, 5)), ((9, 5, 0), (9, 10)), ((23, 57, 0), (24, 0))],
)
def test_every_five_minutes_is_at_the_next_fifth(moment: tuple[int, int, int], due: tuple[int, int]) -> None:
    midnight = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
    hour, minute, second = moment
    asked = midnight + datetime.timedelta(hours=hour, minutes=minute, seconds=second)
    found = schedules.every(minutes=5).after(asked)
    assert found == midnight + datetime.timedelta(hours=due[0], minutes=due[1])


def test_hourly_is_at_its_minute() -> None:
    quarter = schedules.hourly(minute=15)
    assert quarter.after(at(HANOI, 2026, 11, 21, 9, 14, 59)) == at(HANOI, 2026, 11, 21, 9, 15)
    assert quarter.after(at(HANOI, 2026, 11, 21, 9, 15)) == at(HANOI, 2026, 11, 21, 10, 15)


def test_a_night_of_a_changed_clock_has_one_due_moment(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    nightly = schedules.daily(hour=2, minute=30)
    # In spring there is no half past two: the moment after the leap.
    leap = nightly.after(at(BERLIN, 2026, 3, 28, 12))
    assert leap == at(BERLIN, 2026, 3, 29, 3, 30)
    assert nightly.after(leap) == at(BERLIN, 2026, 3, 30, 2, 30)
    # In autumn it comes twice: the first one only.
    first = nightly.after(at(BERLIN, 2026, 10, 24, 12))
    assert first == datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
    assert nightly.after(first) == at(BERLIN, 2026, 10, 26, 2, 30)
