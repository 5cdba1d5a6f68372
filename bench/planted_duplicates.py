"""
A generated register of organisations in which we know who is there twice.

Names are put together from words that many organisations share (kinds of body, fields of work, districts)
and, for most, two or three syllables of their own, each with its Vietnamese, Chinese and pinyin
form. A copy of a
record is then spoilt: slips of the finger, accents left out, traditional characters, pinyin, abbreviations,
words turned round or left out, another language. The same hand wrote the register, the errors and what finds
them: read which method does better, not how good any of them is on a real register.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

#: Vietnamese (Sino-Vietnamese reading), Chinese, pinyin.
_SYLLABLES = """
an:安:an bình:平:ping đông:东:dong hải:海:hai hoà:和:he khánh:庆:qing lâm:林:lin nam:南:nan phong:丰:feng
quang:光:guang sơn:山:shan tâm:心:xin thanh:青:qing thiện:善:shan thuỷ:水:shui tiên:仙:xian trúc:竹:zhu
tùng:松:song vân:云:yun xuân:春:chun bảo:宝:bao châu:州:zhou giang:江:jiang kiên:坚:jian lan:兰:lan
liên:莲:lian long:龙:long minh:明:ming mỹ:美:mei ngọc:玉:yu nhân:仁:ren phúc:福:fu phương:方:fang
quý:贵:gui thái:泰:tai thành:城:cheng thịnh:盛:sheng trung:中:zhong tường:祥:xiang văn:文:wen
vĩnh:永:yong yên:燕:yan bắc:北:bei tây:西:xi hưng:兴:xing đức:德:de gia:嘉:jia hoa:华:hua huệ:惠:hui
kim:金:jin lạc:乐:le lợi:利:li nghĩa:义:yi nguyên:原:yuan nhật:日:ri tân:新:xin thạch:石:shi
thiên:天:tian thọ:寿:shou toàn:全:quan trường:长:chang viễn:远:yuan vũ:雨:yu hồng:红:hong hương:香:xiang
khang:康:kang ninh:宁:ning bạch:白:bai hà:河:he hồ:湖:hu đại:大:da cát:吉:ji chính:正:zheng dương:阳:yang
"""
SYLLABLES: Final = [tuple(entry.split(":")) for entry in _SYLLABLES.split()]
_HEADS = """
Trung tâm|中心|Centre
Hội|协会|Association
Quỹ|基金会|Foundation
Viện|研究所|Institute
Liên hiệp|联合会|Union
Mạng lưới|网络|Network
Câu lạc bộ|俱乐部|Club
Hiệp hội|促进会|Society
Liên minh|联盟|Alliance
Nhóm|小组|Group
Ban|委员会|Committee
Tổ chức|服务社|Organisation
Diễn đàn|论坛|Forum
Chi hội|分会|Chapter
"""
HEADS: Final = [tuple(entry.split("|")) for entry in _HEADS.strip().split("\n")]
_FIELDS = """
Phát triển Nông thôn|农村发展|Rural Development
Bảo vệ Môi trường|环境保护|Environmental Protection
Người khuyết tật|残疾人|Persons with Disabilities
Giáo dục Cộng đồng|社区教育|Community Education
Giao lưu Quốc tế|国际交流|International Exchange
Sức khoẻ Phụ nữ|妇女健康|Women and Health
Nước sạch và Vệ sinh|清洁水与卫生|Clean Water and Sanitation
Thanh niên Tình nguyện|青年志愿者|Youth Volunteers
Người cao tuổi|老年人|Older Persons
Bảo trợ Trẻ em|儿童保护|Child Protection
Xoá đói Giảm nghèo|扶贫|Poverty Relief
Biến đổi Khí hậu|气候变化|Climate Change
Nghiên cứu Chính sách|政策研究|Policy Research
Công tác Xã hội|社会工作|Social Work
Từ thiện|慈善|Charity
Bảo tồn Di sản|遗产保护|Heritage Conservation
Khuyến học|助学|Education Promotion
Hỗ trợ Pháp lý|法律援助|Legal Aid
Năng lượng Xanh|绿色能源|Green Energy
Phát triển Bền vững|可持续发展|Sustainable Development
Nạn nhân Da cam|橙剂受害者|Agent Orange Victims
Làm vườn|园艺|Gardening
Văn hoá Nghệ thuật|文化艺术|Culture and Arts
Phòng chống AIDS|艾滋病防治|AIDS Prevention
"""
FIELDS: Final = [tuple(entry.split("|")) for entry in _FIELDS.strip().split("\n")]
ABBREVIATIONS: Final = (
    ("Trung tâm", "TT"),
    ("Liên hiệp", "LH"),
    ("Câu lạc bộ", "CLB"),
    ("Hiệp hội", "HH"),
    ("Centre", "Ctr."),
    ("Association", "Assoc."),
    ("Foundation", "Fdn."),
    ("Institute", "Inst."),
    ("Organisation", "Org."),
    ("Development", "Dev."),
    ("Thành phố", "TP."),
    ("quận", "Q."),
    ("District", "Dist."),
    ("市", ""),
    ("区", ""),
)


@dataclass(frozen=True, slots=True)
class Made:
    """One record of the register. ``body`` is who it really is: two records of one body are duplicates."""

    number: int
    body: int
    names: tuple[tuple[str, str, str], ...]  # text, language, kind
    country: str
    place: str
    website: str = ""
    identifier: str = ""
    founded: str = ""
    errors: tuple[str, ...] = field(default=())


def _title(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


def _own(dice: random.Random, count: int) -> tuple[str, str, str]:
    picked = [dice.choice(SYLLABLES) for _ in range(count)]
    return (
        _title(" ".join(one[0] for one in picked)),
        "".join(one[1] for one in picked),
        "".join(one[2] for one in picked).title(),
    )


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _districts() -> list[tuple[str, str, str, str, str]]:
    """Return districts: Vietnamese, Chinese and English name, country, province."""
    dice = random.Random(3)
    made = []
    for number in range(1500):
        vi, zh, pinyin = _own(dice, 2)
        country = "VN" if number % 2 else "CN"
        english = _plain(vi).replace(" ", "") if country == "VN" else pinyin
        made.append((vi, zh, english, country, f"{country}-{number % 34:02d}"))
    return made


def _initials(text: str) -> str:
    return "".join(
        word[0] for word in _plain(text).split() if word.lower() not in ("and", "va", "of", "for", "with")
    )


def _body(dice: random.Random, number: int, districts: list[Any]) -> Made:
    head, work = dice.choice(HEADS), dice.choice(FIELDS)
    vi, zh, english, country, place = dice.choice(districts)
    own = _own(dice, dice.choice((2, 2, 3))) if dice.random() < 0.65 else ("", "", "")
    is_numbered = not own[0] and dice.random() < 0.3
    ward = str(dice.randint(1, 12)) if is_numbered else ""
    own_english = _plain(own[0]).replace(" ", " ") if country == "VN" else own[2]
    in_vi = f"{head[0]} {work[0]} {own[0]} {'quận ' + ward if ward else ''} {vi}"
    in_zh = f"{zh}{'市' if dice.random() < 0.5 else ''}{own[1]}{work[1]}{head[1]}{ward}"
    in_en = f"{own_english} {english} {head[2]} for {work[2]} {'District ' + ward if ward else ''}"
    texts = {"vi": " ".join(in_vi.split()), "zh": in_zh, "en": " ".join(in_en.split())}
    native = "vi" if country == "VN" else "zh"
    languages = [native]
    languages += ["en"] if dice.random() < 0.6 else []
    languages += [other for other in ("vi", "zh") if other != native and dice.random() < 0.2]
    names = [(texts[language], language, "official") for language in languages]
    if dice.random() < 0.35:
        names.append((_initials(texts["vi" if native == "vi" else "en"]).upper(), "", "acronym"))
    slug = (own_english or english).lower().replace(" ", "")
    return Made(
        number=number,
        body=number,
        names=tuple(names),
        country=country,
        place=place if dice.random() < 0.7 else "",
        website=f"https://www.{slug}{number % 997 or ''}.org/" if dice.random() < 0.45 else "",
        identifier=f"{country}-{1_000_000 + number * 7}" if dice.random() < 0.35 else "",
        founded=str(1975 + number % 50) if dice.random() < 0.5 else "",
    )


def _slip(dice: random.Random, text: str, language: str) -> str:
    """One or two slips: a letter left out, doubled, changed, or changed places with its neighbour."""
    letters = list(text)
    for _ in range(1 if language == "zh" or len(letters) < 12 else dice.choice((1, 2))):
        place = dice.randrange(1, max(2, len(letters) - 1))
        what = dice.randrange(4)
        if what == 0:
            del letters[place]
        elif what == 1:
            letters.insert(place, letters[place])
        elif what == 2 and place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif what == 3:
            letters[place] = dice.choice(SYLLABLES)[1] if language == "zh" else dice.choice("aeioucdhlnst")
    return "".join(letters)


@lru_cache(maxsize=1)
def _traditional() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


def _other_script(dice: random.Random, text: str, language: str) -> str:
    if language != "zh":
        return _plain(text)
    if dice.random() < 0.6:
        return str(_traditional().convert(text))
    from pypinyin import lazy_pinyin

    return _title(" ".join(lazy_pinyin(text)))


def _abbreviated(dice: random.Random, text: str, language: str) -> str:
    found = [pair for pair in ABBREVIATIONS if pair[0] in text]
    return text.replace(*dice.choice(found), 1) if found else text.upper()


def _fewer(dice: random.Random, text: str, language: str) -> str:
    if language == "zh":
        return text.replace(text[-2:], "", 1) if len(text) > 7 else text
    words = text.split()
    if len(words) > 4 and dice.random() < 0.5:
        del words[dice.randrange(1, len(words))]
    else:
        words = words[-1:] + words[:-1]
    return " ".join(words)


ERRORS: Final[dict[str, Callable[[random.Random, str, str], str]]] = {
    "slip": _slip,
    "accents or script": _other_script,
    "abbreviation": _abbreviated,
    "words": _fewer,
}


def _copy(dice: random.Random, record: Made, number: int) -> Made:
    """Return a second record of one body, as somebody else would have entered it."""
    proper = [name for name in record.names if name[2] == "official"]
    acronyms = [name for name in record.names if name[2] == "acronym" and dice.random() < 0.7]
    kinds: list[str] = []
    if len(proper) > 1 and dice.random() < 0.35:
        kept = [dice.choice(proper)]  # only one of its languages, perhaps the one nobody else has
        kinds.append("another language")
    else:
        kept = proper
    for _ in range(dice.choice((1, 1, 2))):
        kind = dice.choice(list(ERRORS))
        kept = [(ERRORS[kind](dice, text, language), language, what) for text, language, what in kept]
        kinds.append(kind)

    def perhaps(value: str, chance: float = 0.6) -> str:
        return value if dice.random() < chance else ""

    return replace(
        record,
        number=number,
        names=tuple(kept + acronyms),
        place=perhaps(record.place),
        website=perhaps(record.website),
        identifier=perhaps(record.identifier, 0.4),
        founded=perhaps(record.founded),
        errors=tuple(dict.fromkeys(kinds)),
    )


def register(size: int, *, share: float = 0.28, seed: int = 11) -> Iterator[Made]:
    """
    Yield ``size`` records, of which ``share`` are copies of one that came before.

    Memory stays flat: copies are made of records of the last 20,000. One body has two
    records, sometimes more.
    """
    dice, districts = random.Random(seed), _districts()
    recent: list[Made] = []
    for number in range(1, size + 1):
        if recent and dice.random() < share:
            record = _copy(dice, recent[dice.randrange(len(recent))], number)
        else:
            record = _body(dice, number, districts)
            if len(recent) < 20_000:
                recent.append(record)
            else:
                recent[dice.randrange(20_000)] = record
        yield record


def true_pairs(records: list[Made]) -> set[tuple[int, int]]:
    """Return the pairs of numbers that are one body."""
    by_body: dict[int, list[int]] = {}
    for record in records:
        by_body.setdefault(record.body, []).append(record.number)
    return {
        (first, second)
        for numbers in by_body.values()
        for place, first in enumerate(numbers)
        for second in numbers[place + 1 :]
    }
