"""Links of an HTML page that a reader cannot see, or that lead away from everything the page is about."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .html_page import Link
from .reading import Suspicion
from .suspicion import why_off_topic

# Pages hide menus and share buttons too; a hidden link is suspicious when it leads to another site.
_OWN = ("#", "/", "?", "javascript:", "mailto:", "tel:", "./", "../")
_HARMLESS = (
    "facebook.",
    "twitter.",
    "x.com",
    "weibo.",
    "qq.com",
    "wechat.",
    "weixin.",
    "linkedin.",
    "youtube.",
    "google.",
    "pinterest.",
    "instagram.",
    "zalo.",
    "whatsapp.",
    "t.me",
    "telegram.",
    "w3.org",
    "wordpress.org",
    "baidu.",
    "addthis.",
    "sharethis.",
    "beian.",
    "cnzz.",
    "douban.",
    "tiktok.",
    "apple.com",
    "adobe.com",
    "creativecommons.",
)

# Folded menus lead to ministries, universities and sister organisations: no sign of an intruder by itself.
_PUBLIC = re.compile(r"(?:^|\.)(?:gov|edu|ac|org|int|mil)(?:\.[a-z]{2})?$")
_MOST_LINKS = 500


def suspicious_links(*, links: list[Link], address: str, page_topic: frozenset[str]) -> list[Suspicion]:
    """Return hidden links to other sites and visible links that sell something the page is not about."""
    own = _site(address)
    found: list[Suspicion] = []
    for link in links:
        if len(found) >= _MOST_LINKS:
            break
        if link.end <= link.start or not link.address:
            continue
        text = link.text.strip() or link.address
        off_topic = why_off_topic(address=link.address, said=link.text, page_topic=page_topic)
        if link.hidden:
            if off_topic or (_leads_away(link.address, own) and not _is_public_body(link.address)):
                where = _site(link.address) or link.address[:60]
                why = f"a link the reader cannot see ({link.why_hidden}) leads to {where}"
                found.append(Suspicion("hidden_link", link.start, link.end, text, why))
        elif off_topic and (_leads_away(link.address, own) or not own):
            found.append(Suspicion("off_topic_link", link.start, link.end, text, off_topic))
    return found


def _site(address: str) -> str:
    """Return the last two labels of an address's host name (three under a second-level registry)."""
    if "//" not in address[:12]:
        return ""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in {"com", "org", "net", "gov", "edu", "ac", "co"} else 2
    return ".".join(labels[-keep:])


def _is_public_body(address: str) -> bool:
    try:
        host = urlsplit(f"http:{address}" if address.startswith("//") else address).hostname or ""
    except ValueError:
        return False
    return bool(_PUBLIC.search(host.lower()))


def _leads_away(address: str, own: str) -> bool:
    if address.lower().startswith(_OWN) and not address.startswith("//"):
        return False
    site = _site(f"http:{address}" if address.startswith("//") else address)
    return bool(site) and site != own and not any(mark in site + "." for mark in _HARMLESS)
