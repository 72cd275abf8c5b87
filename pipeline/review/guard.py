"""Who may talk to the review page: one browser on this machine, started from the link that the program printed.

The order of the checks: the Host header (DNS rebinding; Starlette's TrustedHostMiddleware), where the request comes from
(Sec-Fetch-Site before Origin), then the cookie that the one-time link was exchanged for. Every answer, refusals included,
forbids inline code and caching.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "tailan_review_"
"""Followed by the port: browsers send cookies to every port of a host, so that two pages may be open at once."""
ENTRY = "/enter"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def guarded(host: str, links: Mapping[str, str]) -> list[Middleware]:
    """The middleware in its order, the outermost first. ``host`` is the only name served, without port (brackets around
    IPv6); each of ``links`` (token -> reviewer) opens the page once."""
    return [
        Middleware(SafeAnswers),
        Middleware(TrustedHostMiddleware, allowed_hosts=[host], www_redirect=False),
        Middleware(Guard, links=links),
    ]


class SafeAnswers:
    """ASGI middleware: every answer carries ``HEADERS``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, _with_headers(send))


class Guard:
    """ASGI middleware for requests to a known host. The reviewer's name travels as ``scope["reviewer"]``."""

    def __init__(self, app: ASGIApp, links: Mapping[str, str]) -> None:
        self.app, self.links = app, dict(links)
        self.sessions: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = self._refusal(scope, Headers(scope=scope))
        await (answer or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        entering = scope["path"] == ENTRY and scope["method"] == "GET"
        if not _same_origin(headers, scope["method"], headers["host"], entering):
            return PlainTextResponse("requests from other sites are refused", 403)
        if entering:
            return self._enter(scope, _cookie_name(headers["host"]))
        reviewer = self.sessions.get(_cookie(headers))
        if reviewer is None:
            return PlainTextResponse("open the link that `tailan review` printed", 401)
        scope["reviewer"] = reviewer
        return None

    def _enter(self, scope: Scope, cookie: str) -> ASGIApp:
        given = scope["query_string"].decode("latin-1").removeprefix("token=")
        reviewer = self.links.pop(given, None)
        if reviewer is None:
            return PlainTextResponse("this link has been used; start `tailan review` again", 401)
        session = secrets.token_urlsafe(32)
        self.sessions[session] = reviewer
        response = RedirectResponse("/", 303)
        response.set_cookie(cookie, session, httponly=True, samesite="strict", path="/")
        return response


def _same_origin(headers: Headers, method: str, host: str, entering: bool) -> bool:
    """Fetch metadata where the browser sends it, else Origin; reading without either is a person's own address bar."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin" or (site == "none" and method in ("GET", "HEAD")) or entering
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"http://{host}"
    return method in ("GET", "HEAD")


def _cookie_name(host: str) -> str:
    return COOKIE + host.rpartition(":")[2]


def _cookie(headers: Headers) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(_cookie_name(headers["host"]))
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                answer[name] = value
        await send(message)

    return sender
