"""What is read of an HTML page: its elements, visible lines, links and head."""

from __future__ import annotations

from dataclasses import dataclass, field

from .offsets import MappedText


@dataclass(slots=True)
class Container:
    """An element that holds lines: what it is called, what it stands in, how much running text it has."""

    parent: int
    tag: str
    names: frozenset[str]
    region: str
    prose: float = 0.0


@dataclass(slots=True)
class Block:
    """One visible line of the page. ``linked`` counts its characters that are links."""

    text: MappedText
    container: int
    tag: str
    region: str
    linked: int
    headline: bool


@dataclass(slots=True)
class Link:
    """An anchor: its address, its words, where both stand, and whether a reader can see it."""

    address: str
    text: str
    start: int
    end: int
    hidden: bool
    why_hidden: str = ""


@dataclass(slots=True)
class Html:
    """Everything later steps need of an HTML page."""

    blocks: list[Block] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    depth: int = 0
    cut_at: int | None = None
