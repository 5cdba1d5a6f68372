"""Names of files: readable in every script, harmless on every system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.paper.exports.names import disposition, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tổ chức", "Tổ chức 2026-11-22.xlsx"),
        ("机构", "机构 2026-11-22.xlsx"),
        ('a/b\\c:d*?"<>|%', "a b c d 2026-11-22.xlsx"),
        ("..\u202egnp.exe\x00", "gnp.exe 2026-11-22.xlsx"),
        (" . ", "2026-11-22.xlsx"),
        ("Hội\r\nX-Evil: 1", "Hội X-Evil 1 2026-11-22.xlsx"),
    ],
)
def test_a_name_is_kept_readable_and_made_harmless(title: str, name: str) -> None:
    assert file_name(title, day="2026-11-22", form="xlsx") == name


@given(st.text(max_size=300))
def test_any_title_makes_a_short_name_on_one_line(title: str) -> None:
    name = file_name(title, day="2026-11-22", form="csv")
    header = disposition(name, plain="banyan-list-2026-11-22.csv")
    assert len(name.encode()) <= 166
    assert name.endswith("2026-11-22.csv")
    assert not set(name) & set('/\\:*?"<>|%\r\n\0')
    assert header.isascii()
    assert header.isprintable()


def test_browsers_get_the_script_and_others_ascii() -> None:
    header = disposition("机构 1.csv", plain="banyan-organisation-1.csv")
    assert header == (
        "attachment; filename=\"banyan-organisation-1.csv\"; filename*=UTF-8''%E6%9C%BA%E6%9E%84%201.csv"
    )
