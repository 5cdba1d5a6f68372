"""A large list over a bad line: the browser goes on where it stopped, also after it was closed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from banyan.accounts.models import User
from banyan.files.models import Upload
from banyan.ingest.models import Dataset

#: Three pieces of a megabyte and a bit.
ROWS = 90_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A list of more than three megabytes."""
    path = tmp_path / "danh-sach.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Tên tổ chức,Ghi chú\n")
        file.writelines(f"Tổ chức số {number},ghi chú\n" for number in range(ROWS))
    return path


@pytest.mark.parametrize(
    ("language", "broken", "sent"),
    [
        ("vi", "Đường truyền bị đứt", "Đã gửi xong"),
        ("zh-hans", "网络中断", "已上传完毕"),
        ("en", "The line is broken", "Sent:"),
    ],
)
def test_a_broken_line_costs_one_piece(
    visit: Any, editor: User, large: Path, language: str, broken: str, sent: str
) -> None:
    one = visit(user=editor)
    page = one.open(f"/{language}/desk/imports/add/")
    pieces: list[int] = []

    def line(route: Route) -> None:
        """The second piece never gets through, until the line is mended."""
        pieces.append(int(route.request.headers["upload-offset"]))
        if len(pieces) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(
        re.compile(r"/uploads/\w{32}/$"),
        lambda route: line(route) if route.request.method == "PATCH" else route.continue_(),
    )
    page.set_input_files("[name=file]", large)
    expect(page.locator("[data-upload-words]")).to_contain_text(broken)
    expect(page.locator("[data-upload-words]")).to_contain_text(sent)
    assert pieces[:3] == [0, 1_048_576, 1_048_576]
    page.fill("[name=publisher]", "Sở Nội vụ Xứ Sậy")
    page.click(".form > .row button")
    page.wait_for_url("**/desk/imports/files/*/")
    assert Dataset.objects.get().size == large.stat().st_size
    assert not Upload.objects.exists()


def test_it_goes_on_after_the_browser_was_closed(visit: Any, editor: User, large: Path) -> None:
    one = visit(user=editor)
    page = one.open("/en/desk/imports/add/")
    asked: list[str] = []

    def only_one_piece(route: Route) -> None:
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0":
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route(re.compile(r"/uploads/\w{32}/$"), only_one_piece)
    page.set_input_files("[name=file]", large)
    expect(page.locator("[data-upload-words]")).to_contain_text("The line is broken")
    page.unroute_all()
    page.goto("about:blank")
    page = one.open("/en/desk/imports/add/")
    page.on("request", lambda request: asked.append(request.method) if "/uploads/" in request.url else None)
    page.set_input_files("[name=file]", large)
    # Pressed before all of it is there: the form waits for the file, then goes.
    page.click(".form > .row button")
    page.wait_for_url("**/desk/imports/files/*/")
    assert asked[0] == "HEAD"
    assert "POST" not in asked
    assert Dataset.objects.get().size == large.stat().st_size
