"""Only public addresses are fetched, also behind names, redirects and other notations; bounds hold."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.site import PAGE, only_this_computer, serving
from yinzheng.corpus.addresses import is_public, is_url
from yinzheng.corpus.fetch import Fetcher
from yinzheng.errors import UnreadableDocument, UnsupportedDocument


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    only_this_computer(monkeypatch)


def anywhere(_: object) -> bool:
    return True


LOCAL = Fetcher(allowed=anywhere, seconds=20, most=2 << 20)


def test_a_page_comes_with_its_type(site: str) -> None:
    got = LOCAL.fetch(f"{site}/page#part")
    assert (got.url, got.data, got.media_type) == (f"{site}/page", PAGE, "text/html")
    assert LOCAL.fetch(f"{site}/packed").data == PAGE
    assert LOCAL.fetch(f"{site}/a b?c=d e").data == b"/a%20b"
    assert LOCAL.fetch(f"{site}/host").data.decode() == site.removeprefix("http://")


def test_redirects_are_followed_a_few_times(site: str) -> None:
    assert LOCAL.fetch(f"{site}/to/?/page").url == f"{site}/page"
    assert LOCAL.fetch(f"{site}/to/?{site}/page").data == PAGE
    with pytest.raises(UnreadableDocument, match="more than 5 times"):
        LOCAL.fetch(f"{site}/to/?/to/?/to/?/to/?/to/?/to/?/to/?/page".replace("?/to", "?" + site + "/to"))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/nothing", "404"),
        ("/odd", "packs it as br"),
        ("/large", "larger than 2 MB"),
        ("/bomb", "larger than 2 MB"),
        ("/endless", "larger than 2 MB"),
        ("/cut", "broke off in the middle"),
        ("/noise", "cannot be fetched"),
        ("/torn", "broke off|cannot be fetched"),
        ("/to/?file:///etc/passwd", "only http and https"),
        ("/to/?ftp://example.com/", "only http and https"),
        ("/to/?http://user:word@127.0.0.1/", "holds a user name"),
        ("/to/?http://[::1", "cannot be fetched"),
        ("/to/?http://127.0.0.1:99999/", "cannot be fetched"),
    ],
)
def test_what_goes_wrong_is_one_line(site: str, path: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        LOCAL.fetch(site + path)
    assert "\n" not in str(caught.value)
    assert caught.value.source == site + path


def test_a_picture_is_not_read(site: str) -> None:
    with pytest.raises(UnsupportedDocument, match="image/png"):
        LOCAL.fetch(f"{site}/picture")


@pytest.mark.parametrize("path", ["/slow", "/slow-head"])
def test_a_server_that_dribbles_is_cut_off(site: str, path: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"longer than 0\.3 s"):
        Fetcher(allowed=anywhere, seconds=0.3).fetch(site + path)


def test_a_resolver_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(20) and [])
    with pytest.raises(UnreadableDocument, match=r"longer than 0\.2 s"):
        Fetcher(seconds=0.2).fetch("http://example.com/")
    released.set()


PRIVATE = """
127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 0.1.2.3 224.0.0.1
240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1
::1 :: fe80::1 fc00::1 fd12:3456::1 fec0::1 ff02::1 2001:db8::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 2002:7f00:1:: 2002:a00:1::
64:ff9b::7f00:1 64:ff9b::a00:1
2001:0:4136:e378:8000:63bf:80ff:fffe ::127.0.0.1 64:ff9b:1::a00:1
"""
PUBLIC = """
8.8.8.8 1.1.1.1 93.184.216.34 2606:4700:4700::1111 2a00:1450:4001:800::200e ::ffff:8.8.8.8 64:ff9b::808:808
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_addresses_that_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
def test_this_computer_is_refused_however_it_is_written(
    site: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", refuse)
    port = site.rpartition(":")[2]
    with pytest.raises(UnreadableDocument, match=r"no address of the public web|cannot be fetched"):
        Fetcher().fetch(f"http://{host}:{port}/page")


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("a connection was made")


def resolver(*rounds: list[str]) -> Any:
    """A resolver that gives other addresses each time."""
    waiting = list(rounds)

    def resolve(host: str, port: int, **_: object) -> list[Any]:
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    return resolve


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", resolver(["93.184.216.34", "10.0.0.1"]))
    with pytest.raises(UnreadableDocument, match=r"10\.0\.0\.1 is no address of the public web"):
        Fetcher().fetch("https://example.com/")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], **_: object) -> None:
        asked.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    # The name is another one's a moment later.
    monkeypatch.setattr(socket, "getaddrinfo", resolver(["93.184.216.34"], ["127.0.0.1"]))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(UnreadableDocument, match="connection refused"):
        Fetcher().fetch("http://example.com/")
    assert asked == [("93.184.216.34", 80)]


def test_a_redirect_to_this_computer_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rpartition(":")[2])
    first = ipaddress.ip_address("127.0.0.1")
    allowed = iter([True, False])
    fetcher = Fetcher(allowed=lambda address: address == first and next(allowed))
    with pytest.raises(UnreadableDocument, match=r"no address of the public web.*redirected to"):
        fetcher.fetch(f"http://127.0.0.1:{port}/to/?/page")


def test_a_certificate_must_be_valid(site: str) -> None:
    with pytest.raises(UnreadableDocument, match="cannot be fetched"):
        LOCAL.fetch(site.replace("http:", "https:"))


def test_what_is_an_address_of_the_web() -> None:
    assert is_url("https://example.com/a")
    assert is_url("HTTP://example.com")
    for name in ("notes.txt", "http.txt", "ftp://example.com", "file:///a", "C:/a"):
        assert not is_url(name)
