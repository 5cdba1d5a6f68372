"""Everything a page names: organisations under one canonical name each, people, and their posts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from banyan.ingest.adapters.chinese import aliases, lexicon, people, posts, rows, sorts, sources
from banyan.ingest.adapters.chinese.aliases import Alias
from banyan.ingest.adapters.chinese.names import organisations
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.people import Person
from banyan.ingest.adapters.chinese.posts import Post
from banyan.ingest.adapters.chinese.spreading import occurrences
from banyan.ingest.adapters.chinese.words import Sentence, Word


@dataclass
class Roster:
    """The names of one page, growing as it is read again with what was learnt."""

    text: str
    sentences: list[Sentence]
    names: list[Name] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    held: list[tuple[Person, Post]] = field(default_factory=list)
    canonical: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    defined: list[Alias] = field(default_factory=list)
    authors: dict[int, str] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def add(self, name: Name) -> bool:
        """Add a name unless a name already stands there; tell whether it was added."""
        index = bisect_left(self._starts, name.start)
        if index < len(self.names) and self.names[index].start < name.end:
            return False
        if index and self.names[index - 1].end > name.start:
            return False
        self.names.insert(index, name)
        self._starts.insert(index, name.start)
        return True

    def between(self, start: int, end: int) -> list[Name]:
        """Return the names that lie within a stretch, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_right(self._starts, end)
        return [name for name in self.names[first:last] if name.end <= end]

    def full(self, text: str) -> str:
        """Return the fullest name on the page that ``text`` stands for."""
        seen = {text}
        while text in self.canonical and self.canonical[text] not in seen:
            text = self.canonical[text]
            seen.add(text)
        return text

    def owner(self) -> Name | None:
        """Return the organisation the page is about: named twice or more, twice as often as any other."""
        times: dict[str, int] = {}
        first: dict[str, Name] = {}
        for name in self.names:
            if name.sort in ("ngo", "foundation", "umbrella", "network", "company", "academic"):
                full = self.full(name.text)
                times[full] = times.get(full, 0) + 1
                first.setdefault(full, name)
        ranked = sorted(times.items(), key=lambda each: -each[1])
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
            return None
        return first[ranked[0][0]]

    def people_between(self, start: int, end: int) -> list[Person]:
        """Return the people named within a stretch."""
        first = bisect_left(self.people, start, key=lambda each: each.start)
        last = bisect_right(self.people, end, key=lambda each: each.start)
        return [person for person in self.people[first:last] if person.end <= end]


def call_roll(text: str, sentences: list[Sentence], *, known: Iterable[str]) -> Roster:
    """Read a folded page for every name in it."""
    roster = Roster(text=text, sentences=[s for s in sentences if not sources.is_furniture(s.text)])
    known_names = [name for name in known if len(name) >= 2]
    for start, known_name in occurrences(text, known_names, roster.sentences):
        end = start + len(known_name)
        roster.add(Name(start, end, known_name, sorts.sort_of(known_name), "known", 0.97))
    for sentence in roster.sentences:
        for name in organisations(sentence):
            roster.add(name)
    _credit(roster)
    _name_before_parentheses(roster)
    _define(roster)
    _name_from_lists(roster)
    _meet_people(roster)
    _shorten(roster)
    _spread(roster)
    _meet_people(roster)
    _spread_people(roster)
    _belong_to_page(roster)
    return roster


def _credit(roster: Roster) -> None:
    tagged = {(w.start, w.end) for s in roster.sentences for w in s.words if w.tag == "PER"}
    for credit in sources.credited(roster.text):
        person = people.is_name(credit.text) and (
            (credit.start, credit.end) in tagged or (bool(credit.role) and 2 <= len(credit.text) <= 3)
        )
        if person and credit.role:
            roster.authors[credit.start] = credit.role
            continue
        name = sources.name_from_credit(credit, is_person=person)
        if name is not None:
            roster.add(name)


def _define(roster: Roster) -> None:
    found = [
        *aliases.defined(roster.text, roster.names),
        *aliases.reversed_definitions(roster.text, roster.names),
    ]
    for alias in sorted(found, key=lambda each: each.start):
        if roster.full(alias.canonical) == alias.text:
            continue
        roster.defined.append(alias)
        roster.canonical.setdefault(alias.text, alias.canonical)
        roster.kinds.setdefault(alias.text, alias.kind)
        standing = roster.between(alias.start, alias.end)
        for name in standing:
            if name.text != alias.text:
                _remove(roster, name)
        roster.add(
            Name(alias.start, alias.end, alias.text, sorts.sort_of(alias.canonical), "parenthesis", 0.9)
        )


_CLOSED = re.compile(
    r"(?P<name>[\u4e00-\u9fff·]{3,25}(?:机构|组织|网络|联盟|联合体|行动|之友|之家|伙伴|公益|慈善|社|会|署|局|所|院|网|中心))"
    r"(?=\s?\((?:(?:以下|下)?简称|英文|[A-Z][A-Z&\-]{1,11}[),;]|[A-Z][A-Za-z,.&'’ \-]{6,90}\)))"
)
_NOT_CLOSED = re.compile(r"(?:大会|会议|研讨会|论坛|年会|峰会|交流会|运动会|委会|协议会|机会|社会|议会)$")


def _name_before_parentheses(roster: Roster) -> None:
    """Take for a name what an acronym or a short name in brackets closes."""
    for sentence in roster.sentences:
        for match in _CLOSED.finditer(sentence.text):
            end = sentence.start + match.end("name")
            words = [w for w in sentence.words if sentence.start + match.start() <= w.start and w.end <= end]
            start = end
            for word in reversed(words):
                if word.end != start or not _in_closed_name(word):
                    break
                start = word.start
                if word.tag == "LOC":
                    break
            text = roster.text[start:end]
            if len(text) >= 4 and not sorts.is_generic(text) and not _is_gathering(text):
                roster.add(Name(start, end, text, sorts.sort_of(text) or "ngo", "parenthesis", 0.8))


def _is_gathering(text: str) -> bool:
    endings = lexicon.group("events", "endings") - lexicon.group("naming", "place_alone")
    return _NOT_CLOSED.search(text) is not None or bool(lexicon.longest_ending(text, endings))


def _in_closed_name(word: Word) -> bool:
    if word.text in lexicon.words("left_stops") - lexicon.words("name_verbs") - {"组织", "联合"}:
        return False
    if word.tag == "v":
        return (
            word.text in lexicon.words("name_verbs")
            or word.text in ("组织", "联合")
            or word.text.endswith("会")
        )
    return word.tag in ("n", "nz", "nr", "nw", "vn", "an", "a", "LOC", "ORG", "PER", "s")


def _remove(roster: Roster, name: Name) -> None:
    index = roster.names.index(name)
    del roster.names[index]
    del roster._starts[index]


_ITEM = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]{3,18}$")


def _name_from_lists(roster: Roster) -> None:
    """Take what stands in a list between two organisations for one too, if it is built like one."""
    for sentence in roster.sentences:
        present = roster.between(sentence.start, sentence.end)
        for left, right in pairwise(present):
            between = roster.text[left.end : right.start]
            if len(between) > 80 or not re.match(r"[,、]", between) or between[-1] not in ",、和与及":
                continue
            position = left.end
            for item in re.split(r"([,、和与及])", between):
                start, position = position, position + len(item)
                if _ITEM.match(item) and _like_an_organisation(sentence, start, position, item):
                    roster.add(Name(start, position, item, sorts.sort_of(item), "suffix", 0.6))


def _like_an_organisation(sentence: Sentence, start: int, end: int, item: str) -> bool:
    if sorts.is_generic(item) or re.search(
        r"等|们$|专家|代表|嘉宾|老师|同学|志愿者|人士|领导|记者|单位$|部门$|企业$|项目$|计划$|活动$|论坛$|大会$",
        item,
    ):
        return False
    inner = [word for word in sentence.words if word.start >= start and word.end <= end]
    if (
        not inner
        or inner[0].start != start
        or any(word.tag in ("PER", "r", "d", "p", "m", "u", "TIME") for word in inner)
    ):
        return False
    if any(
        word.tag == "v" and word.text not in lexicon.words("name_verbs") and len(word.text) > 2
        for word in inner
    ):
        return False
    place = lexicon.place_length(item)
    weak = lexicon.longest_ending(item, lexicon.weak_suffixes())
    return bool(weak) and (0 < place < len(item) - 1 or (len(item) - len(weak) >= 2 and len(weak) > 1))


def _meet_people(roster: Roster) -> None:
    """Find people and their posts; a leading post may bring a new organisation, which is then added."""
    roster.people, roster.held = [], []
    for sentence in roster.sentences:
        present = roster.between(sentence.start, sentence.end)
        found = people.people(sentence, names=present)
        if row := rows.posts_in_row(sentence, present, found):
            roster.people.append(row[0])
            roster.held.append(row)
            continue
        organisation: Name | None = None
        previous_end = sentence.start
        for place, person in enumerate(found):
            before = posts.posts_before(sentence, person, names=present)
            settled = [_settle(roster, sentence, post) for post in before]
            if settled:
                settled[0] = posts.carried(sentence, previous_end, settled[0], organisation)
            after = (
                []
                if settled
                else [
                    _settle(roster, sentence, post)
                    for post in posts.posts_after(sentence, person, names=present)
                ]
            )
            held = settled + after
            if not held and place:
                held = _labelled_alike(roster, found[place - 1], person)
            if not held:
                held = _beside(roster, sentence, person, present)
            if held and person.confidence < 0.85:
                person = replace(person, confidence=0.85)
                found[place] = person
            elif person.confidence < 0.65 and _in_company(roster.text, found, place):
                person = replace(person, confidence=0.65)
                found[place] = person
            roster.held.extend((person, post) for post in held)
            if held and not settled and roster.text[person.end : person.end + 1] not in "(,":
                _share(roster, found[:place], person, held)
            organisation = next((post.organisation for post in reversed(held) if post.organisation), None)
            previous_end = max([person.end, *(post.end for post in after)])
            tail = people.HONORIFIC.match(roster.text[previous_end : previous_end + 4])
            previous_end += tail.end() if tail and not after else 0
        roster.people.extend(found)


def _share(roster: Roster, earlier: Sequence[Person], person: Person, held: Sequence[Post]) -> None:
    """Give a post taken by several (甲、乙、丙当选副会长) to each of them."""
    busy = {other.start for other, _ in roster.held[-60:]}
    following = person
    for other in reversed(earlier):
        gap = roster.text[other.end : following.start]
        if other.start in busy or not re.fullmatch(r"\s?(?:、|和|与|及)\s?", gap):
            break
        roster.held.extend((other, post) for post in held)
        following = other


def _labelled_alike(roster: Roster, previous: Person, person: Person) -> list[Post]:
    """Return the posts of the person before, in a list under one label: 副会长:甲、乙、丙."""
    if not re.fullmatch(r"\s?[、,]\s?", roster.text[previous.end : person.start]):
        return []
    return [
        post
        for other, post in roster.held[-60:]
        if other.start == previous.start
        and post.end <= other.start
        and re.match(r"\s?:|\s", roster.text[post.end : post.end + 2])
        and post.organisation is None
    ]


def _in_company(text: str, found: Sequence[Person], place: int) -> bool:
    """Tell whether a would-be name stands in a list right beside a surer one."""
    person = found[place]
    beside = [found[place - 1]] if place else []
    beside += [found[place + 1]] if place + 1 < len(found) else []
    for other in beside:
        gap = text[min(person.end, other.end) : max(person.start, other.start)]
        if other.confidence >= 0.7 and re.fullmatch(r"\s?[、,]\s?|\s|和|与", gap):
            return True
    return False


def _settle(roster: Roster, sentence: Sentence, post: Post) -> Post:
    """Give a post its organisation where the words before it imply one or point back to one."""
    if post.implied:
        start, end = post.implied
        name = Name(start, end, roster.text[start:end], sorts.sort_of(roster.text[start:end]), "title", 0.65)
        roster.add(name)
        standing = roster.between(start, end)
        return replace(post, organisation=standing[0] if standing else None, implied=None)
    if post.anaphor:
        word = post.anaphor.lstrip("该本")
        index = bisect_left(roster._starts, post.start)
        for name in reversed(roster.names[max(index - 12, 0) : index]):
            if roster.full(name.text).endswith(word) or (word == "会" and name.text.endswith("会")):
                return replace(post, organisation=name, inferred=True, anaphor="")
        return replace(post, anaphor="")
    if post.elected and post.organisation is None:
        index = bisect_left(roster._starts, post.start)
        for name in reversed(roster.names[max(index - 8, 0) : index]):
            if name.sort in ("ngo", "foundation", "umbrella", "network") and post.start - name.end < 400:
                return replace(post, organisation=name, inferred=True)
    return post


def _beside(roster: Roster, sentence: Sentence, person: Person, present: Sequence[Name]) -> list[Post]:
    """Return the untitled tie of a person named right behind an organisation, with a form of address."""
    for name in present:
        gap = (
            sentence.text[name.end - sentence.start : person.start - sentence.start]
            if name.end <= person.start
            else None
        )
        if gap is None:
            continue
        came = sentence.text[: name.start - sentence.start].endswith("来自") and gap in ("的", "")
        title = people.TITLE_AFTER.match(roster.text, person.end) if gap == "" else None
        if title:
            kind = lexicon.roles().get(title.group(1), "internal")
            return [Post(person.end, title.end(), title.group(), kind, name)]
        if (gap == "" and person.honorific) or came:
            return [Post(person.start, person.start, "", "internal", name)]
    return []


def _shorten(roster: Roster) -> None:
    """Learn which names on the page are cut from longer ones."""
    fulls = sorted({name.text for name in roster.names if not name.text.isascii()}, key=len, reverse=True)
    shorts: dict[str, list[str]] = {}
    for alias in roster.defined:
        shorts.setdefault(alias.canonical, []).append(alias.text)
    for text in fulls[:250]:
        if text in roster.canonical or text in lexicon.world_bodies():
            fuller = lexicon.world_bodies().get(text, ("", ""))[1]
            if fuller and fuller in fulls:
                roster.canonical.setdefault(text, fuller)
                roster.kinds.setdefault(text, "short")
            continue
        longer = [full for full in fulls[:250] if len(full) > len(text) and aliases.stands_for(text, full)]
        if len({roster.full(full) for full in longer}) == 1:
            roster.canonical[text] = longer[0]
            roster.kinds[text] = "short"
            continue
        abbreviated = aliases.abbreviated(
            text, [full for full in fulls[:250] if full not in roster.canonical]
        )
        if abbreviated:
            roster.canonical[text] = abbreviated
            roster.kinds[text] = "short"
    for text in fulls[:250]:
        if text in roster.canonical or sorts.sort_of(text) in ("academic", "government", "hospital", "media"):
            continue
        for form in aliases.cut_forms(text, short_names=shorts.get(text, ())):
            if (form not in roster.canonical and form not in fulls) or (
                form in fulls and form not in roster.canonical and form != text
            ):
                roster.canonical[form] = text
                roster.kinds[form] = "short"


def _spread(roster: Roster) -> None:
    """Find the later uses of every name learnt so far."""
    sort_by_text = {name.text: name for name in roster.names}
    cores = _cores(roster)
    wanted = [*sort_by_text, *roster.canonical, *cores]
    for start, text in occurrences(roster.text, wanted, roster.sentences):
        if text in cores and text not in roster.canonical and text not in sort_by_text:
            word = _word_at(roster, start)
            if word is None or word.text != text or word.tag not in ("PER", "nz", "ORG"):
                continue
            roster.canonical[text] = cores[text]
            roster.kinds[text] = "short"
        model = sort_by_text.get(text)
        sort = model.sort if model else sorts.sort_of(roster.full(text))
        evidence = model.evidence if model else "suffix"
        roster.add(Name(start, start + len(text), text, sort, evidence, model.confidence if model else 0.7))


def _cores(roster: Roster) -> dict[str, str]:
    """Return the bare cores of foundations, used only where the tagger saw a name."""
    cores: dict[str, str] = {}
    for name in roster.names:
        if name.text.endswith("基金会") and lexicon.place_length(name.text) == 0:
            core = name.text.removesuffix("基金会").removesuffix("公益").removesuffix("慈善")
            if 2 <= len(core) <= 4 and not sorts.is_generic(core) and core not in lexicon.words("places"):
                cores.setdefault(core, name.text)
    return cores


def _word_at(roster: Roster, start: int) -> Word | None:
    index = bisect_right(roster.sentences, start, key=lambda each: each.start) - 1
    if index < 0:
        return None
    words = roster.sentences[index].words
    place = bisect_left(words, start, key=lambda each: each.start)
    return words[place] if place < len(words) and words[place].start == start else None


def _spread_people(roster: Roster) -> None:
    """Find the later uses of people's names, and drop those nothing on the page speaks for."""
    best: dict[str, float] = {}
    times: dict[str, int] = {}
    for person in roster.people:
        best[person.text] = max(best.get(person.text, 0.0), person.confidence)
        times[person.text] = times.get(person.text, 0) + 1
    for text, count in times.items():
        if best[text] < 0.6 and count > 1 and len(text) > 2:
            best[text] = 0.6
    trusted = {text for text, confidence in best.items() if confidence >= 0.6}
    roster.people = [person for person in roster.people if person.text in trusted]
    taken = {(person.start) for person in roster.people}
    extra: list[Person] = []
    for start, text in occurrences(roster.text, trusted, roster.sentences):
        if start in taken or roster.between(start, start + len(text)) or _inside(roster, start):
            continue
        extra.append(Person(start, start + len(text), text, 0.75, "", "spread"))
    for start in roster.authors:
        if start in taken or any(each.start == start for each in extra):
            continue
        match = re.match(r"[\u4e00-\u9fff·]{2,12}", roster.text[start:])
        if match and people.is_name(match.group()):
            extra.append(Person(start, start + match.end(), match.group(), 0.8, "", "position"))
    for person in extra:
        insort(roster.people, person, key=lambda each: each.start)
    names = {person.text for person in roster.people}
    roster.held = [(person, post) for person, post in roster.held if person.text in names]


def _belong_to_page(roster: Roster) -> None:
    """
    Give a post without organisation to the one the page is about, if it is about one.

    Only a labelled post (秘书长:某某) and one that opens a sentence (副主任某某毕业于…) are given so.
    """
    page_owner = roster.owner()
    for index, (person, post) in enumerate(roster.held):
        labelled = re.match(r"\s?:|\s|为|是", roster.text[post.end : post.end + 2]) is not None
        opening = (
            roster.text[: post.start].rstrip(" ").endswith(("。", "\n", ";")) and post.end == person.start
        )
        if (labelled or opening) and post.organisation is None and post.kind in ("head", "internal"):
            owner = page_owner or (_elected_in(roster, post) if labelled else None)
            if owner is not None:
                roster.held[index] = (person, replace(post, organisation=owner, inferred=True))


_ELECTION = re.compile(r"[^。\n]{0,16}(?:理事会|选举|换届|成员名单|组成人员|领导班子|负责人名单|会员大会)")


def _elected_in(roster: Roster, post: Post) -> Name | None:
    """Return the organisation whose new council the lines above a labelled post speak of."""
    index = bisect_left(roster._starts, post.start)
    for name in reversed(roster.names[max(index - 8, 0) : index]):
        if post.start - name.end > 300:
            return None
        if name.sort in ("ngo", "foundation", "umbrella", "network") and _ELECTION.match(
            roster.text, name.end
        ):
            return name
    return None


def _inside(roster: Roster, position: int) -> bool:
    index = bisect_right(roster._starts, position) - 1
    return index >= 0 and roster.names[index].end > position
