"""Ties between organisations, each with the words that say so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.roll import Roster
from banyan.ingest.adapters.chinese.words import Sentence


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie: what kind, who, with whom, and from where to where the page says so."""

    kind: str
    subject: Name
    object: Name
    start: int
    end: int
    confidence: float
    attributes: dict[str, Any] = field(default_factory=dict)


#: Between two names and after the second. The first group of rules reads (left, right) as (subject, object).
_FORWARD: tuple[tuple[str, str, str, float], ...] = (
    (
        "operated_by",
        r"(?:及其|及|,其|其|的)?(?:委托)?(?:运营方|运营机构|承接方|执行机构|运营单位|承接机构)(?:为|是|:)?",
        "",
        0.85,
    ),
    ("operated_by", r"[^,。;]{0,10}由", r"(?:负责|受托|承接|具体|进行|全面)*(?:运营|托管|承接)", 0.8),
    ("operated_by", r"[^,。;]{0,6}委托", r"(?:负责|进行|具体)*(?:运营|托管|管理)", 0.75),
    ("part_of", r"(?:是|为|系)?(?:直接)?(?:隶属|从属|附属|归属|下属|直属)于?", "", 0.85),
    (
        "part_of",
        r"(?:是|为|系)",
        r"(?:的|所属的?|下属的?|直属的?|下设的?)(?:分支机构|二级机构|直属(?:事业)?(?:单位|机构)|下属(?:机构|单位)?|内设机构|专项基金|分会|事业单位|机构)",
        0.8,
    ),
    ("guided_by", r"(?:是|为|系)(?:由)?", r"(?:业务)?(?:主管|领导|指导)的", 0.8),
    ("guided_by", r",?(?:的)?业务主管(?:单位|部门)(?:为|是|:)?", "", 0.8),
    ("guided_by", r"[^,。;]{0,6}接受", r"的?(?:业务|监督)?(?:指导|管理|监督)", 0.75),
    (
        "member_of",
        r"(?:于[^,。;]{2,12})?(?:正式|成功|申请|先后|已)?加入(?:了|到)?",
        r"(?!.{0,3}(?:的?活动|指导|合作))",
        0.75,
    ),
    (
        "member_of",
        r"(?:现|已|均)?(?:是|为|系|成为|当选为?|作为)(?:了)?",
        r"的?(?:首批|团体|单位|理事|常务理事|副会长|创始|正式|发起|核心|唯一|会员|成员|中国){0,3}(?:会员|成员|理事单位|会员单位|成员单位|副会长单位|成员机构|会员机构)",
        0.85,
    ),
    ("observer_of", r"(?:是|为|成为|获得|获)(?:了)?", r"的?(?:正式)?观察员", 0.8),
    ("observer_of", r"[^。;]{0,10}以观察员(?:的)?身份[^。;]{0,8}", "", 0.75),
    (
        "funded_by",
        r"[^,。;]{0,8}(?:获得|得到|接受|收到|获|受|争取到)(?:了|到)?",
        r"(?:的)?[^,。;与和、]{0,8}(?:资助|捐赠|捐款|资金支持|拨款|资金)",
        0.75,
    ),
    ("funded_by", r"[^,。;]{0,12}由", r"(?:独家|全额|共同)?(?:出资|资助|捐资|捐赠|提供资金)", 0.75),
    (
        "supported_by",
        r"[^,。;]{0,8}(?:获得|得到|获|受到)(?:了|到)?",
        r"(?:的)?[^,。;与和、]{0,6}(?:支持|帮助|协助)",
        0.7,
    ),
)
#: Here the left name is the object, the right one the subject.
_BACKWARD: tuple[tuple[str, str, str, float], ...] = (
    (
        "funded_by",
        r"(?:[^,。;]{0,8})?(?:向|给|为)",
        r"(?:[^,。;]{0,6})?(?:捐赠|捐款|捐资|拨款|资助|捐出|捐助|捐)",
        0.8,
    ),
    ("funded_by", r"(?:[^,。;]{0,8})?(?:资助|捐助|捐资)(?:了|给)?", r"(?!计划|项目|办|处)", 0.7),
    ("operated_by", r"(?:负责|受托)?(?:运营|托管|承接|管理运营|运营管理)的", "", 0.75),
    ("part_of", r"(?:的)?(?:下设|下属|所属|直属|旗下|下辖|设立)(?:的|有|机构)?", "", 0.7),
)
_PARTNERS = re.compile(
    r"(?:[^,。;]{0,16})?(?:签署|签订|签约|达成|建立|缔结|结为|开展|展开)(?:了)?"
    r"[^,。;]{0,24}(?:协议|备忘录|合作|伙伴|合约|合同)"
    r"|(?:[^,。;]{0,6})(?:共同|联合|合作|携手)"
    r"(?:开展|推行|推进|发布|设立|举办|主办|实施|推动|推出|签署|完成|组织|召开|签约)"
    r"|(?:进行|开展)(?:了)?[^,。;]{0,6}合作|合作的"
)
_FOUNDED = re.compile(r"(?:等[^,。;]{0,8})?(?:共同|联合|携手|合作)*[^,。;、]{0,6}(?:发起|创办|创立|倡议)")
#: Many who hold one gathering are its organisers, not each other's partners.
_HELD = re.compile(r"[^,。;]{0,4}(?:共同|联合|合作|携手)?(?:主办|举办|承办|召开|举行)")
_LISTED = re.compile(r"[,]?(?:与|和|、|及|以及|同|携手|联合|联手|会同|暨)")
_STATUS = re.compile(r"(?:特别|特殊|一般|全面|专门)?(?:咨商|谘商|咨询)(?:地位|身份)|观察员(?:地位|身份|席位)")
_STATUS_VERB = re.compile(r"获得|获|取得|具有|拥有|享有|申请|授予|被授予|是|成为|通过")
_UNDER = re.compile(
    r"的?[^,。;、]{0,6}?(指导|领导|支持|帮助|资助|委托|监督|关心)(?:和[^,。;、]{2,6})?(?:与[^,。;、]{2,6})?下"
)


def ties(roster: Roster) -> list[Tie]:
    """Return the ties a page tells of, each once per sentence."""
    found: list[Tie] = []
    owner = roster.owner()
    inside = {alias.start for alias in roster.defined}
    people = sorted(
        [(person.start, person.end) for person in roster.people]
        + [(post.start, post.end) for _, post in roster.held if post.title]
    )
    for sentence in roster.sentences:
        names = [name for name in roster.between(sentence.start, sentence.end) if name.start not in inside]
        if not names:
            continue
        plain = _without_people(sentence, people)
        for tie in (
            *_pairs(plain, names),
            *_under(sentence, names),
            *_status(sentence, names),
            *_coordinated(plain, names, owner),
            *_received(plain, names, owner),
        ):
            if roster.full(tie.subject.text) != roster.full(tie.object.text):
                found.append(tie)
    for alias in roster.defined:
        if alias.same_as:
            left = [
                name
                for name in roster.between(max(alias.start - 60, 0), alias.start)
                if name.text == alias.canonical
            ]
            right = roster.between(alias.start, alias.end)
            if left and right:
                found.append(Tie("same_as", left[-1], right[0], left[-1].start, alias.end, 0.85))
    return found


_GAP = "\x00"


def _without_people(sentence: Sentence, people: list[tuple[int, int]]) -> Sentence:
    """Return the sentence with people and titles blanked: 甲会会长某某与乙会 reads 甲会与乙会."""
    first = bisect_left(people, (sentence.start, 0))
    last = bisect_left(people, (sentence.end, 0))
    if first == last:
        return sentence
    characters = list(sentence.text)
    for start, end in people[first:last]:
        tail = re.match(r"\s?(?:先生|女士|小姐|老师|教授)", sentence.text[end - sentence.start :])
        stop = end - sentence.start + (tail.end() if tail else 0)
        begin = start - sentence.start
        characters[begin:stop] = [_GAP] * (min(stop, len(characters)) - begin)
    return replace(sentence, text="".join(characters))


def _without_brackets(text: str) -> str:
    return re.sub(r"[\s\x00]+", "", re.sub(r"\([^()]*\)", "", text))


def _after(sentence: Sentence, position: int, *, size: int = 90) -> str:
    """Return what follows, less a pair of brackets and the people at its beginning."""
    rest = sentence.text[position - sentence.start : position - sentence.start + size]
    return re.sub(r"^(?:\([^()]*\)|[\x00、和及与]*\x00+)+", "", rest)


def _pairs(sentence: Sentence, names: list[Name]) -> Iterator[Tie]:
    offset = sentence.start
    for left, right in pairwise(names):
        middle = _without_brackets(sentence.text[left.end - offset : right.start - offset])
        rest = _after(sentence, right.end)
        if middle == "/":
            yield Tie("same_as", left, right, left.start, right.end, 0.8)
            continue
        if len(middle) > 40:
            continue
        for rules, turned in ((_FORWARD, False), (_BACKWARD, True)):
            for kind, between, after, confidence in rules:
                if re.fullmatch(between, middle) and (match := re.match(after, rest)) is not None:
                    subject, target = (right, left) if turned else (left, right)
                    if kind == "member_of" and target.sort not in (
                        "network",
                        "umbrella",
                        "ngo",
                        "intergovernmental",
                        "",
                    ):
                        continue
                    yield Tie(
                        kind,
                        subject,
                        target,
                        left.start,
                        min(right.end + match.end(), sentence.end),
                        confidence,
                    )
                    break


def _coordinated(sentence: Sentence, names: list[Name], owner: Name | None) -> Iterator[Tie]:
    """Read 甲、乙与丙共同发起 and 甲与乙签署协议."""
    offset = sentence.start
    group = [names[0]]
    joins: list[str] = []
    for left, right in [*pairwise(names), (names[-1], None)]:
        middle = _without_brackets(sentence.text[left.end - offset : right.start - offset]) if right else ""
        if right is not None and _LISTED.fullmatch(middle):
            group.append(right)
            joins.append(middle)
            continue
        if len(group) > 1 or re.search(r"[与同]\s?$", sentence.text[: group[0].start - offset]):
            rest = _after(sentence, group[-1].end)
            before = sentence.text[: group[0].start - offset]
            founded = _FOUNDED.match(rest)
            partners = _PARTNERS.match(rest)
            together = any(join in ("联合", "携手", "会同", "联手") for join in joins)
            together = together or (
                founded is not None and re.search(r"共同|联合|携手|合作", founded.group()) is not None
            )
            founders_of_another = re.search(r"由\s?$", before) is not None and names[0].end <= group[0].start
            if len(group) > 1 and founded and founders_of_another:
                pass  # `clauses` says whom they founded
            elif len(group) > 1 and founded and (together or len(group) == 2):
                first = (
                    group[
                        max(
                            index
                            for index, join in enumerate(joins)
                            if join in ("联合", "携手", "会同", "联手")
                        )
                    ]
                    if any(join in ("联合", "携手", "会同", "联手") for join in joins)
                    else group[0]
                )
                for other in group[group.index(first) + 1 :]:
                    yield Tie(
                        "initiated_with",
                        first,
                        other,
                        first.start,
                        min(group[-1].end + founded.end(), sentence.end),
                        0.8,
                    )
            elif (
                partners or (together and re.match(r"[^,。;]{0,10}(?:举办|主办|开展|启动|推出|实施)", rest))
            ) and not (re.search(r"(?:来自|感谢|参加)$", before) or ("、" in joins and _HELD.match(rest))):
                end = min(group[-1].end + (partners.end() if partners else 0), sentence.end)
                first, others = group[0], group[1:6]
                if re.search(r"[与同]\s?$|[与同][^,。;]{1,40}[、和及]$", before):
                    acting = _acting(sentence, names, group[0]) or owner
                    if acting is None:
                        group, joins = ([right] if right is not None else []), []
                        continue
                    first, others = acting, group
                for other in others:
                    yield Tie("partner_of", first, other, first.start, end, 0.7)
        group = [right] if right is not None else []
        joins = []


def _received(sentence: Sentence, names: list[Name], owner: Name | None) -> Iterator[Tie]:
    """Read 曾获某基金会资助, where the page's own organisation is left unsaid."""
    first = names[0]
    before = sentence.text[: first.start - sentence.start]
    if owner is None or not re.search(r"(?:获|获得|得到|接受|受|受到)(?:了|到)?$", before):
        return
    match = re.match(
        r"的?[^,。;与和、]{0,8}?(资助|捐赠|捐款|资金支持|支持|帮助)", _after(sentence, first.end)
    )
    if match:
        kind = "supported_by" if match.group(1) in ("支持", "帮助") else "funded_by"
        yield Tie(
            kind,
            owner,
            first,
            first.start,
            min(first.end + match.end(), sentence.end),
            0.6,
            {"inferred": True},
        )


def _acting(sentence: Sentence, names: list[Name], first: Name) -> Name | None:
    """Return the organisation a sentence is about, when it stands before ``first``."""
    opening = names[0]
    between = sentence.text[opening.end - sentence.start : first.start - sentence.start]
    if opening.end >= first.start or len(between) > 60 or re.search(r"由|记者|报道", between):
        return None
    return opening if not sentence.text[: opening.start - sentence.start].strip(" “,") else None


def _under(sentence: Sentence, names: list[Name]) -> Iterator[Tie]:
    """Read 在某机构指导下: the subject is the first organisation acting after it, else the last before it."""
    offset = sentence.start
    for index, name in enumerate(names):
        before = sentence.text[: name.start - offset]
        match = _UNDER.match(sentence.text, name.end - offset)
        listed = re.search(r"在[^,。;]{0,60}$", before)
        if match is None or listed is None:
            continue
        kind = {
            "资助": "funded_by",
            "委托": "guided_by",
            "支持": "supported_by",
            "帮助": "supported_by",
            "关心": "supported_by",
        }.get(match.group(1), "guided_by")
        rest = sentence.text[match.end() : match.end() + 40]
        actors = [
            other
            for other in names[index + 1 :]
            if re.search(r"^[^。;]{0,24}$", sentence.text[match.end() : other.start - offset])
        ]
        earlier = [other for other in names[:index] if other.end <= offset + listed.start()]
        if actors and (re.match(r",?(?:由)?", rest) is not None):
            subject = actors[0]
        elif earlier:
            subject = earlier[-1]
        else:
            continue
        yield Tie(
            kind, subject, name, min(name.start, subject.start), max(offset + match.end(), subject.end), 0.7
        )


def _status(sentence: Sentence, names: list[Name]) -> Iterator[Tie]:
    offset = sentence.start
    for match in _STATUS.finditer(sentence.text):
        position = offset + match.start()
        bodies = [
            name
            for name in names
            if name.end <= position and position - name.end <= 14 and name.sort == "intergovernmental"
        ]
        if not bodies:
            continue
        body = bodies[-1]
        holders = [
            name
            for name in names
            if name.end <= body.start and name.sort not in ("intergovernmental", "government")
        ]
        if not holders:
            continue
        opening = [
            name
            for name in holders
            if not sentence.text[: name.start - offset].strip()
            or sentence.text[name.start - offset - 1] in ",、:“”("
        ]
        holder = (opening or holders)[-1]
        between = sentence.text[holder.end - offset : body.start - offset]
        if (
            len(between) <= 60
            and _STATUS_VERB.search(between)
            and not re.search(r"如何|可以|建议|希望|以$", between)
        ):
            kind = "observer_of" if match.group().startswith("观察员") else "consultative_status"
            yield Tie(kind, holder, body, holder.start, offset + match.end(), 0.85)
