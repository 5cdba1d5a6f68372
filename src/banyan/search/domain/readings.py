"""
How Chinese is typed in Latin letters: readings, syllables, near sounds, initials.

Readings come from pypinyin's table of single characters. A character with several common readings gives
several readings of the name; all are indexed, because a typist knows the right one and a table does not.
"""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache
from itertools import islice

# Two-character words that settle the reading of a character with several (general knowledge).
_WORD_LIST = """
会计 kuai ji 银行 yin hang 行业 hang ye 同行 tong hang 重庆 chong qing 重建 chong jian 重阳 chong yang
成都 cheng du 首都 shou du 都市 du shi 都江 du jiang 音乐 yin yue 乐器 yue qi 乐团 yue tuan
调解 tiao jie 调整 tiao zheng 调查 diao cha 厦门 xia men 西藏 xi zang 藏族 zang zu 传播 chuan bo
传统 chuan tong 朝鲜 chao xian 朝阳 chao yang 成长 cheng zhang 校长 xiao zhang 会长 hui zhang 村长 cun zhang
家长 jia zhang 长江 chang jiang 长城 chang cheng 长沙 chang sha 长春 chang chun 长期 chang qi 差异 cha yi
出差 chu chai 单位 dan wei 降低 jiang di 便利 bian li 便民 bian min 强制 qiang zhi 亲子 qin zi
种植 zhong zhi 种子 zhong zi 模具 mu ju 模式 mo shi 参加 can jia 参与 can yu 数据 shu ju
系统 xi tong 学校 xue xiao 校园 xiao yuan 提供 ti gong 自行 zi xing 行动 xing dong 行政 xing zheng
执行 zhi xing
"""
# Characters whose second reading is common in names of bodies, places and people; readings that occur only in
# old texts are left out, they would only add false matches.
_POLYPHONE_LIST = """
行:xing/hang 重:zhong/chong 长:chang/zhang 乐:le/yue 都:du/dou 朝:chao/zhao 传:chuan/zhuan 调:diao/tiao
藏:cang/zang 参:can/shen 厦:sha/xia 解:jie/xie 单:dan/shan 曾:zeng/ceng 仇:qiu/chou 查:cha/zha
区:qu/ou 降:jiang/xiang 角:jiao/jue 觉:jue/jiao 宿:su/xiu 便:bian/pian 六:liu/lu 番:fan/pan
蚌:beng/bang 尉:wei/yu 车:che/ju 柏:bai/bo 薄:bo/bao 差:cha/chai 弹:dan/tan 模:mo/mu
秘:mi/bi 强:qiang/jiang 盛:sheng/cheng 乘:cheng/sheng 奇:qi/ji 卡:ka/qia 率:lu/shuai 择:ze/zhai
种:zhong/chong 洗:xi/xian 塞:sai/se 省:sheng/xing 埔:pu/bu 堡:bao/pu 泊:bo/po 券:quan/xuan
召:zhao/shao
"""
_POLYPHONES = {entry[0]: tuple(entry[2:].split("/")) for entry in _POLYPHONE_LIST.split()}
_WORD_PARTS = _WORD_LIST.split()
_WORDS = {
    word: (first, second)
    for word, first, second in zip(_WORD_PARTS[::3], _WORD_PARTS[1::3], _WORD_PARTS[2::3], strict=True)
}
MOST_READINGS = 6
MOST_CHARACTERS = 40
_TONED = re.compile(r"^(?:[a-z]+[1-5])+$")


def _plain(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading)
    return "".join(letter for letter in letters if "a" <= letter <= "z")


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    """Map each Han character to its first reading without tone, ü written u."""
    # The table of phrases costs 40 MB and 0.2 s; the switch is pypinyin's own and is read at its import.
    before = os.environ.get("PYPINYIN_NO_PHRASES")
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    try:
        from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - 15 MB, only where Han text is indexed
    finally:
        if before is None:
            del os.environ["PYPINYIN_NO_PHRASES"]
        else:
            os.environ["PYPINYIN_NO_PHRASES"] = before
    shared: dict[str, str] = {}
    table: dict[str, str] = {}
    for code, readings in PINYIN_DICT.items():
        plain = _plain(readings.partition(",")[0])
        if plain and (0x3400 <= code < 0xA000):
            table[chr(code)] = shared.setdefault(plain, plain)
    return table


def readings_of(characters: str) -> list[tuple[str, ...]]:
    """
    Return the likely readings of folded Han characters, the likeliest first, at most ``MOST_READINGS``.

    A character without a known reading is left out. Only the first ``MOST_CHARACTERS`` are read.
    """
    table = _readings()
    characters = characters[:MOST_CHARACTERS]
    choices: list[tuple[str, ...]] = []
    place = 0
    while place < len(characters):
        if word := _WORDS.get(characters[place : place + 2]):
            choices += [(word[0],), (word[1],)]
            place += 2
            continue
        character = characters[place]
        if character in _POLYPHONES:
            choices.append(_POLYPHONES[character])
        elif reading := table.get(character):
            choices.append((reading,))
        place += 1
    if not choices:
        return []
    likeliest = tuple(readings[0] for readings in choices)
    # One character at a time is read otherwise: two unusual readings in one name are too rare to pay for.
    others = (
        (*likeliest[:place], other, *likeliest[place + 1 :])
        for place, readings in enumerate(choices)
        for other in readings[1:]
    )
    return [likeliest, *islice(others, MOST_READINGS - 1)]


@lru_cache(maxsize=4096)
def near_sound(letters: str) -> str:
    """
    Fold sounds that speakers mix up: zh/z, ch/c, sh/s, final ng/n, n/l.

    Works on a syllable or on syllables written together; compare only what went through it in the same way.
    """
    folded = letters.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("ng", "n")
    return folded.replace("n", "l")


# The 400-odd syllables of standard Mandarin without tone (Hanyu Pinyin, ü written u): initials with their
# finals.
_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue uo",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
_BEGINNINGS = frozenset(syllable[:length] for syllable in SYLLABLES for length in range(1, len(syllable) + 1))


def without_tones(letters: str) -> str:
    """Return folded letters as plain pinyin: tone digits after syllables dropped, v (for ü) written u."""
    if _TONED.match(letters):
        letters = re.sub(r"[1-5]", "", letters)
    return letters.replace("v", "u")


def syllables_of(letters: str, *, may_be_unfinished: bool = False, most: int = 4) -> list[tuple[str, ...]]:
    """
    Return the ways to cut letters written together into syllables, fewest syllables first, at most ``most``.

    With ``may_be_unfinished`` the last piece may be only the beginning of a syllable. Letters that cannot be
    cut give an empty list.
    """
    letters = without_tones(letters)
    if not letters.isascii() or not letters.isalpha() or len(letters) > 80:
        return []
    found: list[list[tuple[str, ...]]] = [[] for _ in range(len(letters) + 1)]
    found[0] = [()]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            piece = letters[start:end]
            if piece in SYLLABLES or (may_be_unfinished and end == len(letters) and piece in _BEGINNINGS):
                found[end] += [(*before, piece) for before in found[start]]
        found[end] = sorted(found[end], key=len)[:most]
    return found[-1]


def initials_of(syllables: tuple[str, ...]) -> str:
    """Return the first letter of each syllable: zhong guo → zg."""
    return "".join(syllable[0] for syllable in syllables)
