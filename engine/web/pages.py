"""What every page needs: templates, the session behind a request, errors in words."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from engine.locale.words import N_, day
from engine.report.page_templates import template_environment
from engine.report.wording import all_files_words, file_words, incident_words, kind_words, number_and_date, number_words
from engine.web.case import Case
from engine.web.refusals import Missing, Refused
from engine.web.sessions import Full, Session
from engine.web.site import Site

_FOLDER = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")


@cache
def environment() -> Environment:
    """Return the templates: everything printed is escaped, a misspelt name is an error."""
    made = template_environment(_FOLDER)
    made.filters |= {"day": _day, "typed": _typed}
    made.globals |= {
        "file_words": file_words,
        "all_files_words": all_files_words,
        "kind_words": kind_words,
        "number_words": number_words,
        "number_and_date": number_and_date,
        "incident_words": incident_words,
    }
    return made


@pass_context
def _day(context: Context, value: dt.date | None) -> str:
    return day(value, context["lang"]) if value else ""


def _typed(value: dt.date | None) -> str:
    """A day as it is typed into a field, in every language."""
    return day(value) if value else ""


def the_site(request: Request) -> Site:
    """Return the running server."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


SiteHere = Annotated[Site, Depends(the_site)]


def cookie_name(site: Site) -> str:
    """Return the cookie's name: browsers share cookies between the ports of one machine, so the port is in it."""
    return f"__Host-hoso-{site.settings.port}" if site.settings.secure else f"hoso-{site.settings.port}"


def session_of(request: Request) -> Session | None:
    """Return the session of this browser, if it has one."""
    site = the_site(request)
    return site.sessions.find(request.cookies.get(cookie_name(site)))


def the_case(ho_so: str, request: Request) -> Case:
    """Return a dossier of this browser. Raises Missing for everybody else's."""
    session = session_of(request)
    case = session.case(ho_so) if session else None
    if case is None:
        raise Missing(
            N_("Không có hồ sơ này trong phiên làm việc của bạn."),
            N_("Hồ sơ được xóa khi hết phiên hoặc khi tắt chương trình. Hãy chọn lại các tệp để kiểm tra."),
        )
    return case


SessionHere = Annotated[Session | None, Depends(session_of)]
CaseHere = Annotated[Case, Depends(the_case)]


def new_session(site: Site, *, admitted: bool = False) -> tuple[str, Session]:
    """Open a session. Raises Refused where there are too many."""
    try:
        return site.sessions.start(admitted=admitted)
    except Full:
        raise Refused(N_("Máy đang phục vụ quá nhiều người."), N_("Chờ một lát rồi thử lại."), 503) from None


def remember(response: Response, site: Site, token: str) -> None:
    """Give the browser its token: no script can read it, no other site can make the browser send it."""
    response.set_cookie(
        cookie_name(site), token, path="/", httponly=True, samesite="strict", secure=site.settings.secure
    )


def wants_part(request: Request) -> bool:
    """True when the page's script asks for a part of the page."""
    return request.headers.get("hx-request") == "true"


def show(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page."""
    site, session = the_site(request), session_of(request)
    page = environment().get_template(template)
    text = page.render(
        site=site,
        lang=site.lang,
        _=site.tr,
        here=request.url.path,
        cases=list(session.cases.values()) if session else [],
        with_code=site.settings.code is not None,
        **values,
    )
    return HTMLResponse(text, status)


def go(path: str) -> RedirectResponse:
    """Send the browser on after a form, so that «reload» does not send it again."""
    return RedirectResponse(path, 303)


def failed(request: Request, status: int, message: str, advice: str = "") -> Response:
    """Return an error in words; to the page's script as a part, to a person as a page."""
    if wants_part(request):
        part = show(request, "part_error.html", status, message=message, advice=advice)
        part.headers["hx-retarget"], part.headers["hx-reswap"] = "#loi", "innerHTML"  # what stands there stays
        return part
    return show(request, "error.html", status, message=message, advice=advice)
