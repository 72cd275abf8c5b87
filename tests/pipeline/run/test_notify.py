"""Ping and mail against servers on the loopback; their failure is said and harms nothing."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from pipeline import exits
from pipeline.exits import Exit, Stop
from pipeline.run.notify import notify
from pipeline.settings import Notify, Settings
from tests.pipeline import plans
from tests.pipeline.run.running_plans import run


class Pinged(BaseHTTPRequestHandler):
    heard: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        self.heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class Mail(socketserver.StreamRequestHandler):
    heard: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        body = False
        for line in self.rfile:
            text = line.decode().rstrip("\r\n")
            text = text if body else text.replace("data", "DATA").replace("quit", "QUIT")
            if body and text != ".":
                self.heard.append(text)
                continue
            answer = b"354 go on\r\n" if text == "DATA" else b"250 ok\r\n"
            body = text == "DATA"
            self.wfile.write(b"221 bye\r\n" if text == "QUIT" else answer)
            if text == "QUIT":
                return


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def test_a_ping_tells_success_and_failure() -> None:
    Pinged.heard.clear()
    server = HTTPServer(("127.0.0.1", 0), Pinged)
    with serving(server):
        settings = Notify(ping_url=f"http://127.0.0.1:{server.server_port}/abc")
        assert notify(settings, Exit.REJECTED, ("3 submissions", "3 материал"), "clean") == []
        assert notify(settings, Exit.GATE_REFUSED, ("refused", "нийтэлсэнгүй"), "clean") == []
    assert Pinged.heard == [("/abc", "3 submissions\n3 материал"), ("/abc/fail", "refused\nнийтэлсэнгүй")]


def test_the_summary_goes_by_mail() -> None:
    Mail.heard.clear()
    with socketserver.TCPServer(("127.0.0.1", 0), Mail) as server, serving(server):
        settings = Notify(mail_to="a@example.org, b@example.org", smtp=f"127.0.0.1:{server.server_address[1]}")
        assert notify(settings, Exit.OK, ("12 submissions", "12 материал"), "clean") == []
    told = email.message_from_string("\n".join(Mail.heard), policy=email.policy.default)
    assert told["Subject"] == "tailan clean: everything is published / бүгд нийтлэгдсэн"
    said = told.get_content()
    assert said.splitlines()[:2] == ["12 submissions", "12 материал"]
    assert exits.MEANING[Exit.OK] in said and exits.MEANING_MN[Exit.OK] in said
    assert "To: a@example.org, b@example.org" in Mail.heard


def test_trouble_is_said_not_raised() -> None:
    settings = Notify(ping_url="http://127.0.0.1:9/x", mail_to="a@example.org", smtp="127.0.0.1:9", timeout_seconds=1)
    assert len(notify(settings, Exit.OK, ("", ""), "clean")) == 2
    assert "only http" in notify(Notify(ping_url="file:///etc/passwd"), Exit.OK, ("", ""), "clean")[0]


def test_a_run_pings_however_it_ends(tmp_path: Path) -> None:
    Pinged.heard.clear()
    server = HTTPServer(("127.0.0.1", 0), Pinged)
    with serving(server):
        settings = Settings(settle_seconds=0, notify=Notify(ping_url=f"http://127.0.0.1:{server.server_port}/n"))
        with pytest.raises(Stop):
            run(tmp_path, settings)
        plans.write(tmp_path / "raw", a="good")
        run(tmp_path, settings)
        run(tmp_path, settings)
    assert [path for path, _ in Pinged.heard] == ["/n/fail", "/n", "/n"]
    assert "1 submissions (1 ok)" in Pinged.heard[2][1]
