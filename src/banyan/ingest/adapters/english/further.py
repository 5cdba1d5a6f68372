"""Posts told in other ways: elections, "who heads X", lists of a board, a page about one body."""

from __future__ import annotations

from dataclasses import replace

from banyan.ingest.adapters.english.lexicon import word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.roles import Role
from banyan.ingest.adapters.english.sheet import Human, Post, Sheet
from banyan.ingest.adapters.english.tokens import Sentence, Token

_MARKS = frozenset(",–—-(（:")
_OF = word_set("of at for from with in to")
_SMALL = word_set("a an the its their our as currently now also then new first")
_LEADS = word_set(
    "heads leads chairs runs directs represents founded co-founded coordinates manages headed led chaired "
    "directed represented ran joined leads oversees"
)
_ACTING = word_set("representing heading leading chairing of from at with")
_ELECTED = word_set(
    "elected re-elected appointed named chosen re-appointed reappointed reelected becomes became"
)
_LED_BY = word_set(
    "headed led chaired directed run coordinated founded co-founded managed represented founded"
)
_OUTSIDE = word_set(
    "minister vice-minister ambassador consul governor mayor senator professor lawyer attorney doctor "
    "engineer researcher scholar lecturer journalist reporter editor correspondent expert consultant analyst "
    "economist delegate specialist farmer teacher photographer fellow author dean rector "
    "provost volunteer participant"
)


def find_further_posts(sheet: Sheet) -> None:
    """Write down posts of every sentence that need bare heads, earlier posts or the page's own body."""
    for human in sheet.humans.values():
        if human.organisation is not None:
            sheet.holdings.setdefault(human.canonical, set()).add(human.organisation.canonical)
    for sentence in sheet.sentences:
        humans = [sheet.humans[at] for at in range(sentence.first, sentence.last) if at in sheet.humans]
        for human in humans:
            _behind(sheet, sentence, human)
            _ahead(sheet, sentence, human)
        _elections(sheet, sentence, humans)
    for sentence in sheet.sentences:
        for at in range(sentence.first, sentence.last):
            if at in sheet.humans:
                _elided(sheet, sentence, sheet.humans[at])


def note(sheet: Sheet, human: Human, name: Name, role: Role | None, *, inferred: bool = False) -> None:
    """Write a post down unless the person is known to hold one there."""
    known = sheet.holdings.setdefault(human.canonical, set())
    position = sheet.words.cut(role.first, role.last) if role is not None else ""
    if position and not human.position:
        human.position = position
    if name.canonical in known:
        return
    known.add(name.canonical)
    points = [human.first, human.last - 1, *([role.first, role.last - 1] if role else [])]
    sentence = sheet.words.sentence_of(human.first)
    if sentence.first <= name.first < sentence.last:
        points += [name.first, name.last - 1]
    stands = name.stands_for is not None
    quote = (min(points), max(points) + 1)
    sheet.posts.append(Post(human, name.named, position, quote, inferred or stands))


def _body_behind_role(sheet: Sheet, sentence: Sentence, role: Role) -> Name | None:
    """Return ORG of "ROLE of ORG", "ROLE, ORG" with nothing more."""
    tokens = sheet.words.tokens
    for end in (role.last, role.core_last):
        if end < sentence.last and tokens[end].low in _OF:
            body = sheet.body_at(end + 1)
            if body is None and tokens[end].low == "of":
                body = _behind_field(sheet, sentence, end + 1)
            if body is not None:
                owner = body.last
                if owner < sentence.last and tokens[owner].key == "'s":
                    return sheet.body_at(owner + 1) or body
                return body
    if role.last + 1 < sentence.last and tokens[role.last].text in ",–—-":
        body = sheet.names.get(role.last + 1)
        if body is not None and (body.last >= sentence.last or tokens[body.last].text in ",;.)"):
            return body
    return None


def _behind_field(sheet: Sheet, sentence: Sentence, at: int) -> Name | None:
    """Return ORG of "Head of Mission at ORG": up to four words tell what the office is for."""
    tokens = sheet.words.tokens
    for step in range(at, min(at + 5, sentence.last - 1)):
        if step > at and tokens[step].low in {"at", "of", "for", "with"}:
            return sheet.body_at(step + 1)
        if tokens[step].kind != "word" or step in sheet.used or step in sheet.roles:
            return None
    return None


def _behind(sheet: Sheet, sentence: Sentence, human: Human) -> None:
    """Read what follows a name: "who heads ORG", "representing ORG", "ROLE of the ORG", "joined ORG as"."""
    tokens = sheet.words.tokens
    at = human.last
    marked = at < sentence.last and tokens[at].text in _MARKS
    if marked:
        at += 1
    if at >= sentence.last:
        return
    while at < sentence.last and tokens[at].low in {"who", "and", "has", "also", "currently", "now"}:
        at += 1
    if at >= sentence.last:
        return
    word = tokens[at].low
    if word in _LEADS or word in _ACTING:
        body = sheet.body_at(at + 1)
        if body is not None and not (word in _ACTING and human.organisation is not None):
            note(sheet, human, body, _joined_as(sheet, sentence, body.last) if word == "joined" else None)
            _and_now(sheet, sentence, human, body.last)
        return
    owner = sheet.body_at(at)
    if owner is not None and marked and owner.last + 1 < sentence.last and is_owner(tokens, owner.last):
        role = _role_soon(sheet, sentence, owner.last + 1)
        if role is not None:
            note(sheet, human, owner, role)
            return
    while at < sentence.last and tokens[at].low in _SMALL | {"is", "was"}:
        at += 1
    role = _role_soon(sheet, sentence, at)
    if role is None or (not marked and tokens[human.last].low not in {"is", "was"}):
        return
    body = _body_behind_role(sheet, sentence, role)
    if body is not None:
        note(sheet, human, body, role)
        _and_now(sheet, sentence, human, body.last)


def _joined_as(sheet: Sheet, sentence: Sentence, at: int) -> Role | None:
    """Return ROLE of "joined ORG as (its) ROLE"."""
    tokens = sheet.words.tokens
    if at >= sentence.last or tokens[at].low != "as":
        return None
    return sheet.roles.get(at + 1) or sheet.roles.get(at + 2)


def is_owner(tokens: list[Token], at: int) -> bool:
    """Whether a possessive mark stands at a token."""
    return tokens[at].key == "'s" or (tokens[at].text in "’'" and tokens[at - 1].end == tokens[at].start)


def _role_soon(sheet: Sheet, sentence: Sentence, at: int) -> Role | None:
    """Return the title at a token, up to three small words before it taken in: "campaign director"."""
    tokens = sheet.words.tokens
    for step in range(at, min(at + 6, sentence.last)):
        role = sheet.roles.get(step)
        if role is not None:
            plain = all(tokens[one].kind == "word" for one in range(at, step)) and step - at <= 3
            joined = any(tokens[one].low in {"and", "a", "an"} for one in range(at, step))
            return replace(role, first=at) if plain and not joined and step > at else role
        small = (tokens[step].kind == "word" and not tokens[step].is_capital) or tokens[step].key == "'s"
        if not small or step in sheet.used or tokens[step].low in _STOPS:
            return None
    return None


_STOPS = word_set(
    "said says told who which that where when told was is has had will for from in on with by to of"
)


def _and_now(sheet: Sheet, sentence: Sentence, human: Human, at: int) -> None:
    """Read a second post of the same person: "… and now leads the Fund", "… and a member of X"."""
    tokens = sheet.words.tokens
    end = next(
        (step for step in range(at, min(at + 5, sentence.last)) if tokens[step].low in {"and", ",", "is"}),
        None,
    )
    if end is None:
        return
    at = end + 1
    while at < sentence.last and tokens[at].low in _SMALL | {"who", "and"}:
        at += 1
    if at >= sentence.last:
        return
    role = sheet.roles.get(at)
    body = sheet.body_at(at + 1) if tokens[at].low in _LEADS else None
    if body is None and role is not None and not _person_near(sheet, role.last):
        body = _body_behind_role(sheet, sentence, role)
        if body is not None and _person_near(sheet, body.last):
            return
    if body is not None:
        note(sheet, human, body, role)


def _person_near(sheet: Sheet, at: int) -> bool:
    return at in sheet.humans or at + 1 in sheet.humans


def _ahead(sheet: Sheet, sentence: Sentence, human: Human) -> None:
    """Read what stands before a name: "led by NAME", "the Network's coordinator, NAME"."""
    tokens = sheet.words.tokens
    at = human.first
    while at > sentence.first and (tokens[at - 1].key in _ADDRESS or tokens[at - 1].text in ".,:"):
        at -= 1
    role = sheet.role_ends.get(at)
    if role is not None:
        at = role.first
    while at > sentence.first and tokens[at - 1].low in {"its", "their", "the"}:
        at -= 1
    if at - 2 < sentence.first:
        return
    if tokens[at - 1].low == "by" and tokens[at - 2].low in _LED_BY:
        body = _led_body(sheet, sentence, at - 2)
        if body is not None:
            note(sheet, human, body, role)
        return
    end = at - 1 if tokens[at - 1].key == "'s" or tokens[at - 1].text in "’'" else at
    if end == at and role is None:
        return
    body = next((one for one in sheet.bodies(max(sentence.first, end - 12), end) if one.last == end), None)
    if body is not None and (role is None or role.first >= body.last):
        note(sheet, human, body, role)


_ADDRESS = frozenset(
    {"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Madam", "Sir", "Dame", "Rev", "Reverend", "Hon"}
)


def _led_body(sheet: Sheet, sentence: Sentence, at: int) -> Name | None:
    """Return the body that "(is) chaired by" is said of: the one right before, else the sentence's first."""
    tokens = sheet.words.tokens
    before = sheet.bodies(sentence.first, at)
    if not before:
        return None
    closest = before[-1]
    between = [token.low for token in tokens[closest.last : at]]
    if all(
        word in {",", "is", "was", "which", "currently", "now", "has", "been", "a", "("} for word in between
    ):
        return closest
    return None


def _elections(sheet: Sheet, sentence: Sentence, humans: list[Human]) -> None:
    """Read "A was elected President of X", "A and B were elected ROLES", "X appointed A as ROLE"."""
    tokens = sheet.words.tokens
    for at in range(sentence.first + 1, sentence.last):
        if tokens[at].low not in _ELECTED:
            continue
        passive = tokens[at - 1].low in {"was", "were", "been", "is", "are", "newly", "and", "unanimously"}
        passive = passive and not (tokens[at - 1].low == "and" and at + 1 in sheet.humans)
        after = next((one for one in humans if at < one.first <= at + 3), None) if not passive else None
        start = after.last if after is not None else at + 1
        while start < sentence.last and tokens[start].low in _SMALL | {"to", "be"}:
            start += 1
        role = sheet.roles.get(start)
        if role is None and at in sheet.roles and sheet.roles[at].core_last > start:
            # the verb was taken for a part of the title: "elected President"
            role = replace(sheet.roles[at], first=start)
        if role is None:
            continue
        body = _body_behind_role(sheet, sentence, role)
        chosen = [after] if after is not None else _elected(sheet, sentence, humans, at)
        if body is None and after is not None:
            body = next(iter(sheet.bodies(sentence.first, at)), None)
        body = body or sheet.antecedents.protagonist()
        for human in chosen if body is not None else []:
            assert body is not None
            note(sheet, human, body, role, inferred=not (sentence.first <= body.first < sentence.last))


def _elected(sheet: Sheet, sentence: Sentence, humans: list[Human], at: int) -> list[Human]:
    """Return who was elected: the last person before the verb, and those joined to it by "and" or a comma."""
    before = [one for one in humans if one.last <= at]
    if not before:
        return []
    chosen = [before[-1]]
    for one in reversed(before[:-1]):
        between = {token.low for token in sheet.words.tokens[one.last : chosen[-1].first]}
        if not between <= {",", "and", "mr", "ms", "mrs", "dr", "."}:
            break
        chosen.append(one)
    return chosen


def _elided(sheet: Sheet, sentence: Sentence, human: Human) -> None:
    """Give a post told without a body to the board being listed, or to the body the page is about."""
    if sheet.holdings.get(human.canonical) and not _in_board(sheet, sentence, human):
        return
    about = sheet.antecedents.protagonist()
    if about is None:
        return
    role = _role_beside(sheet, sentence, human) or _list_role(sheet, sentence, human)
    if role is None:
        return
    head = sheet.words.tokens[role.core_last - 1].low.rstrip("s")
    if head in _OUTSIDE:
        return
    others = {one.canonical for one in sheet.bodies(sentence.first, sentence.last)} - {about.canonical}
    held = bool(sheet.holdings.get(human.canonical))
    if _in_board(sheet, sentence, human) or not (others or held):
        note(sheet, human, about, role, inferred=True)


def _role_beside(sheet: Sheet, sentence: Sentence, human: Human) -> Role | None:
    """Return the title of "ROLE NAME", "ROLE: NAME", "ROLE – NAME", "NAME, ROLE" with nothing behind it."""
    tokens = sheet.words.tokens
    at = human.first
    while at > sentence.first and (tokens[at - 1].key in _ADDRESS or tokens[at - 1].text in ".:–—-"):
        at -= 1
    role = sheet.role_ends.get(at)
    if role is not None:
        return role
    at = human.last
    if at + 1 < sentence.last and tokens[at].text in _MARKS:
        at += 1
        while at < sentence.last and tokens[at].low in _SMALL:
            at += 1
        role = sheet.roles.get(at)
        if role is not None and (role.last >= sentence.last or tokens[role.last].text in ",;.)"):
            return role
    return None


def _list_role(sheet: Sheet, sentence: Sentence, human: Human) -> Role | None:
    """Return the title that opens a list of people: "members: A, B"."""
    tokens = sheet.words.tokens
    at = human.first - 1
    for _ in range(40):
        if at <= sentence.first:
            return None
        if tokens[at].text == ":":
            return sheet.role_ends.get(at) or _members(sheet, at)
        if tokens[at].text in ";–—":
            return None
        at -= 1
    return None


def _members(sheet: Sheet, at: int) -> Role | None:
    word = sheet.words.tokens[at - 1].low
    return Role(at - 1, at, at, True) if word in {"members", "member", "trustees", "directors"} else None


def _in_board(sheet: Sheet, sentence: Sentence, human: Human) -> bool:
    """Whether the words before, in this sentence or the heading above, announce a board or a staff list."""
    tokens = sheet.words.tokens
    for at in range(sentence.first, human.first):
        if tokens[at].low in _BOARDS and any(token.text == ":" for token in tokens[at : human.first]):
            return True
    index = sheet.words.sentence_index(sentence.first)
    short = sentence.last - sentence.first <= 16
    for above in reversed(sheet.words.sentences[max(0, index - 12) : index]) if short else []:
        length = above.last - above.first
        if length <= 8 and any(tokens[at].low in _BOARDS for at in range(above.first, above.last)):
            named = any(at in sheet.humans for at in range(above.first, above.last))
            if not named:
                return True
        if length > 16:
            return False
    return False


_BOARDS = word_set("board trustees committee staff team secretariat directors council presidium leadership")
