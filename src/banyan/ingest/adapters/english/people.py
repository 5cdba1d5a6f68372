"""People: beside a form of address, a title, a verb of speech, or by the look of the name itself."""

from __future__ import annotations

from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.shapes import is_common, person_at
from banyan.ingest.adapters.english.sheet import Human, Sheet
from banyan.ingest.adapters.english.tokens import Sentence

_JOINTS = word_set(", – — - : ( （")
_OF = word_set("of from at for with in")
_BYLINES = word_set("by author text story writer words reporter editor photo photos")


def find_people(*, sheet: Sheet, sentence: Sentence) -> None:
    """Write down the people a sentence names; posts are tied to them later."""
    for index in range(sentence.first, sentence.last):
        if index in sheet.used:
            continue
        token = sheet.words.tokens[index]
        if token.kind != "word":
            continue
        if token.key in lexicon().address and token.is_capital:
            _addressed(sheet, sentence, index)
            continue
        if index not in sheet.roles and (token.is_capital):
            _named(sheet, sentence, index)


def name_after(sheet: Sheet, sentence: Sentence, index: int, *, trusted: bool) -> Human | None:
    """Return the person named from ``index`` on; ``trusted`` when a title or address vouches for it."""
    tokens = sheet.words.tokens
    honorific = ""
    while index < sentence.last and tokens[index].key in lexicon().address and tokens[index].is_capital:
        honorific = tokens[index].text
        index += 1
        if index < sentence.last and tokens[index].text == ".":
            index += 1
        trusted = True
    if index in sheet.humans:
        return sheet.humans[index]
    limit = next(
        (at for at in range(index, min(sentence.last, index + 6)) if at in sheet.used or at in sheet.roles),
        sentence.last,
    )
    end, confidence, shape = person_at(tokens, index, limit)
    if end <= index or (confidence < 0.7 and not trusted):
        return None
    if confidence < 0.7 and (tokens[index].bare in lexicon().stop or end - index > 4):
        return None
    return Human(
        index, end, shape, max(confidence, 0.85 if honorific else 0.75) if trusted else confidence, honorific
    )


def _addressed(sheet: Sheet, sentence: Sentence, index: int) -> None:
    human = name_after(sheet, sentence, index, trusted=True)
    tokens = sheet.words.tokens
    if human is not None:
        sheet.add_human(human)
        return
    honorific = tokens[index].text
    at = index + 1
    if at < sentence.last and tokens[at].text == ".":
        at += 1
    if at < sentence.last and tokens[at].is_capital and at not in sheet.used and not is_common(tokens[at]):
        if honorific in {"Sister", "Father", "Sir", "Lady", "Lord", "Comrade", "Ambassador"}:
            return
        sheet.add_human(Human(at, at + 1, "surname", 0.55, honorific))


def _named(sheet: Sheet, sentence: Sentence, index: int) -> None:
    """Judge a run of capitals that no form of address precedes."""
    words = sheet.words
    tokens = words.tokens
    lists = lexicon()
    if (
        index > sentence.first
        and tokens[index - 1].is_capital
        and index - 1 not in sheet.used
        and index - 1 not in sheet.role_tokens
    ):
        before = tokens[index - 1]
        if before.bare not in lists.stop and before.bare not in lists.function:
            return
    human = name_after(sheet, sentence, index, trusted=_vouched(sheet, sentence, index))
    if human is None:
        return
    end = human.last
    glued = (
        end < sentence.last and end not in sheet.used and end not in sheet.roles and tokens[end].is_capital
    )
    if glued and tokens[end].bare not in lists.stop and human.shape != "chinese":
        return
    if glued and human.shape == "chinese" and is_common(tokens[end]):
        return
    if (
        sentence.heading
        and human.shape in {"western", "unknown"}
        and human.confidence < 0.85
        and not _vouched(sheet, sentence, index)
    ):
        human.confidence = 0.55
    if human.last < sentence.last and tokens[human.last].low in {
        "province",
        "city",
        "district",
        "county",
        "commune",
        "village",
        "street",
        "road",
        "river",
        "town",
    }:
        return
    sheet.add_human(human)


def _vouched(sheet: Sheet, sentence: Sentence, index: int) -> bool:
    """Whether the words around make a run of capitals a person: a title before or after, a verb of speech."""
    tokens = sheet.words.tokens
    lists = lexicon()
    before = index - 1
    if before >= sentence.first and tokens[before].text in _JOINTS:
        before -= 1
    if before + 1 in sheet.role_ends and not sheet.role_ends[before + 1].weak:
        return True
    if (
        tokens[index - 1].text == ","
        and before + 1 in sheet.ends
        and _role_of(sheet, sheet.ends[before + 1].first)
    ):
        return True
    if index in sheet.ends and _role_of(sheet, sheet.ends[index].first):
        return True
    if index - 2 >= sentence.first and tokens[index - 2].low == "according" and tokens[index - 1].low == "to":
        return person_at(tokens, index, sentence.last)[0] - index <= 3
    if (
        index - 1 >= sentence.first
        and index - 1 <= sentence.first + 1
        and sentence.last - sentence.first < 14
    ):
        byline = tokens[sentence.first].low in _BYLINES and (
            index - 1 == sentence.first or tokens[index - 1].text in ":/"
        )
        if byline:
            return True
    end, _, _ = person_at(tokens, index, sentence.last)
    if end > index and _beside_body(sheet, sentence, index, end):
        return True
    if end <= index or end >= sentence.last:
        return False
    after = end
    if tokens[after].text in _JOINTS:
        for at in range(after + 1, min(after + 8, sentence.last)):
            if at in sheet.roles:
                return not sheet.roles[at].weak or tokens[after].text == ","
            if tokens[at].text in ",;)." or tokens[at].low in {"and", "said"}:
                break
        return False
    return tokens[after].low in lists.speech and end - index <= 3 and tokens[index].bare not in lists.stop


def _beside_body(sheet: Sheet, sentence: Sentence, first: int, last: int) -> bool:
    """Whether a body beside shows a person: "NAME from the X", "NAME (X)", or others in a list."""
    tokens = sheet.words.tokens
    if not 2 <= last - first <= 4 or tokens[first].bare in lexicon().stop:
        return False
    if any(is_common(tokens[at]) for at in range(first, last)):
        return False
    if last + 1 < sentence.last:
        link = tokens[last].low
        body = sheet.name_at(last + 1, sentence)
        if body is not None and (link == "from" or (link in {"(", "（"} and tokens[body.last].text in "),")):
            return True
        if link == "," and tokens[last + 1].low == "who":
            return True
    before = tokens[first - 1] if first > sentence.first else None
    if before is None:
        return False
    earlier = sheet.human_ending(first - 1)
    owned = before.key == "'s" and first - 2 >= sentence.first and tokens[first - 2].is_capital
    if owned and (last >= sentence.last or not tokens[last].is_capital):
        return tokens[first - 2].key in lexicon().head_types or first - 1 in sheet.ends
    if before.text in {",", "and", ";"} and earlier is not None:
        return last >= sentence.last or tokens[last].text in {",", ".", ";", "(", "and"}
    contact = tokens[sentence.first].low == "contact" or tokens[sentence.first + 1].low == "contact"
    return contact and before.text == ":"


def _role_of(sheet: Sheet, first: int) -> bool:
    """Whether "ROLE of (the)" stands before the token ``first``."""
    tokens = sheet.words.tokens
    at = first - 1
    if at > 0 and tokens[at].low == "the":
        at -= 1
    return at > 0 and tokens[at].low in _OF and at in sheet.role_ends


def later_mentions(*, sheet: Sheet, sentences: list[Sentence]) -> None:
    """Give each person the fullest name, and find the surname alone: "Ms Hoa", "Kjeldsen said"."""
    words = sheet.words
    tokens = words.tokens
    by_part: dict[str, str] = {}
    bare: set[str] = set()
    details: dict[str, Human] = {}
    full: dict[tuple[str, ...], str] = {}
    for human in sorted(sheet.humans.values(), key=lambda one: one.first):
        if human.shape == "surname":
            continue
        keys = tuple(token.key for token in tokens[human.first : human.last])
        written = " ".join(words.cut(human.first, human.last).split())
        canonical = full.setdefault(tuple(sorted(key.lower() for key in keys)), written)
        human.canonical = canonical
        details.setdefault(canonical, human)
        parts = {"chinese": (keys[0],), "vietnamese": (keys[-1],)}.get(human.shape, (keys[-1],))
        for part in parts:
            by_part.setdefault(part, canonical)
            if human.shape in {"western", "unknown"} and len(part) > 3:
                bare.add(part)
        if human.shape in {"western", "unknown"}:
            by_part.setdefault(keys[0] + "\0given", canonical)
    _spread(sheet, sentences, full)
    for human in sheet.humans.values():
        if human.shape == "surname":
            key = tokens[human.first].key
            human.canonical = (
                by_part.get(key) or by_part.get(key + "\0given") or words.cut(human.first, human.last)
            )
            if human.canonical in details:
                human.confidence = 0.75
    if not bare:
        return
    for sentence in sentences:
        for index in range(sentence.first, sentence.last):
            token = tokens[index]
            if index in sheet.used or token.key not in bare or not token.is_capital or is_common(token):
                continue
            alone = (
                index == sentence.first
                or not tokens[index - 1].is_capital
                or tokens[index - 1].bare in lexicon().stop
            ) and (index + 1 >= sentence.last or not tokens[index + 1].is_capital)
            if alone and not places().match(tokens, index, index + 1):
                sheet.add_human(Human(index, index + 1, "surname", 0.7, canonical=by_part[token.key]))


def _spread(sheet: Sheet, sentences: list[Sentence], full: dict[tuple[str, ...], str]) -> None:
    """Find every further place where a full name already met stands again."""
    tokens = sheet.words.tokens
    lengths: dict[str, set[int]] = {}
    for keys in full:
        for key in keys:
            lengths.setdefault(key, set()).add(len(keys))
    for sentence in sentences:
        for index in range(sentence.first, sentence.last):
            if index in sheet.used or tokens[index].low not in lengths:
                continue
            for length in sorted(lengths[tokens[index].low], reverse=True):
                if index + length > sentence.last:
                    continue
                found = tokens[index : index + length]
                canonical = full.get(tuple(sorted(token.low for token in found)))
                if canonical and all(token.is_capital or not token.key.isalpha() for token in found):
                    sheet.add_human(Human(index, index + length, "again", 0.75, canonical=canonical))
                    break
