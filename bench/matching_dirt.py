"""
Names as people really write them: slips, lost accents, abbreviations, what is added and what is left out.

Each kind of dirt is a function from a clean name to a dirty one, or to "" where it does not apply. Chance is
seeded by the record and the kind, so every run asks the same questions.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from babel import Locale
from opencc import OpenCC

from banyan.registry.adapters.matching.shapes import Profile
from banyan.search.domain.normalise import fold
from banyan.search.domain.readings import readings_of
from matching_sets import Case

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]{5,}")
_COUNTRIES = Locale("en").territories
_SIMPLIFIED, _TRADITIONAL = OpenCC("t2s"), OpenCC("s2t")
#: What people write for long words. The first that a name holds is used, then the next, two at most.
_ABBREVIATIONS = {
    "University": "Univ.", "Institute": "Inst.", "International": "Int'l", "Association": "Assoc.",
    "Department": "Dept", "Hospital": "Hosp.", "Foundation": "Fdn", "National": "Nat'l", "Center": "Ctr",
    "Centre": "Ctr", "Laboratory": "Lab", "Academy": "Acad.", "Ministry": "Min.", "Technology": "Tech.",
    "Research": "Res.", "Federation": "Fed.", "Government": "Govt", "Development": "Dev.",
    "Management": "Mgmt", "Organization": "Org.", "Sciences": "Sci.", "Society": "Soc.", "Company": "Co.",
    "Universität": "Univ.", "Université": "Univ.", "Universidad": "Univ.", "Trường Đại học": "ĐH",
    "Đại học": "ĐH", "Bệnh viện": "BV", "Trung tâm": "TT", "Thành phố Hồ Chí Minh": "TP.HCM",
    "Hồ Chí Minh": "HCM", "Công ty": "Cty", "Thành phố": "TP.", "Nghiên cứu": "NC",
}  # fmt: skip
_GENERIC = frozenset({"research", "the", "of", "and", "for", "national", "services", "science", "sciences"})
_ENDINGS = ("Inc.", "Ltd", "e.V.", "Limited", "LLC")


@dataclass(frozen=True, slots=True)
class Known:
    """What a kind of dirt may draw on: the clean name, its record, its seat, and chance."""

    name: str
    record: Profile
    city: str
    chance: random.Random

    @property
    def is_han(self) -> bool:
        """Say whether the name has a Han character."""
        return bool(_HAN.search(self.name))

    def other(self, *, han: bool) -> str:
        """Return a name of the record in Han or in other letters, "" if it has none."""
        names = [
            n.text for n in self.record.names if n.kind != "acronym" and bool(_HAN.search(n.text)) == han
        ]
        return names[0] if names else ""

    def acronym(self) -> str:
        """Return an acronym of the record, "" if it has none."""
        return next((n.text for n in self.record.names if n.kind == "acronym"), "")


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + chance.choice(string.ascii_lowercase) + word[place + 1 :],
        )
    )


def _slips(known: Known, count: int) -> str:
    words = [match for match in _WORD.finditer(known.name) if match.group().isascii()]
    if known.is_han or len(words) < count:
        return ""
    text = known.name
    for match in sorted(known.chance.sample(words, count), key=lambda found: -found.start()):
        text = text[: match.start()] + _slip(match.group(), known.chance) + text[match.end() :]
    return text


def _without_accents(text: str) -> str:
    return "".join(
        letter if letter.isascii() or not (f := fold(letter)) else _cased(f, letter) for letter in text
    )


def _cased(folded: str, letter: str) -> str:
    return folded.upper() if letter.isupper() else folded


def _accents_lost(known: Known) -> str:
    return "" if known.is_han else _without_accents(known.name)


def _accents_partly(known: Known) -> str:
    if known.is_han:
        return ""
    words = known.name.split(" ")
    marked = [place for place, word in enumerate(words) if _without_accents(word) != word]
    for place in known.chance.sample(marked, (len(marked) + 1) // 2):
        words[place] = _without_accents(words[place])
    return " ".join(words) if len(marked) > 1 else ""


def _punctuation(known: Known) -> str:
    bare = re.sub(r"[-–,.'’()&/·（）]+", " ", known.name)
    if bare.split() != known.name.split():
        return " ".join(bare.split())
    words = known.name.split(" ")
    return (
        known.name if len(words) < 2 else f"“{'-'.join(words[:2])} {' '.join(words[2:])}”.".replace(" ”", "”")
    )


def _abbreviated(known: Known) -> str:
    text, done = known.name, 0
    for whole, short in _ABBREVIATIONS.items():
        if done < 2 and re.search(rf"\b{whole}\b", text):
            text, done = re.sub(rf"\b{whole}\b", short, text, count=1), done + 1
    return text if done else ""


def _word_order(known: Known) -> str:
    words = known.name.split(" ")
    if known.is_han or not 2 <= len(words) <= 8:
        return ""
    if len(words) > 3 and words[1].lower() == "of" and "of" not in words[2:] and "," not in known.name:
        return " ".join([*words[2:], words[0]])
    return f"{words[-1]}, {' '.join(words[:-1])}"


def _word_dropped(known: Known) -> str:
    words = known.name.split(" ")
    generic = [place for place, word in enumerate(words) if word.lower().strip(",") in _GENERIC]
    if known.is_han or not generic or len(words) < 4:
        return ""
    gone = known.chance.choice(generic)
    return " ".join(word for place, word in enumerate(words) if place != gone)


def _country_added(known: Known) -> str:
    country = _COUNTRIES.get(known.record.country, "")
    return "" if known.is_han or not country or country in known.name else f"{known.name}, {country}"


def _city_added(known: Known) -> str:
    if known.is_han or not known.city or known.city in known.name:
        return ""
    return known.chance.choice((f"{known.name}, {known.city}", f"{known.name} ({known.city})"))


def _legal_form(known: Known) -> str:
    return f"{known.name}有限公司" if known.is_han else f"{known.name} {known.chance.choice(_ENDINGS)}"


def _with_acronym(known: Known) -> str:
    short = known.acronym()
    if not short or short in known.name:
        return ""
    return known.chance.choice(
        (f"{known.name} ({short})", f"{short} - {known.name}", f"{known.name} {short}")
    )


def _other_characters(known: Known) -> str:
    if not known.is_han or known.record.country not in ("CN", "TW", "HK", "MO"):
        return ""
    turned = _TRADITIONAL.convert(known.name)
    return turned if turned != known.name else _SIMPLIFIED.convert(known.name)


def _wide(known: Known) -> str:
    made = known.name.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    return made if known.record.country in ("CN", "TW", "HK", "JP") else ""


def _spaced_han(known: Known) -> str:
    place = len(known.name) // 2
    return f"{known.name[:place]} {known.name[place:]}" if known.is_han and len(known.name) > 5 else ""


def _pinyin(known: Known) -> str:
    if not known.is_han or known.record.country != "CN" or not all(map(_HAN.match, known.name)):
        return ""
    syllables = readings_of(known.name)[0]
    pairs = ["".join(syllables[place : place + 2]) for place in range(0, len(syllables), 2)]
    return " ".join(known.chance.choice((list(syllables), pairs))).capitalize()


def _two_languages(known: Known) -> str:
    other = known.other(han=not known.is_han)
    return (
        known.chance.choice((f"{known.name} {other}", f"{known.name} / {other}", f"{known.name}（{other}）"))
        if other
        else ""
    )


def _han_slip(known: Known) -> str:
    places = [place for place in range(1, len(known.name) - 1) if _HAN.match(known.name[place])]
    if not known.is_han or len(places) < 6:
        return ""
    gone = known.chance.choice(places)
    return known.name[:gone] + known.name[gone + 1 :]


KINDS: Mapping[str, Callable[[Known], str]] = {
    "one slip": lambda known: _slips(known, 1),
    "two slips": lambda known: _slips(known, 2),
    "accents left out": _accents_lost,
    "accents partly left out": _accents_partly,
    "capitals": lambda known: known.name.upper(),
    "small letters": lambda known: known.name.lower(),
    "punctuation": _punctuation,
    "abbreviated": _abbreviated,
    "word order": _word_order,
    "general word left out": _word_dropped,
    "country added": _country_added,
    "city added": _city_added,
    "legal form added": _legal_form,
    "acronym added": _with_acronym,
    "two languages": _two_languages,
    "traditional or simplified": _other_characters,
    "full width": _wide,
    "space within Han": _spaced_han,
    "a Han character lost": _han_slip,
    "pinyin": _pinyin,
}


def dirty(
    cases: Iterable[Case], records: Mapping[str, Profile], cities: Mapping[str, str], *, most: int
) -> Iterator[tuple[str, Case]]:
    """Yield (kind, case) for names that are no acronyms, a few of a kind, where dirt changes them."""
    left = dict.fromkeys(KINDS, most)
    for case in cases:
        if case.name_type == "acronym":
            continue
        for kind, soil in KINDS.items():
            if not left[kind]:
                continue
            chance = random.Random(f"{kind} {case.target} {case.query}")
            record = records[case.target]
            made = soil(Known(case.query, record, cities.get(case.target, ""), chance))
            if made and made != case.query:
                left[kind] -= 1
                yield kind, replace(case, query=made)
