"""Tying people to titles and organisations by the words that stand between them."""

from __future__ import annotations

from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.people import name_after
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.roles import Role
from banyan.ingest.adapters.english.sheet import Human, Sheet
from banyan.ingest.adapters.english.tokens import Sentence

_OF = word_set("of from at for with in")
_INNER = word_set("division unit section desk department office team branch")
_LINKS = word_set("is was serves served works worked became as")
_STATES = word_set("ambassador consul governor mayor premier senator")
#: Titles whose "of" tells a field of learning: "professor of Pacific History".
_OF_FIELDS = word_set("professor lecturer student teacher scholar reader master bachelor doctor")


def tie_posts(*, sheet: Sheet, sentence: Sentence) -> None:
    """Read "ORG's ROLE NAME", "ROLE of ORG, NAME", "NAME, ROLE of ORG", "NAME (ORG)" in one sentence."""
    for role in [sheet.roles[at] for at in range(sentence.first, sentence.last) if at in sheet.roles]:
        _around_role(sheet, sentence, role)
    for human in [sheet.humans[at] for at in range(sentence.first, sentence.last) if at in sheet.humans]:
        if human.organisation is None:
            _without_role(sheet, sentence, human)


def _around_role(sheet: Sheet, sentence: Sentence, role: Role) -> None:
    joined = _joined(sheet, sentence, role)
    if joined is not None:
        _write(sheet, joined[0], sheet.words.cut(role.first, role.last), joined[1], role)
        return
    before = _organisation_before(sheet, sentence, role)
    after, reach = _organisation_after(sheet, sentence, role)
    position = sheet.words.cut(role.first, role.last)
    human = _person_after(sheet, sentence, reach, bool(before or after or not role.weak))
    if human is not None and _belongs_before(sheet, sentence, role, before, reach):
        human = None
    name = after or before or _heading_of(sheet, sentence, role)
    if human is not None and not (human.position and human.organisation):
        following = _after_person(sheet, sentence, human) if name is None else None
        _write(sheet, human, position, name or following, role)
        return
    human = _person_before(sheet, sentence, role, before)
    if human is not None and not (human.position and human.organisation):
        if after is None:
            after = _listed(sheet, sentence, role)
        name = after or before
        _write(sheet, human, position, name, role)


def _joined(sheet: Sheet, sentence: Sentence, role: Role) -> tuple[Human, Name] | None:
    """Return the person and the body of "NAME joined ORG as ROLE"."""
    tokens = sheet.words.tokens
    at = role.first - 1
    while at > sentence.first and tokens[at].low in {"a", "an", "its", "their", "the"}:
        at -= 1
    if at <= sentence.first or tokens[at].low != "as" or at not in sheet.ends:
        return None
    name = sheet.ends[at]
    for first in range(name.first - 1, max(sentence.first, name.first - 9) - 1, -1):
        if first in sheet.humans:
            return sheet.humans[first], name
    return None


def _belongs_before(sheet: Sheet, sentence: Sentence, role: Role, before: Name | None, reach: int) -> bool:
    """Whether, in "A, ROLE of X, B, ROLE of Y", a title followed by a comma is A's rather than B's."""
    if reach >= sentence.last or sheet.words.tokens[reach].text not in {",", "–", "—"}:
        return False
    earlier = _person_before(sheet, sentence, role, before)
    return earlier is not None and not (earlier.position and earlier.organisation)


def _write(sheet: Sheet, human: Human, position: str, name: Name | None, role: Role) -> None:
    human = sheet.add_human(human)
    if sheet.humans.get(human.first) is not human:
        return
    if not human.position:
        human.position = position
    if name is None or human.organisation is not None:
        return
    human.organisation = sheet.add_name(name)
    name.confidence = max(name.confidence, 0.75)
    firsts = [human.first, role.first]
    lasts = [human.last, role.last]
    if sheet.words.sentence_index(name.first) == sheet.words.sentence_index(human.first):
        firsts.append(name.first)
        lasts.append(name.last)
    human.quote = (min(firsts), max(lasts))
    human.confidence = max(human.confidence, 0.85)


def _organisation_before(sheet: Sheet, sentence: Sentence, role: Role) -> Name | None:
    tokens = sheet.words.tokens
    end = role.first
    if end - 1 >= sentence.first and tokens[end - 1].low == "whose":
        reach = range(end - 1, max(sentence.first, end - 8), -1)
        return next((sheet.ends[at] for at in reach if at in sheet.ends), None)
    if (end - 1 >= sentence.first and tokens[end - 1].key == "'s") or (
        end - 1 >= sentence.first
        and tokens[end - 1].text in "’'"
        and tokens[end - 1].start == tokens[end - 2].end
    ):
        end -= 1
    national = tokens[end - 1].low.endswith(("ish", "ese", "ian"))
    if national and end - 2 > sentence.first and tokens[end - 2].key == "'s":
        end -= 2
    known = sheet.ends.get(end) or _over_place(sheet, sentence, end)
    if known is not None:
        return known
    if tokens[role.first - 1].low in {"its", "their"} and role.first > sentence.first:
        return next((sheet.names[at] for at in range(sentence.first, role.first) if at in sheet.names), None)
    if end < role.first and end - 2 >= sentence.first and tokens[end - 2].low in {"the", "this"}:
        return sheet.spoken_of(end - 2, sentence)
    first = end
    while (
        first > sentence.first
        and end - first < 6
        and first - 1 not in sheet.used
        and tokens[first - 1].is_capital
    ):
        first -= 1
    while first < end and tokens[first].bare in lexicon().stop | lexicon().function:
        first += 1
    if first == end:
        return None
    name = sheet.headless_at(first, sentence)
    if name is None or name.last != end:
        return None
    if name.name_kind != "acronym" and end == role.first and role.last - role.first == 1:
        return None
    return name


def _over_place(sheet: Sheet, sentence: Sentence, end: int) -> Name | None:
    """Return ORG of "ORG's China director" and "ORG China director"."""
    tokens = sheet.words.tokens
    for at in range(end - 1, max(sentence.first, end - 3), -1):
        place = places().match(tokens, at, end)
        if place is not None and place[0] == end:
            owner = at - 1 if tokens[at - 1].key == "'s" else at
            named = sheet.ends.get(owner)
            if named is None and owner < at and sheet.is_initials(owner - 1, sentence):
                named = sheet.headless_at(owner - 1, sentence)
            return named
    return None


def _organisation_after(sheet: Sheet, sentence: Sentence, role: Role) -> tuple[Name | None, int]:
    """Return the organisation of "ROLE of ORG" and the token after it."""
    tokens = sheet.words.tokens
    index = role.last
    if index >= sentence.last:
        return None, index
    if tokens[index].low not in _OF:
        core = role.core_last
        if core < role.last and tokens[core].low in _OF:
            name = sheet.name_at(core + 1, sentence)
            if name is not None:
                return name, name.last
        return None, index
    name = sheet.name_at(index + 1, sentence)
    if name is None:
        said = tokens[role.core_last - 1].low
        state = said in _STATES or tokens[index].low == "in"
        state = state or (said in _OF_FIELDS and tokens[index].low == "of")
        name = None if state else sheet.headless_at(index + 1, sentence)
        name = name or sheet.spoken_of(index + 1, sentence)
        if name is not None and name.name_kind != "acronym" and tokens[index].low == "for":
            name = None
    if name is None:
        return None, index
    if name.last <= role.first:
        return name, index + 3
    over = sheet.names.get(name.last + 1) if name.last + 1 < sentence.last else None
    if over is not None and tokens[name.last].text == "," and tokens[name.last - 1].low in _INNER:
        return over, _past_brackets(sheet, sentence, over.last)
    return name, _past_brackets(sheet, sentence, name.last)


def _heading_of(sheet: Sheet, sentence: Sentence, role: Role) -> Name | None:
    """Return the body whose entry a line "Director: NAME" belongs to: the line above that is its name."""
    tokens = sheet.words.tokens
    if role.first != sentence.first or role.last >= sentence.last or tokens[role.last].text not in ":：":
        return None
    index = sheet.words.sentence_index(sentence.first)
    for above in reversed(sheet.words.sentences[max(0, index - 6) : index]):
        names = [sheet.names[at] for at in range(above.first, above.last) if at in sheet.names]
        first = names[0] if names else None
        if first is not None and first.first - above.first <= 2 and above.last - first.last <= 4:
            return first
    return None


def _past_brackets(sheet: Sheet, sentence: Sentence, index: int) -> int:
    tokens = sheet.words.tokens
    if index < sentence.last and tokens[index].text in "(（":
        for at in range(index + 1, min(index + 12, sentence.last)):
            if tokens[at].text in ")）":
                return at + 1
    return index


def _person_after(sheet: Sheet, sentence: Sentence, index: int, trusted: bool) -> Human | None:
    tokens = sheet.words.tokens
    if index < sentence.last and tokens[index].low == "in" and index + 1 < sentence.last:
        for at in range(index + 1, min(index + 4, sentence.last)):
            if tokens[at].text == ",":
                index = at
                break
    if index + 1 < sentence.last and tokens[index].low in {"to", "of"}:
        state = places().match(tokens, index + 1, sentence.last)
        index = state[0] if state is not None else index
    if index < sentence.last and tokens[index].text in {",", "–", "—", ":", "-"}:
        index += 1
    if index >= sentence.last:
        return None
    human = sheet.humans.get(index)
    if human is not None:
        return human
    return name_after(sheet, sentence, index, trusted=trusted)


def _person_before(sheet: Sheet, sentence: Sentence, role: Role, before: Name | None) -> Human | None:
    """Return NAME of "NAME, ROLE", "NAME – ORG's ROLE", "NAME (ROLE ...)" or "NAME is the ROLE"."""
    tokens = sheet.words.tokens
    index = (before.first if before is not None else role.first) - 1
    steps = 0
    linked = False
    while index >= sentence.first and steps < 5:
        token = tokens[index]
        if token.text in {",", "–", "—", "-", "(", "（", ":"} or token.low in _LINKS:
            linked = True
        elif token.low not in {
            "the",
            "a",
            "an",
            "its",
            "their",
            "also",
            "currently",
            "now",
            "then",
            "our",
            "elected",
            "appointed",
            "been",
            "has",
            "new",
        }:
            break
        index -= 1
        steps += 1
    if not linked:
        return None
    for first in range(index, max(sentence.first, index - 5) - 1, -1):
        human = sheet.humans.get(first)
        if human is not None:
            return human if human.last == index + 1 else None
    return None


def _listed(sheet: Sheet, sentence: Sentence, role: Role) -> Name | None:
    """Return ORG of "NAME, ROLE, ORG"; in running text the next name may be another matter."""
    tokens = sheet.words.tokens
    below = sheet.names.get(role.last) if role.last == sentence.last else None
    if below is not None and sheet.words.sentence_of(below.first).last - below.last <= 3:
        return below
    if role.last + 1 < sentence.last and tokens[role.last].text in {",", "–", "—", "-"}:
        name = sheet.name_at(role.last + 1, sentence)
        if name is None:
            return None
        ends = name.last >= sentence.last or tokens[name.last].text in {",", ";", ".", ")", "(", "、"}
        return name if ends else None
    return None


def _after_person(sheet: Sheet, sentence: Sentence, human: Human) -> Name | None:
    tokens = sheet.words.tokens
    index = human.last
    if index < sentence.last and tokens[index].text == ",":
        index += 1
    if index >= sentence.last or tokens[index].low not in {"of", "from", "at", "with"}:
        if index < sentence.last and tokens[index].text in "(（":
            return _bracketed(sheet, sentence, index)
        return None
    name = sheet.name_at(index + 1, sentence) or sheet.headless_at(index + 1, sentence)
    if name is not None and name.last + 1 < sentence.last and tokens[name.last].key == "'s":
        return sheet.names.get(name.last + 1, name)
    return name


def _bracketed(sheet: Sheet, sentence: Sentence, opening: int) -> Name | None:
    name = sheet.name_at(opening + 1, sentence) or sheet.headless_at(opening + 1, sentence)
    if name is None:
        return None
    closed = name.last < sentence.last and sheet.words.tokens[name.last].text in ")）,("
    return name if closed else None


def _without_role(sheet: Sheet, sentence: Sentence, human: Human) -> None:
    """Read "NAME from ORG" and "NAME (ORG)": a tie without a title."""
    if human.shape in {"surname", "again"} and human.canonical:
        return
    name = _after_person(sheet, sentence, human) or _row(sheet, sentence, human)
    if name is None:
        return
    human.organisation = sheet.add_name(name)
    name.confidence = max(name.confidence, 0.65)
    human.quote = (human.first, name.last)


def _row(sheet: Sheet, sentence: Sentence, human: Human) -> Name | None:
    """Return ORG of a line "3. NAME, ORG", or of "Ms NAME, ORG, ..." where the address vouches for it."""
    tokens = sheet.words.tokens
    opening = [token for token in tokens[sentence.first : human.first] if token.kind == "word"]
    if (
        any(token.key not in lexicon().address for token in opening) and not human.honorific
    ) or human.last >= sentence.last:
        return None
    if tokens[human.last].text not in {",", "–", "—", "-", ":"}:
        return None
    name = sheet.name_at(human.last + 1, sentence)
    if name is None:
        return None
    apposed = human.honorific and name.last < sentence.last and tokens[name.last].text in ",;"
    return name if apposed or name.last >= sentence.last - 1 else None
