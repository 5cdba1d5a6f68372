"""Finding records that are there twice: the search, the queue, and what people say of pairs."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from tests.factories import OrganisationFactory, PersonFactory, PostFactory, UserFactory
from tests.factories.base import NOW

from banyan.registry.domain import duplicates, judgements, organisations, people, searching
from banyan.registry.domain.organisations import NewName
from banyan.registry.enums import DuplicateBand, OrganisationState, PairState, RunState, Verdict
from banyan.registry.models import DuplicatePair, DuplicateRun, Organisation

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=1)


def search(kind: str = "organisation", *, is_full: bool = True, now: datetime.datetime = NOW) -> DuplicateRun:
    run = searching.start(kind=kind, is_full=is_full, by=None, now=now)
    while searching.work(run_id=run.pk, now=now) not in (RunState.FINISHED, RunState.FAILED, RunState.PAUSED):
        pass
    run.refresh_from_db()
    return run


def asked(kind: str = "organisation") -> list[set[str]]:
    return [{pair.first_key, pair.second_key} for pair in duplicates.undecided(duplicates.queue(kind=kind))]


@pytest.fixture
def twice() -> tuple[Organisation, Organisation]:
    OrganisationFactory(name="Viện Nghiên cứu Chính sách Sông Hồng", language="vi")
    return (
        OrganisationFactory(name="Quỹ Hoà Tâm Bình Sơn", language="vi"),
        OrganisationFactory(name="Quỹ Hòa Tâm Bình Sơn", language="vi"),
    )


def keys(*records: Any) -> set[str]:
    return {record.public_id for record in records}


def test_full_search_finds_the_pair_and_nothing_else(twice) -> None:
    run = search()
    assert (run.state, run.done, run.found) == (RunState.FINISHED, run.total, 1)
    assert asked() == [keys(*twice)]
    pair = DuplicatePair.objects.get()
    assert (pair.band, pair.state, pair.run) == (DuplicateBand.ASK, PairState.WAITING, run)
    assert pair.reason == pair.reasons[0]
    assert not searching.folder_of(run).exists()


@pytest.mark.django_db(transaction=True)
def test_search_by_the_worker(twice) -> None:
    searching.start(kind="organisation", is_full=True, by=None, now=NOW)
    call_command("work", batch=True)
    assert DuplicateRun.objects.get().state == RunState.FINISHED
    assert asked() == [keys(*twice)]


def test_only_one_search_of_a_kind_at_a_time(twice) -> None:
    searching.start(kind="organisation", is_full=True, by=None, now=NOW)
    searching.start(kind="person", is_full=True, by=None, now=NOW)
    with pytest.raises(searching.SearchIsRunning):
        searching.start(kind="organisation", is_full=False, by=None, now=NOW)


def test_second_search_looks_only_at_what_changed(twice, now) -> None:
    search()
    user = UserFactory()
    pair = DuplicatePair.objects.get()
    duplicates.decide(pair=pair, verdict=Verdict.DIFFERENT, by=user, now=now)
    new = OrganisationFactory(name="Quỹ Hoà Tâm Bình Sơn I", language="vi", now=LATER)
    run = search(is_full=False, now=LATER)
    assert run.changed_since == NOW
    # Every record of the test was made at NOW, so nothing is older; but what was decided is not asked again.
    assert all(new.public_id in one for one in asked())
    assert asked() != []


def test_pair_that_is_no_longer_alike_leaves_the_queue(twice) -> None:
    search()
    one = twice[0]
    user = UserFactory()
    organisations.add_name(organisation=one, name=NewName("Hội Làm vườn Sao Mai", "vi"), by=user, now=LATER)
    organisations.remove_name(name=one.names.get(text="Quỹ Hoà Tâm Bình Sơn"), by=user, now=LATER)
    run = search(is_full=False, now=LATER)
    assert run.changed_since == NOW
    assert asked() == []
    assert DuplicatePair.objects.get().state == PairState.STALE


def test_stale_pair_comes_back_when_it_is_alike_again(twice) -> None:
    search()
    DuplicatePair.objects.update(state=PairState.STALE)
    search(now=LATER)
    assert asked() == [keys(*twice)]


@pytest.mark.parametrize("verdict", ["different", "unsure", "same"])
def test_decided_pair_is_never_asked_again_until_it_is_undone(twice, verdict) -> None:
    search()
    pair, user = DuplicatePair.objects.get(), UserFactory()
    duplicates.decide(pair=pair, verdict=verdict, by=user, now=NOW)
    assert asked() == []
    search(now=LATER)
    assert asked() == []
    assert DuplicatePair.objects.get().state == PairState.DECIDED
    duplicates.undo(pair=pair, by=user, now=LATER)
    assert asked() == [keys(*twice)]


def test_what_follows_from_judgements_is_not_asked() -> None:
    a, b, c = (
        OrganisationFactory(name=f"Quỹ Hoà Tâm Bình Sơn {word}", language="vi") for word in ("", "I", "II")
    )
    search()
    assert len(asked()) == 3
    user = UserFactory()

    def pair(one: Any, other: Any) -> DuplicatePair:
        first, second = judgements.ordered(one.public_id, other.public_id)
        return duplicates.pair_of(first_key=first, second_key=second)

    duplicates.decide(pair=pair(a, b), verdict=Verdict.SAME, by=user, now=NOW)
    duplicates.decide(pair=pair(b, c), verdict=Verdict.DIFFERENT, by=user, now=NOW)
    assert asked() == []
    assert pair(a, c).state == PairState.DECIDED
    duplicates.undo(pair=pair(a, b), by=user, now=NOW)
    assert sorted(map(sorted, asked())) == sorted(map(sorted, [keys(a, b), keys(a, c)]))


def test_merged_record_takes_its_pairs_with_it(twice) -> None:
    search()
    Organisation.objects.filter(pk=twice[0].pk).update(state=OrganisationState.MERGED)
    assert asked() == []


def test_two_people_of_one_name_are_only_ever_asked_about() -> None:
    home = OrganisationFactory()
    one, other = PersonFactory(name="Trần Thị Sông Thao"), PersonFactory(name="Trần Thị Sông Thao")
    for person in (one, other):
        PostFactory(person=person, organisation=home)
    search("person")
    assert asked("person") == [keys(one, other)]
    assert DuplicatePair.objects.get().band == DuplicateBand.ASK
    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicatePair.objects.update(band=DuplicateBand.CERTAIN)
    people.edit(person=other, values={"is_hidden": True}, by=UserFactory(), now=NOW)
    assert asked("person") == []


def test_paused_search_rests_and_goes_on_where_it_was(twice, monkeypatch) -> None:
    OrganisationFactory(name="Quỹ Hoà Tâm Bình Sơn", language="vi")
    monkeypatch.setattr(searching, "BATCH", 1)
    run = searching.start(kind="organisation", is_full=True, by=None, now=NOW)
    assert searching.work(run_id=run.pk, now=NOW, seconds=-1) == RunState.WORKING
    searching.pause(run=run)
    assert searching.work(run_id=run.pk, now=NOW) == RunState.PAUSED
    run.refresh_from_db()
    assert run.done == 0 < run.total
    searching.resume(run=run)
    assert searching.work(run_id=run.pk, now=NOW) == RunState.FINISHED
    assert len(asked()) == 3


def test_killed_search_begins_reading_again_and_goes_on_comparing(twice, monkeypatch) -> None:
    run = searching.start(kind="organisation", is_full=True, by=None, now=NOW)
    folder = searching.folder_of(run)
    folder.mkdir(parents=True)
    (folder / "pairs.new").write_bytes(b"half")  # what a worker killed while it was reading leaves behind
    searching.work(run_id=run.pk, now=NOW, seconds=-1)
    run.refresh_from_db()
    assert run.state == RunState.WORKING
    assert run.done == 0 < run.total
    assert searching.work(run_id=run.pk, now=NOW) == RunState.FINISHED
    assert asked() == [keys(*twice)]


def test_two_workers_do_not_count_one_batch_twice(twice, monkeypatch) -> None:
    run = searching.start(kind="organisation", is_full=True, by=None, now=NOW)
    searching.work(run_id=run.pk, now=NOW, seconds=-1)
    real = searching._batch

    def meanwhile(run: DuplicateRun, store: Any) -> Any:
        found = real(run, store)
        DuplicateRun.objects.update(done=1)  # the other worker was quicker
        return found

    monkeypatch.setattr(searching, "_batch", meanwhile)
    searching.work(run_id=run.pk, now=NOW)
    assert DuplicatePair.objects.count() == 0


def test_given_up_search_says_why_and_can_be_taken_up(twice) -> None:
    run = searching.start(kind="organisation", is_full=True, by=None, now=NOW)
    searching.stop(run=run, now=NOW, trouble="No space left on device")
    run.refresh_from_db()
    assert (run.state, run.trouble, run.is_open) == (RunState.FAILED, "No space left on device", False)
    searching.resume(run=run)
    assert searching.work(run_id=run.pk, now=NOW) == RunState.FINISHED
    assert asked() == [keys(*twice)]


def test_empty_register_is_searched_too() -> None:
    assert search().found == 0
    assert search("person").found == 0


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "‮Quỹ", "'; DROP TABLE--", "🙂🙂🙂 a", "x" * 300]
)
def test_hostile_names_are_compared_as_text(name) -> None:
    pair = OrganisationFactory(name=name), OrganisationFactory(name=name)
    search()
    assert asked() == [keys(*pair)]


def test_next_pair_goes_round(twice) -> None:
    OrganisationFactory(name="Quỹ Hoà Tâm Bình Sơn", language="vi")
    search()
    pairs = duplicates.queue(kind="organisation")
    first = duplicates.following(pairs=pairs)
    second = duplicates.following(pairs=pairs, after=first)
    third = duplicates.following(pairs=pairs, after=second)
    assert len({first, second, third}) == 3
    assert duplicates.following(pairs=pairs, after=third) == first


def test_a_record_knows_the_likeliest_of_its_pairs_that_wait(twice, now) -> None:
    search()
    alone = OrganisationFactory(name="Clear River Fund")
    rows = Organisation.objects.annotate(pair=duplicates.waiting_column("organisation"))
    for row in twice:
        assert set(rows.get(pk=row.pk).pair.values()) == keys(*twice)
    assert rows.get(pk=alone.pk).pair is None
    pair = duplicates.pair_of(**rows.get(pk=twice[0].pk).pair)
    duplicates.decide(pair=pair, verdict="different", by=UserFactory(), now=now)
    assert rows.get(pk=twice[0].pk).pair is None


def test_command_searches_to_the_end(twice, capsys) -> None:
    call_command("find_duplicates", "--all")
    assert "1 found" in capsys.readouterr().out
    assert asked() == [keys(*twice)]
    call_command("find_duplicates")
    assert DuplicateRun.objects.filter(state=RunState.FINISHED, changed_since__isnull=False).count() == 1


def test_command_refuses_a_second_search(twice) -> None:
    searching.start(kind="organisation", is_full=True, by=None, now=NOW)
    with pytest.raises(CommandError):
        call_command("find_duplicates")
