"""The review page: routes only. What they show comes from ``views``, what they change goes through ``desk``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.review import documents, views
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Refused, Wish
from pipeline.review.guard import guarded
from pipeline.review.pictures import Pictures
from pipeline.review.text import LANGUAGES, amount, names, percent, speaker

LANGUAGE_COOKIE = "tailan_language"
AHEAD = 3
"""Rows whose pages are painted while a person looks at the present one."""


class Page:
    """The handlers, around one desk and one source of page pictures."""

    def __init__(self, desk: Desk, pictures: Pictures) -> None:
        self.desk, self.pictures = desk, pictures
        self.templates = Environment(
            loader=PackageLoader("pipeline.review"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self.templates.filters |= {"amount": amount, "percent": percent}

    def render(self, request: Request, name: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        language = _language(request)
        counts = views.progress(self.desk.questions)
        shared = {
            "language": language,
            "say": speaker(language),
            "name_of": names(language),
            "reviewer": request.scope["reviewer"],
            "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        }
        return HTMLResponse(self.templates.get_template(name).render({**shared, **counts, **values}), status)

    async def queue(self, request: Request) -> Response:
        await run_in_threadpool(self.desk.reload)
        done = request.query_params.get("done", "")
        return self.render(request, "queue.html", views.queue(self.desk, views.filters(request.query_params), done))

    async def row(self, request: Request) -> Response:
        return self._row(request, request.path_params["key"])

    def _row(self, request: Request, key: str, refused: Refused | None = None, wish: Wish | None = None) -> Response:
        chosen = views.filters(request.query_params)
        find = request.query_params.get("find", "")
        values = views.row(self.desk, key, chosen, find, request.query_params.get("done", ""))
        if values is None:
            return self.render(request, "queue.html", views.queue(self.desk, chosen), 404)
        following = values["after"]
        for _ in range(AHEAD):
            if following is not None:
                self.pictures.prepare(following.report.sha256, following.pages)
                following = self.desk.after(following.key, views.chosen(self.desk.questions, chosen))
        trouble = {
            "problem": _problem(refused),
            "others": refused.others if refused else (),
            "wish": wish if refused else None,
        }
        status = 200 if refused is None else 409 if refused.code == "changed_meanwhile" else 422
        return self.render(request, "row.html", {**values, **trouble}, status)

    async def decide(self, request: Request) -> Response:
        key = request.path_params["key"]
        form = await request.form()
        given = {name: str(value) for name, value in form.items()}
        try:
            action = Action(given.get("action", "").partition(":")[0])
        except ValueError:
            return self._row(request, key, Refused("unknown_action"))
        wish = Wish(
            key,
            action,
            request.scope["reviewer"],
            given.get("base", ""),
            given.get("code", "") or given.get("action", "").partition(":")[2],
            given.get("field", ""),
            given.get("value", ""),
            given.get("note", ""),
            "text" if given.get("scope") == "text" else "row",
            given.get("counted", ""),
        )
        chosen = views.filters(request.query_params)
        following = self.desk.after(key, views.chosen(self.desk.questions, chosen))
        try:
            await run_in_threadpool(self.desk.decide, wish)
        except Refused as refused:
            return self._row(request, key, refused, wish)
        stays = action in (Action.CORRECT, Action.NOTE, Action.UNDO)
        target = key if stays or following is None else following.key
        where = f"/row/{target}" if stays or following else "/"
        return RedirectResponse(f"{where}?{urlencode({**chosen.as_query(), 'done': key})}", 303)

    async def documents(self, request: Request) -> Response:
        return self.render(request, "documents.html", {"documents": documents.documents(self.desk)})

    async def document(self, request: Request) -> Response:
        page = request.query_params.get("page", "")
        values = documents.document(self.desk, request.path_params["submission"], int(page) if page.isdecimal() else 0)
        if values is None:
            return PlainTextResponse("there is no such submission", 404)
        return self.render(request, "document.html", values)

    async def search(self, request: Request) -> Response:
        given = request.query_params
        values = views.search(self.desk, given.get("row", ""), given.get("q", ""), {})
        return self.render(request, "found.html", values)

    async def picture(self, request: Request) -> Response:
        known = documents.content(self.desk, request.path_params["submission"])
        if not known:
            return PlainTextResponse("there is no such submission", 404)
        data = await run_in_threadpool(self.pictures.get, known, request.path_params["page"])
        if data is None:
            return PlainTextResponse("this page cannot be shown", 404)
        return Response(data, media_type="image/png")

    async def language(self, request: Request) -> Response:
        form = await request.form()
        other = LANGUAGES[1 - LANGUAGES.index(_language(request))]
        response = RedirectResponse(_local(str(form.get("back", "/"))), 303)
        response.set_cookie(LANGUAGE_COOKIE, other, samesite="strict", httponly=True)
        return response


def _language(request: Request) -> str:
    """The chosen language; before any choice Mongolian, unless the browser asks for English first."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    preferred = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "mn"
    return chosen if chosen in LANGUAGES else preferred


def _local(target: str) -> str:
    """Only paths of this page: never a redirect to another host."""
    parts = urlsplit(target)
    local = (
        not parts.scheme and not parts.netloc and parts.path.startswith("/") and not target.startswith(("//", "/\\"))
    )
    return target if local else "/"


def _problem(refused: Refused | None) -> str:
    if refused is None:
        return ""
    return "conflict" if refused.others else refused.code


def create_app(desk: Desk, pictures: Pictures, host: str, links: Mapping[str, str]) -> Starlette:
    """The ASGI application. ``host`` is the name that is served, without port, ``links`` the one-time tokens by
    reviewer."""
    page = Page(desk, pictures)
    static = StaticFiles(directory=Path(__file__).parent / "static")
    routes = [
        Route("/", page.queue),
        Route("/row/{key:str}", page.row, methods=["GET"]),
        Route("/row/{key:str}", page.decide, methods=["POST"]),
        Route("/documents", page.documents),
        Route("/document/{submission:str}", page.document),
        Route("/catalogue", page.search),
        Route("/picture/{submission:str}/{page:int}.png", page.picture),
        Route("/language", page.language, methods=["POST"]),
        Mount("/static", static),
    ]
    return Starlette(routes=routes, middleware=guarded(host, links))
