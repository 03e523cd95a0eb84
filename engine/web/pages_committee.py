"""For the committee: the audits in the store of this machine's user, their branches, and each dossier's report.

The store is asked through `engine.audit.look` alone and by name: no module of the page knows a database.
"""

from __future__ import annotations

import importlib
import re
import threading
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from engine.errors import HosoError
from engine.locale.words import N_
from engine.web.guard import BESIDE
from engine.web.pages import SiteHere, go, show
from engine.web.pages_beside import with_way_back
from engine.web.refusals import Missing
from engine.web.site import Site

router = APIRouter(include_in_schema=False, prefix="/uy-ban")

_lock = threading.Lock()
_drawn: dict[tuple[str, str, int], tuple[Path, bool]] = {}  # the folder; whether the audit had ended by then


def _look() -> Any:
    return importlib.import_module("engine.audit.look")


def store_file(site: Site) -> Path | None:
    """Return the store of this machine's user; visitors over the network do not get to see it."""
    if site.settings.code is not None:
        return None
    file: Path | None = _look().own_store()
    return file


@router.get("")
def runs(request: Request, site: SiteHere) -> Response:
    """List the audits in the store."""
    return show(request, "runs.html", runs=_asked(site, "runs_seen"))


@router.get("/{lan}")
def run_start(lan: int) -> Response:
    """Go to the overview of one audit."""
    return go(f"/uy-ban/{lan}/index.html")


@router.get("/{lan}/ho-so/{so}.html")
def dossier(site: SiteHere, lan: int, so: int) -> Response:
    """Return the report of one dossier, with pictures where its files still lie where they lay, unchanged."""
    seen = _asked(site, "dossier_seen", lan, so, site.book(), site.lang)
    if seen is None:
        raise Missing(N_("Không có hồ sơ này trong đợt rà soát."))
    text = site.render_html(seen.report, seen.dossier, seen.path).decode("utf-8")
    return _page(text, f"/uy-ban/{lan}/index.html", site.tr(N_("Về đợt rà soát")))


@router.get("/{lan}/{ten}")
def run_page(site: SiteHere, lan: int, ten: str) -> Response:
    """Return a page of one audit: overview, branch."""
    if not re.fullmatch(r"[a-z0-9-]+\.html", ten):
        raise Missing(N_("Không có trang này."))
    file = _drawn_run(site, lan) / ten
    if not file.is_file():
        raise Missing(N_("Không có trang này."))
    return _page(file.read_text(encoding="utf-8"), "/uy-ban", site.tr(N_("Các đợt rà soát")))


def _page(text: str, back: str, words: str) -> Response:
    return Response(
        with_way_back(text, back, words), media_type="text/html; charset=utf-8", headers={"x-hoso-policy": BESIDE}
    )


def _asked(site: Site, what: str, *arguments: object) -> Any:
    """Ask the store. Raises Missing where there is none, Refused where it cannot be read."""
    file = store_file(site)
    if file is None:
        raise Missing(
            N_("Chưa có đợt rà soát nào trên máy này."), N_("Chạy «hoso audit» trên thư mục các hồ sơ trước.")
        )
    try:
        return getattr(_look(), what)(file, *arguments)
    except HosoError as error:
        raise site.refused(error, 500) from None


def _drawn_run(site: Site, run: int) -> Path:
    """Draw the pages of an audit once, into the server's private folder; of one that still runs, every time."""
    seen = next((item for item in _asked(site, "runs_seen") if item.id == run), None)
    if seen is None:
        raise Missing(N_("Không có đợt rà soát này."))
    key = (str(site.storage.root), str(store_file(site)), run)
    with _lock:
        folder, whole = _drawn.get(key) or (site.storage.folder(), False)
        if not whole:
            _asked(site, "draw_run", run, folder, site.lang)
            _drawn[key] = folder, seen.finished
    return folder
