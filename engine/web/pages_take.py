"""Taking the result away: downloads, the page for printing, `hoso.yaml`."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from engine.locale.words import N_
from engine.report.clean import clean
from engine.report.formats import ENDINGS
from engine.report.privacy import about_accusation, shared
from engine.report.view import build_view
from engine.web.case import Case
from engine.web.pages import CaseHere, SiteHere, show
from engine.web.refusals import Missing
from engine.web.said import answers_text
from engine.web.shown import shown
from parsers.vietnamese import bare

router = APIRouter(include_in_schema=False, prefix="/ho-so/{ho_so}")

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}


@router.get("/tai/hoso.yaml")
def answers(site: SiteHere, case: CaseHere) -> Response:
    """Return what the person said, as the file the command reads."""
    _must_have_report(case)
    return _file(answers_text(case.answers, site.lang).encode("utf-8"), "hoso.yaml", "application/yaml")


@router.get("/tai/{dang}")
def download(site: SiteHere, case: CaseHere, dang: str) -> Response:
    """Return the report in one of the formats."""
    _must_have_report(case)
    if dang not in TYPES:
        raise Missing(N_("Không có dạng tệp này."), N_("Chọn Word, Excel, trang HTML hoặc JSON."))
    with case.lock:
        data = site.render(case, dang)
    return _file(data, site.tr(N_("Phieu ra soat {name}")).format(name=case.name) + ENDINGS[dang], TYPES[dang])


@router.get("/in")
def printable(request: Request, site: SiteHere, case: CaseHere) -> Response:
    """Show the report as it goes on A4; a dossier of tố cáo without what identifies an accuser."""
    _must_have_report(case)
    it = shown(site, case)
    private = about_accusation(it.report)
    view = build_view(shared(it.report), site.lang)
    return show(request, "print.html", it=it, view=view, private=private, letterhead=site.letterhead())


def _must_have_report(case: Case) -> None:
    if case.state != "ready" or case.report is None:
        raise Missing(N_("Hồ sơ này chưa có kết quả."))


def _file(data: bytes, name: str, media: str) -> Response:
    """A download; old programs get a name of plain letters, others the name as it is."""
    name = re.sub(r'[\\/:*?"<>|\ufffd]', "_", clean(name))[-150:]
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", bare(name)).strip("-") or "phieu"
    header = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media, headers={"content-disposition": header})
