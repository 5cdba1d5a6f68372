"""Reading the reports that mail servers send back about letters that did not arrive (RFC 3464)."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import Message
from typing import Final

#: A report is small; what is larger is not read.
MOST_BYTES: Final = 5_000_000
_ID: Final = re.compile(r"^\s*message-id:\s*(<[^<>\s]{3,180}>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says: the letter by its message id, whether it failed for good, and why."""

    message_id: str
    is_final: bool
    reason: str


def read(raw: bytes) -> Report | None:
    """Return what a message reports about one of our letters; None if it is no report, or names no letter."""
    message = email.message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32)
    action = reason = ""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            action, reason = _status(part)
    if action not in ("failed", "delayed"):
        return None
    found = _original(message)
    return Report(found, action == "failed", reason) if found else None


def _status(part: Message) -> tuple[str, str]:
    """Return action and reason: the second block of fields is about the recipient."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and block.get("Action"):
            said = block.get("Diagnostic-Code") or block.get("Status") or ""
            return str(block["Action"]).strip().lower(), " ".join(str(said).split())[:1000]
    return "", ""


def _original(message: Message) -> str:
    """Return the message id of the letter that came back: whole, or only its head, is attached."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and isinstance(inner[0], Message) and inner[0].get("Message-ID"):
                return str(inner[0]["Message-ID"]).strip()
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            payload = part.get_payload(decode=True) or str(part.get_payload()).encode()
            head = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(payload)
            if match := _ID.search(head):
                return match[1]
    return ""
