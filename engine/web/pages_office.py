"""The office's settings: asked once, kept where the command keeps them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from engine.errors import HosoError
from engine.locale.words import N_
from engine.report.clean import clean
from engine.web.pages import SiteHere, go, show
from engine.web.pages_case import LEVELS
from engine.web.refusals import Refused

router = APIRouter(include_in_schema=False)


@router.get("/don-vi")
def settings(request: Request, site: SiteHere, luu: str = "") -> Response:
    """Show the settings."""
    packs = [(pack.id, pack.title.text(site.lang)) for pack in site.book().packs.values()]
    stored = site.office()
    may = site.settings.office.save is not None
    return show(request, "office.html", stored=stored, levels=LEVELS, packs=packs, saved=luu == "1", may=may)


@router.post("/don-vi")
def store(
    site: SiteHere,
    don_vi: Annotated[str, Form(max_length=300)] = "",
    cap_tren: Annotated[str, Form(max_length=300)] = "",
    dia_danh: Annotated[str, Form(max_length=100)] = "",
    cap: Annotated[str, Form(max_length=100)] = "",
    goi: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Keep the settings."""
    save = site.settings.office.save
    if save is None:
        raise Refused(
            N_("Chỉ người mở chương trình mới đổi được cài đặt này."), N_("Nhờ người đó đổi trên máy của họ."), 403
        )
    if (cap and cap not in LEVELS) or (goi and goi not in site.book().packs):
        raise Refused(N_("Cấp hoặc gói quy định không có trong danh sách."), N_("Chọn trong danh sách."), 422)
    texts = {"office": don_vi, "superior": cap_tren, "place": dia_danh}
    values = {name: clean(text).strip() or None for name, text in texts.items()}
    try:
        save({**values, "level": cap or None, "pack": goi or None})
    except HosoError as error:
        raise site.refused(error, 500) from None
    return go("/don-vi?luu=1")
