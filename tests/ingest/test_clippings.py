"""A page is read once, however many workers hold it; what fails leaves neither rows nor files behind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from banyan.ingest.adapters import fetching
from banyan.ingest.adapters.fetching import Fetched, FetchTimedOut
from banyan.ingest.domain import clippings
from banyan.ingest.models import Clipping, Mention
from banyan.registry.models import ProposedChange, Source

pytestmark = pytest.mark.django_db

ARTICLE = (
    "Ngày 3/4/2024, Hội Cỏ Non tổ chức hội thảo về nước sạch tại Hà Nội. "
    "Bà Trần Thị Mai, giám đốc Trung tâm Nước Sạch, cho biết hội có 120 thành viên."
).encode()


def kept_files() -> list[str]:
    """Names of the files with raw pages."""
    folder = Path(settings.DATA_DIR) / "clippings"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a fetch answer, once what is given has been done by another worker while it was under way."""

    def set_up(*, then: Any, while_waiting: Callable[[], object] = lambda: None) -> None:
        calls: list[int] = []

        def fetch(**_: Any) -> Fetched:
            calls.append(1)
            if len(calls) == 1:
                while_waiting()
                if isinstance(then, Exception):
                    raise then
            return Fetched(ARTICLE, "text/plain; charset=utf-8", "https://a.example/")

        monkeypatch.setattr(fetching, "fetch", fetch)

    return set_up


def asked(now: Any, address: str = "https://a.example/") -> Clipping:
    return clippings.save_address(address=address, by=None, now=now)


def test_page_fetched_by_two_workers_is_read_once(now, meanwhile) -> None:
    clipping = asked(now)
    meanwhile(then=None, while_waiting=lambda: clippings.read(clipping_id=clipping.pk, now=now))

    answer = clippings.read(clipping_id=clipping.pk, now=now)

    clipping.refresh_from_db()
    assert (answer.state, clipping.state, clipping.analysed_text) == ("read", "read", ARTICLE.decode())
    proposals, mentions = ProposedChange.objects.count(), Mention.objects.count()
    assert proposals > 0
    clippings.read(clipping_id=clipping.pk, now=now)
    keys = ProposedChange.objects.values_list("kind", "group", "start", "end", "quote")
    assert (len(keys), len(set(keys)), Mention.objects.count()) == (proposals, proposals, mentions)
    assert len(kept_files()) == 1


def test_late_failure_leaves_a_read_page_as_it_is(now, meanwhile) -> None:
    clipping = asked(now)
    meanwhile(
        then=FetchTimedOut("late"), while_waiting=lambda: clippings.read(clipping_id=clipping.pk, now=now)
    )

    assert clippings.read(clipping_id=clipping.pk, now=now).state == "read"

    clipping.refresh_from_db()
    assert (clipping.state, clipping.failure, clipping.analysed_text) == ("read", "", ARTICLE.decode())


def test_same_bytes_fetched_at_once_name_the_first_page(now, meanwhile, monkeypatch) -> None:
    first, second = asked(now), asked(now, "https://b.example/")
    real = Clipping.objects.filter
    meanwhile(then=None)
    clippings.read(clipping_id=first.pk, now=now)

    def blind(*args: Any, **kwargs: Any) -> Any:
        """Answer as just before the first page was kept."""
        return real(pk=0) if "sha256" in kwargs else real(*args, **kwargs)

    monkeypatch.setattr(Clipping.objects, "filter", blind)
    clippings.read(clipping_id=second.pk, now=now)

    second.refresh_from_db()
    assert (second.state, second.failure, second.same_as) == ("failed", "clipped_already", first)
    assert (second.sha256, second.raw.name, len(kept_files())) == (None, "", 1)


def test_failed_page_can_be_read_again(now, meanwhile) -> None:
    clipping = asked(now)
    meanwhile(then=FetchTimedOut("late"))
    assert clippings.read(clipping_id=clipping.pk, now=now).failure == "timed_out"
    assert clippings.read(clipping_id=clipping.pk, now=now).state == "read"
    clipping.refresh_from_db()
    assert clipping.failure == ""


def test_page_that_is_not_saved_leaves_no_file(now, monkeypatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("the queue is away")

    monkeypatch.setattr(clippings.jobs, "defer", fail)
    with pytest.raises(OSError, match="the queue is away"):
        clippings.save_page(raw=ARTICLE, by=None, now=now)
    assert (Clipping.objects.count(), Source.objects.count(), kept_files()) == (0, 0, [])


def test_page_saved_twice_leaves_one_file(now) -> None:
    clippings.save_page(raw=ARTICLE, by=None, now=now, read_later=False)
    with pytest.raises(clippings.PageIsClippedAlready), transaction.atomic():
        clippings.save_page(raw=ARTICLE, by=None, now=now, read_later=False)
    assert len(kept_files()) == 1


def test_raw_pages_lie_in_the_data_folder_of_the_moment(now, tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path / "moved"
    clipping = clippings.save_page(raw=ARTICLE, by=None, now=now, read_later=False)
    assert Path(clipping.raw.path).is_relative_to(tmp_path / "moved" / "clippings")
    assert Path(clipping.raw.path).read_bytes() == ARTICLE


def test_staff_are_told_where_the_reading_of_a_long_page_stopped(now) -> None:
    text = ARTICLE.decode() + " Và nước." * 40_000
    clipping = clippings.save_page(raw=text.encode(), by=None, now=now, read_later=False)
    kept = clippings.read(clipping_id=clipping.pk, now=now)
    assert [item for item in kept.furniture if item["kind"] == "cut"] == [
        {"kind": "cut", "text": text[300_000 - 80 : 300_000]}
    ]


def test_page_that_takes_too_long_says_so(now, monkeypatch) -> None:
    clipping = clippings.save_page(raw=ARTICLE * 900, by=None, now=now, read_later=False)
    monkeypatch.setattr(clippings.clip, "read", partial(clippings.clip.read, seconds=0.05))
    kept = clippings.read(clipping_id=clipping.pk, now=now)
    assert (kept.state, kept.failure, kept.analysed_text) == ("failed", "reading_took_too_long", "")
    assert ProposedChange.objects.count() == 0
