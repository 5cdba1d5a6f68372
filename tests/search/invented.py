"""A dozen organisations that do not exist, with the names that real ones of their kind have, and a crowd."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path

from banyan.search.documents import SearchDocument, SearchName


def organisation(key: str, *names: tuple[str, str, str], text: str = "", **facets: str) -> SearchDocument:
    """Return a document of an organisation from (language, kind, text) of its names."""
    return SearchDocument(
        kind="organisation",
        key=key,
        names=tuple(SearchName(name, language, kind) for language, kind, name in names),
        text={"": text} if text else {},
        facets={facet: (value,) for facet, value in facets.items()},
    )


INVENTED = (
    organisation(
        "moon-bridge",
        ("vi", "official", "Trung tâm Thông tin và Hợp tác Cầu Trăng"),
        ("vi", "short", "Cầu Trăng"),
        ("zh", "official", "中国月桥民间信息合作中心"),
        ("zh", "short", "月桥中心"),
        ("en", "official", "Moonbridge Information and Cooperation Centre"),
        ("", "acronym", "MBR-ICX"),
        text="Cung cấp thông tin cho các tổ chức xã hội dân sự.",
        country="VN",
    ),
    organisation(
        "paddy-bird",
        ("vi", "official", "Liên hiệp các Hội Bảo tồn và Phát triển Chim Đồng Việt Nam"),
        ("zh", "official", "越南田鸟保护与发展协会联合会"),
        ("en", "official", "Vietnam Union of Paddybird Conservation and Development Associations"),
        ("", "acronym", "VUPCADA"),
        country="VN",
    ),
    organisation(
        "silk-road",
        ("zh", "official", "中国民间丝线交流促进会"),
        ("zh", "short", "民丝会"),
        ("vi", "official", "Hội Xúc tiến Giao lưu Tơ lụa Dân gian Trung Quốc"),
        ("en", "official", "China Silkthread Network for Folk Exchanges"),
        ("", "acronym", "CSTNFX"),
        country="CN",
    ),
    organisation(
        "green-lotus",
        ("vi", "official", "Quỹ Sen Xanh vì Người khuyết tật Đà Nẵng"),
        ("zh", "official", "岘港绿莲残疾人基金会"),
        ("en", "official", "Green Lotus Fund for Persons with Disabilities of Danang"),
        ("", "acronym", "GLFPD"),
        country="VN",
    ),
    organisation(
        "bank-women",
        ("zh", "official", "重庆银行妇女发展研究所"),
        ("en", "official", "Chongqing Institute for Women in Banking Development"),
        ("vi", "official", "Viện Nghiên cứu Phát triển Phụ nữ Ngân hàng Trùng Khánh"),
        country="CN",
    ),
    organisation(
        "old-well",
        ("vi", "official", "Câu lạc bộ Giếng Cổ Hội An"),
        ("zh", "official", "会安古井俱乐部"),
        ("en", "official", "Hoi An Old Well Club"),
        country="VN",
    ),
    organisation(
        "bamboo-school",
        ("zh", "official", "云南竹林乡村教育发展基金会"),
        ("zh", "alias", "竹林基金会"),
        ("en", "official", "Yunnan Bamboo Grove Rural Education Foundation"),
        ("vi", "official", "Quỹ Giáo dục Nông thôn Rừng Trúc Vân Nam"),
        country="CN",
    ),
    organisation(
        "river-delta",
        ("vi", "official", "Mạng lưới Nước sạch Đồng bằng sông Cửu Long"),
        ("vi", "short", "Nước sạch Cửu Long"),
        ("en", "official", "Mekong Delta Clean Water Network"),
        ("zh", "official", "湄公河三角洲清洁水网络"),
        ("", "acronym", "MLNSCL"),
        country="VN",
    ),
    organisation(
        "night-school",
        ("en", "official", "Lanternfish Night School Alliance"),
        ("vi", "official", "Liên minh Trường đêm Cá Đèn"),
        ("zh", "official", "灯鱼夜校联盟"),
        country="VN",
    ),
    organisation(
        "peace-boat",
        ("vi", "official", "Hội Hữu nghị Thuyền Hoà Bình Quảng Ngãi"),
        ("vi", "former", "Hội Thuyền Xưa Quảng Ngãi"),
        ("zh", "official", "广义和平船友好协会"),
        ("en", "official", "Quang Ngai Peaceboat Friendship Association"),
        country="VN",
    ),
    organisation(
        "tea-mountain",
        ("zh", "official", "长乐茶山社会工作服务中心"),
        ("en", "official", "Changle Tea Mountain Social Work Service Centre"),
        ("vi", "official", "Trung tâm Dịch vụ Công tác Xã hội Trà Sơn Trường Lạc"),
        country="CN",
    ),
    organisation(
        "deaf-voices",
        ("vi", "official", "Chi hội Người điếc Tiếng Lá"),
        ("en", "official", "Leafvoice Deaf Association"),
        ("zh", "official", "叶声聋人分会"),
        ("", "acronym", "D.A.L.V."),
        country="VN",
    ),
)  # fmt: skip


def shared_folder() -> Path:
    """Return where open data may lie beside the project."""
    return Path(os.environ.get("BANYAN_SHARED", Path(__file__).parents[3] / "shared"))


def ror_crowd(file: Path) -> Iterator[SearchDocument]:
    """Stream the organisations of a ROR extract (one JSON object a line)."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            names = []
            for name in record["names"]:
                is_shown = "ror_display" in name["t"] or "label" in name["t"]
                kind = "official" if is_shown else "acronym" if "acronym" in name["t"] else "alias"
                language = name["l"] if name["l"] in ("vi", "zh", "en") else ""
                names.append(SearchName(name["v"], language, kind))
            countries = tuple(place["cc"] for place in record.get("loc", []) if place.get("cc"))
            yield SearchDocument(
                "organisation", record["id"], tuple(names), facets={"country": countries[:1]}
            )


VI_HEADS = ("Hội", "Trung tâm", "Quỹ", "Viện", "Liên hiệp", "Mạng lưới", "Câu lạc bộ", "Ban")
VI_FIELDS = ("Thông tin", "Bảo tồn", "Phát triển", "Giáo dục", "Nước sạch", "Hữu nghị", "Phụ nữ",
             "Công tác Xã hội", "Giao lưu", "Nghiên cứu", "Khuyết tật", "Nông thôn")  # fmt: skip
VI_PLACES = ("Hà Nội", "Đà Nẵng", "Huế", "Hội An", "Cần Thơ", "Quảng Nam", "Quảng Ngãi", "Lào Cai",
             "Bắc Ninh", "Vân Nam", "Cửu Long", "Nghệ An")  # fmt: skip
ZH_HEADS = ("协会", "中心", "基金会", "研究所", "联合会", "促进会", "俱乐部", "学会")
ZH_FIELDS = (
    "信息",
    "保护",
    "发展",
    "教育",
    "清洁水",
    "友好",
    "妇女",
    "社会工作",
    "交流",
    "研究",
    "残疾人",
    "乡村",
)
ZH_PLACES = ("河内", "岘港", "顺化", "会安", "芹苴", "广南", "广义", "老街", "北宁", "云南", "九龙", "义安")
EN_HEADS = ("Association", "Centre", "Fund", "Institute", "Union", "Network", "Club", "Board")
EN_FIELDS = ("Information", "Conservation", "Development", "Education", "Clean Water", "Friendship", "Women",
             "Social Work", "Exchange", "Research", "Disability", "Rural")  # fmt: skip
EN_PLACES = ("Hanoi", "Danang", "Hue", "Hoi An", "Can Tho", "Quang Nam", "Quang Ngai", "Lao Cai", "Bac Ninh",
             "Yunnan", "Mekong", "Nghe An")  # fmt: skip


def generated_crowd(size: int) -> Iterator[SearchDocument]:
    """Make trilingual organisations out of common words: near to each other and to the invented ones."""
    turns = itertools.product(range(8), range(12), range(12), range(12))
    for number, (head, one, two, place) in enumerate(itertools.islice(turns, size)):
        yield organisation(
            f"crowd-{number}",
            (
                "vi",
                "official",
                f"{VI_HEADS[head]} {VI_FIELDS[one]} và {VI_FIELDS[two]} {VI_PLACES[place]}",
            ),
            ("zh", "official", f"{ZH_PLACES[place]}{ZH_FIELDS[one]}{ZH_FIELDS[two]}{ZH_HEADS[head]}"),
            (
                "en",
                "official",
                f"{EN_PLACES[place]} {EN_HEADS[head]} for {EN_FIELDS[one]} and {EN_FIELDS[two]}",
            ),
            country="VN" if number % 3 else "CN",
        )
