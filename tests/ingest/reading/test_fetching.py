"""A page is fetched from the public internet and from nowhere else."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from banyan.ingest.adapters.content_types import ContentTypeIsNotReadable
from banyan.ingest.adapters.fetching import (
    AddressIsMalformed,
    AddressIsPrivate,
    FetchLimits,
    FetchTimedOut,
    HostDoesNotAnswer,
    HostIsNotFound,
    PageIsNotThere,
    PageIsTooLarge,
    TooManyRedirects,
    fetch,
)
from banyan.ingest.adapters.public_addresses import is_public


class Pages(BaseHTTPRequestHandler):
    """A little site with every bad habit."""

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        name = self.path.split("?")[0]
        if name == "/page":
            self.answer(b"<p>xin ch\xc3\xa0o</p>")
        elif name == "/who":
            self.answer(f"{self.headers['Host']} {self.headers['User-Agent']}".encode())
        elif name == "/gzip":
            self.answer(gzip.compress(b"<p>" + b"a" * 1000), encoding="gzip")
        elif name == "/deflate":
            self.answer(zlib.compress(b"<p>packed"), encoding="deflate")
        elif name == "/bomb":
            self.answer(gzip.compress(b"0" * 60_000_000), encoding="gzip")
        elif name == "/large":
            self.answer(b"x" * 200_000)
        elif name == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"y" * 65_536)
            except OSError:
                return
        elif name == "/drip":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"z")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                return
        elif name == "/picture":
            self.answer(b"\x89PNG", kind="image/png")
        elif name == "/loop":
            self.lead("/loop")
        elif name == "/once":
            self.lead("/page")
        elif name == "/inward":
            self.lead("http://127.0.0.1:80/admin")
        elif name == "/metadata":
            self.lead("http://169.254.169.254/latest/meta-data/")
        elif name == "/file":
            self.lead("file:///etc/passwd")
        else:
            self.send_error(404)

    def answer(self, body: bytes, *, kind: str = "text/html; charset=utf-8", encoding: str = "") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def lead(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def limits(port: int, *, seconds: float = 5.0, size: int = 100_000) -> FetchLimits:
    return FetchLimits(seconds=seconds, bytes=size, ports=frozenset({port, 80, 443}))


def only_the_site(address: str) -> bool:
    """The test's site plays the part of a public address; everything else is judged as always."""
    return address == "127.0.0.1" or is_public(address)


def to_the_site(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def get(site: int, path: str, **more: float) -> bytes:
    found = fetch(
        address=f"http://site.example:{site}{path}",
        limits=limits(site, **more),  # type: ignore[arg-type]
        is_allowed_address=only_the_site,
        resolver=to_the_site,
    )
    return found.raw


def test_a_page_arrives_with_its_type_and_address(site: int) -> None:
    found = fetch(
        address=f"http://site.example:{site}/once",
        limits=limits(site),
        is_allowed_address=only_the_site,
        resolver=to_the_site,
    )
    assert found.raw.decode() == "<p>xin chào</p>"
    assert found.content_type == "text/html; charset=utf-8"
    assert found.address == f"http://site.example:{site}/page"
    assert len(found.hops) == 2


def test_the_server_learns_the_name_and_who_asks(site: int) -> None:
    said = get(site, "/who").decode()
    assert said.startswith(f"site.example:{site} ")
    assert "Banyan" in said


def test_packed_pages_are_unpacked(site: int) -> None:
    assert get(site, "/gzip") == b"<p>" + b"a" * 1000
    assert get(site, "/deflate") == b"<p>packed"


@pytest.mark.parametrize("path", ["/bomb", "/large", "/endless"])
def test_a_page_that_is_too_large_is_refused(site: int, path: str) -> None:
    with pytest.raises(PageIsTooLarge):
        get(site, path)


def test_a_server_that_drips_is_left_in_time(site: int) -> None:
    started = time.monotonic()
    with pytest.raises(FetchTimedOut):
        get(site, "/drip", seconds=0.6)
    assert time.monotonic() - started < 9


def test_a_server_that_never_ends_its_headers_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n")
                    for number in range(100):
                        connection.sendall(f"X-{number}: y\r\n".encode())
                        time.sleep(0.1)
                except OSError:
                    return

        threading.Thread(target=drip, daemon=True).start()
        started = time.monotonic()
        with pytest.raises(FetchTimedOut):
            fetch(
                address=f"http://slow.example:{port}/",
                limits=limits(port, seconds=0.6),
                is_allowed_address=only_the_site,
                resolver=to_the_site,
            )
        assert time.monotonic() - started < 9


def test_other_answers_are_named(site: int) -> None:
    with pytest.raises(ContentTypeIsNotReadable):
        get(site, "/picture")
    with pytest.raises(TooManyRedirects):
        get(site, "/loop")
    with pytest.raises(PageIsNotThere) as missing:
        get(site, "/nothing")
    assert missing.value.status == 404
    with pytest.raises(AddressIsMalformed):
        get(site, "/file")


def test_a_redirect_is_judged_like_the_first_address(site: int) -> None:
    def by_name(host: str, _port: int) -> list[str]:
        return ["127.0.0.2" if host == "127.0.0.1" else host] if host[0].isdigit() else ["127.0.0.1"]

    for path in ("/inward", "/metadata"):
        with pytest.raises(AddressIsPrivate):
            fetch(
                address=f"http://site.example:{site}{path}",
                limits=limits(site),
                is_allowed_address=only_the_site,
                resolver=by_name,
            )


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://0/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/",
        "http://100.64.0.1/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
    ],
)
def test_a_private_address_is_refused_however_it_is_written(address: str) -> None:
    with pytest.raises(AddressIsPrivate):
        fetch(address=address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://site.example/",
        "file:///etc/passwd",
        "gopher://site.example/",
        "javascript:alert(1)",
        "//site.example/",
        "http:///nothing",
        "http://user:secret@site.example/",
        "http://site.example@127.0.0.1/",
        "http://127.0.0.1:22/",
        "http://site.example:99999/",
        "http://site.example:6379/",
        "http://site.example/\r\nX-Evil: 1",
        "http://site.example\\@127.0.0.1/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://exa mple/",
        "http://" + "a" * 5000,
    ],
)
def test_a_malformed_address_is_refused_before_anything_is_asked(address: str) -> None:
    def never(_host: str, _port: int) -> list[str]:
        raise AssertionError("the name server was asked")

    with pytest.raises(AddressIsMalformed):
        fetch(address=address, resolver=never)


def test_the_name_is_asked_once_and_the_judged_address_is_used(site: int) -> None:
    asked = []

    def changing(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    found = fetch(
        address=f"http://turning.example:{site}/page",
        limits=limits(site),
        is_allowed_address=only_the_site,
        resolver=changing,
    )
    assert found.raw
    assert asked == ["turning.example"]


def test_one_private_answer_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(AddressIsPrivate):
        fetch(address="http://mixed.example/", resolver=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])


def test_a_host_that_is_not_there_is_named() -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise socket.gaierror("nobody")

    with pytest.raises(HostIsNotFound):
        fetch(address="http://nowhere.example/", resolver=nobody)


def test_names_that_are_not_answered_for_are_given_up_in_time() -> None:
    asked = threading.Event()

    def silent(_host: str, _port: int) -> list[str]:
        asked.wait(10)
        return ["127.0.0.1"]

    started = time.monotonic()
    with pytest.raises(FetchTimedOut):
        fetch(address="http://slow.example/", limits=FetchLimits(seconds=0.2), resolver=silent)
    assert time.monotonic() - started < 9
    asked.set()


def test_a_closed_door_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(HostDoesNotAnswer):
        fetch(
            address=f"http://shut.example:{port}/",
            limits=limits(port),
            is_allowed_address=only_the_site,
            resolver=to_the_site,
        )


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "127.0.0.1",
        "172.16.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "203.0.113.9",
        "240.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
        "100.100.100.200",
        "::",
        "::1",
        "::127.0.0.1",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "2001:0:53aa:64c::1",
        "fe80::1%eth0",
        "2002:a00:1::1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "::ffff:0:127.0.0.1",
        "::ffff:0:8.8.8.8",
        "4000::1",
        "100::1",
        "5f00::1",
        "3fff::1",
        "2606::5efe:7f00:1",
        "name",
        "",
    ],
)
def test_everything_else_is_not_public(address: str) -> None:
    assert not is_public(address)
