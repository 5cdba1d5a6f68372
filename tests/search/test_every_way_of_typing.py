"""
Every way of typing a name finds the same record first, in a crowd.

Two crowds: the 51,370 organisations of a ROR extract, where the shared folder lies beside the project, and
8,000 generated neighbours, whose names are nearer to ours than ROR's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from django.test import override_settings

from banyan.search.domain import engines, queries
from banyan.search.domain.analysis import INDEX_VERSION, analyse

from .invented import INVENTED, generated_crowd, ror_crowd, shared_folder

ROR = shared_folder() / "data" / "ror" / "ror_orgs.jsonl"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


WAYS = {
    "moon-bridge": {
        "exact": "Trung tâm Thông tin và Hợp tác Cầu Trăng",
        "capitals": "TRUNG TÂM THÔNG TIN VÀ HỢP TÁC CẦU TRĂNG",
        "without accents": "trung tam thong tin va hop tac cau trang",
        "partly accented": "trung tâm thông tin va hop tac cầu trang",
        "first word and initials": "trung tam ttvhtct",
        "American spelling": "moonbridge information and cooperation center",
        "public id": "Moon-Bridge",
        "half an accent": "trung tâm thong tin câu trăng",
        "decomposed": nfd("Trung tâm Thông tin và Hợp tác Cầu Trăng"),
        "without spaces": "trungtamthongtinvahoptaccautrang",
        "short": "cầu trăng",
        "short without accents": "cau trang",
        "without stop word": "trung tam thong tin hop tac cau trang",
        "other order": "cau trang trung tam thong tin",
        "prefix": "trung tâm thông tin và hợp tác c",
        "acronym": "MBR-ICX",
        "acronym in small letters": "mbricx",
        "acronym with dots": "M.B.R.I.C.X.",
        "acronym with spaces": "mbr icx",
        "acronym with another hyphen": "MBR‑ICX",
        "acronym with a swap": "mbrcix",
        "simplified": "中国月桥民间信息合作中心",
        "traditional": "中國月橋民間信息合作中心",
        "Han substring": "月桥民间",
        "two Han characters": "月桥",
        "traditional substring": "月橋",
        "one wrong Han character": "中国月桥民间信息合做中心",
        "homophone": "月乔中心",
        "pinyin": "zhongguoyueqiaominjianxinxihezuozhongxin",
        "pinyin with spaces": "zhong guo yue qiao min jian xin xi he zuo zhong xin",
        "pinyin prefix": "zhongguoyueqiao",
        "pinyin substring": "yueqiaominjian",
        "short pinyin": "yueqiaozhongxin",
        "tone marks": "yuè qiáo zhōng xīn",
        "tone digits": "yue4qiao2 zhong1xin1",
        "near sounds": "yueqiaozongxing",
        "initials": "zgyqmjxxhzzx",
        "mixed": "yueqiao 民间",
        "mixed whole": "zhongguo 月桥",
        "English": "moonbridge information and cooperation centre",
        "English other order": "cooperation centre moonbridge",
        "English stop words missing": "moonbridge information cooperation",
        "English prefix": "moonbri",
        "English slip": "moonbirdge information",
        "English two slips": "monbridge informaton and cooperation centre",
        "Vietnamese slip": "trung tam thogn tin va hop tac cau trang",
        "slip in one word": "moonbrigde",
    },
    "paddy-bird": {
        "derived initials": "LHCHBTPTCDVN",
        "derived initials small": "lhchbtptcdvn",
        "derived initials with all words": "LHCHBTVPTCDVN",
        "acronym": "vupcada",
        "acronym slip": "vupcda",
        "đ as d": "chim dong viet nam",
        "d as đ": "chim đong viet nam",
        "Han": "田鸟",
        "traditional": "越南田鳥保護與發展協會聯合會",
        "pinyin": "tianniao",
        "n and l mixed": "tianliao",
        "English words": "paddybird conservation",
        "plural slip": "paddybrid conservation",
    },
    "silk-road": {
        "short": "民丝会",
        "traditional short": "民絲會",
        "pinyin of short": "minsihui",
        "near sound of short": "minshihui",
        "initials": "zgmjsxjlcjh",
        "Han prefix": "中国民间丝",
        "mixed": "zhongguo 民丝会",
        "left out characters": "中国丝线促进会",
        "acronym": "cstnfx",
        "Vietnamese": "tơ lụa dân gian",
        "Vietnamese bare": "to lua dan gian",
    },
    "green-lotus": {
        "accents": "Quỹ Sen Xanh",
        "bare": "quy sen xanh",
        "i for y": "qui sen xanh",
        "d for đ": "sen xanh da nang",
        "partly": "sen xanh đa nẵng",
        "English": "green lotus fund disabilities",
        "initials": "GLFPD",
        "Chinese": "岘港绿莲",
        "u for ü": "lulian",
        "v for ü": "lvlian",
        "ü": "lǜlián",
    },
    "bank-women": {
        "polyphones": "chongqingyinhang",
        "Han": "重庆银行妇女",
        "traditional": "重慶銀行婦女發展研究所",
        "one character missing": "重庆银行妇女发展究所",
        "bare": "trung khanh ngan hang phu nu",
    },
    "old-well": {
        "typed accent counts": "giếng cổ hội an",
        "bare": "gieng co hoi an",
        "Han": "古井俱乐部",
        "pinyin substring": "gujingjulebu",
        "pinyin": "huiangujing",
        "English": "old well club",
        "slip": "giengs co hoi an",
    },
    "bamboo-school": {
        "alias": "竹林基金会",
        "alias pinyin": "zhulinjijinhui",
        "zh as z, ng for n": "zulingjijinhui",
        "English words": "bamboo grove education",
        "traditional": "雲南竹林鄉村教育發展基金會",
        "initials": "ynzlxcjyfzjjh",
    },
    "river-delta": {
        "short": "nuoc sach cuu long",
        "accents": "Nước sạch Cửu Long",
        "half accents": "nươc sach cưu long",
        "acronym": "MLNSCL",
        "English": "mekong clean water network",
        "slip": "mekong delta claen water network",
        "Han": "三角洲清洁水",
    },
    "night-school": {
        "one English word": "lanternfish",
        "typing": "lanternf",
        "slip": "lanternfihs",
        "two slips": "lanterfihs night school",
        "Chinese": "灯鱼夜校",
        "traditional": "燈魚夜校聯盟",
        "pinyin": "dengyuyexiao",
        "initials": "dyyxlm",
        "Vietnamese bare": "lien minh truong dem ca den",
    },
    "peace-boat": {
        "oà or òa": "Thuyền Hòa Bình Quảng Ngãi",
        "bare": "thuyen hoa binh quang ngai",
        "former": "hoi thuyen xua quang ngai",
        "Chinese": "和平船友好",
        "pinyin": "hepingchuan",
        "near sounds": "hepincuan",
        "English": "peaceboat",
    },
    "tea-mountain": {
        "polyphones": "changlechashan",
        "polyphone other": "zhanglechasan",
        "Han": "茶山社会工作",
        "English": "tea mountain social work",
        "bare": "tra son truong lac",
    },
    "deaf-voices": {
        "acronym bare": "DALV",
        "acronym dots": "d.a.l.v",
        "accents": "Chi hội Người điếc Tiếng Lá",
        "bare": "nguoi diec tieng la",
        "slip": "nguoi dice tieng la",
        "traditional": "葉聲聾人分會",
        "English": "leafvoice",
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=["ror", "generated"])
def crowded_index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build an index of the invented organisations in the middle of a crowd, once for all ways of typing."""
    if request.param == "ror":
        if not ROR.is_file():
            pytest.skip("the ROR extract is not beside the project")
        crowd = ror_crowd(ROR)
    else:
        crowd = generated_crowd(8000)
    with override_settings(BANYAN_INDEX_DIR=tmp_path_factory.mktemp("crowd"), BANYAN_SEARCH_ENGINE="tantivy"):
        engine = engines.current_engine()
        engine.rebuild((analyse(made) for made in (*crowd, *INVENTED)), version=INDEX_VERSION)
    yield engine
    engine.close()


def test_initials_of_a_chinese_short_name_come_first_for_somebody_who_reads_chinese(
    crowded_index, monkeypatch
):
    monkeypatch.setattr(queries, "current_engine", lambda: crowded_index)
    assert queries.search(query="msh", language="zh", limit=1).hits[0].key == "silk-road"


@pytest.mark.parametrize("key", WAYS)
def test_every_way_of_typing_finds_the_record_first(crowded_index, key, monkeypatch):
    monkeypatch.setattr(queries, "current_engine", lambda: crowded_index)
    first = {
        way: next((hit.key for hit in queries.search(query=typed, limit=5).hits), None)
        for way, typed in WAYS[key].items()
    }
    assert first == dict.fromkeys(WAYS[key], key)
