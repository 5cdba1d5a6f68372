"""Ties between bodies, read from set phrases: "member of", "funded by", "consultative status with"."""

from __future__ import annotations

import re
from itertools import pairwise

from banyan.ingest.adapters.english.events import Occasion, listed
from banyan.ingest.adapters.english.giving import find_giving
from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.memberships import find_memberships, opens_list
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.sheet import Sheet
from banyan.ingest.adapters.english.subjects import OF_MEETINGS, meeting_spoken_of, subject_of
from banyan.ingest.adapters.english.tie import Tie
from banyan.ingest.adapters.english.tokens import Sentence


def _compiled() -> re.Pattern[str]:
    kinds = (f"(?P<{kind}>{'|'.join(phrases)})" for kind, _, phrases in lexicon().ties)
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(kinds).replace(" ", r"\s{1,2}") + r")(?![\w-])", re.IGNORECASE
    )


_TRIGGER = _compiled()
_TRUST = {kind: trust for kind, trust, _ in lexicon().ties}
_LEVEL = re.compile(r"\b(special|general|roster)\b", re.IGNORECASE)
_FOUNDED = re.compile(r"\b(?:initiated|founded|launched|established|set up|created)\b")


#: Ties that a phrase in the passive may tell of an undertaking as well as of an organisation.
_DONE_TO = frozenset({"funded_by", "operated_by", "supported_by"})
_UNDERTAKINGS = word_set(
    "programme program project scheme campaign initiative study survey course training report research "
    "fellowship exhibition grant scholarship pilot"
)


def find_ties(*, sheet: Sheet, sentence: Sentence, occasions: list[Occasion]) -> list[Tie]:
    """Return the ties a sentence states between organisations, or between an event and organisations."""
    names = sheet.bodies(sentence.first, sentence.last)
    if not names:
        return []
    here = [one for one in occasions if sentence.first <= one.first < sentence.last]
    spoken = meeting_spoken_of(sheet, sentence, occasions)
    words = sheet.words
    text = words.text
    start = words.tokens[sentence.first].start
    end = words.tokens[sentence.last - 1].end
    found: list[Tie] = _nested(sheet, names) + find_memberships(sheet, sentence, names)
    found += find_giving(sheet, sentence, names)
    for match in _TRIGGER.finditer(words.text, start, end):
        kind = match.lastgroup or ""
        first = words.at(match.start())
        nxt = words.at(match.end() - 1) + 1
        founding = text[max(start, match.start() - 150) : match.start()].lower()
        together = match.group().lower().startswith(("jointly", "together"))
        if kind == "partner_of" and together and _FOUNDED.search(founding):
            kind = "initiated_with"
        if kind in _DONE_TO and _thing_before(sheet, sentence, first):
            continue  # "a programme run by X": not of the organisation that announced it
        if match.group().lower().startswith("member") and opens_list(sheet, sentence, nxt):
            continue
        objects = _objects(sheet, sentence, nxt)
        if kind == "initiated_with" and objects:
            objects += _with_whom(sheet, sentence, objects[-1].last)
        if kind == "member_of" and objects and _observes(sheet, sentence, objects[-1].last):
            kind = "observer_of"
        if not objects:
            continue
        subject = spoken if spoken is not None and kind in OF_MEETINGS else None
        subject = subject or subject_of(sheet, sentence, names, here, first, objects[-1].last, kind)
        if subject is None:
            continue
        level = ""
        if kind == "consultative_status":
            near = _LEVEL.search(words.text, max(start, match.start() - 20), match.start())
            level = near.group(1).lower() if near else ""
        for body in objects:
            if (body.first, body.last) == subject or _canonical(sheet, body) == _spelt(sheet, subject):
                continue
            begins = min(subject[0], body.first, first) if subject[0] >= sentence.first else sentence.first
            quote = (begins, max(subject[1], body.last))
            found.append(Tie(kind, subject, (body.first, body.last), quote, _TRUST[kind], level))
    return found


def _with_whom(sheet: Sheet, sentence: Sentence, at: int) -> list[Name]:
    """Return the further founders of "founded by A together with B"."""
    words = [token.low for token in sheet.words.tokens[at : min(at + 2, sentence.last)]]
    step = 2 if words in (["together", "with"], ["along", "with"], ["jointly", "with"]) else 0
    step = 1 if words[:1] == ["with"] else step
    return listed(sheet, sentence, at + step) if step else []


def _thing_before(sheet: Sheet, sentence: Sentence, first: int) -> bool:
    """Whether a phrase follows the noun of an undertaking, or such a phrase about one: "project run by"."""
    tokens = sheet.words.tokens
    nearest = max((one.last for one in sheet.bodies(sentence.first, first)), default=sentence.first)
    for at in range(first - 1, max(sentence.first, first - 14) - 1, -1):
        if at < nearest and tokens[first - 1].low not in {"and", ","}:
            return False
        if tokens[at].low in _UNDERTAKINGS:
            return True
    return False


def _observes(sheet: Sheet, sentence: Sentence, at: int) -> bool:
    """Whether "joined X" goes on "as an observer"."""
    return any(sheet.words.tokens[step].low == "observer" for step in range(at, min(at + 4, sentence.last)))


def _canonical(sheet: Sheet, name: Name) -> str:
    return name.canonical or sheet.words.cut(name.first, name.last)


def _spelt(sheet: Sheet, span: tuple[int, int]) -> str:
    name = sheet.names.get(span[0]) or sheet.stands.get(span[0])
    return _canonical(sheet, name) if name is not None else ""


def _objects(sheet: Sheet, sentence: Sentence, index: int) -> list[Name]:
    """Return the bodies that follow a phrase, a few describing words skipped."""
    for skip in range(4):
        at = index + skip
        if at >= sentence.last or sheet.words.tokens[at].text in ",;:(":
            return []
        found = listed(sheet, sentence, at)
        if found:
            return found
        if at in sheet.used:
            return []
    return []


def _nested(sheet: Sheet, names: list[Name]) -> list[Tie]:
    """Read "the Research Centre of the University": the first is part of the second."""
    tokens = sheet.words.tokens
    found: list[Tie] = []
    for one, two in pairwise(names):
        between = [token.low for token in tokens[one.last : two.first]]
        if between in (["of"], ["of", "the"], ["under"], ["under", "the"], ["at"], ["at", "the"]):
            found.append(
                Tie("part_of", (one.first, one.last), (two.first, two.last), (one.first, two.last), 0.7)
            )
        elif between == ["/"]:
            found.append(
                Tie("same_as", (one.first, one.last), (two.first, two.last), (one.first, two.last), 0.5)
            )
    return found
