"""What stands beside the check: the handbook of the rules, written by its own part of the program."""

from __future__ import annotations

import functools
import mimetypes
import re

from fastapi import APIRouter
from fastapi.responses import Response
from markupsafe import escape

from engine.handbook.build import Handbook
from engine.locale.words import N_
from engine.web.pages import SiteHere, go
from engine.web.refusals import Missing
from engine.web.site import Site

router = APIRouter(include_in_schema=False)

_BEGINNING = re.compile(r'<body[^>]*>\s*(<a class="skip"[^<]*</a>)?')  # a skip link stays the first thing reached
_OWN_ICON = 'href="/tinh/icon.svg"'


def with_way_back(page: str, path: str, words: str) -> str:
    """Return a page that was written to stand alone with a way back to ours before everything else."""
    way = f'<nav aria-label="hoso"><a href="{escape(path)}">‹ {escape(words)}</a></nav>'
    return _BEGINNING.sub(lambda beginning: f"{beginning[0]}\n{way}", page, count=1)


@router.get("/so-tay")
def handbook_start() -> Response:
    """Go to the first page of the handbook."""
    return go("/so-tay/index.html")


@router.get("/so-tay/{ten:path}")
def handbook(site: SiteHere, ten: str) -> Response:
    """Return a page of the handbook."""
    text = _handbook(site).get(ten)
    if text is None:
        raise Missing(N_("Không có trang này trong sổ tay."), N_("Mở sổ tay từ trang đầu."))
    media = mimetypes.guess_type(ten)[0] or "text/html"
    if media == "text/html":
        text = with_way_back(text.replace('href="data:,"', _OWN_ICON), "/", site.tr(N_("Về trang kiểm tra hồ sơ")))
    return Response(text, media_type=f"{media}; charset=utf-8")


def _handbook(site: Site) -> dict[str, str]:
    return _made(site.book().digest, site)


@functools.lru_cache(maxsize=1)
def _made(_digest: str, site: Site) -> dict[str, str]:
    return dict(Handbook(site.book(), site.lang).files())
