"""An administrator sees what did not work, runs it again, makes a backup, and finds it in the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect
from tests.factories import UserFactory
from tests.factories.jobs import failed_job

from banyan.upkeep.models import Backup

#: Language of the address, run again, make a backup now, everything has worked.
WORDS = [
    ("en", "Run it again", "Make a backup now", "Everything has worked."),
    ("vi", "Chạy lại", "Sao lưu ngay", "Mọi việc đều ổn."),
    ("zh-hans", "重新运行", "立即备份", "一切正常。"),
]


@pytest.mark.parametrize(("language", "again", "back_up", "worked"), WORDS)
def test_a_failed_job_is_run_again_and_a_backup_made(
    visit: Any, run_jobs: Callable[[], None], language: str, again: str, back_up: str, worked: str
) -> None:
    administrator = UserFactory(roles=("administrator", "editor"))
    failed_job(by=administrator)
    one = visit(user=administrator, script=language != "vi", viewport={"width": 360, "height": 740})
    page = one.open(f"/{language}/desk/")
    page.locator("main a[href$='/desk/jobs/']").first.click()
    page.get_by_role("button", name=again).click()
    expect(page.locator("#failed + *")).to_have_text(worked)
    one.leave_and_come_back(run_jobs)
    assert [str(row.status) for row in DBTaskResult.objects.all()] == ["SUCCESSFUL"]

    page = one.open(f"/{language}/desk/backups/")
    page.get_by_role("button", name=back_up).click()
    one.leave_and_come_back(run_jobs)
    made = Backup.objects.get()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(Path(made.place).name)
    assert (made.made_by, Path(made.place).stat().st_size) == (administrator, made.size)
