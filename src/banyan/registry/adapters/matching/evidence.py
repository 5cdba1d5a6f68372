"""What else is known of two records: numbers in registers, addresses on the web, country, place, year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.shapes import Profile

_HOST: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
#: Records of these are filed under either country.
_ONE_REGION: Final = frozenset({"CN", "HK", "MO", "TW"})


@lru_cache(maxsize=50_000)
def host_of(address: str) -> str:
    """Return the host of a web or mail address without "www.", in lower case; "" if it has none."""
    match = _HOST.match(address.strip())
    host = match.group(1).casefold().rstrip(".") if match else ""
    host = host.removeprefix("www.")
    return host if "." in host else ""


def telling_hosts(addresses: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """Return the hosts that belong to one body: no mail services, no shared pages."""
    return frozenset(host for host in map(host_of, addresses) if host and host not in lexicon.hosts)


def of_records(a: Profile, b: Profile, lexicon: Lexicon) -> tuple[dict[str, float], list[str]]:
    """Return the features of two records beside their names, and the vetoes."""
    features: dict[str, float] = {}
    vetoes: list[str] = []
    if a.identifiers and b.identifiers:
        if a.identifiers & b.identifiers:
            features["same_identifier"] = 1.0
        elif {scheme for scheme, _ in a.identifiers} & {scheme for scheme, _ in b.identifiers}:
            features["other_identifier"] = 1.0
            vetoes.append("other_identifier")
    if a.websites and b.websites:
        ours, theirs = telling_hosts(a.websites, lexicon), telling_hosts(b.websites, lexicon)
        if ours & theirs:
            features["same_website"] = 1.0
        elif ours and theirs:
            features["other_website"] = 1.0
    if a.country and b.country:
        if a.country == b.country:
            features["same_country"] = 1.0
        elif not {a.country, b.country} <= _ONE_REGION:
            features["other_country"] = 1.0
            vetoes.append("other_country")
    if a.places and b.places:
        alike = any(
            lexicon.within(one, other) or lexicon.within(other, one) for one in a.places for other in b.places
        )
        features["same_place" if alike else "other_seat"] = 1.0
    ours_year, theirs_year = a.founded[:4], b.founded[:4]
    if ours_year.isdigit() and theirs_year.isdigit():
        features["same_year" if abs(int(ours_year) - int(theirs_year)) <= 1 else "other_year"] = 1.0
    if a.legal_form and b.legal_form:
        features["same_legal_form" if a.legal_form == b.legal_form else "other_legal_form"] = 1.0
    if a.kind != b.kind:
        vetoes.append("other_kind")
    return features, vetoes
