"""How organisations and people become documents of the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from banyan.core.i18n import LANGUAGES, language_of
from banyan.registry.models import Identifier, Organisation, OrganisationName, Person, Post, Tie
from banyan.registry.models.visibility import listed_people, shown_organisations, shown_people, shown_posts
from banyan.search.documents import SearchDocument, SearchName, register_builder
from banyan.taxonomy.models import Concept


@lru_cache(maxsize=1024)
def _language(tag: str) -> str:
    return language_of(tag) if tag.split("-")[0] in LANGUAGES else ""


#: What an organisation's document is made of, read as plain values: an import has a thousand made a second.
_COLUMNS = (
    "pk",
    "public_id",
    "country__code",
    "place__code",
    "founded_date",
    *(f"title_{code}" for code in LANGUAGES),
    *(f"summary_{code}" for code in LANGUAGES),
)


def weighed_by(tie: Tie) -> str:
    """Return the public id of the organisation whose document a tie changes: the one it is read from."""
    return tie.subject.public_id


def _by_owner(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """Return rows by the first of their values, in their order."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row[1:])
    return found


def _bonds(owners: Sequence[int]) -> Counter[int]:
    """Count posts and ties apart: together, the thousand of each of a network would be a million rows."""
    found: Counter[int] = Counter()
    for model, end in ((Post, "organisation"), (Tie, "subject")):
        rows = model._default_manager.filter(**{f"{end}__in": owners}).order_by()
        found.update(dict(rows.values_list(end).annotate(number=Count("pk"))))
    return found


def organisation_documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    """Build the documents of several organisations with a constant number of queries."""
    rows = list(shown_organisations().filter(public_id__in=keys).order_by("pk").values_list(*_COLUMNS))
    owners = [row[0] for row in rows]
    owned = {"organisation__in": owners}
    names = _by_owner(
        OrganisationName.objects.filter(**owned)
        .order_by("pk")
        .values_list("organisation_id", "text", "language", "kind")
    )
    numbers = _by_owner(
        Identifier.objects.filter(**owned).order_by("pk").values_list("organisation_id", "value")
    )
    topics = _by_owner(
        Organisation.topics.through._default_manager.filter(**owned)
        .order_by("pk")
        .values_list("organisation_id", "concept_id")
    )
    filed = {concept for found in topics.values() for (concept,) in found}
    codes = dict(Concept.objects.filter(pk__in=filed).values_list("pk", "code")) if filed else {}
    bonds = _bonds(owners)
    for pk, public_id, country, place, founded, *texts in rows:
        titles, summaries = texts[: len(LANGUAGES)], texts[len(LANGUAGES) :]
        yield SearchDocument(
            kind="organisation",
            key=public_id,
            names=tuple(
                SearchName(text=text, language=_language(language), kind=kind)
                for text, language, kind in names.get(pk, ())
            ),
            text={
                **dict(zip(LANGUAGES, summaries, strict=True)),
                "": " ".join(value for (value,) in numbers.get(pk, ())),
            },
            facets={
                "country": (country,) if country else (),
                "place": (place,) if place else (),
                "topic": tuple(codes[concept] for (concept,) in topics.get(pk, ())),
                "language": tuple(code for code, title in zip(LANGUAGES, titles, strict=True) if title),
                "year": (founded[:4],) if founded else (),
            },
            weight=1.0 + min(bonds[pk], 50) / 50,
        )


def _people() -> QuerySet[Person]:
    posts = Prefetch("posts", queryset=shown_posts().select_related("organisation"), to_attr="posts_shown")
    is_shown = Exists(shown_people().filter(pk=OuterRef("pk")))
    return listed_people().annotate(is_shown=is_shown).prefetch_related("names", posts)


def _person_document(person: Person) -> SearchDocument:
    posts = list(person.posts_shown)  # type: ignore[attr-defined]
    text = {
        code: " ".join(
            f"{getattr(post, f'title_{code}')} {getattr(post.organisation, f'title_{code}')}".strip()
            for post in posts
        ).strip()
        for code in LANGUAGES
    }
    return SearchDocument(
        kind="person",
        key=person.public_id,
        names=tuple(
            SearchName(text=name.text, language=_language(name.language), kind=name.kind)
            for name in person.names.all()
        ),
        text=text,
        facets={"language": tuple(code for code in LANGUAGES if getattr(person, f"title_{code}"))},
        is_public=bool(person.is_shown),  # type: ignore[attr-defined]
    )


def person_documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    """Build the documents of several people with a constant number of queries; nothing private is in them."""
    for person in _people().filter(public_id__in=keys):
        yield _person_document(person)


def _organisation(key: str) -> SearchDocument | None:
    return next(iter(organisation_documents([key])), None)


def _person(key: str) -> SearchDocument | None:
    return next(iter(person_documents([key])), None)


def _organisation_keys() -> Iterator[str]:
    yield from shown_organisations().values_list("public_id", flat=True).iterator()


def _person_keys() -> Iterator[str]:
    yield from listed_people().values_list("public_id", flat=True).iterator()


def register() -> None:
    """Tell the index how to build our kinds; called once when the application starts."""
    register_builder(
        "organisation", build=_organisation, keys=_organisation_keys, build_many=organisation_documents
    )
    register_builder("person", build=_person, keys=_person_keys, build_many=person_documents)
