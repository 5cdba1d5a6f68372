"""Names of bodies: what is one, what is another, and why. The first table is the one our field asked for."""

from __future__ import annotations

import pytest

from banyan.registry.adapters.matching import Name, Profile, compare
from banyan.registry.adapters.matching.lexicon import shipped
from banyan.registry.adapters.matching.verdicts import BAR


def profile(text: str, **values: object) -> Profile:
    return Profile(key=text, names=(Name(text=text),), **values)


def is_one(ours: str, theirs: str) -> bool:
    found = compare(profile(ours), profile(theirs), lexicon=shipped())
    return found.score >= BAR and not found.vetoes


SAME = [
    ("Hội Chữ thập đỏ Việt Nam", "Hoi Chu thap do Viet Nam"),
    ("Tổ chức Hòa Bình", "Tổ chức Hoà Bình"),
    ("Trung tâm Bảo tồn Thiên nhiên", "TT Bảo tồn Thiên nhiên"),
    ("Hội Phụ nữ Thành phố Hồ Chí Minh", "Hội Phụ nữ TP.HCM"),
    ("Hội Chữ thập đỏ Việt Nam", "Vietnam Red Cross Society"),
    ("中国扶贫基金会", "中國扶貧基金會"),
    ("中国扶贫基金会", "Zhongguo Fupin Jijinhui"),
    ("中国扶贫基金会", "China Foundation for Poverty Alleviation"),
    ("北京大学", "北大"),
    ("北京慈善协会", "北京市慈善协会"),
    ("Vietnam Red Cross Society", "The Viet Nam Red Cross"),
]
OTHER = [
    ("Quỹ Bảo Vệ Rừng", "Quỹ Bảo Vệ Rùng"),
    ("Hội Phụ nữ quận 1", "Hội Phụ nữ quận 3"),
    ("Liên hiệp các hội khoa học và kỹ thuật Hà Nội", "Liên hiệp các hội khoa học và kỹ thuật Hải Phòng"),
    ("北京市慈善协会", "南京市慈善协会"),
    ("上海环保协会", "上海环保基金会"),
    ("中国青年基金会", "中国少年基金会"),
]


@pytest.mark.parametrize(("ours", "theirs"), SAME)
def test_one_body_under_two_names(ours: str, theirs: str) -> None:
    assert is_one(ours, theirs)
    assert is_one(theirs, ours)


@pytest.mark.parametrize(("ours", "theirs"), OTHER)
def test_two_bodies_with_names_alike(ours: str, theirs: str) -> None:
    assert not is_one(ours, theirs)
    assert not is_one(theirs, ours)
