"""The first page, and the upload."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from engine.locale.words import N_
from engine.web.case import Case
from engine.web.guard import TOO_LARGE, TooLarge
from engine.web.pages import SessionHere, SiteHere, go, new_session, remember, show
from engine.web.refusals import Refused
from engine.web.sessions import Session
from engine.web.site import Site
from engine.web.uploads import Uploaded, pack

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(request: Request, site: SiteHere) -> Response:
    """Ask for the files of a dossier."""
    return show(request, "start.html", limits=site.limits, office=site.office())


@router.post("/ho-so")
async def upload(request: Request, site: SiteHere, session: SessionHere) -> Response:
    """Take the files of a dossier and begin to read them."""
    token = None
    files = await uploaded(request, site)
    try:
        if session is None:
            token, session = new_session(site)
        case = await run_in_threadpool(_take, site, session, files)
    except Refused:
        if token and session is not None:
            site.sessions.end(session)
        raise
    finally:
        for file in files:
            file.stream.close()
    path = f"/ho-so/{case.id}"
    response = JSONResponse({"next": path}) if request.headers.get("x-hoso") == "1" else go(path)
    if token:
        remember(response, site, token)
    return response


async def uploaded(request: Request, site: Site) -> list[Uploaded]:
    """Read the files of the form. Raises Refused where it is none, or holds too many."""
    try:
        form = await request.form(max_files=site.limits.files, max_fields=50)
    except HTTPException as error:
        if error.detail == TOO_LARGE:
            raise TooLarge(TOO_LARGE) from None
        raise Refused(
            N_("Không đọc được các tệp gửi lên."),
            N_("Một hồ sơ không quá {most} tệp; hãy chọn lại."),
            most=site.limits.files,
        ) from None
    files = [value for _name, value in form.multi_items() if isinstance(value, UploadFile)]
    for file in files:
        if not file.filename:  # a field for files that was left empty
            file.file.close()
    return [Uploaded(file.filename, file.file) for file in files if file.filename]


def _take(site: Site, session: Session, files: list[Uploaded]) -> Case:
    path, name = pack(files, session.folder, site.limits)
    case = Case(path, name or site.tr(N_("Hồ sơ vừa chọn")))
    while len(session.cases) >= site.limits.cases:
        oldest = next(iter(session.cases))
        session.cases.pop(oldest).stop()
    site.begin(case)
    session.cases[case.id] = case
    return case


@router.post("/ket-thuc")
def leave(site: SiteHere, session: SessionHere) -> Response:
    """End the session and delete everything of it."""
    if session is not None:
        admitted = session.admitted
        site.sessions.end(session)
        response = go("/")
        if admitted:  # who has shown the access code need not show it again
            remember(response, site, new_session(site, admitted=True)[0])
        return response
    return go("/")
