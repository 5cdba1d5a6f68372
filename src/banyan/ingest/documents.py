"""How a source page becomes a document: its title, our summary and the quotes shown, never its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from banyan.core.i18n import LANGUAGES
from banyan.registry.enums import SourceKind
from banyan.registry.models import Citation, Source
from banyan.registry.models.visibility import shown_support
from banyan.search.documents import SearchDocument, SearchName, register_builder


def article_documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    """Build the documents of several source pages with a constant number of queries."""
    sources = list(
        Source.objects.filter(public_id__in=keys, kind=SourceKind.CLIPPING, taken_down_at__isnull=True)
    )
    citations = Citation.objects.filter(source__in=sources).exclude(quote="").order_by("start", "pk")
    quotes_of: dict[int, dict[str, None]] = {}
    for citation, _, _ in shown_support(citations):
        quotes_of.setdefault(citation.source_id, {})[citation.quote] = None
    for source in sources:
        quotes = quotes_of.get(source.pk)
        if not quotes:
            continue
        text = {code: getattr(source, f"summary_{code}") for code in LANGUAGES}
        language = source.language if source.language in LANGUAGES else ""
        text[language] = " ".join([text.get(language, ""), *quotes]).strip()
        yield SearchDocument(
            kind="article",
            key=source.public_id,
            names=(SearchName(text=str(source), language=language, kind="official"),),
            text=text,
            facets={
                "language": (language,) if language else (),
                "year": (source.published_date[:4],) if source.published_date else (),
            },
        )


def _article(key: str) -> SearchDocument | None:
    return next(iter(article_documents([key])), None)


def _keys() -> Iterator[str]:
    kept = Source.objects.filter(kind=SourceKind.CLIPPING, taken_down_at__isnull=True)
    yield from kept.values_list("public_id", flat=True).iterator()


def register() -> None:
    """Tell the index how to build source pages; called once when the application starts."""
    register_builder("article", build=_article, keys=_keys, build_many=article_documents)
