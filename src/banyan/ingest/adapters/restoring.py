"""What a planted run replaced: the name the same person and role carry elsewhere on the page."""

from __future__ import annotations

import re

from .lines import is_han
from .reading import Suspicion
from .spam_context import names_a_role, says_what_a_body_does
from .spam_words import runs

_BOUNDARY = re.compile(
    r"[\s，,。.;；:：、!！?？“”\"'‘’()（）《》<>|/／\-–—]|(?<=由)|(?<=[与和及在是])(?=.{3})"
)

# What opens a sentence before the name that is its subject.
_ADVERB = re.compile(
    r"^(?:此前|之前|此后|之后|日前|近日|今天|昨日|当天|目前|随后|会上|其中|同时|最后|据了解|据悉|据|\d{1,4}[年月日])+"
)

# A registered name behind a slash: up to the word that says what kind of body it is.
_REGISTERED = re.compile(
    r"[/／]\s?("
    r"[\u4e00-\u9fff]{2,30}?(?:协会|学会|基金会|中心|联合会|促进会|研究所|研究院|公司|服务社|联盟|总会)(?!的)"
    r"|(?:Trung tâm|Quỹ|Hội|Hiệp hội|Viện|Công ty)\s[^,.;()\n]{3,60}?"
    r"(?=\s(?:đã|tổ chức|phối hợp|cho)|[,.;()\n]))"
)


def restored(text: str, found: list[Suspicion]) -> list[Suspicion]:
    """Suggest what a planted run replaced: the name the same person and role carry elsewhere on the page."""
    spans = [(item.start, item.end) for item in found]
    suggested: dict[str, str] = {}
    for item in found:
        if item.kind == "injected_replacement" and (name := _name_elsewhere(text, item, spans)):
            suggested.setdefault(item.text.casefold(), name)
    result = []
    for item in found:
        name = suggested.get(item.text.casefold(), "") if item.kind == "injected_replacement" else ""
        why = f"{item.why}; elsewhere “{name}” stands in its place" if name else item.why
        result.append(Suspicion(item.kind, item.start, item.end, item.text, why, name))
    return result


def stands_elsewhere(text: str, item: Suspicion) -> bool:
    """Tell whether the person and role beside a run stand elsewhere beside another name."""
    return bool(_name_elsewhere(text, item, [(item.start, item.end)]))


def _name_elsewhere(text: str, item: Suspicion, spans: list[tuple[int, int]]) -> str:
    """Find the longest words after (or before) the run that occur again beside another name."""
    for length in range(24, 4, -1):
        after = text[item.end : item.end + length]
        if "\n" in after or len(after) < length or not names_a_role(after):
            continue
        if name := _beside(text, after, item, spans, before=True):
            return name
    for length in range(40, 9, -1):
        before = text[max(item.start - length, 0) : item.start]
        if "\n" in before or len(before) < length or not names_a_role(before):
            continue
        if name := _beside(text, before, item, spans, before=False):
            return name
    return _in_parallel(text, item, spans) or _beside_registered_name(text, item, spans)


def _in_parallel(text: str, item: Suspicion, spans: list[tuple[int, int]]) -> str:
    """Find the same predicate ("held the forum on …") with another subject, as the headline often has it."""
    for length in range(30, 4, -1):
        after = text[item.end : item.end + length]
        if "\n" in after or len(after) < length or not says_what_a_body_does(after):
            continue
        if len(after.strip()) * (2 if is_han(after) else 1) < 12:
            break
        if name := _beside(text, after, item, spans, before=True):
            return name
    return ""


def _beside_registered_name(text: str, item: Suspicion, spans: list[tuple[int, int]]) -> str:
    """Of "planted/registered name" return what stands before that slash elsewhere, else the second name."""
    found = _REGISTERED.match(text, item.end)
    if found is None:
        return ""
    for slash in "/／":
        if name := _beside(text, slash + found.group(1), item, spans, before=True):
            return name
    return found.group(1)


def _beside(text: str, context: str, item: Suspicion, spans: list[tuple[int, int]], *, before: bool) -> str:
    at = text.find(context)
    tries = 0
    while at >= 0 and tries < 50:
        edge = at if before else at + len(context)
        own = item.end if before else item.start
        if edge != own and not any(start <= (edge - 1 if before else edge) < end for start, end in spans):
            name = _name_before(text, edge) if before else _name_after(text, edge)
            if 2 <= len(name) <= 60 and not runs(name):
                return name
        at = text.find(context, at + 1)
        tries += 1
    return ""


def _name_before(text: str, edge: int) -> str:
    piece = text[max(edge - 60, 0) : edge]
    if piece and not is_han(piece[-6:]):
        found = re.search(
            r"((?:[A-ZÀ-ỸĐ][\w&.’'-]*\s+(?:(?:of|for|and|the|và|các|vì)\s+)?){1,8})(?:['’]s\s*)?$",
            piece + " " if not piece.endswith(" ") else piece,
        )
        return found.group(1).strip() if found else ""
    cuts = [found.end() if found.group() else found.start() for found in _BOUNDARY.finditer(piece)]
    return _ADVERB.sub("", piece[max(cuts, default=0) :].strip())


def _name_after(text: str, edge: int) -> str:
    piece = text[edge : edge + 80]
    cut = re.search(r"[\n,.;:!?()，。；：、（）]|\s(?:đã|cho|phát|chia|said|told|who|at|tại|trong)\s", piece)
    return piece[: cut.start() if cut else len(piece)].strip()
