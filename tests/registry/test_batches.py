"""Certain pairs merged together: each a real merge, none that is doubtful, and all of it taken back."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from tests.factories import DuplicatePairFactory, OrganisationFactory, UserFactory
from tests.factories.base import NOW

from banyan.accounts.models import User
from banyan.registry.domain import batches, duplicates, organisations
from banyan.registry.enums import DuplicateBand, OrganisationState, PairState, RunState
from banyan.registry.models import DuplicatePair, Judgement, Merge, MergeBatch, Organisation

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def user() -> User:
    return UserFactory()


def certain_pair(number: int) -> DuplicatePair:
    site = f"https://quiet-heron-{number}.example.org/"
    name = ("Quiet Heron Wetland Trust", "Marsh Lantern Reading Society", "Tin Kettle Hill Orchestra")[number]
    return DuplicatePairFactory(
        first=OrganisationFactory(name=name, website=site),
        second=OrganisationFactory(name=name, website=site, now=LATER),
    )


def done(batch: MergeBatch, user: User) -> MergeBatch:
    while batches.work(batch_id=batch.pk, by=user, now=LATER) != RunState.FINISHED:
        pass
    batch.refresh_from_db()
    return batch


def test_certain_pairs_are_merged_into_the_older_record_and_taken_back(user: User) -> None:
    pairs = [certain_pair(0), certain_pair(1)]
    assert [pair.band for pair in pairs] == [DuplicateBand.CERTAIN] * 2
    assert batches.certain().count() == 2
    batch = done(batches.start(until=pairs[1].pk, by=user, now=LATER), user)
    assert (batch.done, batch.total, batch.skipped) == (2, 2, 0)
    assert Merge.objects.count() == 2
    assert Organisation.objects.filter(state=OrganisationState.MERGED).count() == 2
    kept = Organisation.objects.get(public_id=Merge.objects.first().kept_key)
    assert kept.created_at == NOW
    assert batches.certain().count() == 0

    batches.undo(batch=batch, by=user, now=LATER)
    batch = done(batch, user)
    assert (batch.done, batch.skipped, batch.is_undoing) == (2, 0, True)
    assert Organisation.objects.filter(state=OrganisationState.MERGED).count() == 0
    assert Judgement.objects.count() == 0
    waiting = duplicates.queue(kind="organisation")
    assert [(pair.band, pair.state) for pair in waiting] == [(DuplicateBand.ASK, PairState.WAITING)] * 2


def test_batch_by_the_worker(user: User, transactional_db: None) -> None:
    pair = certain_pair(0)
    batches.start(until=pair.pk, by=user, now=LATER)
    call_command("work", batch=True)
    assert MergeBatch.objects.get().state == RunState.FINISHED
    assert Merge.objects.get().merged_by == user


def test_one_merge_of_a_batch_is_taken_back_alone(user: User) -> None:
    pairs = [certain_pair(0), certain_pair(1)]
    batch = done(batches.start(until=pairs[1].pk, by=user, now=LATER), user)
    pair = batch.pairs.order_by("pk").first()
    assert batches.take_back(pair=pair, by=user, now=LATER)
    pair.refresh_from_db()
    assert not batches.take_back(pair=pair, by=user, now=LATER)
    assert Merge.objects.filter(undone_at__isnull=True).count() == 1


def test_what_was_found_after_the_list_was_seen_is_left_alone(user: User) -> None:
    seen, unseen = certain_pair(0), certain_pair(1)
    done(batches.start(until=seen.pk, by=user, now=LATER), user)
    assert [pair.pk for pair in batches.certain()] == [unseen.pk]


def test_pair_that_changed_meanwhile_goes_back_to_be_asked(user: User) -> None:
    pair = certain_pair(0)
    batch = batches.start(until=pair.pk, by=user, now=LATER)
    record = Organisation.objects.get(public_id=pair.first_key)
    organisations.edit(
        organisation=record, values={"website": "https://elsewhere.example.org/"}, by=user, now=LATER
    )
    batch = done(batch, user)
    assert (batch.done, batch.skipped) == (1, 1)
    pair.refresh_from_db()
    assert (pair.band, pair.batch_id, Merge.objects.count()) == (DuplicateBand.ASK, None, 0)


def test_pair_judged_meanwhile_is_not_merged(user: User) -> None:
    pair = certain_pair(0)
    batch = batches.start(until=pair.pk, by=user, now=LATER)
    duplicates.decide(pair=pair, verdict="different", by=user, now=LATER)
    done(batch, user)
    assert Merge.objects.count() == 0


def test_only_one_batch_at_a_time_and_none_of_nothing(user: User) -> None:
    with pytest.raises(batches.NothingIsCertain):
        batches.start(until=10**9, by=user, now=LATER)
    first = certain_pair(0)
    batches.start(until=first.pk, by=user, now=LATER)
    certain_pair(1)
    with pytest.raises(batches.BatchIsRunning):
        batches.start(until=10**9, by=user, now=LATER)
