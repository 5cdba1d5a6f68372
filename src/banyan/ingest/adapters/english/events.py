"""Events: workshops, forums, ceremonies, with their day, place and organisers."""

from __future__ import annotations

from dataclasses import dataclass, field

from banyan.ingest.adapters.english.chains import is_name_word, owner_ends
from banyan.ingest.adapters.english.dates import Moment
from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.sheet import Sheet
from banyan.ingest.adapters.english.tokens import Sentence

_HOLD = word_set(
    "organised organized co-organised co-organized hosted co-hosted held convened launched conducted "
    "organises organizes organizing organising holds hosts initiated arranged ran"
)
_TOPIC_ENDS = word_set(
    "in at was were is are will has have had with by from which that who where when held organised "
    "organized hosted took during under after before co-organised co-organized to as attended began "
    "opened"
)
_FIRST = word_set("the a an this that our its their his her")


@dataclass(slots=True)
class Occasion:
    """One event over tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    name: str
    noun: str
    date: str = ""
    date_inferred: bool = False
    place: tuple[int, int] | None = None
    organisers: list[Name] = field(default_factory=list)
    hosted: bool = False
    confidence: float = 0.6


def find_events(*, sheet: Sheet, sentences: list[Sentence], moments: list[Moment]) -> list[Occasion]:
    """Return the events of a page, each once, where first named with something that can be filed."""
    found: list[Occasion] = []
    by_paragraph = _moments_by_paragraph(sheet, sentences, moments)
    for sentence in sentences:
        for occasion, named in _phrases(sheet, sentence):
            _date(sheet, sentence, occasion, by_paragraph)
            _place(sheet, sentence, occasion)
            _organisers(sheet, sentence, occasion)
            filed = bool(occasion.date) + bool(occasion.place) + bool(occasion.organisers)
            if not occasion.name:
                for one in found[-20:]:
                    if one.noun == occasion.noun:
                        _learn(one, occasion)
                continue
            twin = next((one for one in found[-200:] if _same(one, occasion, named)), None)
            if twin is not None:
                _learn(twin, occasion)
            elif filed >= (
                2 if occasion.noun in lexicon().weak_events and not named and _is_bare(sheet, occasion) else 1
            ):
                occasion.confidence = min(0.85, 0.5 + 0.1 * filed + (0.1 if named else 0))
                found.append(occasion)
            elif named and occasion.noun not in lexicon().weak_events:
                occasion.confidence = 0.5
                found.append(occasion)
    return found


def _is_bare(sheet: Sheet, occasion: Occasion) -> bool:
    """Whether nothing stands before the noun, as in "the meeting on ..."."""
    return sheet.words.tokens[occasion.first].low == occasion.noun


def _learn(known: Occasion, later: Occasion) -> None:
    known.date, known.date_inferred = (
        (known.date, known.date_inferred) if known.date else (later.date, later.date_inferred)
    )
    known.place = known.place or later.place
    known.organisers = known.organisers or later.organisers
    known.hosted = known.hosted or later.hosted


def _same(one: Occasion, two: Occasion, named: bool) -> bool:
    if one.noun != two.noun:
        return one.name.lower() == two.name.lower()
    first, second = set(one.name.lower().split()), set(two.name.lower().split())
    if first <= second or second <= first:
        return True
    if not named and (not two.date or two.date == one.date):
        return True
    return len(first & second) * 2 > max(len(first), len(second))


def _phrases(sheet: Sheet, sentence: Sentence) -> list[tuple[Occasion, bool]]:
    lists = lexicon()
    tokens = sheet.words.tokens
    found: list[tuple[Occasion, bool]] = []
    taken = sentence.first
    for index in range(sentence.first, sentence.last):
        token = tokens[index]
        if token.kind != "word" or token.low not in lists.event_nouns or index in sheet.used or index < taken:
            continue
        if sentence.heading and token.low in {"launch", "visit", "tour", "fair", "camp"}:
            continue
        following = tokens[index + 1] if index + 1 < sentence.last else None
        if following is not None and following.low in lists.event_nouns:
            continue
        if following is not None and following.low in {
            "centre",
            "center",
            "room",
            "hall",
            "fee",
            "fees",
            "participants",
        }:
            continue
        first, named = _begin(sheet, sentence, index, taken)
        last, titled = _finish(sheet, sentence, index + 1)
        if index == first and not titled and last == index + 1:
            before = tokens[index - 1].low if index > sentence.first else ""
            if before in {"the", "this"}:
                found.append((Occasion(first, last, "", token.low), False))
            continue
        name = sheet.words.cut(first, last)
        found.append((Occasion(first, last, name, token.low), named or titled))
        taken = last
    return found


def _begin(sheet: Sheet, sentence: Sentence, noun: int, taken: int) -> tuple[int, bool]:
    """Return where the event's name begins, and whether capitals make it a name."""
    lists = lexicon()
    tokens = sheet.words.tokens
    first, capitals = noun, 0
    while first > max(sentence.first, taken):
        before = tokens[first - 1]
        if (
            first - 1 in sheet.used
            and before.kind == "word"
            and not (sheet.names.get(first - 1) is not None and before.is_acronym and tokens[noun].is_capital)
        ):
            break
        owner = before.key == "'s" or before.text in "’'"
        if (
            owner
            and first - 2 >= sentence.first
            and owner_ends(sheet.words, first - 1, sentence.last) == first
        ):
            first -= 1
            continue
        if tokens[noun].is_capital and is_name_word(before, sentence):
            capitals += 1
        elif not (before.low in lists.event_modifiers or before.key.capitalize() in lists.domain):
            joint = before.low in {"and", "&"} and first - 2 >= sentence.first
            if not (
                joint and is_name_word(tokens[first - 2], sentence) and tokens[noun].is_capital and capitals
            ):
                break
        if before.low in _FIRST:
            break
        first -= 1
        if places().match(tokens, first, noun) and capitals:
            capitals -= 1
    while first < noun and (tokens[first].low in {"and", "&"} or tokens[first].bare in lists.stop):
        first += 1
    return first, capitals >= 1 and tokens[noun].is_capital


def _finish(sheet: Sheet, sentence: Sentence, index: int) -> tuple[int, bool]:
    """Return where the event's name ends: after "on TOPIC", or after the title in quotation marks."""
    tokens = sheet.words.tokens
    if index >= sentence.last:
        return index, False
    at = index
    if (
        tokens[at].low in {"on", "entitled", "titled", "named", "themed", ":", ","}
        and at + 1 < sentence.last
        and (tokens[at + 1].text in '“"‘')
    ):
        at += 1
    if tokens[at].text in '“"‘':
        for close in range(at + 1, min(at + 30, sentence.last)):
            if tokens[close].text in '”"’' and tokens[close].key != "'s":
                return close + 1, True
    if tokens[index].low not in {"on", "for", "about"}:
        return index, False
    end = index + 1
    while end < sentence.last and end - index < 11:
        token = tokens[end]
        if (
            token.low in _TOPIC_ENDS
            or (token.kind == "mark" and token.text not in "&-’'/")
            or token.kind == "number"
        ):
            break
        end += 1
    topic = tokens[index + 1] if index + 1 < sentence.last else None
    if (
        topic is None
        or topic.low in lexicon().months
        or topic.key in lexicon().months
        or topic.low in _FIRST - {"the"}
    ):
        return index, False
    if tokens[end - 1].low in {"and", "of", "for", "the"} or (end - index >= 11):
        while end > index + 1 and tokens[end - 1].low in {"and", "of", "for", "the"}:
            end -= 1
    return (end, False) if end > index + 1 else (index, False)


def _moments_by_paragraph(
    sheet: Sheet, sentences: list[Sentence], moments: list[Moment]
) -> dict[int, list[tuple[int, Moment]]]:
    found: dict[int, list[tuple[int, Moment]]] = {}
    for moment in moments:
        if len(moment.value) < 7 or not sentences:
            continue
        token = sheet.words.at(moment.start)
        sentence = sheet.words.sentence_of(token)
        found.setdefault(sentence.paragraph, []).append((token, moment))
    return found


def _date(
    sheet: Sheet, sentence: Sentence, occasion: Occasion, by_paragraph: dict[int, list[tuple[int, Moment]]]
) -> None:
    """Take the nearest date of the sentence, else the last one of the paragraph before it."""
    here = by_paragraph.get(sentence.paragraph, [])
    inside = [one for one in here if sentence.first <= one[0] < sentence.last]
    chosen = min(inside, key=lambda one: abs(one[0] - occasion.first), default=None)
    if chosen is None:
        chosen = next((one for one in reversed(here) if sentence.first - 60 <= one[0] < sentence.first), None)
    if chosen is not None:
        occasion.date, occasion.date_inferred = chosen[1].value, chosen[1].inferred


def _place(sheet: Sheet, sentence: Sentence, occasion: Occasion) -> None:
    tokens = sheet.words.tokens
    for index in range(occasion.last, min(sentence.last, occasion.last + 40)):
        if tokens[index - 1].low not in {"in", "at"} or index in sheet.used:
            continue
        place = places().match(tokens, index, sentence.last)
        if place is not None:
            occasion.place = (index, place[0])
            return
    for index in range(sentence.first + 1, occasion.first):
        if tokens[index - 1].low == "in" and index not in sheet.used:
            place = places().match(tokens, index, sentence.last)
            if place is not None and place[0] < sentence.last and tokens[place[0]].text in ",":
                occasion.place = (index, place[0])


def _organisers(sheet: Sheet, sentence: Sentence, occasion: Occasion) -> None:
    tokens = sheet.words.tokens
    for index in range(occasion.last, min(sentence.last - 1, occasion.last + 40)):
        if tokens[index].low == "by" and tokens[index - 1].low in _HOLD | {"co-organized", "jointly"}:
            occasion.organisers = listed(sheet, sentence, index + 1)
            occasion.hosted = tokens[index - 1].low in {"hosted", "co-hosted"}
            if occasion.organisers:
                return
    for index in range(max(sentence.first, occasion.first - 16), occasion.first):
        if tokens[index].low in _HOLD and index - 1 >= sentence.first:
            end = index
            while end - 1 > sentence.first and tokens[end - 1].low in {
                "has",
                "have",
                "jointly",
                "also",
                "successfully",
                "had",
            }:
                end -= 1
            name = (
                _apposed(sheet, sentence, end)
                or sheet.ends.get(end)
                or sheet.ends.get(end - 1 if tokens[end - 1].text in ")）" else end)
            )
            if name is None:
                name = _before_bracket(sheet, end)
            if name is not None:
                occasion.organisers = _backwards(sheet, name)
                return


def _apposed(sheet: Sheet, sentence: Sentence, end: int) -> Name | None:
    """Return the subject of "X, in cooperation with Y, held ...": the first body of the sentence."""
    if end - 1 <= sentence.first or sheet.words.tokens[end - 1].text != ",":
        return None
    firsts = [at for at in range(sentence.first, end) if at in sheet.names]
    return sheet.names[firsts[0]] if firsts else None


def _before_bracket(sheet: Sheet, end: int) -> Name | None:
    tokens = sheet.words.tokens
    if end > 0 and tokens[end - 1].text in ")）":
        for at in range(end - 2, max(end - 14, 0), -1):
            if tokens[at].text in "(（":
                return sheet.ends.get(at)
    return None


def _backwards(sheet: Sheet, last: Name) -> list[Name]:
    found = [last]
    tokens = sheet.words.tokens
    while True:
        at = found[0].first - 1
        while at > 0 and tokens[at].low in {"the", "and", ",", "&"}:
            at -= 1
        name = sheet.ends.get(at + 1) or _before_bracket(sheet, at + 1)
        if (
            name is None
            or at + 1 == found[0].first
            or (tokens[found[0].first - 1].low in {"the"} and at + 2 == found[0].first)
        ):
            return found
        found.insert(0, name)


def listed(sheet: Sheet, sentence: Sentence, index: int) -> list[Name]:
    """Return the organisations of "A, the B (XY) and C" beginning at a token."""
    tokens = sheet.words.tokens
    found: list[Name] = []
    while index < sentence.last and len(found) < 30:
        while index < sentence.last and (
            tokens[index].low in {"the", "and", "&", ",", "as", "well", "both", "with", "a"}
        ):
            index += 1
        name = sheet.names.get(index) or sheet.stands.get(index)
        if name is None:
            break
        if name.evidence != "parenthesis" or not found or tokens[name.first - 1].text not in "(（":
            found.append(name)
        index = name.last
        if index < sentence.last and tokens[index].text in "(（":
            for close in range(index + 1, min(index + 14, sentence.last)):
                if tokens[close].text in ")）":
                    index = close + 1
                    break
        if index >= sentence.last or tokens[index].low not in {",", "and", "&", "as"}:
            break
    return found
