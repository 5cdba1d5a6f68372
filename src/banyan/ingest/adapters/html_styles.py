"""What a page keeps from its reader's eyes: by an element's own style or by its style sheet's plain rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Style sheets of a page beyond this many characters are not read.
_MOST_CHARACTERS = 300_000
_SHEET = re.compile(r"<style\b([^<>]*)>(.*?)</style", re.I | re.S)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]{1,600})\{([^{}]{0,4000})\}")
_TAG = re.compile(r"^[a-zA-Z][a-zA-Z0-9]{0,12}(?=[.#])")
_NAMED = re.compile(r"([.#])(-?[_a-zA-Z][\w-]{0,80})$")
_COMPOUND = re.compile(r"[.#]-?[_a-zA-Z][\w-]{0,80}")
_BRACE = re.compile(r"[{}]")
_SHOWN = re.compile(r"display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible", re.I)
_STYLE_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0*(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|(?:^|;)\s*(?:height|width)\s*:\s*[01](?:px)?\s*;[^\"]{0,200}overflow\s*:\s*hidden"
    r"|overflow\s*:\s*hidden[^\"]{0,200}(?:^|;|\s)(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)",
    re.I,
)
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)", re.I)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.I)
_WHITE = re.compile(r"^(?:#fff(?:fff)?|white|rgba?\(\s*255\s*,\s*255\s*,\s*255.*|transparent)$", re.I)


def hidden_reason(attributes: dict[str, str], *, tag: str = "") -> str:
    """Return how an element is kept from the reader's eyes, or "" when it is not."""
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return "hidden"
    if tag == "input" or not (style := attributes.get("style", "")):
        return ""
    if found := _STYLE_HIDDEN.search(style):
        return found.group().split(":")[0].strip().lower()
    colour, ground = _COLOUR.search(style), _BACKGROUND.search(style)
    if colour and _WHITE.match(colour.group(1).strip()):
        if ground is None or _WHITE.match(ground.group(1).strip()):
            return "white on white"
    elif colour and ground and colour.group(1).strip().lower() == ground.group(1).strip().lower():
        return "same colour as its ground"
    return ""


@dataclass(slots=True)
class Sheet:
    """
    ``hidden`` maps ``.class`` and ``#id`` to the way they are hidden; ``shown`` holds the names that,
    together with a hidden one, bring the element back (``.tab.active``).
    """

    hidden: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def reason(self, attributes: dict[str, str]) -> str:
        """Return how a page's own style sheet hides an element, or ""."""
        if not self.hidden:
            return ""
        names = [f".{name}" for name in attributes.get("class", "").split()[:20]]
        if identity := attributes.get("id", ""):
            names.append(f"#{identity.strip()}")
        why = next((self.hidden[name] for name in names if name in self.hidden), "")
        return "" if any(name in self.shown for name in names) else why


def read_sheets(source: str) -> Sheet:
    """Read the ``<style>`` elements of a page."""
    sheet = Sheet()
    budget = _MOST_CHARACTERS
    if "<style" not in source and "<STYLE" not in source:
        return sheet
    for found in _SHEET.finditer(source[: 4 * _MOST_CHARACTERS]):
        if "print" in found.group(1).lower() or budget <= 0:
            continue
        text = _COMMENT.sub(" ", found.group(2)[:budget])
        budget -= len(text)
        _read_rules(_without_conditions(text), sheet)
    return sheet


def _read_rules(text: str, sheet: Sheet) -> None:
    for rule in _RULE.finditer(text):
        why = hidden_reason({"style": rule.group(2)})
        shown = not why and _SHOWN.search(rule.group(2))
        if not why and not shown:
            continue
        for selector in rule.group(1).split(","):
            rest = _TAG.sub("", selector.strip())
            if why and _NAMED.fullmatch(rest):
                sheet.hidden[rest] = why
            elif shown and len(parts := _COMPOUND.findall(rest)) > 1 and "".join(parts) == rest:
                sheet.shown.update(parts[1:])
            elif shown and _NAMED.fullmatch(rest):
                sheet.hidden.pop(rest, None)


def _without_conditions(text: str) -> str:
    """Leave out what stands inside ``@media`` and its like: it holds for some screens only."""
    kept: list[str] = []
    at = 0
    while (start := text.find("@", at)) >= 0:
        kept.append(text[at:start])
        opening = text.find("{", start)
        semicolon = text.find(";", start)
        if opening < 0 or 0 <= semicolon < opening:
            at = semicolon + 1 if semicolon >= 0 else len(text)
            continue
        depth, at = 1, opening + 1
        for brace in _BRACE.finditer(text, opening + 1):
            depth += 1 if brace.group() == "{" else -1
            at = brace.end()
            if depth == 0:
                break
    kept.append(text[at:])
    return "".join(kept)
