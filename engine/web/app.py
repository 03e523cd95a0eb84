"""Puts the page together: routes, errors in words, the guard around it all."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import Scope

from engine.locale.words import N_
from engine.web import (
    api,
    pages_access,
    pages_answers,
    pages_arrange,
    pages_beside,
    pages_case,
    pages_committee,
    pages_lookup,
    pages_office,
    pages_play,
    pages_start,
    pages_take,
)
from engine.web.guard import Guard, Names, TooLarge
from engine.web.pages import STATIC, cookie_name, environment, failed
from engine.web.refusals import Refused
from engine.web.site import Settings, Site

_SWEEP = 60.0
_ROUTES = (
    pages_start, pages_case, pages_answers, pages_take, pages_lookup, pages_office, pages_play, pages_access,
    pages_arrange, pages_beside, pages_committee, api,
)  # fmt: skip


def create_app(settings: Settings) -> Guard:
    """Return the whole page as an ASGI application; its `state` is the Site."""
    site = Site(settings)
    app = FastAPI(
        title="hoso",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if settings.openapi else None,
        lifespan=_lifespan,
    )
    app.state.site = site
    for module in _ROUTES:
        app.include_router(module.router)
    environment().globals["has_store"] = lambda here: pages_committee.store_file(here) is not None
    app.mount("/tinh", StaticFiles(directory=STATIC), name="tinh")
    _errors(app)
    names = Names(settings.hosts, settings.port, settings.any_address, settings.secure)
    return Guard(app, names, settings.limits, lambda scope: _admits(site, scope), site, site.tr)


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    site: Site = app.state.site
    sweeper = asyncio.create_task(_sweep(site))
    await run_in_threadpool(site.readers.warm)
    try:
        yield
    finally:
        sweeper.cancel()
        await run_in_threadpool(site.close)


async def _sweep(site: Site) -> None:
    while True:
        await asyncio.sleep(_SWEEP)
        await run_in_threadpool(site.sessions.sweep)


def _admits(site: Site, scope: Scope) -> bool:
    """On the local network only who has shown the access code comes in; the way to show it is open."""
    code = site.settings.code
    path = scope["path"]
    if code is None or path == "/vao" or path.startswith("/tinh/"):
        return True
    connection = HTTPConnection(scope)
    shown = connection.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if shown and pages_access.too_many_tries(connection.client):
        return False
    if shown:
        right = hmac.compare_digest(shown.encode(), code.encode())
        pages_access.note_try(connection.client, right=right)
        return right
    session = site.sessions.find(connection.cookies.get(cookie_name(site)))
    return session is not None and session.admitted


def _errors(app: FastAPI) -> None:
    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return _spoken(request, error)

    @app.exception_handler(TooLarge)
    async def too_large(request: Request, _error: TooLarge) -> Response:
        return _spoken(
            request, Refused(N_("Dung lượng gửi lên quá lớn."), N_("Hãy chọn một hồ sơ, hoặc nén ảnh nhỏ lại."), 413)
        )

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _error: RequestValidationError) -> Response:
        return _spoken(
            request,
            Refused(N_("Thiếu hoặc sai thông tin trong biểu mẫu."), N_("Quay lại trang trước và thử lại."), 422),
        )

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> Response:
        words = {404: N_("Không có trang này."), 405: N_("Không dùng được trang này theo cách ấy.")}
        known = words.get(error.status_code, N_("Không thực hiện được."))
        return _spoken(request, Refused(known, status=error.status_code))


def _spoken(request: Request, error: Refused) -> Response:
    site: Site = request.app.state.site
    status, (message, advice) = error.status, error.words(site.tr)
    if request.url.path.startswith("/api/") or request.headers.get("x-hoso") == "1":
        return api.problem(status, message, advice)
    return failed(request, status, message, advice)
