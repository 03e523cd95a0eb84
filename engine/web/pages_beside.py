"""What stands beside the check: the handbook of the rules, and the committee's store. Pages without them work too."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import mimetypes
import re
import threading
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from engine.errors import HosoError
from engine.web.guard import BESIDE
from engine.web.pages import Missing, SiteHere, go, show
from engine.web.site import Site
from engine.web.uploads import Refused

router = APIRouter(include_in_schema=False)

_MOST = 400  # dossiers of a run that are drawn here; more are a matter for the command
_lock = threading.Lock()
_drawn: dict[tuple[str, int], Path] = {}


def extra_pages(site: Site) -> list[tuple[str, str]]:
    """Return the pages that are there besides our own."""
    pages = [("/so-tay", "Sổ tay")] if _has("engine.handbook.build") else []
    return [*pages, ("/uy-ban", "Ủy ban kiểm tra")] if _store_file(site) else pages


@functools.cache
def _has(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


# ------------------------------------------------------------ handbook


@router.get("/so-tay")
def handbook_start() -> Response:
    """Go to the first page of the handbook."""
    return go("/so-tay/index.html")


@router.get("/so-tay/{ten:path}")
def handbook(site: SiteHere, ten: str) -> Response:
    """Return a page of the handbook."""
    text = _handbook(site).get(ten) if _has("engine.handbook.build") else None
    if text is None:
        raise Missing("Không có trang này trong sổ tay.", "Mở sổ tay từ trang đầu.")
    return Response(text, media_type=f"{mimetypes.guess_type(ten)[0] or 'text/html'}; charset=utf-8")


def _handbook(site: Site) -> dict[str, str]:
    return _made(site.book().digest, site)


@functools.lru_cache(maxsize=1)
def _made(_digest: str, site: Site) -> dict[str, str]:
    build: Any = importlib.import_module("engine.handbook.build")
    return dict(build.Handbook(site.book(), "vi").files())


# ------------------------------------------------------------ the committee's store


def _store_file(site: Site) -> Path | None:
    """Return the store of this machine's user; visitors over the network do not get to see it."""
    if site.settings.code is not None or not _has("engine.audit.store_open"):
        return None
    opened: Any = importlib.import_module("engine.audit.store_open")
    file: Path = opened.default_store()
    return file if file.is_file() else None


def _open(file: Path) -> Any:
    opened: Any = importlib.import_module("engine.audit.store_open")
    store: Any = importlib.import_module("engine.audit.store")
    return store.Store.opened(opened.url_of(str(file)), writing=False)


@router.get("/uy-ban")
def runs(request: Request, site: SiteHere) -> Response:
    """List the audits in the store."""
    tables: Any = importlib.import_module("engine.audit.tables") if _store_file(site) else None
    with _the_store(site) as store, store.engine.connect() as connection:
        found = connection.execute(tables.runs.select().order_by(tables.runs.c.id.desc()).limit(50)).all()
    return show(request, "runs.html", runs=found)


@router.get("/uy-ban/{lan}")
def run_start(lan: int) -> Response:
    """Go to the overview of one audit."""
    return go(f"/uy-ban/{lan}/index.html")


@router.get("/uy-ban/{lan}/{ten:path}")
def run_page(site: SiteHere, lan: int, ten: str) -> Response:
    """Return a page of one audit: overview, branch, dossier."""
    if not re.fullmatch(r"(ho-so/)?[a-z0-9-]+\.html", ten):
        raise Missing("Không có trang này.")
    file = _dashboard(site, lan) / ten
    if not file.is_file():
        raise Missing("Không có trang này.")
    return Response(file.read_bytes(), media_type="text/html; charset=utf-8", headers={"x-hoso-policy": BESIDE})


def _the_store(site: Site) -> Any:
    file = _store_file(site)
    if file is None:
        raise Missing("Chưa có đợt rà soát nào trên máy này.", "Chạy «hoso audit» trên thư mục các hồ sơ trước.")
    return _open(file)


def _dashboard(site: Site, run: int) -> Path:
    """Draw the pages of an audit once, into the server's private folder."""
    key = (str(site.storage.root), run)
    with _lock:
        if key not in _drawn:
            _drawn[key] = _draw(site, run)
        return _drawn[key]


def _draw(site: Site, run: int) -> Path:
    tables: Any = importlib.import_module("engine.audit.tables") if _store_file(site) else None
    writer: Any = importlib.import_module("engine.audit.dashboard") if tables else None
    summary: Any = importlib.import_module("engine.audit.summary") if tables else None
    try:
        with _the_store(site) as store:
            with store.engine.connect() as connection:
                known = connection.execute(tables.runs.select().where(tables.runs.c.id == run)).one_or_none()
            if known is None:
                raise Missing("Không có đợt rà soát này.")
            made = summary.summary_of(store, run)
            if sum(row.dossiers for row in made.branches) > _MOST:
                raise Refused("Đợt rà soát này quá lớn để xem ở đây.", "Dùng «hoso audit … --html THƯ-MỤC».", 413)
            folder = site.storage.folder()
            writer.write_dashboard(folder, store, made, "vi", None, show=False)
    except HosoError as error:
        raise Refused(error.message, error.advice, 500) from None
    return folder
