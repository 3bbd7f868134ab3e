"""A small web site on this computer, with everything that a server can do to us; no other is ever reached."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

PAGE = "<html><head><title>一页</title></head><body><p>公司营业收入为12.6亿元。</p></body></html>".encode()


def only_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests connect to 127.0.0.1, and to nothing else; it takes the place of the fixture _no_network."""
    connect = socket.socket.connect

    def checked(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] != "127.0.0.1":
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", checked)


class Site(BaseHTTPRequestHandler):
    """What stands on it."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.partition("?")[2])
            self.end_headers()
        elif path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(200):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.02)
        elif path == "/slow-head":
            for char in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200:
                self.wfile.write(bytes([char]))
                self.wfile.flush()
                time.sleep(0.02)
        elif path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65536)
        elif path == "/nothing":
            self.send_error(404)
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"half")
        elif path == "/noise":
            self.wfile.write(b"\x00\x01\x02 not http\r\n\r\n")
        else:
            body, headers = {
                "/page": (PAGE, {"Content-Type": "text/html; charset=utf-8"}),
                "/packed": (gzip.compress(PAGE), {"Content-Type": "text/html", "Content-Encoding": "gzip"}),
                "/bomb": (
                    gzip.compress(bytes(3 << 20)),
                    {"Content-Type": "text/html", "Content-Encoding": "gzip"},
                ),
                "/odd": (PAGE, {"Content-Type": "text/html", "Content-Encoding": "br"}),
                "/torn": (gzip.compress(PAGE)[:-30] + b"x", {"Content-Encoding": "gzip"}),
                "/picture": (b"\x89PNG", {"Content-Type": "image/png"}),
                "/large": (b"", {"Content-Type": "text/html", "Content-Length": str(1 << 40)}),
                "/host": (self.headers["Host"].encode(), {"Content-Type": "text/plain"}),
                "/路": (b"found", {}),
            }.get(path, (path.encode(), {"Content-Type": "text/plain"}))
            self.send_response(200)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what half of these tests are about."""


@contextmanager
def serving() -> Iterator[str]:
    """Run the site; its address."""
    server = Quiet(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
