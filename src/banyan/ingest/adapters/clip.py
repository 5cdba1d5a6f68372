"""
From the bytes of a page to a reading: clean text, where it comes from, what it says, what looks planted.

``read`` is the one way in. It never touches a network, and no database but through ``names_for``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from . import content_types, engines
from .decoding import decode
from .furniture import classify, names_contact_person
from .hidden_links import suspicious_links
from .known_names import KnownNames
from .language import language_of
from .lines import KEPT, READ, USEFUL, Line, LineKind
from .metadata import metadata_of
from .office_files import docx_text, pdf_text
from .offsets import MappedText, OffsetMap, joined
from .page_dates import latest_day
from .pages import PageText, page_text
from .plain_text import plain_page
from .reading import KnownName, Mention, Page, Relation, Span, Suspicion
from .suspicion import planted
from .time_limit import LONGEST_READING, TimeLimit


@dataclass(frozen=True, slots=True)
class Furniture:
    """A useful line beside the article, ``signature`` (who we are) or ``contact``, placed in the source."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """
    Everything read of one page.

    Offsets of mentions, relations, suspicions and furniture are code points into ``source_text``: the
    decoded file for plain text, the decoded markup for HTML, the extracted text for DOCX and PDF.
    ``clean_map`` leads from ``clean_text`` to ``source_text``. ``date`` is ISO of day, month or year
    precision. ``publisher`` is the original one; ``reposted_by`` the site the page was found on when
    another. ``engine`` is "" when none is installed for the language. ``cut_at`` is the place in the source
    behind which nothing was read, because no article is so long; None when all was read.
    """

    source_text: str
    clean_text: str
    clean_map: OffsetMap
    media_type: str
    language: str
    title: str
    date: str
    publisher: str
    reposted_by: str
    author: str
    posted_by: str
    engine: str
    furniture: tuple[Furniture, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    metadata_spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    cut_at: int | None = None

    def in_clean_text(self, start: int, end: int) -> tuple[int, int] | None:
        """Turn a span of the source into a span of the clean text; None where that part was not kept."""
        return self.clean_map.from_source(start, end)

    def as_json(self) -> dict[str, Any]:
        """Return the object ``bin/banyan clip --json`` prints."""
        return {
            "language": self.language,
            "title": self.title,
            "date": self.date,
            "publisher": self.publisher,
            "author": self.author,
            "text": self.clean_text,
            "suspicions": [
                {"kind": item.kind, "start": item.start, "end": item.end, "text": item.text, "why": item.why}
                for item in self.suspicions
            ],
            "mentions": [
                {
                    "kind": item.kind,
                    "text": item.text,
                    "start": item.start,
                    "end": item.end,
                    "confidence": round(item.confidence, 3),
                    "type": item.type,
                    "attributes": item.attributes,
                }
                for item in self.mentions
                if item.type != "programme"  # the contract has no kind for what is neither event nor body
            ],
            "relations": [
                {
                    "kind": item.kind,
                    "subject": _span_json(item.subject),
                    "object": _span_json(item.object),
                    "quote": item.quote,
                    "confidence": round(item.confidence, 3),
                    "attributes": item.attributes,
                }
                for item in self.relations
            ],
        }


def read(
    *,
    raw: bytes,
    content_type: str = "",
    address: str = "",
    language: str = "",
    known_names: Iterable[KnownName] | KnownNames = (),
    names_for: Callable[[str], Iterable[KnownName]] | None = None,
    seconds: float = LONGEST_READING,
) -> Reading:
    """
    Read a page or file.

    ``content_type`` is what a server or browser said of it, ``address`` where it was found, ``language``
    overrides detection. ``known_names`` are the register's; pass a built ``KnownNames`` to reuse it.
    ``names_for`` is called once with the text the engine is about to read, and what it returns is taken for
    the known names: a register too large to hand over whole picks the ones that stand there. It is then the
    only source of them, and ``known_names`` is not looked at. ``seconds`` is the time the reading may take;
    it is kept in the main thread only.
    Raises the PageErrors of content_types and office_files for files nobody can read, and
    ReadingTookTooLong.
    """
    with TimeLimit(seconds) as limit:
        return _read(
            raw=raw,
            content_type=content_type,
            address=address,
            language=language,
            known_names=known_names,
            names_for=names_for,
            limit=limit,
        )


def _read(
    *,
    raw: bytes,
    content_type: str,
    address: str,
    language: str,
    known_names: Iterable[KnownName] | KnownNames,
    names_for: Callable[[str], Iterable[KnownName]] | None,
    limit: TimeLimit,
) -> Reading:
    kind = content_types.media_type(raw=raw, content_type=content_type, address=address)
    source, page, head = _page(raw, kind, content_type)
    lines = page.lines
    visible = [line for line in lines if line.kind is not LineKind.FURNITURE]
    classify(visible, page_title=page.meta.get("og:title", "") + "\n" + page.head_title)
    sample = "\n".join(line.text for line in lines if line.kind in KEPT) or page.text.text
    tongue = language or language_of(sample)
    plants = planted(text=page.text.text, lines=lines, language=tongue)
    origin = metadata_of(
        lines=lines,
        meta=page.meta | head,
        head_title=page.head_title,
        source=source if kind == content_types.HTML else "",
        address=address,
    )
    analysed, blocked = _analysed(page, plants.found, is_markup=kind == content_types.HTML)
    if names_for is not None:
        with limit.put_off():
            known_names = tuple(names_for(analysed.text))
    known = known_names if isinstance(known_names, KnownNames) else KnownNames(known_names)
    names = () if isinstance(known_names, KnownNames) else tuple(known_names)
    found, engine = engines.find(
        page=Page(
            text=analysed.text,
            language=tongue,
            title=origin.title,
            date=latest_day(origin.date),
            known_names=names,
            blocked=blocked,
        ),
        known=known,
    )
    clean = _text_of(page, lambda line: line.kind in KEPT)
    in_source = [
        replace(item, start=start, end=end)
        for item in plants.found
        for start, end in [page.text.map.to_source(item.start, item.end)]
    ]
    in_source += suspicious_links(links=page.links, address=address, page_topic=plants.page_topic)
    in_source.sort(key=lambda item: (item.start, -item.end))
    return Reading(
        source_text=source,
        clean_text=clean.text,
        clean_map=clean.map,
        media_type=kind,
        language=tongue,
        title=origin.title,
        date=origin.date,
        publisher=origin.publisher,
        reposted_by=origin.reposted_by,
        author=origin.author,
        posted_by=origin.posted_by,
        engine=engine,
        furniture=tuple(
            Furniture(line.kind.value, line.text, *page.text.map.to_source(line.start, line.end))
            for line in lines
            if line.kind in USEFUL
        ),
        suspicions=tuple(_without_repeats(in_source)),
        mentions=tuple(_moved_mention(item, analysed.map) for item in found.mentions),
        relations=tuple(_moved_relation(item, analysed.map) for item in found.relations),
        metadata_spans={name: page.text.map.to_source(*span) for name, span in origin.spans.items()},
        cut_at=page.cut_at,
    )


def _page(raw: bytes, kind: str, content_type: str) -> tuple[str, PageText, dict[str, str]]:
    """Return source text, page and what the file says of itself beside its text."""
    if kind in {content_types.DOCX, content_types.PDF}:
        office = docx_text(raw) if kind == content_types.DOCX else pdf_text(raw)
        return office.text, plain_page(office.text), office.properties
    decoded = decode(raw=raw, content_type=content_type, is_markup=kind == content_types.HTML)
    page = page_text(decoded.text) if kind == content_types.HTML else plain_page(decoded.text)
    return decoded.text, page, {}


def _analysed(
    page: PageText, suspicions: list[Suspicion], *, is_markup: bool
) -> tuple[MappedText, tuple[tuple[int, int], ...]]:
    """
    Return the text an engine reads, with its way back to the source, and its blocked stretches.

    A plain text is read as it is, furniture and planted content blocked. Of an HTML page only the article,
    its credits and signature are read; of either, who is to be asked.
    """
    shut = [(item.start, item.end) for item in suspicions]
    if not is_markup:
        shut += [(line.start, line.end) for line in page.lines if not _is_read(line)]
        return page.text, tuple(sorted(set(shut)))
    text = _text_of(page, _is_read)
    blocked = []
    for start, end in shut:
        moved = text.map.from_source(*page.text.map.to_source(start, end))
        if moved:
            blocked.append(moved)
    return text, tuple(blocked)


def _is_read(line: Line) -> bool:
    return line.kind in READ or (line.kind is LineKind.CONTACT and names_contact_person(line.text))


def _text_of(page: PageText, is_wanted: Callable[[Line], bool]) -> MappedText:
    """Return the wanted lines as one text; paragraphs stay a blank line apart."""
    parts = []
    before = 0
    for line in page.lines:
        gap = page.text.text[before : line.start]
        before = line.end
        if is_wanted(line):
            apart = gap.count("\n") + gap.count("\r") - gap.count("\r\n") > 1
            parts.append(("\n\n" if apart else "\n", page.text.slice(line.start, line.end)))
    return joined(parts)


def _without_repeats(items: list[Suspicion]) -> list[Suspicion]:
    """Two rules may see one stretch: the widest speaks. ``items`` are in order of their beginning."""
    kept: list[Suspicion] = []
    covered = -1
    for item in items:
        if item.end > covered:
            kept.append(item)
            covered = item.end
    return kept


def _moved_mention(mention: Mention, back: OffsetMap) -> Mention:
    start, end = back.to_source(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def _moved_relation(relation: Relation, back: OffsetMap) -> Relation:
    def moved(span: Span) -> Span:
        return Span(span.text, *back.to_source(span.start, span.end))

    return replace(relation, subject=moved(relation.subject), object=moved(relation.object))


def _span_json(span: Span) -> dict[str, Any]:
    return {"text": span.text, "start": span.start, "end": span.end}
