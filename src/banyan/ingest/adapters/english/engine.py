"""The English engine: grammar first, then what the page itself teaches about its names."""

from __future__ import annotations

from typing import Any

from banyan.ingest.adapters.english.aliases import read_brackets
from banyan.ingest.adapters.english.canonical import settle, spread
from banyan.ingest.adapters.english.dates import Moment, find_dates
from banyan.ingest.adapters.english.events import Occasion, find_events
from banyan.ingest.adapters.english.evidence import find_by_evidence
from banyan.ingest.adapters.english.figures import Figure, find_figures
from banyan.ingest.adapters.english.further import find_further_posts
from banyan.ingest.adapters.english.known import find_known
from banyan.ingest.adapters.english.lexicon import word_set
from banyan.ingest.adapters.english.neighbours import find_listed
from banyan.ingest.adapters.english.organisations import Name, grammar_names
from banyan.ingest.adapters.english.people import find_people, later_mentions
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.posts import tie_posts
from banyan.ingest.adapters.english.relations import find_ties
from banyan.ingest.adapters.english.roles import find_roles, is_former
from banyan.ingest.adapters.english.sheet import Human, Post, Sheet
from banyan.ingest.adapters.english.sources import find_sources
from banyan.ingest.adapters.english.stands import find_stands
from banyan.ingest.adapters.english.tie import Tie
from banyan.ingest.adapters.english.tokens import Sentence, is_furniture, split
from banyan.ingest.adapters.reading import Found, Mention, Page, Relation, Span

LEAST_CONFIDENCE = 0.5
"""Names believed less than this are kept off the list: an editor would strike most of them."""


class EnglishEngine:
    """Reads English text without a model."""

    language = "en"
    name = "english light grammar"

    def find(self, *, page: Page) -> Found:
        """Return the organisations, people, events, dates, figures and ties of a page, in order."""
        words = split(text=page.text, blocked=page.blocked)
        if not words.tokens:
            return Found()
        sentences = [sentence for sentence in words.sentences if not is_furniture(words, sentence)]
        sheet = Sheet(words=words, sentences=sentences)
        find_known(sheet=sheet, known=page.known_names)
        for sentence in sentences:
            for role in find_roles(words=words, sentence=sentence, taken=frozenset(sheet.names)):
                sheet.add_role(role)
            stops = _stops(sheet, sentence.first, sentence.last)
            for name in grammar_names(words=words, sentence=sentence, stops=stops):
                sheet.add_name(name)
        for sentence in sentences:
            read_brackets(sheet=sheet, sentence=sentence)
        find_sources(sheet=sheet)
        for sentence in sentences:
            find_people(sheet=sheet, sentence=sentence)
        for sentence in sentences:
            tie_posts(sheet=sheet, sentence=sentence)
        for sentence in sentences:
            find_by_evidence(sheet=sheet, sentence=sentence)
        for sentence in sentences:
            find_listed(sheet, sentence)
        spread(sheet=sheet)
        later_mentions(sheet=sheet, sentences=sentences)
        settle(sheet=sheet, least=LEAST_CONFIDENCE)
        find_stands(sheet)
        find_further_posts(sheet)
        moments = find_dates(text=page.text, reference=page.date, title=page.title)
        moments = [one for one in moments if not _is_blocked(one.start, one.end, page.blocked)]
        occasions = find_events(sheet=sheet, sentences=sentences, moments=moments)
        return _written_out(sheet, moments, occasions)


def _stops(sheet: Sheet, first: int, last: int) -> frozenset[int]:
    """Return the tokens a new name may not reach into: names already known, and titles of persons."""
    taken = {index for index in range(first, last) if index in sheet.used}
    for role in (sheet.roles[index] for index in range(first, last) if index in sheet.roles):
        if not role.weak:
            taken.update(range(role.first, role.core_last))
    return frozenset(taken)


def _is_blocked(start: int, end: int, blocked: tuple[tuple[int, int], ...]) -> bool:
    return any(zone[0] < end and start < zone[1] for zone in blocked)


def _written_out(sheet: Sheet, moments: list[Moment], occasions: list[Occasion]) -> Found:
    words = sheet.words
    mentions = [_organisation(sheet, name) for name in sheet.names.values()]
    further = {id(post.human): post.name for post in reversed(sheet.posts)}
    mentions += [_person(sheet, human, further.get(id(human))) for human in sheet.humans.values()]
    mentions += [_date(words.text, moment) for moment in moments]
    mentions += [_event(sheet, occasion) for occasion in occasions]
    mentions += _places(sheet, occasions)
    taken = set(sheet.used)
    for moment in moments:
        taken.update(range(words.at(moment.start), words.at(moment.end - 1) + 1))
    mentions += _figures(sheet, taken)
    relations = [_post(sheet, human) for human in sheet.humans.values() if human.organisation is not None]
    relations += [_further(sheet, post) for post in sheet.posts]
    relations += _organised(sheet, occasions)
    for sentence in sheet.sentences:
        relations += [
            _tie(sheet, tie) for tie in find_ties(sheet=sheet, sentence=sentence, occasions=occasions)
        ]
    relations += _speakers(sheet, occasions)
    return Found(
        mentions=tuple(sorted(mentions, key=lambda one: (one.start, one.end, one.kind))),
        relations=tuple(sorted(relations, key=lambda one: (one.subject.start, one.object.start, one.kind))),
    )


def _span(sheet: Sheet, first: int, last: int) -> Span:
    tokens = sheet.words.tokens
    return Span(sheet.words.cut(first, last), tokens[first].start, tokens[last - 1].end)


def _mention(sheet: Sheet, kind: str, first: int, last: int, confidence: float, **attributes: Any) -> Mention:
    span = _span(sheet, first, last)
    return Mention(kind, span.text, span.start, span.end, round(confidence, 2), "", attributes)


def _organisation(sheet: Sheet, name: Name) -> Mention:
    span = _span(sheet, name.first, name.last)
    attributes: dict[str, Any] = {
        "canonical": name.canonical,
        "name_kind": name.name_kind,
        "evidence": name.evidence,
    }
    if name.inferred:
        attributes["inferred"] = True
    return Mention(
        "organisation", span.text, span.start, span.end, round(name.confidence, 2), name.type, attributes
    )


def _person(sheet: Sheet, human: Human, further: Name | None) -> Mention:
    told = human.organisation or further
    organisation = told.canonical if told is not None else ""
    return _mention(
        sheet,
        "person",
        human.first,
        human.last,
        human.confidence,
        canonical=human.canonical,
        position=human.position,
        organisation=organisation,
        honorific=human.honorific,
    )


def _date(text: str, moment: Moment) -> Mention:
    attributes = {"value": moment.value, "inferred": moment.inferred}
    confidence = 0.75 if moment.inferred else 0.95
    return Mention(
        "date", text[moment.start : moment.end], moment.start, moment.end, confidence, "", attributes
    )


def _event(sheet: Sheet, occasion: Occasion) -> Mention:
    place = sheet.words.cut(*occasion.place) if occasion.place is not None else ""
    organisers = list(dict.fromkeys(name.canonical for name in occasion.organisers))
    return _mention(
        sheet,
        "event",
        occasion.first,
        occasion.last,
        occasion.confidence,
        name=occasion.name,
        date=occasion.date,
        date_inferred=occasion.date_inferred,
        place=place,
        organisers=organisers,
    )


def _places(sheet: Sheet, occasions: list[Occasion]) -> list[Mention]:
    """Return the places of events, and those a text says something happens in."""
    tokens = sheet.words.tokens
    spans = {occasion.place for occasion in occasions if occasion.place is not None}
    for sentence in sheet.sentences:
        for index in range(sentence.first + 1, sentence.last):
            if tokens[index - 1].low in {"in", "at"} and index not in sheet.used and tokens[index].is_capital:
                place = places().match(tokens, index, sentence.last)
                if place is not None:
                    spans.add((index, place[0]))
    return [_mention(sheet, "place", first, last, 0.8) for first, last in sorted(spans)]


def _figures(sheet: Sheet, taken: set[int]) -> list[Mention]:
    found: list[Mention] = []
    seen: set[tuple[str, str]] = set()
    for sentence in sheet.sentences:
        for figure in find_figures(words=sheet.words, sentence=sentence, taken=taken):
            repeat = (figure.value, figure.currency or figure.unit.lower()) in seen
            seen.add((figure.value, figure.currency or figure.unit.lower()))
            found.append(_figure(sheet, figure, repeat, _about(sheet, sentence)))
    return found


def _about(sheet: Sheet, sentence: Sentence) -> str:
    """Return the body a figure is about: the only one its sentence names, or nothing."""
    named = {sheet.names[at].canonical for at in range(sentence.first, sentence.last) if at in sheet.names}
    return named.pop() if len(named) == 1 else ""


def _figure(sheet: Sheet, figure: Figure, repeat: bool, about: str) -> Mention:
    if figure.currency:
        attributes: dict[str, Any] = {"amount": figure.value, "currency": figure.currency}
        if figure.qualifier:
            attributes["qualifier"] = figure.qualifier
    else:
        attributes = {
            "value": figure.value,
            "unit": figure.unit,
            "qualifier": figure.qualifier,
            "about": about,
        }
    if repeat:
        attributes["repeat"] = True
    kind = "money" if figure.currency else "count"
    return _mention(sheet, kind, figure.first, figure.last, 0.9 if figure.currency else 0.8, **attributes)


def _post(sheet: Sheet, human: Human) -> Relation:
    name = human.organisation
    assert name is not None
    quote = sheet.words.cut(*human.quote)
    attributes: dict[str, Any] = {"title": human.position}
    if is_former(human.position):
        attributes["former"] = True
    return Relation(
        "post",
        _span(sheet, human.first, human.last),
        _span(sheet, name.first, name.last),
        quote,
        round(min(human.confidence, name.confidence), 2),
        attributes,
    )


def _further(sheet: Sheet, post: Post) -> Relation:
    attributes: dict[str, Any] = {"title": post.position}
    if post.inferred:
        attributes["inferred"] = True
    if is_former(post.position):
        attributes["former"] = True
    return Relation(
        "post",
        _span(sheet, post.human.first, post.human.last),
        _span(sheet, post.name.first, post.name.last),
        sheet.words.cut(*post.quote),
        0.6 if post.inferred else round(min(0.85, post.name.confidence), 2),
        attributes,
    )


def _organised(sheet: Sheet, occasions: list[Occasion]) -> list[Relation]:
    found: list[Relation] = []
    for occasion in occasions:
        event = _span(sheet, occasion.first, occasion.last)
        for name in (one.named for one in occasion.organisers):
            body = _span(sheet, name.first, name.last)
            quote = _quote(sheet, (occasion.first, occasion.last), (name.first, name.last))
            if occasion.hosted:
                found.append(Relation("hosted_by", event, body, quote, 0.75))
            else:
                found.append(Relation("organised", body, event, quote, 0.75))
    return found


def _quote(sheet: Sheet, one: tuple[int, int], two: tuple[int, int]) -> str:
    """Return the words from one stretch to another; of two sentences, the one that holds the second."""
    sentence = sheet.words.sentence_of(two[0])
    if sentence.first <= one[0] < sentence.last:
        return sheet.words.cut(min(one[0], two[0]), max(one[1], two[1]))
    return sheet.words.cut(sentence.first, min(max(two[1], sentence.first + 1), sentence.last))


def _named(sheet: Sheet, span: tuple[int, int]) -> tuple[int, int]:
    """Return where the body of a tie is named: for a bare head, the name it stands for."""
    stand = sheet.stands.get(span[0])
    return (stand.named.first, stand.named.last) if stand is not None else span


def _tie(sheet: Sheet, tie: Tie) -> Relation:
    attributes = {"level": tie.level} if tie.level else {}
    return Relation(
        tie.kind,
        _span(sheet, *_named(sheet, tie.subject)),
        _span(sheet, *_named(sheet, tie.object)),
        sheet.words.cut(*tie.quote),
        tie.confidence,
        attributes,
    )


_SPOKE = word_set(
    "spoke speaking speech speeches keynote addressed remarks moderated presented presentation lecture"
)


def _speakers(sheet: Sheet, occasions: list[Occasion]) -> list[Relation]:
    """Tie a person to the page's only event where the sentence says that the person spoke."""
    if len(occasions) != 1:
        return []
    event = _span(sheet, occasions[0].first, occasions[0].last)
    found: list[Relation] = []
    seen: set[str] = set()
    for human in sorted(sheet.humans.values(), key=lambda one: one.first):
        sentence = sheet.words.sentence_of(human.first)
        said = any(sheet.words.tokens[at].low in _SPOKE for at in range(sentence.first, sentence.last))
        if said and human.canonical not in seen:
            seen.add(human.canonical)
            quote = sheet.words.cut(sentence.first, sentence.last)
            found.append(Relation("spoke_at", _span(sheet, human.first, human.last), event, quote, 0.6))
    return found
