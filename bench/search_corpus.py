"""The generated organisations that search is measured on, and what is asked about them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

SYLLABLES_VI = (
    "an bình cầu đông hải hoà khánh lâm mai nam phong quang sơn tâm thanh thiện thuỷ tiên trúc tùng vân việt "
    "xuân yên ánh bảo châu dương giang hạnh hương kiên lan liên long minh mỹ ngọc nhân phúc phương quý sen"
)
SYLLABLES_ZH = (
    "安宝长春德福光广海和恒华惠吉嘉金康兰乐莲林龙明宁平庆仁瑞山盛松泰天文祥新星兴学阳义永友玉远云正中竹"
)
SYLLABLES_EN = (
    "ash bel cor dun el fair glen har iver kes lan mor nor oak pen quin ros stan thor under ver wil yar zen"
)
HEADS = (
    ("Trung tâm", "中心", "Centre"),
    ("Hội", "协会", "Association"),
    ("Quỹ", "基金会", "Foundation"),
    ("Viện", "研究所", "Institute"),
    ("Liên hiệp", "联合会", "Union"),
    ("Mạng lưới", "网络", "Network"),
)
FIELDS = (
    ("Phát triển Nông thôn", "农村发展", "Rural Development"),
    ("Bảo vệ Môi trường", "环境保护", "Environmental Protection"),
    ("Hỗ trợ Người khuyết tật", "助残服务", "Disability Support"),
    ("Giáo dục Cộng đồng", "社区教育", "Community Education"),
    ("Giao lưu Quốc tế", "国际交流", "International Exchange"),
    ("Sức khoẻ Phụ nữ", "妇女健康", "Women and Health"),
    ("Nước sạch và Vệ sinh", "清洁水与卫生", "Clean Water and Sanitation"),
    ("Thông tin Tổ chức Xã hội", "社会组织信息", "Civil Society Information"),
)
PLACES = (
    ("Hà Nội", "河内", "Hanoi", "VN"),
    ("Đà Nẵng", "岘港", "Danang", "VN"),
    ("Cần Thơ", "芹苴", "Can Tho", "VN"),
    ("Vân Nam", "云南", "Yunnan", "CN"),
    ("Quảng Tây", "广西", "Guangxi", "CN"),
    ("Bắc Kinh", "北京", "Beijing", "CN"),
)
TEXT = (
    "Tổ chức làm việc về {vi} tại {place}. 本机构在{place_zh}从事{zh}工作。 It works on {en} in {place_en}."
)


def generated(size: int) -> Iterator[object]:
    """Make organisations whose names share most of their words and differ in an invented one."""
    from banyan.search.documents import SearchDocument, SearchName

    dice = random.Random(7)
    vi, en = SYLLABLES_VI.split(), SYLLABLES_EN.split()
    for number in range(size):
        head, field, place = dice.choice(HEADS), dice.choice(FIELDS), dice.choice(PLACES)
        own_vi = " ".join(dice.choice(vi).title() for _ in range(3))
        own_zh = "".join(dice.choice(SYLLABLES_ZH) for _ in range(4))
        own_en = "".join(dice.choice(en) for _ in range(4)).title()
        acronym = "".join(dice.choice("BCDFGHKLMNPQRSTVX") for _ in range(6))
        yield SearchDocument(
            kind="organisation",
            key=f"g{number}",
            names=(
                SearchName(f"{head[0]} {field[0]} {own_vi} {place[0]}", "vi", "official"),
                SearchName(f"{place[1]}{own_zh}{field[1]}{head[1]}", "zh", "official"),
                SearchName(f"{place[2]} {own_en} {head[2]} for {field[2]}", "en", "official"),
                SearchName(acronym, "", "acronym"),
            ),
            text={
                "": TEXT.format(
                    vi=field[0],
                    zh=field[1],
                    en=field[2],
                    place=place[0],
                    place_zh=place[1],
                    place_en=place[2],
                )
            },
            facets={
                "country": (place[3],),
                "place": (place[2],),
                "topic": (field[2],),
                "language": ("vi", "zh", "en"),
                "year": (str(1990 + number % 35),),
            },
        )


def queries_of(documents: list[object], count: int) -> dict[str, list[tuple[str, str, dict[str, list[str]]]]]:
    """Return by class the queries (typed, key, filters) for records picked at random."""
    from pypinyin import lazy_pinyin

    dice = random.Random(11)
    picked = dice.sample(documents, count)

    def bare(text: str) -> str:
        taken = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
        return "".join(letter for letter in taken if not unicodedata.combining(letter)).lower()

    def slip(text: str) -> str:
        words = text.split()
        long = max(range(len(words)), key=lambda place: len(words[place]))
        word = words[long]
        at = dice.randrange(1, max(2, len(word) - 2))
        words[long] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return " ".join(words)

    ways: dict[str, Callable[[list[str], dict[str, tuple[str, ...]]], tuple[str, dict[str, list[str]]]]] = {
        "exact": lambda names, facets: (names[0], {}),
        "prefix": lambda names, facets: (names[2][: len(names[2].split(" for ")[0]) - 3], {}),
        "typo": lambda names, facets: (slip(names[2].split(" for ")[0]), {}),
        "typo, whole name, two": lambda names, facets: (slip(slip(names[2])), {}),
        "typo, Vietnamese, no accents": lambda names, facets: (slip(bare(names[0])), {}),
        "typo, one wrong Han character": lambda names, facets: (names[1][:4] + "错" + names[1][5:], {}),
        "no accents": lambda names, facets: (bare(names[0]), {}),
        "Han substring": lambda names, facets: (names[1][2:8], {}),
        "pinyin": lambda names, facets: ("".join(lazy_pinyin(names[1][:7])), {}),
        "acronym": lambda names, facets: (names[3].lower(), {}),
        "words + filter": lambda names, facets: (
            " ".join(reversed(names[2].split()[:3])),
            {"country": list(facets["country"]), "year": list(facets["year"])},
        ),
    }
    made: dict[str, list[tuple[str, str, dict[str, list[str]]]]] = {}
    for name, way in ways.items():
        made[name] = []
        for document in picked:
            typed, filters = way([given.text for given in document.names], document.facets)
            made[name].append((typed, document.key, filters))
    broad = [
        ("phat trien", ""),
        ("中心", ""),
        ("international", ""),
        ("hoi", ""),
        ("hanoi", ""),
        ("nuoc sach", ""),
    ]
    made["broad word"] = [(typed, key, {}) for typed, key in broad * max(1, count // len(broad))]
    return made
