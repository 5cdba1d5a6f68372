"""What stands around a flagged run: a slot for a name, a role, a genuine name it is part of."""

from __future__ import annotations

import re

# What follows or leads to an organisation's name: a role, "organised by", a slash before its other name.
_SLOT_AFTER = re.compile(
    r"\s*(?:[/／](?=\w)"
    r"|的?(?:副?理事长|副?秘书长|副?主任|副?会长|主席|总监|经理|创始人|负责人|理事|项目|代表"
    r"|主办|承办|举办|发起|联合"
    r"|成立|协办|表示|介绍|宣布|在|与|和|的)"
    r"|['’]s\s|,?\s*(?:said|held|organi[sz]ed|hosted|announced|launched|will|has|is|was|and|in|to)\b"
    r"|,?\s*(?:tổ chức|phối hợp|đã|cho biết|cùng|và|được|là|tại)\b|\s*[（(,，、])",
    re.I,
)
_SLOT_BEFORE = re.compile(
    r"(?:由|与|和|、|，|,|在|向|对|及|是|联合|[“\"]|\b(?:by|of|from|with|at|the|and|for)\s"
    r"|\b(?:do|của|bởi|với|và|tại|cùng|giám đốc|chủ tịch|trưởng|phó giám đốc|đại diện)\s|[-–—:：]\s?)\s*$",
    re.I,
)
# The plain places of an organisation's name: what surely follows it, what surely leads to it.
_OFFICE_AFTER = re.compile(
    r"的?(?:名誉|常务|执行|首席|创会)?(?:副?理事长|副?秘书长|副?主任|副?会长|副?主席|副?院长|副?校长|副?所长|总干事|总监|总经理|创始人|负责人|发起人|理事|监事长|项目(?:主管|主任|经理|官员|负责人|总监)|部长|主管(?=\S{2}))"
)
_VERB_AFTER = re.compile(
    r"\s*(?:[/／](?=\w)|(?:联合|共同)?(?:主办|承办|协办|举办|发起|成立|表示|介绍|宣布|签署|捐赠|致辞|派|联合|发出|认为)"
    r"|[与和、].{2,30}?(?:签署|签订|合作|联合|共同|主办|承办|等单位|协会|基金会|中心|学校)"
    r"|['’]s\s|\s(?:said|held|organi[sz]ed|hosted|announced|launched)\b"
    r"|\s(?:tổ chức|phối hợp|đã trao|cho biết|thực hiện)\b)",
    re.I,
)
_LEADS = re.compile(
    r"(?:由|来自|(?:主办|承办|协办|支持|指导|发起|合作|执行|联合主办)(?:单位|方|机构)?\s?[:：]|参加的有|出席的有|(?:协会|基金会|中心|学校|学院|大学|联合会|促进会|医院|公司)[、和与]"
    r"|\b(?:director|chair|chairman|chairwoman|president|head|founder|secretary|manager|coordinator|officer)\s(?:of|at|from)\s"
    r"|(?-i:\b[A-Z][a-z]+\s[A-Z][a-z]+)\sof\s|\baccording to\s"
    r"|\b(?:organi[sz]ed|hosted|funded|supported|written|run|founded|led)\sby\s|\bcame from\s"
    r"|\b(?:do|giám đốc|chủ tịch|đại diện|theo|trưởng ban|thư ký)\s)\s*$",
    re.I,
)
_NAME_ENDS = re.compile(
    r"\s*(?:$|[,，.。;；、)）(（]|(?:and|và|cùng|phối hợp|đã|thực hiện|tổ chức|cho biết|cho"
    r"|said|chaired|opened|held|spoke|talked|thanked|signed)\b|[与和主承协发])",
    re.I,
)
_ROLE = re.compile(
    r"理事长|秘书长|主任|会长|主席|总监|经理|创始人|负责人|理事|书记|院长|校长"
    r"|director|chair\w*|president|secretary|coordinator|manager|founder|officer"
    r"|giám đốc|chủ tịch|trưởng|thư ký|đại diện",
    re.I,
)
_NAME_AFTER = re.compile(
    r"\s*(?:成瘾|防治|预防|戒|行业|产业|问题|研究|协会|学会|联合会|基金会|中心"
    r"|福利|公益|管理"
    r"|addict|association|federation"
    r"|foundation|institute|council|workers?|makers?|manufactur|industr|prevention|research|act\b|harm|problem"
    r"|commission|awareness|charity|trust|support|recovery|helpline|reform|disorder|victims)",
    re.I,
)
_NAME_BEFORE = re.compile(
    r"(?:反|戒|防|禁|打击|整治|协会"
    r"|Association of|Federation of|Society (?:of|for)|Institute (?:of|for)|against|Anti-?"
    r"|problem|responsible"
    r"|Hiệp hội|Hội|Liên đoàn|phòng chống|phòng, chống|cai nghiện|nghiện|Trung tâm|Quỹ|Viện)\s*$",
    re.I,
)


def is_name_slot(before: str, after: str) -> bool:
    """Tell whether an organisation's name could stand between the two."""
    return (
        bool(_SLOT_AFTER.match(after) or _SLOT_BEFORE.search(before))
        or not after.strip()
        or not before.strip()
    )


def is_part_of_name(before: str, after: str) -> bool:
    """Tell whether what stands between the two is a piece of a genuine name or subject."""
    return bool(_NAME_AFTER.match(after) or _NAME_BEFORE.search(before))


def names_a_role(text: str) -> bool:
    """Tell whether a role that people hold in organisations is named."""
    return bool(_ROLE.search(text))


def is_before_office(after: str) -> bool:
    """Tell whether an office follows that only an organisation can have (理事长, 主任 …)."""
    return bool(_OFFICE_AFTER.match(after))


def is_plain_slot(before: str, after: str, *, both: bool = False) -> bool:
    """
    Tell whether hardly anything but an organisation's name can stand between the two.

    ``both`` asks that the words before lead to a name and that it ends there.
    """
    leads, ends = bool(_LEADS.search(before)), bool(_NAME_ENDS.match(after))
    if is_before_office(after):
        return True
    return leads and ends if both else leads or bool(_VERB_AFTER.match(after))


def says_what_a_body_does(after: str) -> bool:
    """Tell whether words begin with the predicate of an organisation: it holds, hosts, founds, says."""
    return bool(_VERB_AFTER.match(after))
