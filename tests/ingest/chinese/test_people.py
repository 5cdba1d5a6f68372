"""People, their positions and where they hold them."""

from __future__ import annotations

from collections.abc import Callable

from banyan.ingest.adapters.reading import Found

Read = Callable[..., Found]


def posts(found: Found) -> list[tuple[str, str, str]]:
    canonical = {
        (m.start, m.end): m.attributes["canonical"] for m in found.mentions if m.kind == "organisation"
    }
    return [
        (r.subject.text, r.attributes["title"], canonical[r.object.start, r.object.end])
        for r in found.relations
        if r.kind == "post"
    ]


def people(found: Found) -> list[str]:
    return [m.text for m in found.mentions if m.kind == "person"]


def test_department_and_position_belong_to_the_title(read: Read) -> None:
    found = read("陕西省妇女源发展服务中心项目部高级经理高晓霞出席。")
    assert posts(found) == [("高晓霞", "项目部高级经理", "陕西省妇女源发展服务中心")]


def test_a_list_carries_the_organisation_over_to_inner_posts(read: Read) -> None:
    found = read("湖北省民政厅副厅长陈建国、慈善处处长李红梅,腾达公益基金会秘书长周雪峰、摄影师张小龙参加。")
    assert posts(found) == [
        ("陈建国", "副厅长", "湖北省民政厅"),
        ("李红梅", "慈善处处长", "湖北省民政厅"),
        ("周雪峰", "秘书长", "腾达公益基金会"),
    ]
    assert people(found) == ["陈建国", "李红梅", "周雪峰", "张小龙"]


def test_several_posts_of_one_person_are_told_apart(read: Read) -> None:
    found = read("山东大学法学院教授、济南市法律援助协会会长王建华主持会议。")
    assert posts(found) == [("王建华", "教授", "山东大学法学院"), ("王建华", "会长", "济南市法律援助协会")]


def test_transliterated_names_have_posts_too(read: Read) -> None:
    found = read("世界自然基金会总干事马可·兰贝蒂尼先生致辞。")
    assert posts(found) == [("马可·兰贝蒂尼", "总干事", "世界自然基金会")]


def test_a_post_in_brackets_is_read(read: Read) -> None:
    found = read("嘉宾:李明华(吉林省扶贫基金会理事长)、王晓东(东北师范大学教授)。")
    assert posts(found) == [("李明华", "理事长", "吉林省扶贫基金会"), ("王晓东", "教授", "东北师范大学")]


def test_an_elected_post_is_read_for_each_of_those_elected(read: Read) -> None:
    found = read("甘肃省志愿服务联合会召开会员大会。大会选举陈国栋为会长,李雪梅、孙志伟当选副会长。")
    name = "甘肃省志愿服务联合会"
    assert posts(found) == [("陈国栋", "会长", name), ("孙志伟", "副会长", name), ("李雪梅", "副会长", name)]


def test_a_calling_without_an_organisation_makes_no_post(read: Read) -> None:
    found = read("首先,主持人周敏介绍了来宾,律师赵海燕回答了提问。")
    assert posts(found) == []
    assert [(m.text, m.attributes["position"]) for m in found.mentions if m.kind == "person"] == [
        ("周敏", "主持人"),
        ("赵海燕", "律师"),
    ]


def test_ordinary_words_that_begin_like_surnames_are_no_people(read: Read) -> None:
    found = read("会员代表项目组向大家介绍,高校代表、方案设计师和安全专家都参加了。")
    assert people(found) == []


def test_later_uses_of_a_name_are_found(read: Read) -> None:
    found = read("宁夏义工联合会会长丁秀英介绍了情况。丁秀英说,志愿者很辛苦。")
    assert people(found) == ["丁秀英", "丁秀英"]


def test_a_bare_word_points_back_to_the_organisation_before(read: Read) -> None:
    found = read("南宁市绿城环保志愿者协会开展清河活动。协会会长覃美丽介绍,活动每月一次。")
    assert posts(found) == [("覃美丽", "会长", "南宁市绿城环保志愿者协会")]
