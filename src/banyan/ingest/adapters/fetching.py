"""
Fetch one page from the public internet without being led anywhere else.

The name is resolved once per hop, every address it gives is judged, and the connection goes to the judged
address itself, so a second answer of the name server changes nothing.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from .content_types import ContentTypeIsNotReadable, PageError, is_accepted_declared_type
from .public_addresses import is_public

Resolver = Callable[[str, int], list[str]]

USER_AGENT = "Mozilla/5.0 (compatible; Banyan/1; clips pages for a civil society register)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?\.?|\[[0-9a-f:.]+\]", re.I)
_CHUNK = 65_536


class AddressIsMalformed(PageError):
    """The address is not a plain http or https address of a host."""

    code = "address_malformed"


class AddressIsPrivate(PageError):
    """The address leads to a machine that is not on the public internet."""

    code = "address_private"


class HostIsNotFound(PageError):
    """No machine answers to that name."""

    code = "host_not_found"


class HostDoesNotAnswer(PageError):
    """The machine refused or broke the connection, or its certificate is not valid."""

    code = "host_does_not_answer"


class FetchTimedOut(PageError):
    """The page did not arrive in time."""

    code = "timed_out"


class PageIsTooLarge(PageError):
    """The page is larger than we read, packed or unpacked."""

    code = "page_too_large"


class TooManyRedirects(PageError):
    """The address leads on and on."""

    code = "too_many_redirects"


class PageIsNotThere(PageError):
    """The server answered with an error; ``status`` says which."""

    code = "page_not_there"

    def __init__(self, status: int) -> None:
        super().__init__(f"the server answered {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much patience and room a fetch gets: seconds in all, bytes packed and unpacked, hops, ports."""

    seconds: float = 20.0
    bytes: int = 5_000_000
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the bytes unpacked, the declared type, the address at the end of all redirects."""

    raw: bytes
    content_type: str
    address: str
    hops: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        default = 443 if self.scheme == "https" else 80
        return self.host if self.port == default else f"{self.host}:{self.port}"


def resolve(host: str, port: int) -> list[str]:
    """Return every address the system gives for a host."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def fetch(
    *,
    address: str,
    limits: FetchLimits = FetchLimits(),
    is_allowed_address: Callable[[str], bool] = is_public,
    resolver: Resolver = resolve,
) -> Fetched:
    """
    Fetch a page.

    Raises AddressIsMalformed, AddressIsPrivate, HostIsNotFound, HostDoesNotAnswer, FetchTimedOut,
    PageIsTooLarge, TooManyRedirects, PageIsNotThere and ContentTypeIsNotReadable.
    """
    deadline = time.monotonic() + limits.seconds
    hops: list[str] = []
    current = address.strip()
    while True:
        target = _target(current, limits)
        hops.append(current)
        answer = _one_hop(target, deadline, limits, is_allowed_address, resolver)
        if isinstance(answer, Fetched):
            return Fetched(answer.raw, answer.content_type, current, tuple(hops))
        if len(hops) > limits.redirects:
            raise TooManyRedirects("the address leads on too many times")
        current = urljoin(current, answer)


def _target(address: str, limits: FetchLimits) -> _Target:
    """Take an address apart; refuse everything but a plain host, an allowed port and http or https."""
    if len(address) > 4_000 or re.search(r"[\x00-\x20\x7f\\]", address):
        raise AddressIsMalformed("the address holds blanks or control characters")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise AddressIsMalformed("the address cannot be read") from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise AddressIsMalformed("only http and https addresses are fetched")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise AddressIsMalformed("an address with a user name is not fetched")
    try:
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise AddressIsMalformed("the host name cannot be read") from error
    if not host or not _HOST.fullmatch(f"[{host}]" if ":" in host else host):
        raise AddressIsMalformed("the address names no host")
    port = port if port is not None else (443 if parts.scheme.lower() == "https" else 80)
    if port not in limits.ports:
        raise AddressIsMalformed(f"port {port} is not fetched from")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return _Target(parts.scheme.lower(), f"[{host}]" if ":" in host else host, port, path + query)


def _one_hop(
    target: _Target,
    deadline: float,
    limits: FetchLimits,
    is_allowed: Callable[[str], bool],
    resolver: Resolver,
) -> Fetched | str:
    """Return the page, or the address a redirect leads to."""
    connection = _connection(target, deadline, is_allowed, resolver)
    try:
        with _Watch(connection, deadline):
            connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", target.host_header)
            connection.putheader("User-Agent", USER_AGENT)
            connection.putheader(
                "Accept", "text/html,application/xhtml+xml,text/plain,application/pdf,*/*;q=0.5"
            )
            connection.putheader("Accept-Language", "vi,zh,en;q=0.8")
            connection.putheader("Accept-Encoding", "gzip, deflate")
            connection.putheader("Connection", "close")
            connection.endheaders()
            response = connection.getresponse()
            if response.status in _REDIRECTS and (location := response.getheader("Location")):
                return _readable_location(location)
            if not 200 <= response.status < 300:
                raise PageIsNotThere(response.status)
            content_type = response.getheader("Content-Type") or ""
            if not is_accepted_declared_type(content_type):
                raise ContentTypeIsNotReadable(f"the server sends {content_type[:80]}")
            declared = response.getheader("Content-Length") or ""
            if declared.isdigit() and int(declared) > limits.bytes:
                raise PageIsTooLarge("the page is too large")
            raw = _body(response, response.getheader("Content-Encoding") or "", deadline, limits)
            return Fetched(raw, content_type, "")
    except TimeoutError as error:
        raise FetchTimedOut("the page did not arrive in time") from error
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        if time.monotonic() >= deadline:
            raise FetchTimedOut("the page did not arrive in time") from error
        raise HostDoesNotAnswer("the machine broke the connection") from error
    finally:
        connection.close()


def _readable_location(location: str) -> str:
    """Headers come as Latin-1; servers put UTF-8 into them."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _addresses(target: _Target, deadline: float, resolver: Resolver) -> list[str]:
    """Ask for a host's addresses in a thread: the system's own patience may be longer than ours."""
    answer: Future[list[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolver(target.host.strip("[]"), target.port))
        except Exception as error:
            # Whatever it is, it is raised again where the answer is waited for.
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answer.result(timeout=max(deadline - time.monotonic(), 0))
    except TimeoutError as error:
        raise FetchTimedOut("nobody said in time where the machine is") from error
    except (OSError, UnicodeError) as error:
        raise HostIsNotFound("no machine answers to that name") from error


def _connection(
    target: _Target, deadline: float, is_allowed: Callable[[str], bool], resolver: Resolver
) -> http.client.HTTPConnection:
    """Resolve once, refuse if any answer is shut, connect to the first that answers."""
    addresses = _addresses(target, deadline, resolver)
    if not addresses:
        raise HostIsNotFound("no machine answers to that name")
    if not all(is_allowed(address) for address in addresses):
        raise AddressIsPrivate("the address does not lead to the public internet")
    failure: OSError | None = None
    for address in addresses[:4]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise FetchTimedOut("the page did not arrive in time")
        sock: socket.socket | None = None
        try:
            sock = socket.create_connection((address, target.port), timeout=min(left, 10.0))
            peer = str(sock.getpeername()[0])
            if not is_allowed(peer):
                raise AddressIsPrivate("the connection leads elsewhere")
            if target.scheme == "https":
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host.strip("[]"))
            connection = http.client.HTTPConnection(target.host.strip("[]"), target.port)
            connection.sock = sock
            return connection
        except AddressIsPrivate:
            if sock is not None:
                sock.close()
            raise
        except OSError as error:
            if sock is not None:
                sock.close()
            failure = error
    if time.monotonic() >= deadline or isinstance(failure, TimeoutError):
        raise FetchTimedOut("the machine does not answer in time") from failure
    raise HostDoesNotAnswer("the machine does not answer") from failure


class _Watch:
    """
    Cut the connection when time is up.

    A time-out of the socket is per read; a server that sends a byte a second never meets it.
    """

    def __init__(self, connection: http.client.HTTPConnection, deadline: float) -> None:
        self.sock = connection.sock
        self.timer = threading.Timer(max(deadline - time.monotonic(), 0.01), self._cut)
        self.timer.daemon = True

    def _cut(self) -> None:
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            # It was closed just before.
            return

    def __enter__(self) -> None:
        self.timer.start()

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()


def _body(response: http.client.HTTPResponse, encoding: str, deadline: float, limits: FetchLimits) -> bytes:
    """Read the body piece by piece, unpacking as it comes, within the limits of time and room."""
    unpack = _unpacker(encoding.strip().lower())
    packed = 0
    parts: list[bytes] = []
    room = limits.bytes
    while True:
        if time.monotonic() >= deadline:
            raise FetchTimedOut("the page did not arrive in time")
        piece = response.read1(_CHUNK)
        if not piece:
            break
        packed += len(piece)
        if packed > limits.bytes:
            raise PageIsTooLarge("the page is too large")
        if unpack is None:
            parts.append(piece)
            continue
        while piece:
            try:
                out = unpack.decompress(piece, room + 1)
            except zlib.error as error:
                raise HostDoesNotAnswer("the page arrived broken") from error
            room -= len(out)
            if room < 0:
                raise PageIsTooLarge("the page unpacks to too much")
            parts.append(out)
            piece = unpack.unconsumed_tail
    # A body cut short by the watch looks like its end.
    if time.monotonic() >= deadline:
        raise FetchTimedOut("the page did not arrive in time")
    return b"".join(parts)


def _unpacker(encoding: str) -> zlib._Decompress | None:
    if encoding in {"", "identity"}:
        return None
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    raise ContentTypeIsNotReadable(f"the page is packed as {encoding[:20]}")
