"""What binds people to organisations."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import living
from banyan.registry.domain import names as name_rules
from banyan.registry.enums import PostKind
from banyan.registry.models import Citation, Organisation, Person, Post
from banyan.search.domain import outbox


def _same_title(post: Post, titles: Mapping[str, str]) -> bool:
    pairs = [
        (
            name_rules.compared(getattr(post, f"title_{language}")),
            name_rules.compared(titles.get(language, "")),
        )
        for language in LANGUAGES
    ]
    shared = [pair for pair in pairs if pair[0] and pair[1]]
    if shared:
        return all(left == right for left, right in shared)
    return not any(left for left, _ in pairs) or not any(right for _, right in pairs)


def is_same(post: Post, other: Post) -> bool:
    """Say whether two posts of one person in one organisation are one: the same words, no other time."""
    for column in ("from_date", "to_date"):
        left, right = getattr(post, column), getattr(other, column)
        if left and right and left != right:
            return False
    return _same_title(post, {language: getattr(other, f"title_{language}") for language in LANGUAGES})


@transaction.atomic
def add(
    *,
    person: Person,
    organisation: Organisation,
    titles: Mapping[str, str],
    by: User | None,
    now: datetime.datetime,
    kind: str = PostKind.POSITION,
    from_date: str = "",
    reported_date: str = "",
) -> tuple[Post, bool]:
    """
    Add a post, unless the same person already holds it in the same words.

    :param titles: the title by column code (vi, zh, en); may be empty
    :return: the post, and whether it is new
    :raises ValidationError: if a date is malformed
    """
    person, organisation = living.person(person), living.organisation(organisation)
    # No constraint can say what the same words are: whoever adds to this person next waits for us.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    for post in Post.objects.filter(person=person, organisation=organisation, kind=kind):
        if _same_title(post, titles):
            return post, False
    post = Post(
        person=person,
        organisation=organisation,
        kind=kind,
        from_date=from_date,
        reported_date=reported_date,
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
        **{f"title_{language}": titles.get(language, "")[:200] for language in LANGUAGES},
    )
    post.full_clean(exclude=["created_by", "updated_by"])
    post.save()
    audit.record(
        key="registry.post.added",
        subject=post,
        by=by,
        now=now,
        after={"person": person.public_id, "organisation": organisation.public_id, "titles": dict(titles)},
    )
    outbox.enqueue(kind="person", key=person.public_id)
    return post, True


@transaction.atomic
def end(*, post: Post, to_date: str, by: User | None, now: datetime.datetime) -> Post:
    """
    Say when a post ended; it stays in the record of both.

    :param to_date: an ISO day, month or year; empty when it turned out to go on
    :raises ValidationError: if the date is malformed; nothing is then changed
    """
    pk = living.row(post).pk
    post = Post.objects.select_for_update().select_related("person", "organisation").get(pk=pk)
    before = post.to_date
    if before == to_date:
        return post
    post.to_date = to_date
    post.full_clean(exclude=["created_by", "updated_by"])
    post.updated_at, post.updated_by = now, by
    post.save()
    audit.record(
        key="registry.post.ended" if to_date else "registry.post.reopened",
        subject=post,
        by=by,
        now=now,
        before={**_ends(post), "to_date": before},
        after={**_ends(post), "to_date": to_date},
    )
    outbox.enqueue(kind="person", key=post.person.public_id)
    return post


@transaction.atomic
def remove(*, post: Post, by: User | None, now: datetime.datetime) -> None:
    """Remove a post that was never true, with the words cited for it; the log keeps what it said."""
    post = living.row(post)
    titles = {language: getattr(post, f"title_{language}") for language in LANGUAGES}
    audit.record(
        key="registry.post.removed", subject=post, by=by, now=now, before={**_ends(post), "titles": titles}
    )
    Citation.objects.filter(subject_type=post._meta.label_lower, subject_id=post.pk).delete()
    person = post.person
    post.delete()
    outbox.enqueue(kind="person", key=person.public_id)


def _ends(post: Post) -> dict[str, Any]:
    """Return the public ids of both, by which the histories of both find the line."""
    return {"person": post.person.public_id, "organisation": post.organisation.public_id}
