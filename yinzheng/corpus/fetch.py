"""Fetch one page of the public web, within bounds of size and time; the only code here that uses a network.

Written on ``http.client``, since it must own the socket: a name is resolved once, every address that it has
must be a public one, and the connection goes to an address that was checked. A name that resolves to another
address a moment later (DNS rebinding) gains nothing, nor does a redirect. Proxies and cookies are not used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from yinzheng import __version__
from yinzheng.corpus.addresses import Address, is_public, plain
from yinzheng.corpus.media import container
from yinzheng.errors import UnreadableDocument, UnsupportedDocument

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 30.0
"""Time for one page, its redirects and their names included."""

MOST_BYTES = 50 << 20
"""Size of one page, also when it is unpacked."""

_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_PIECE = 1 << 16
_PROGRAMS = ("application/json", "application/javascript", "text/javascript", "text/css")
_SAFE = "/%:@!$&'()*+,;=-._~?"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent: the address it came from after redirects, the bytes, and what it says they are."""

    url: str
    data: bytes
    media_type: str

    @property
    def read_as(self) -> str | None:
        """The media type to read it as; None where the bytes and the name tell."""
        page = self.media_type in ("text/html", "application/xhtml+xml")
        return "text/html" if page and container(self.data) is None else None


class Fetcher:
    """Fetches pages. ``allowed`` says which addresses it may connect to; only tests give another rule."""

    def __init__(
        self,
        *,
        allowed: Callable[[Address], bool] = is_public,
        seconds: float = SECONDS,
        most: int = MOST_BYTES,
    ) -> None:
        """Set the bounds; ``seconds`` and ``most`` (bytes) hold for one page."""
        self._allowed = allowed
        self._seconds = seconds
        self._most = most

    def fetch(self, url: str) -> Fetched:
        """Return what stands at ``url``.

        Raises UnreadableDocument where it may not or cannot be fetched or is too large or slow, and
        UnsupportedDocument for what is neither text nor a document.
        """
        deadline = time.monotonic() + self._seconds
        asked = url
        for _ in range(_REDIRECTS + 1):
            try:
                answer = self._ask(asked, deadline)
            except TimeoutError:
                raise self._late(url) from None
            except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
                if time.monotonic() >= deadline:
                    raise self._late(url) from None
                raise UnreadableDocument(url, f"it cannot be fetched: {_reason(error)}") from None
            except _Refused as refused:
                where = "" if asked == url else f" (redirected to {asked[:200]})"
                raise UnreadableDocument(url, f"{refused}{where}") from None
            if isinstance(answer, Fetched):
                return answer
            asked = answer
        raise UnreadableDocument(url, f"it redirects more than {_REDIRECTS} times")

    def _late(self, url: str) -> UnreadableDocument:
        return UnreadableDocument(url, f"fetching it took longer than {self._seconds:g} s: it was given up")

    def _ask(self, url: str, deadline: float) -> Fetched | str:
        """One request; the address that it redirects to, if it does."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _Refused("only http and https addresses are fetched")
        if parts.username is not None or parts.password is not None:
            raise _Refused("the address holds a user name: leave it out")
        host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = _Connection(
            host, port, self._checked(host, port, deadline), secure=parts.scheme == "https", deadline=deadline
        )
        response: http.client.HTTPResponse | None = None
        try:
            target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
            connection.request("GET", quote(target, safe=_SAFE), headers=_headers())
            response = connection.getresponse()
            if response.status in _MOVED and (to := response.getheader("Location")):
                return urljoin(url, to.strip())
            if response.status != 200:
                raise _Refused(f"the server says {response.status} {response.reason[:60]}".strip())
            media_type = response.headers.get_content_type() if response.getheader("Content-Type") else ""
            if _is_of_no_use(media_type):
                raise UnsupportedDocument(url, f"the server sends {media_type}, which is not read")
            return Fetched(plain(url), self._body(response, connection), media_type)
        finally:
            if response is not None:
                response.close()
            connection.end()

    def _checked(self, host: str, port: int, deadline: float) -> str:
        """An address of ``host`` to connect to; refused where any that it has is not allowed."""
        found = _resolved(host, port, deadline)
        if not found:
            raise _Refused(f"there is no site named {host}")
        for address in found:
            if not self._allowed(address):
                raise _Refused(f"{address} is no address of the public web, and no other is fetched")
        return str(found[0])

    def _body(self, response: http.client.HTTPResponse, connection: _Connection) -> bytes:
        length = response.getheader("Content-Length", "")
        if length.isdigit() and int(length) > self._most:
            raise self._too_large()
        packing = response.getheader("Content-Encoding", "identity").strip().lower()
        if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
            raise _Refused(f"the server packs it as {packing[:20]}, which is not read")
        unpack = zlib.decompressobj(47) if packing not in ("identity", "") else None  # 47: zlib or gzip
        got = bytearray()
        while piece := response.read(_PIECE):
            connection.check()
            while piece:
                got += unpack.decompress(piece, self._most + 1 - len(got)) if unpack else piece
                if len(got) > self._most:
                    raise self._too_large()
                piece = unpack.unconsumed_tail if unpack else b""
        connection.check()
        if response.length or (unpack and not unpack.eof):
            raise _Refused("the server broke off in the middle of it")
        return bytes(got)

    def _too_large(self) -> _Refused:
        return _Refused(f"it is larger than {self._most >> 20} MB")


class _Refused(Exception):
    """A page that is not taken; ``str()`` is the reason."""


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, which is cut off at the deadline."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool, deadline: float) -> None:
        self.default_port = 443 if secure else 80  # what the Host header leaves out
        super().__init__(host, port)
        self._address = address
        self._secure = secure
        self._deadline = deadline
        self._held: socket.socket | None = None
        self._timer: threading.Timer | None = None

    def connect(self) -> None:
        """Connect, whatever the name may resolve to by now."""
        plain = socket.create_connection((self._address, self.port), timeout=self._left())
        # A server that sends a byte now and then keeps every single wait short: the timer ends them all.
        self._held = plain.dup()
        self._timer = threading.Timer(self._left(), _cut, (self._held,))
        self._timer.daemon = True
        self._timer.start()
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        else:
            self.sock = plain

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def check(self) -> None:
        """Raise TimeoutError from the deadline on: one that was cut off looks like one that ended."""
        self._left()

    def end(self) -> None:
        """Close the connection, and forget the deadline; ``close`` is called when the answer begins."""
        self.close()
        if self._timer is not None:
            self._timer.cancel()
        if self._held is not None:
            self._held.close()


def _cut(held: socket.socket) -> None:
    with contextlib.suppress(OSError):  # closed meanwhile
        held.shutdown(socket.SHUT_RDWR)


def _resolved(host: str, port: int, deadline: float) -> list[Address]:
    """All addresses of a host, asked for in a thread: the system's resolver knows no deadline."""
    found: list[Address] = []
    failed: list[OSError] = []

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(ipaddress.ip_address(answer[4][0]) for answer in answers)
        except (OSError, ValueError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if thread.is_alive():
        raise TimeoutError
    if failed:
        raise failed[0]
    return found


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"yinzheng/{__version__}",
        "Accept": "text/html,application/xhtml+xml,application/pdf,text/*;q=0.9,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _is_of_no_use(media_type: str) -> bool:
    kind = media_type.partition("/")[0]
    return kind in ("image", "audio", "video", "font") or media_type in _PROGRAMS


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(words).split())[:200].lower()
