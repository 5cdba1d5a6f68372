"""
Ties told clause by clause of one subject: 甲会成立于…,由乙与丙发起,是丁联盟的理事单位.

A Chinese sentence names its subject once and lets the clauses after it speak of the same one; a later
sentence may take it up with its bare kind (该基金会, 基金会). Each clause is read with its names replaced by
one sign, so that a rule sees lists of names and what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.roll import Roster
from banyan.ingest.adapters.chinese.ties import Tie
from banyan.ingest.adapters.chinese.words import Sentence

_N = "\ue000"
_LIST = f"{_N}(?:(?:、|和|与|及|以及|,){_N})*(?:等)?"
_ETC = f"[^{_N},]{{0,8}}?"
_STOP = re.compile(r"[,;:]")
#: Words of time and manner with which a clause may open before its subject or its verb.
_ADVERBS = re.compile(
    r"(?:(?:自|从|于|在)?(?:\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}[日号])?)(?:起|以来|底|初|间)?"
    r"|目前|现|现已|已|已经|同时|此外|另外|后|随后|近年来|近日|日前|今年|去年|次年|同年|当年|其中|并|且|还|也|均|曾|又|正式|先后|今|如今|据悉|据了解|自?成立(?:以来|之初|后)|多年来|长期|每年|累计)+"
)
_BARE = re.compile(
    r"(?:该|本|此|我)?(?P<kind>基金会|协会|学会|商会|联合会|促进会|研究会|联盟|中心|机构|组织|网络|总会|慈善会|会)"
    r"(?=[由是为系成现已自于获加接隶挂的业与和,,])"
)

#: Rules about the subject of a clause, the names in it standing for what it is tied to.
_RULES: tuple[tuple[str, str, float], ...] = (
    (
        "initiated_with",
        rf"由(?P<who>{_LIST}){_ETC}(?:共同|联合|合作|携手|牵头|倡导|于\d+年)*(?:发起|创办|创立|成立|组建|设立|倡议|筹建|创建)",
        0.75,
    ),
    (
        "funded_by",
        rf"由(?P<who>{_LIST})(?:全额|共同|独家|联合|分别)*(?:资助|出资|捐资|捐赠|提供(?:资金|经费))",
        0.75,
    ),
    (
        "funded_by",
        rf"(?:获得|得到|接受|获|受到|收到)了?(?P<who>{_LIST})的?[^{_N},]{{0,8}}?(?:资助|捐赠|捐款|拨款|资金支持|经费支持)",
        0.75,
    ),
    (
        "operated_by",
        rf"由(?P<who>{_LIST})(?:负责|受托|承接|具体|全面|日常|共同)*(?:运营|执行|实施|管理|托管|运作)",
        0.75,
    ),
    ("guided_by", rf"(?:业务)?(?:主管|指导)(?:单位|部门|机关)(?:为|是|:)?(?P<who>{_LIST})", 0.8),
    ("guided_by", rf"(?:接受|受)(?P<who>{_LIST})的?(?:业务|监督|行业)*(?:指导|监督|管理|监管|领导)", 0.75),
    ("part_of", rf"(?:直接)?(?:隶属|直属|附属|从属|归属)于?(?P<who>{_N})", 0.8),
    (
        "part_of",
        rf"(?:是|为|系)(?P<who>{_N})(?:的)?(?:下属|直属|所属|下设|分支|二级|内设)的?(?:[^{_N},]{{0,4}})?(?:机构|单位|组织|部门|中心)",
        0.75,
    ),
    ("hosted_by", rf"(?:挂靠(?:在|于)?|依托)(?P<who>{_N})", 0.75),
    ("hosted_by", rf"秘书处(?:设立?(?:在|于)|由)(?P<who>{_N})", 0.7),
    (
        "member_of",
        (
            rf"(?:是|为|成为|系|当选为?|担任|作为)了?(?P<who>{_LIST})的?"
            rf"(?:首批|团体|单位|常务|理事|副会长|创始|正式|发起|核心|唯一|会员|成员|[一二三四两\d]家?)*"
            rf"(?:会员|成员|理事单位|会长单位|理事会员|发起单位|轮值主席单位)"
        ),
        0.8,
    ),
    ("member_of", rf"(?:加入|加盟)(?:了|到)?(?P<who>{_LIST})(?!的?(?:活动|指导|合作|项目))", 0.75),
    ("observer_of", rf"(?:以观察员的?身份(?:加入|进入))(?P<who>{_LIST})", 0.8),
    ("observer_of", rf"(?:是|成为|获得|获)(?P<who>{_N})的?(?:正式)?观察员", 0.8),
    (
        "consultative_status",
        (
            rf"(?:获得|取得|获|拥有|享有|具有|被授予|获授|获准|获颁)了?(?P<who>{_N})的?"
            rf"[^{_N},]{{0,6}}?(?:咨商|谘商|咨询)(?:地位|身份)"
        ),
        0.85,
    ),
    (
        "partner_of",
        (
            rf"(?:与|和|同|携手|联合)(?P<who>{_LIST}){_ETC}(?:共同|联合|正式)*(?:签署|签订|签约|建立|达成|缔结|结成|结为)"
            rf"[^{_N},]{{0,20}}?(?:协议|备忘录|合作|伙伴|合同|联盟)"
        ),
        0.7,
    ),
    (
        "partner_of",
        rf"(?:是|为|成为)(?P<who>{_LIST})的?[^{_N},]{{0,8}}?(?:合作伙伴|伙伴机构|伙伴组织)",
        0.75,
    ),
)
_COMPILED = tuple((kind, re.compile(pattern), confidence) for kind, pattern, confidence in _RULES)
_ACTORS = ("ngo", "foundation", "umbrella", "network", "company", "academic", "hospital", "")


def chained(roster: Roster) -> list[Tie]:
    """Return the ties that clauses tell of a subject named before them."""
    found: list[Tie] = []
    last: Name | None = None
    for sentence in roster.sentences:
        last = _read(roster, sentence, last, found)
    return found


def _read(roster: Roster, sentence: Sentence, last: Name | None, found: list[Tie]) -> Name | None:
    """Read one sentence; return the subject it leaves to the next."""
    subject: Name | None = None
    for start, end in _clauses(roster, sentence):
        names = roster.between(start, end)
        begin = start
        if (opening := _subject(roster, start, end, names)) is not None:
            subject, begin = opening, opening.end
        elif (bare := _taken_up(roster, start, end, subject or last)) is not None:
            subject, begin = bare
        if subject is not None and subject.sort in _ACTORS:
            found += _told(roster, begin, end, names, subject, is_named=begin > start)
    return subject or last


def _clauses(roster: Roster, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a sentence; a comma between two names of a list does not end one."""
    names = roster.between(sentence.start, sentence.end)
    edges = {name.start for name in names}
    start = sentence.start
    for stop in _STOP.finditer(sentence.text):
        place = sentence.start + stop.start()
        in_list = any(name.start <= place < name.end for name in names) or place + 1 in edges
        if in_list and not _opens(roster.text[start:place]):
            continue
        yield start, place
        start = place + 1
    yield start, sentence.end


def _opens(text: str) -> bool:
    """Say whether nothing but words of time stand before a comma (2016年,甲会…)."""
    return _ADVERBS.fullmatch(text.strip()) is not None or len(text) > 40


def _subject(roster: Roster, start: int, end: int, names: Sequence[Name]) -> Name | None:
    """Return the name with which a clause opens, if the clause goes on to say something of it."""
    if not names:
        return None
    first = names[0]
    before = _ADVERBS.sub("", roster.text[start : first.start]).strip(' “"')
    if before or first.end >= end:
        return None
    if re.match(r"[、和与及同]", roster.text[first.end : first.end + 1]):
        return None  # one of several who act together
    return first


def _taken_up(roster: Roster, start: int, end: int, last: Name | None) -> tuple[Name, int] | None:
    """Return the subject that a clause takes up by its kind alone (该基金会…), and where its words end."""
    text = roster.text[start:end]
    lead = re.match(r"[\s“\"]*", text)
    at = lead.end() if lead else 0
    if (adverbs := _ADVERBS.match(text, at)) is not None:
        at = adverbs.end()
    bare = _BARE.match(text, at)
    if bare is None:
        return None
    for candidate in (last, roster.owner()):
        if candidate is not None and roster.full(candidate.text).endswith(bare["kind"]):
            return candidate, start + bare.end()
    return None


def _told(
    roster: Roster, begin: int, end: int, names: Sequence[Name], subject: Name, *, is_named: bool
) -> Iterator[Tie]:
    """
    Yield what one clause says of its subject.

    A clause that does not name the subject must come to the point at once: in 本次项目由甲资助 it is the
    project that is paid for.
    """
    masked, places = _masked(roster.text, begin, end, names)
    for kind, pattern, confidence in _COMPILED:
        for told in pattern.finditer(masked):
            before = masked[: told.start()]
            if _N in before or (not is_named and _ADVERBS.sub("", before)):
                continue
            for place in range(told.start("who"), told.end("who")):
                name = places.get(place)
                if name is None or roster.full(name.text) == roster.full(subject.text):
                    continue
                if kind == "consultative_status" and name.sort != "intergovernmental":
                    continue
                if kind == "member_of" and name.sort in ("company", "government", "academic", "media"):
                    continue
                yield Tie(kind, subject, name, min(subject.start, name.start), end, confidence)


def _masked(text: str, start: int, end: int, names: Sequence[Name]) -> tuple[str, dict[int, Name]]:
    """Return a clause without white space, each name as one sign, and which name each sign stands for."""
    pieces: list[str] = []
    places: dict[int, Name] = {}
    length, at = 0, start
    for name in names:
        if name.start < at:
            continue
        between = re.sub(r"\([^()]*\)|[\s“”\"]", "", text[at : name.start])
        pieces += [between, _N]
        length += len(between)
        places[length] = name
        length += 1
        at = name.end
    pieces.append(re.sub(r"\([^()]*\)|[\s“”\"]", "", text[at:end]))
    return "".join(pieces), places
