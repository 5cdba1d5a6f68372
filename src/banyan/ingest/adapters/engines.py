"""The engine of each language, loaded when needed, and what the register knows laid over its guesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any

from .known_names import Hit, KnownNames
from .programmes import with_programmes
from .reading import Engine, Found, Mention, Page, Relation, Span

_ENGINES = {
    "zh": ("chinese", "ChineseEngine"),
    "vi": ("vietnamese", "VietnameseEngine"),
    "en": ("english", "EnglishEngine"),
}
_KNOWN_CONFIDENCE = 0.99
# An engine's longer name is believed over a known one inside it when its evidence closes the name.
_CLOSED = frozenset({"parenthesis", "suffix", "head", "title"})


@cache
def engine_for(language: str) -> Engine | None:
    """Return the engine of a language, or None where it is not installed."""
    module, name = _ENGINES.get(language, ("", ""))
    if not module:
        return None
    try:
        engine: Any = getattr(import_module(f"{__package__}.{module}.engine"), name)()
    except (ImportError, AttributeError):
        return None
    return engine if hasattr(engine, "find") else None


def find(*, page: Page, known: KnownNames) -> tuple[Found, str]:
    """Let the page's engine read it and lay the known names over the result; return both and its name."""
    engine = engine_for(page.language)
    found = engine.find(page=page) if engine else Found()
    joined = merged(found=outside_blocked(found, page.blocked), hits=known.find(page.text), page=page)
    return with_programmes(found=joined, page=page), engine.name if engine else ""


def outside_blocked(found: Found, blocked: Sequence[tuple[int, int]]) -> Found:
    """Drop whatever touches a blocked stretch; relations go with their subject or object."""

    def free(span: Mention | Span) -> bool:
        return not any(start < span.end and span.start < end for start, end in blocked)

    return Found(
        mentions=tuple(mention for mention in found.mentions if free(mention)),
        relations=tuple(item for item in found.relations if free(item.subject) and free(item.object)),
    )


def merged(*, found: Found, hits: Sequence[Hit], page: Page) -> Found:
    """
    Join an engine's mentions with the register's names.

    A known name beats a guess it equals, contains or crosses. A guess that contains a known name stays when
    its evidence closes it (a branch, a sub-unit), and the known name is then noted inside it.
    """
    mentions = list(found.mentions)
    moved: dict[tuple[int, int], Span] = {}
    for hit in hits:
        if any(start < hit.end and hit.start < end for start, end in page.blocked):
            continue
        touching = [
            item
            for item in mentions
            if item.kind in {"organisation", "person", "place"}
            and item.start < hit.end
            and hit.start < item.end
        ]
        around = next(
            (
                item
                for item in touching
                if item.kind == hit.name.kind
                and _is_longer(item, hit)
                and item.attributes.get("evidence") in _CLOSED
            ),
            None,
        )
        if around is not None:
            mentions[mentions.index(around)] = replace(
                around, attributes={**around.attributes, "contains_known": hit.name.record}
            )
            continue
        same = next((item for item in touching if item.kind == hit.name.kind), None)
        attributes = dict(same.attributes) if same else {}
        attributes |= {"evidence": "known", "record": hit.name.record}
        attributes.setdefault("canonical", hit.name.text)
        mention = Mention(
            hit.name.kind,
            page.text[hit.start : hit.end],
            hit.start,
            hit.end,
            _KNOWN_CONFIDENCE,
            same.type if same else "",
            attributes,
        )
        for item in touching:
            mentions.remove(item)
            if item.kind == hit.name.kind:
                moved[(item.start, item.end)] = mention.span
        mentions.append(mention)
    mentions.sort(key=lambda item: (item.start, -item.end))
    return Found(mentions=tuple(mentions), relations=tuple(_moved(item, moved) for item in found.relations))


def _is_longer(mention: Mention, hit: Hit) -> bool:
    return (
        mention.start <= hit.start
        and hit.end <= mention.end
        and mention.end - mention.start > hit.end - hit.start
    )


def _moved(relation: Relation, moved: dict[tuple[int, int], Span]) -> Relation:
    subject = moved.get((relation.subject.start, relation.subject.end), relation.subject)
    target = moved.get((relation.object.start, relation.object.end), relation.object)
    return replace(relation, subject=subject, object=target)
