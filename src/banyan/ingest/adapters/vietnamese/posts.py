"""Which person holds which office where."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.beside import beside, founder
from banyan.ingest.adapters.vietnamese.boards import board_around, owner_of
from banyan.ingest.adapters.vietnamese.reader import Name, Person, Reading
from banyan.ingest.adapters.vietnamese.stating import post_of
from banyan.ingest.adapters.vietnamese.titles import Title

_CHOOSING = frozenset(["bầu", "bổ", "cử", "mời", "tôn", "nhiệm"])
_MARKS = frozenset([",", "-", "–", "—", "(", ":"])
_OF = frozenset(["của", "tại", "thuộc", "ở"])


def find_posts(reading: Reading, titles: dict[int, Title], titles_by_end: dict[int, int]) -> list[Relation]:
    """Return the posts of the people of the page, and write position and organisation into them."""
    posts: list[Relation] = []
    for other, person in pairwise([None, *reading.people]):
        assert person is not None
        found = _before(reading, person, titles, titles_by_end)
        found += _after(reading, person, titles, posts, led=bool(found))
        found = found or beside(reading, person) or founder(reading, person)
        posts += found
        _carry(reading, other, person, posts)
    posts += _shared_posts(reading, posts)
    posts += _elided(reading, posts, titles, titles_by_end)
    _share(reading)
    return posts


def _share(reading: Reading) -> None:
    """Let every mention of a person carry what one of them told."""
    told = {person.canonical: person for person in reading.people if person.position or person.organisation}
    for person in reading.people:
        teller = told.get(person.canonical)
        if teller is not None and not person.position and not person.organisation:
            person.position, person.organisation = teller.position, teller.organisation


def _shared_posts(reading: Reading, posts: list[Relation]) -> list[Relation]:
    """``A và B là Phó Chủ tịch X``: what is told of the last of a pair holds for the first."""
    found: list[Relation] = []
    for person, other in zip(reading.people, reading.people[1:], strict=False):
        if person.position or other.opens != person.last + 1 or reading.word(person.last) != "và":
            continue
        if _bridge(reading, other.last) and other.position:
            person.position, person.organisation = other.position, other.organisation
            span = reading.span(other.first, other.last)
            found += [
                replace(post, subject=reading.span(person.first, person.last))
                for post in posts
                if post.subject == span
            ]
    return found


def _after(
    reading: Reading, person: Person, titles: dict[int, Title], posts: list[Relation], *, led: bool
) -> list[Relation]:
    """``NAME, TITLE ORG``, ``NAME (TITLE ORG)``, ``NAME là TITLE ORG``, and further posts behind them."""
    at = person.last
    if reading.closed(at):
        return []
    elected = reading.word(at) == "làm" and _is_elected(reading, person)
    bridge = 1 if elected else _bridge(reading, at)
    marked = reading.word(at) in _MARKS
    if not bridge and not marked and at not in titles:
        return []
    at += bridge or (1 if marked else 0)
    if reading.word(at + 1) == "tuổi" and reading.word(at + 2) == ",":
        at += 3
    found: list[Relation] = []
    ranked = False
    for _ in range(4):
        title = titles.get(at)
        if title is None:
            break
        name, inferred, end = _organisation(reading, title)
        further = _next_title(reading, title.last, titles) if name is None else 0
        if further and not bridge:
            if not person.position:
                person.position, ranked = reading.text(title.first, title.last), True
            at = further
            continue
        if reading.person_begins(end) or (led and reading.person_begins(end + 1)):
            break
        if not person.position or reading.key(title.first, title.last) in reading.lex.ranks or ranked:
            ranked = reading.key(title.first, title.last) in reading.lex.ranks and name is None
            if not (ranked and person.position):
                person.position = reading.text(title.first, title.last)
        if name is None and bridge and not found:
            name, inferred = _told_before(reading, person, posts), True
        if name is None and elected:
            # Only an association holds a congress that elects.
            about = reading.antecedents.protagonist() or reading.antecedents.of("hội", person.first)
            name, inferred = about, True
        if name is not None:
            found.append(post_of(reading, person, title, name, inferred))
        at = end
        if reading.word(at) == "(":
            at = _past(reading, at)
        if reading.word(at) in (",", ";", "kiêm", "và", "-", "–") and at + 1 in titles:
            if reading.key(at, at + 3) == "và đại diện":
                break
            at += 1
            continue
        comma = 1 if reading.word(at) == "," else 0
        further = _bridge(reading, at + comma)
        if further and at + comma + further in titles:
            at += comma + further
            continue
        break
    return found


def _is_elected(reading: Reading, person: Person) -> bool:
    """Say whether somebody is chosen by others: "đã bầu ông A làm Chủ tịch", "mời bà B làm cố vấn"."""
    before = range(max(person.opens - 4, 0), person.opens)
    return any(reading.word(at) in _CHOOSING and not reading.covered[at] for at in before)


def _next_title(reading: Reading, at: int, titles: dict[int, Title]) -> int:
    """Where the next title stands behind a rank of a few more words: "Ủy viên dự khuyết TW Đảng, Phó …"."""
    for step in range(at, min(at + 6, len(reading.tokens))):
        if reading.closed(step) or reading.covered[step]:
            return 0
        if reading.word(step) == ",":
            return step + 1 if step + 1 in titles else 0
    return 0


def _told_before(reading: Reading, person: Person, posts: list[Relation]) -> Name | None:
    """The organisation of the last post: "A được bầu làm Chủ tịch Hội, B làm Phó Chủ tịch; C giữ chức …"."""
    first, last = reading.sentence(person.first)
    number = reading.sentence_at[person.first]
    while number and reading.tokens[first - 1].text == ";":
        number -= 1
        first = reading.sentences[number][0]
    start, end = reading.span(first, last).start, reading.span(first, last).end
    for post in reversed(posts[-6:]):
        if start <= post.subject.start < end:
            return reading.name_of(post.object)
    return None


def _bridge(reading: Reading, at: int) -> int:
    """Return the length of the words between a person and a title: "giữ chức", "được bầu làm"."""
    return reading.lex.bridges.length(reading.tokens, at)


def _past(reading: Reading, opening: int) -> int:
    for at in range(opening, min(opening + 20, len(reading.tokens))):
        if reading.word(at) == ")":
            return at + 1
    return opening


def _organisation(reading: Reading, title: Title) -> tuple[Name | None, bool, int]:
    """Return the organisation a title belongs to, whether it is inferred, and where the words end."""
    at = title.last
    if reading.word(at) in _OF or (reading.word(at) in (",", "-", "–", "(") and at + 1 in reading.name_at):
        at += 1
    name = reading.name_at.get(at) or reading.name_at.get(
        at + reading.lex.foreign_before.length(reading.tokens, at) if not reading.closed(at) else at
    )
    if name is not None:
        return name, False, name.last
    stand = reading.stand_at.get(at)
    if stand is not None:
        return stand.named, True, stand.last
    held = _complement(reading, title)
    if held is not None:
        return held.named, held.stands_for is not None, held.last
    head = reading.lex.heads.at(reading.tokens, at) if not reading.closed(at) else None
    if head is not None:
        words = reading.key(at, at + head[0])
        following = at + head[0]
        if not reading.cap(following) or reading.person_begins(following):
            told = reading.antecedents.of(words, at)
            if told is not None:
                return told, True, following
    return None, False, title.last


def _complement(reading: Reading, title: Title) -> Name | None:
    """Return ORG of "chuyên gia gây quỹ của ORG": a few small words tell what the office is for."""
    for at in range(title.last, min(title.last + 5, len(reading.tokens))):
        if reading.closed(at) or reading.covered[at] or reading.tokens[at].kind != "w":
            return None
        if at > title.last and reading.word(at) == "của":
            return reading.body_at(at + 1)
        lex, tokens = reading.lex, reading.tokens
        if reading.cap(at) or lex.saying.length(tokens, at) or lex.function.length(tokens, at):
            return None
    return None


def _before(
    reading: Reading, person: Person, titles: dict[int, Title], titles_by_end: dict[int, int]
) -> list[Relation]:
    """``TITLE ORG NAME``, ``TITLE ORG, ông NAME``, ``TITLE NAME``."""
    at = person.opens
    joint = reading.word(at - 1)
    if (joint in (",", "-", "–", ":", "là", "gồm") and reading.body_ending(at - 1)) or (
        joint in (":", "là", "gồm", "–", "-") and at - 1 in titles_by_end
    ):
        at -= 1
    if at in titles_by_end:
        title = titles[titles_by_end[at]]
        person.position = reading.text(title.first, title.last)
        if reading.word(at) in (":", "gồm", "–", "-"):
            listed = board_around(reading, title.first) or reading.entry_before(title.first)
            listed = listed or owner_of(reading, person, title, alone=True)
            person.listed = (title, listed)
            return [post_of(reading, person, title, listed, True)] if listed is not None else []
        owner = reading.name_by_end.get(title.first)
        if owner is not None and reading.word(title.first - 1) not in (",", ";"):
            return [post_of(reading, person, title, owner, False)]
        return []
    name = reading.body_ending(at)
    start = name.first if name is not None else 0
    if name is None and reading.word(at - 1) == ")":
        name, start = _named_before(reading, at)
    if name is None:
        return _bare_head_before(reading, person, at, titles, titles_by_end)
    if reading.word(start - 1) in _OF or (reading.word(start - 1) == "," and start - 1 in titles_by_end):
        start -= 1
    if start not in titles_by_end:
        return []
    title = titles[titles_by_end[start]]
    # "ông A, Giám đốc X, bà B": the title was already told of the person before it
    taken = reading.person_ends(title.first - 1) or reading.person_ends(title.first)
    if taken and at != person.opens:
        return []
    person.position = reading.text(title.first, title.last)
    if reading.word(title.first - 1) in ("các", "hai", "ba", "bốn") or reading.word(at) in (":", "gồm"):
        person.listed = (title, name.named)
    return [post_of(reading, person, title, name.named, name.inferred and name.stands_for is not None)]


def _named_before(reading: Reading, at: int) -> tuple[Name | None, int]:
    for step in range(at - 2, max(at - 14, 0), -1):
        if reading.word(step) == "(":
            name = reading.name_by_end.get(step)
            return name, name.first if name else 0
    return None, 0


def _bare_head_before(
    reading: Reading, person: Person, at: int, titles: dict[int, Title], titles_by_end: dict[int, int]
) -> list[Relation]:
    """``Giám đốc Trung tâm NAME``: the head alone stands for the organisation named before."""
    for length in (4, 3, 2, 1):
        first = at - length
        if first in titles_by_end and reading.lex.heads.length(reading.tokens, first) == length:
            title = titles[titles_by_end[first]]
            person.position = reading.text(title.first, title.last)
            name, inferred, _ = _organisation(reading, title)
            return [post_of(reading, person, title, name, inferred)] if name is not None else []
    return []


def _carry(reading: Reading, other: Person | None, person: Person, posts: list[Relation]) -> None:
    """``Phó Chủ tịch: bà A, ông B``, ``các Phó Chủ tịch A, B và C``: one title for a list of people."""
    if person.position or person.organisation:
        return
    if other is None or other.listed is None:
        return
    between = reading.key(other.last, person.opens)
    if between not in (",", "và", ", và", "và các", ";"):
        return
    title, name = other.listed
    person.position, person.listed = reading.text(title.first, title.last), other.listed
    if name is not None:
        posts.append(post_of(reading, person, title, name, True))


def _elided(
    reading: Reading, posts: list[Relation], titles: dict[int, Title], titles_by_end: dict[int, int]
) -> list[Relation]:
    """Titles beside a name with no organisation at all: a list of a board, or a page about one body."""
    told = {post.subject.start for post in posts}
    known = {person.canonical for person in reading.people if person.organisation}
    found: list[Relation] = []
    for person in reading.people:
        if reading.span(person.first, person.last).start in told:
            continue
        title = _title_beside(reading, person, titles, titles_by_end)
        if title is None:
            continue
        name = owner_of(reading, person, title, alone=person.canonical not in known)
        if name is not None:
            person.position = person.position or reading.text(title.first, title.last)
            found.append(post_of(reading, person, title, name, True))
    return found


def _title_beside(
    reading: Reading, person: Person, titles: dict[int, Title], titles_by_end: dict[int, int]
) -> Title | None:
    """Return the title right before a name, or behind it across a mark or a phrase such as "giữ chức"."""
    at = person.opens
    if at in titles_by_end:
        return titles[titles_by_end[at]]
    at = person.last
    if reading.closed(at):
        return None
    bridge = _bridge(reading, at)
    step = bridge or (1 if reading.word(at) in _MARKS else 0)
    return titles.get(at + step) if step else None
