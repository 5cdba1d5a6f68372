"""Positions and the organisations they are held in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from banyan.ingest.adapters.chinese import lexicon, sorts
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.people import Person
from banyan.ingest.adapters.chinese.words import Sentence, Word

#: A title longer than this many characters has run into the sentence.
LONGEST_TITLE = 24

#: Heading a list of those present, these say nothing about anybody's position.
_NO_POSITION = frozenset({"嘉宾", "讲者", "与谈人"})
_TITLE_TAGS = frozenset({"n", "nr", "vn", "nz", "a", "an", "b", "LOC", "ORG", "nw", "s"})
_PLAIN_ORGANISATION = re.compile(
    r"(?:该|本)?(?:协会|学会|商会|中心|基金会|公司|集团|学院|大学|医院|联合会|促进会|研究会|联盟|机构|(?<=[该本])会|总会|工作室|研究院|研究所|学校|慈善会)(?!处|部|科|办)"
)


@dataclass(frozen=True, slots=True)
class Post:
    """A position: the stretch of its title and the organisation, if the page says which."""

    start: int
    end: int
    title: str
    kind: str
    organisation: Name | None
    inferred: bool = False
    implied: tuple[int, int] | None = None
    anaphor: str = ""
    elected: bool = False


def posts_before(sentence: Sentence, person: Person, *, names: Sequence[Name]) -> list[Post]:
    """Return the positions written straight before a person, nearest last."""
    found: list[Post] = []
    position = person.start
    comma = False
    for _ in range(4):
        post = _one_before(sentence, position, names=names)
        if post is None:
            break
        if comma and post.organisation is None and post.implied is None:
            break
        found.insert(0, post)
        edge = _edge(post)
        join = re.search(r"(?:\s{1,2}|、|兼任?|暨|,|和|及|以及)$", sentence.text[: edge - sentence.start])
        if not join:
            break
        left = sentence.text[: join.start()].rstrip()
        role = lexicon.longest_ending(left, lexicon.roles())
        if not role or lexicon.roles()[role] == "part" or role == "代表":
            break
        comma = join.group() == ","
        position = sentence.start + len(left)
    return _merged(sentence, found)


def _edge(post: Post) -> int:
    if post.organisation is not None and not post.inferred:
        return post.organisation.start
    return post.implied[0] if post.implied else post.start


def _one_before(sentence: Sentence, position: int, *, names: Sequence[Name]) -> Post | None:
    text = sentence.text
    offset = sentence.start
    end = len(text[: position - offset].rstrip(" :"))
    role = lexicon.longest_ending(text[:end], lexicon.roles())
    if not role and text[:end].endswith(("为", "是", "由")):
        # 创始人为某某: the verb stands between the position and the name.
        end -= 1
        role = lexicon.longest_ending(text[:end], lexicon.roles())
    if not role:
        return None
    kind = lexicon.roles()[role]
    role_start = offset + end - len(role)
    if role in _NO_POSITION:
        return None
    start, organisation = _walk(sentence, role_start, names)
    title = text[start - offset : end]
    if organisation is None and kind != "part":
        plain = _PLAIN_ORGANISATION.match(title)
        if plain and lexicon.longest_ending(title[plain.end() :], lexicon.roles()):
            return Post(
                start + plain.end(), offset + end, title[plain.end() :], kind, None, anaphor=plain.group()
            )
        implied = _implied(sentence, start, role_start, kind=kind)
        if implied is not None:
            begin = max(start, implied[1])
            return Post(begin, offset + end, text[begin - offset : end], kind, None, implied=implied)
    return Post(start, offset + end, title, kind, organisation)


def _walk(sentence: Sentence, role_start: int, names: Sequence[Name]) -> tuple[int, Name | None]:
    """Go left from the position over the words that belong to its title; stop at an organisation."""
    words = sentence.words
    closed = {name.end: name for name in names}
    index = bisect_left([word.end for word in words], role_start + 1)
    start = role_start
    if role_start in closed:
        return role_start, closed[role_start]
    if index < len(words) and words[index].start < role_start:
        inside = next((name for name in names if words[index].start < name.end <= role_start), None)
        start = inside.end if inside else words[index].start
        if inside:
            return start, inside
    if start in closed:
        return start, closed[start]
    index = bisect_left([word.end for word in words], start) if start == role_start else index - 1
    if index >= len(words) or words[index].end != start:
        index -= 1
    while index >= 0:
        word = words[index]
        if word.end != start:
            break
        if word.text == "的" and word.start in closed:
            return start, closed[word.start]
        if word.text in ("和", "与", "及") and _reaches(word.start, words, index, closed):
            start = word.start
            index -= 1
            continue
        if not _in_title(word) or role_start - word.start > LONGEST_TITLE:
            break
        if word.start < (inner := next((end for end in closed if word.start < end <= word.end), 0)):
            return inner, closed[inner]
        start = word.start
        if start in closed:
            return start, closed[start]
        index -= 1
    bracket = re.search(r"\([^()]{1,60}\)$", sentence.text[: start - sentence.start])
    if bracket and sentence.start + bracket.start() in closed:
        return start, closed[sentence.start + bracket.start()]
    return start, closed.get(start)


def _reaches(position: int, words: Sequence[Word], index: int, closed: dict[int, Name]) -> bool:
    """Tell whether a conjunction stands inside the name of a department of an organisation close by."""
    while index > 0 and position - words[index - 1].start <= 12:
        index -= 1
        if words[index].end in closed:
            return True
        if words[index].tag in ("PER", "w", "p", "u", "c") or words[index].end != words[index + 1].start:
            return False
    return False


def _in_title(word: Word) -> bool:
    if word.text in lexicon.words("role_modifiers"):
        return True
    if word.text in lexicon.words("left_stops") - lexicon.words("name_verbs") - {"领导", "联合", "组织"}:
        return False
    if word.tag == "v":
        return word.text in lexicon.words("name_verbs") or word.text in (
            "办",
            "系",
            "部",
            "处",
            "副",
            "执行",
            "组织",
            "筹资",
            "运营",
            "永续",
            "组",
            "室",
        )
    if word.tag == "m":
        return word.text.startswith("第") or word.text in ("一", "二", "三", "四", "首")
    if word.tag == "PER":
        return (
            len(word.text) == 2
            and word.text not in lexicon.words("surnames")
            and word.text[0] not in lexicon.words("surnames")
        )
    return word.tag in _TITLE_TAGS or (word.tag == "d" and word.text.startswith(("处", "副", "总")))


def _implied(sentence: Sentence, start: int, role_start: int, *, kind: str) -> tuple[int, int] | None:
    """Return the words before a leading position that must name the organisation for want of another."""
    offset = sentence.start
    body = sentence.text[start - offset : role_start - offset]
    if kind != "head":
        cited = re.search(r"《([\u4e00-\u9fffA-Za-z]{2,12})》$", sentence.text[: start - offset])
        if (
            cited
            and body == ""
            and sentence.text[role_start - offset :].startswith(("记者", "编辑", "主编", "总编"))
        ):
            return offset + cited.start(1), offset + cited.end(1)
        press = re.match(
            r"(?!本|我)[\u4e00-\u9fff]{1,9}(?:网|报|社|台|新闻|周刊|杂志|在线|频道|客户端)$", body
        )
        reporter = sentence.text[role_start - offset :].startswith(("记者", "编辑", "主编", "通讯员"))
        return (start, role_start) if press and reporter else None
    modifiers = lexicon.words("role_modifiers")
    while True:
        tail = lexicon.longest_ending(body, modifiers)
        if not tail:
            break
        body = body[: -len(tail)]
    body = body.rstrip("”“ ")
    if (
        not 3 <= len(body) <= 16
        or sorts.is_generic(body)
        or not re.match(r"[\u4e00-\u9fffA-Za-z0-9·]+$", body)
    ):
        return None
    departments = lexicon.table("suffixes")["department"]["endings"]
    if body.endswith(tuple(departments)) or lexicon.place_length(body) == len(body):
        return None
    before = sentence.text[: start - offset].rstrip()
    if (wider := _since_delimiter(sentence, start, role_start)) is not None:
        return wider
    if before and not re.search(
        r"[,、:。;()“”!?/|]$|(?:由|与|和|及|及其|等|请|是|为|邀请|以及|对|向|上)$", before
    ):
        return None
    return start, start + len(body)


def _since_delimiter(sentence: Sentence, start: int, role_start: int) -> tuple[int, int] | None:
    """Return all words since the last punctuation when they are built like a name that holds a verb."""
    offset = sentence.start
    edge = max(sentence.text.rfind(mark, 0, start - offset) for mark in ",、:;(“")
    begin = offset + edge + 1
    body = sentence.text[edge + 1 : role_start - offset]
    if begin >= start or not 4 <= len(body) <= 14 or not re.fullmatch(r"[\u4e00-\u9fff]+", body):
        return None
    if body[-1] not in "社网会团队营" or sorts.is_generic(body):
        return None
    inner = [word for word in sentence.words if begin <= word.start < role_start]
    stops = lexicon.words("left_stops") | lexicon.words("speech")
    if any(word.tag in ("p", "r", "u", "d", "c", "m", "PER", "TIME") or word.text in stops for word in inner):
        return None
    return begin, role_start


def _merged(sentence: Sentence, posts: list[Post]) -> list[Post]:
    """Join titles that follow one another in the same organisation into one, as written."""
    merged: list[Post] = []
    for post in posts:
        last = merged[-1] if merged else None
        if last is not None and post.organisation is None and post.implied is None and not post.anaphor:
            title = sentence.text[last.start - sentence.start : post.end - sentence.start]
            merged[-1] = replace(last, end=post.end, title=title)
            continue
        merged.append(post)
    return merged


_TAKES = re.compile(
    r"\s?(?:先生|女士|老师|教授|博士)?\s?(?:(?P<paren>\()|(?P<comma>,)|(?:等\d{0,3}[人位名]?)?,?(?:同志)?(?:也是|现任|现为|目前担任|曾任|历任|担任|出任|就任|接任|连任|兼任|当选为?|被选为|被聘为|受聘为|受聘担任|任|系|是|为))\s?(?:新一届|新任|第.{1,3}届)?"
)


def posts_after(sentence: Sentence, person: Person, *, names: Sequence[Name]) -> list[Post]:
    """Return the positions written after a person: in brackets, after a comma, or after a verb."""
    offset = sentence.start
    match = _TAKES.match(sentence.text, person.end - offset)
    if not match:
        return []
    if match.group("comma") and sentence.text[: person.start - offset].strip(" 　·•-0123456789.、"):
        return []
    begin = offset + match.end()
    stop = re.compile(r"[。;!?()\n]" if not match.group("comma") else r"[。;!?()\n,]").search(
        sentence.text, match.end()
    )
    limit = offset + (stop.start() if stop else len(sentence.text))
    if match.group("paren"):
        limit = min(limit, begin + 60)
    return _posts_within(
        sentence, begin, min(limit, begin + 80), names=names, strict=not match.group("paren")
    )


def _posts_within(
    sentence: Sentence, begin: int, limit: int, *, names: Sequence[Name], strict: bool
) -> list[Post]:
    offset = sentence.start
    found: list[Post] = []
    position = begin
    while position < limit:
        name = next(
            (
                each
                for each in names
                if each.start <= position + 1 and each.start >= position - 1 and each.end <= limit
            ),
            None,
        )
        body_start = name.end if name else position
        body = sentence.text[body_start - offset : limit - offset]
        piece = re.split(r"[、,,;\s]|兼", body, maxsplit=1)[0]
        size = next(
            (end for end in range(len(piece), 0, -1) if lexicon.longest_ending(piece[:end], lexicon.roles())),
            0,
        )
        if not size or size > LONGEST_TITLE or (size < len(piece) and strict):
            break
        title = piece[:size]
        role = lexicon.longest_ending(title, lexicon.roles())
        if name is None and (strict or found) and not _clean_title(title):
            break
        if (
            name is None
            and (plain := _PLAIN_ORGANISATION.match(title))
            and lexicon.longest_ending(title[plain.end() :], lexicon.roles())
        ):
            found.append(
                Post(
                    body_start + plain.end(),
                    body_start + size,
                    title[plain.end() :],
                    lexicon.roles()[role],
                    None,
                    anaphor=plain.group(),
                )
            )
        else:
            holder = name or (found[-1].organisation if found else None)
            body_start += (
                len(title)
                - len(re.sub(r"^(?:新一届|本届|第.{1,3}届)?(?:理事会|监事会|委员会)?(?=.{2})", "", title))
                if not holder
                else 0
            )
            size = len(title) - (body_start - position) if not holder else size
            title = sentence.text[body_start - offset : body_start + size - offset]
            found.append(
                Post(
                    body_start,
                    body_start + size,
                    title,
                    lexicon.roles()[role],
                    holder,
                    elected=strict and not holder,
                )
            )
        after = re.match(r"[、,\s]+|兼任?", sentence.text[body_start + size - offset : limit - offset])
        if not after:
            break
        position = body_start + size + after.end()
    return found


def _clean_title(title: str) -> bool:
    return 2 <= len(title) <= 12 and not re.search(r"[的了是在和为任选聘]", title)


#: A title opening so names a body of its own.
_OWN_BODY = re.compile(
    r"团?(?:省|市|县|区|州|镇|乡|村|街道|社区|自治区)(?:委|政府|人大|政协|长|党|支书|书记|主任|领导)|村委会|居委会|团委|校|本报|本网"
)
_CARRIES = re.compile(r"\s?(?:先生|女士|老师)?\s?(?:、|,|和|及|以及|与|;)\s?$")


def carried(sentence: Sentence, previous_end: int, post: Post, organisation: Name | None) -> Post:
    """Give an inner post without an organisation that of the person before it in a list."""
    if organisation is None or post.organisation is not None or post.implied or post.anaphor:
        return post
    if post.kind not in ("internal", "head"):
        return post
    place = lexicon.place_length(post.title)
    if _OWN_BODY.match(post.title) or (
        place and not post.title[place:].startswith(("区", "项目", "办", "分"))
    ):
        return post
    between = sentence.text[previous_end - sentence.start : post.start - sentence.start]
    if not _CARRIES.match(between):
        return post
    return replace(post, organisation=organisation, inferred=True)
