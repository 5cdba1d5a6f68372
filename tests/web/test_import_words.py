"""Every code of the readers has a sentence in every language, with its figures filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

import banyan.ingest.adapters.tables
from banyan.ingest.adapters.tables.encodings import ENCODINGS
from banyan.ingest.adapters.tables.presets import PRESETS
from banyan.ingest.adapters.tables.shapes import DateOrder, Target
from banyan.web.presenters import import_words

FOLDER = Path(str(banyan.ingest.adapters.tables.__file__)).parent
SOURCE = "\n".join(path.read_text() for path in FOLDER.glob("*.py"))


def test_every_code_has_words() -> None:
    files = set(re.findall(r'TableIsUnreadable\(\s*"(\w+)"', SOURCE))
    rows = set(
        re.findall(
            r'(?:RowProblem|making\.problem|Reading\("",|Identified\(.*, "",)\(?\s*"([a-z_]+)"', SOURCE
        )
    )
    assert len(files) > 15
    assert len(rows) > 15
    assert files - set(import_words._FILES) == set()
    assert rows - set(import_words._ROWS) == set()
    assert set(import_words.TARGETS) == set(Target) - {Target.FIELD}
    assert set(import_words.ENCODINGS) == set(ENCODINGS)
    assert set(import_words.PRESETS) == set(PRESETS)
    assert set(import_words.DATE_ORDERS) == set(DateOrder)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "The file has 201 MB; up to 200 MB can be read. Split it into several files."),
        ("vi", "Tệp có 201 MB; chỉ đọc được tối đa 200 MB. Hãy chia thành nhiều tệp."),
        ("zh-hans", "文件有 201 MB，最多可读取 200 MB。请拆分为几个文件。"),
    ],
)
def test_figures_stand_in_the_sentence(language: str, expected: str) -> None:
    with translation.override(language):
        said = import_words.why_not_opened("file_too_large", {"size": 200_500_000, "limit": 200_000_000})
    assert said == expected


def test_a_code_or_figure_from_another_version() -> None:
    with translation.override("en"):
        assert import_words.why_not_opened("unheard_of") == "The file cannot be read as a table."
        assert import_words.why_not_opened("too_many_rows", {}) == "The file cannot be read as a table."
        assert (
            import_words.what_is_wrong("name_too_long", {"limit": "300"})
            == "The name is longer than 300 characters."
        )
