"""Members and partners told in a list: "the members of X are A and B", "X comprises A, B and C"."""

from __future__ import annotations

from banyan.ingest.adapters.english.events import listed
from banyan.ingest.adapters.english.lexicon import word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.sheet import Sheet
from banyan.ingest.adapters.english.tie import Tie, tie_of
from banyan.ingest.adapters.english.tokens import Sentence

_OPENS = word_set("are include includes including is comprise were : included")
_FOLK = {
    "members": "member_of",
    "member": "member_of",
    "partners": "partner_of",
    "donors": "funded_by",
    "funders": "funded_by",
    "sponsors": "funded_by",
    "supporters": "supported_by",
    "observers": "observer_of",
    "founders": "initiated_with",
}
_CONSISTS = (
    ("comprises",),
    ("comprising",),
    ("includes",),
    ("consists", "of"),
    ("consisting", "of"),
    ("brings", "together"),
    ("bringing", "together"),
    ("made", "up", "of"),
    ("composed", "of"),
    ("unites",),
    ("gathers",),
    ("groups",),
)
_NETWORKS = word_set(
    "network coalition alliance federation union consortium forum platform confederation group"
)


def opens_list(sheet: Sheet, sentence: Sentence, at: int) -> bool:
    """Whether "members of X" goes on as "are A and B", so that A and B are the members."""
    body = sheet.body_at(at)
    if body is None:
        return False
    after = body.last
    return after < sentence.last and sheet.words.tokens[after].low in _OPENS


def find_memberships(sheet: Sheet, sentence: Sentence, names: list[Name]) -> list[Tie]:
    """Return the ties that the lists of a sentence tell."""
    return _folk(sheet, sentence, names) + _consists(sheet, sentence)


def _folk(sheet: Sheet, sentence: Sentence, names: list[Name]) -> list[Tie]:
    """``The founding members of X are A, B``, ``X's donors include A``, ``Its partners are A and B``."""
    tokens = sheet.words.tokens
    found: list[Tie] = []
    for at in range(sentence.first, sentence.last - 2):
        kind = _FOLK.get(tokens[at].low)
        if kind is None or at in sheet.used:
            continue
        after = at + 1
        if tokens[after].low in {"organisations", "organizations"}:
            after += 1
        owner: Name | None = None
        if tokens[after].low in {"of", "in"}:
            owner = sheet.body_at(after + 1)
            after = owner.last if owner is not None else after
        elif tokens[at - 1].low in {"its", "'s"} or tokens[max(at - 2, 0)].low in {"its", "'s"}:
            owner = _owner_before(sheet, sentence, names, at)
        if owner is None or after >= sentence.last or tokens[after].low not in _OPENS:
            continue
        for skip in range(1, 5):
            if after + skip >= sentence.last or tokens[after + skip].text in ",;.(":
                break
            members = listed(sheet, sentence, after + skip)
            if members:
                found += [_directed(kind, one, owner) for one in members if one.canonical != owner.canonical]
                break
    return found


def _directed(kind: str, one: Name, owner: Name) -> Tie:
    """Members and observers belong to the owner; of money and partners the owner is the subject."""
    if kind in {"member_of", "observer_of"}:
        return tie_of(kind, one, owner)
    return tie_of(kind, owner, one)


def _owner_before(sheet: Sheet, sentence: Sentence, names: list[Name], at: int) -> Name | None:
    before = [name for name in names if name.last <= at]
    return before[-1] if before else None


def _consists(sheet: Sheet, sentence: Sentence) -> list[Tie]:
    """``X comprises A, B and C``: only of a network, and of two members at least."""
    tokens = sheet.words.tokens
    for at in range(sentence.first + 1, sentence.last - 1):
        length = next(
            (
                len(words)
                for words in _CONSISTS
                if all(
                    at + step < sentence.last and tokens[at + step].low == word
                    for step, word in enumerate(words)
                )
            ),
            0,
        )
        if not length or at in sheet.used:
            continue
        owners = [one for one in sheet.bodies(sentence.first, at) if at - one.last <= 3]
        if not owners or not _is_network(owners[-1]):
            continue
        members = listed(sheet, sentence, at + length)
        if len(members) > 1:
            return [tie_of("member_of", one, owners[-1]) for one in members]
    return []


def _is_network(name: Name) -> bool:
    words = name.canonical.lower().split()
    return name.type in {"network", "umbrella"} or any(word in _NETWORKS for word in words)
