"""People of a page and the posts they hold, given to the organisations on its roll."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import replace

from banyan.ingest.adapters.chinese import lexicon, people, posts, rows, sorts
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.people import Person
from banyan.ingest.adapters.chinese.posts import Post
from banyan.ingest.adapters.chinese.roll import Roster
from banyan.ingest.adapters.chinese.spreading import occurrences
from banyan.ingest.adapters.chinese.words import Sentence


def meet_people(roster: Roster) -> None:
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
        index = bisect_left(roster.starts, post.start)
        for name in reversed(roster.names[max(index - 12, 0) : index]):
            if roster.full(name.text).endswith(word) or (word == "会" and name.text.endswith("会")):
                return replace(post, organisation=name, inferred=True, anaphor="")
        return replace(post, anaphor="")
    if post.elected and post.organisation is None:
        index = bisect_left(roster.starts, post.start)
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


def spread_people(roster: Roster) -> None:
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
        if start in taken or roster.between(start, start + len(text)) or roster.is_inside(start):
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


def belong_to_page(roster: Roster) -> None:
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
    index = bisect_left(roster.starts, post.start)
    for name in reversed(roster.names[max(index - 8, 0) : index]):
        if post.start - name.end > 300:
            return None
        if name.sort in ("ngo", "foundation", "umbrella", "network") and _ELECTION.match(
            roster.text, name.end
        ):
            return name
    return None
