"""Which backups are kept."""

from __future__ import annotations

import datetime

from banyan.upkeep.domain import retention

#: Saturday, 21 November 2026.
TODAY = datetime.datetime(2026, 11, 21, 2, 30)


def nights(*ago: int) -> dict[int, datetime.datetime]:
    return {days: TODAY - datetime.timedelta(days=days) for days in ago}


def test_two_months_of_nights_leave_seven_days_and_four_weeks() -> None:
    # Of the weeks before this one, the Sundays: 6, 13 and 20 days ago.
    assert retention.kept(nights(*range(60)), is_nightly=True) == {0, 1, 2, 3, 4, 5, 6, 13, 20}


def test_nothing_is_lost_by_a_machine_that_was_off() -> None:
    assert retention.kept(nights(0, 40, 41, 80), is_nightly=True) == {0, 40, 41, 80}


def test_of_two_on_one_day_the_later_is_kept() -> None:
    made = {"night": TODAY, "noon": TODAY.replace(hour=12)}
    assert retention.kept(made, is_nightly=True) == {"noon"}


def test_of_those_made_by_hand_the_newest_five_are_kept() -> None:
    assert retention.kept(nights(*range(8)), is_nightly=False) == {0, 1, 2, 3, 4}
