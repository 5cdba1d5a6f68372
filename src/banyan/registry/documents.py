"""How organisations and people become documents of the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from banyan.core.i18n import LANGUAGES, language_of
from banyan.registry.models import Organisation, Person, Post, Tie
from banyan.registry.models.visibility import listed_people, shown_organisations, shown_people, shown_posts
from banyan.search.documents import SearchDocument, SearchName, register_builder


def _language(tag: str) -> str:
    return language_of(tag) if tag.split("-")[0] in LANGUAGES else ""


def _number_of(model: type[Post | Tie], end: str) -> Coalesce:
    """Count apart: joined together, the thousand posts and ties of a network would be a million rows."""
    found = model.objects.filter(**{end: OuterRef("pk")}).order_by().values(end)
    return Coalesce(Subquery(found.annotate(number=Count("pk")).values("number")), 0)


def _organisations() -> QuerySet[Organisation]:
    return (
        shown_organisations()
        .select_related("country", "place", "legal_form")
        .prefetch_related("names", "topics", "identifiers")
        .annotate(bonds=_number_of(Post, "organisation") + _number_of(Tie, "subject"))
    )


def _organisation_document(organisation: Organisation) -> SearchDocument:
    names = [
        SearchName(text=name.text, language=_language(name.language), kind=name.kind)
        for name in organisation.names.all()
    ]
    facets = {
        "country": (organisation.country.code,) if organisation.country else (),
        "place": (organisation.place.code,) if organisation.place else (),
        "topic": tuple(topic.code for topic in organisation.topics.all()),
        "language": tuple(code for code in LANGUAGES if getattr(organisation, f"title_{code}")),
        "year": (organisation.founded_date[:4],) if organisation.founded_date else (),
    }
    text = {code: getattr(organisation, f"summary_{code}") for code in LANGUAGES}
    text[""] = " ".join(identifier.value for identifier in organisation.identifiers.all())
    return SearchDocument(
        kind="organisation",
        key=organisation.public_id,
        names=tuple(names),
        text=text,
        facets=facets,
        weight=1.0 + min(organisation.bonds, 50) / 50,  # type: ignore[attr-defined]
    )


def organisation_documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    """Build the documents of several organisations with a constant number of queries."""
    for organisation in _organisations().filter(public_id__in=keys):
        yield _organisation_document(organisation)


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
