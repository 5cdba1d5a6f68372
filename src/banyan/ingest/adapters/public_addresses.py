"""Which network addresses a page may be fetched from: public ones and nothing else."""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Beyond what ipaddress calls not global: shared carrier space, benchmarking, relays and the addresses at
# which clouds answer questions about the machine itself (RFC 6598, 2544, 7526, 6052, 3068, 8215).
_SHUT_4 = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",
        "168.63.129.16/32",
        "100.100.100.200/32",
    )
)
_SHUT_6 = tuple(
    ipaddress.ip_network(network)
    for network in (
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
    )
)
# All that has been given out for use between machines of the public internet (RFC 4291, IANA's registry).
_GIVEN_OUT_6 = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
_ISATAP = ("00005efe", "02005efe")


def is_public(address: str) -> bool:
    """
    Tell whether an address as the system prints it lies on the public internet.

    Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo, ISATAP) are judged by it too;
    Teredo is never allowed. Of IPv6 itself only what lies in 2000::/3 is public. Anything unreadable is not.
    """
    try:
        parsed: Address = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if "%" in address:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return _is_public_4(parsed)
    if parsed.ipv4_mapped is not None:
        return _is_public_4(parsed.ipv4_mapped)
    packed = parsed.packed
    if parsed in _NAT64:
        return _is_public_4(ipaddress.IPv4Address(packed[12:]))
    if parsed not in _GIVEN_OUT_6:
        return False
    if parsed in _SIX_TO_FOUR and not _is_public_4(ipaddress.IPv4Address(packed[2:6])):
        return False
    if packed[8:12].hex() in _ISATAP:
        return False
    return parsed.is_global and not any(parsed in network for network in _SHUT_6)


def _is_public_4(address: ipaddress.IPv4Address) -> bool:
    return (
        address.is_global and not address.is_multicast and not any(address in network for network in _SHUT_4)
    )
