"""Corrections and answers: the result changes at once, nothing is read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import ValidationError

from engine.check.answers import Answers
from engine.locale.words import N_
from engine.report.wording import paper_words
from engine.web.case import Case
from engine.web.pages import CaseHere, SiteHere, go, show, wants_part
from engine.web.pages_arrange import rearrange
from engine.web.refusals import Missing, Refused
from engine.web.said import (
    of_document,
    read_day,
    read_number,
    with_answer,
    with_dismissed,
    with_document,
    without,
)
from engine.web.shown import shown
from engine.web.site import Site

router = APIRouter(include_in_schema=False, prefix="/ho-so/{ho_so}")

_SIGNED = {"co": True, "khong": False, "": None}
Signed = Literal["co", "khong", ""]


@router.get("/van-ban/{van_ban}")
def document_form(request: Request, site: SiteHere, case: CaseHere, van_ban: str) -> Response:
    """Ask what the machine got wrong about a paper."""
    it, document = shown(site, case) if case.report else None, case.document(van_ban)
    if it is None or document is None or van_ban not in it.papers:
        raise Missing(N_("Không có văn bản này trong hồ sơ."))
    paper = it.papers[van_ban]
    said = of_document(case.answers, document.path, it.page_of(document))
    kinds = sorted(
        ((kind.id, kind.title.text(site.lang)) for kind in site.book().kinds.values()), key=lambda pair: pair[1]
    )
    template = "part_document.html" if wants_part(request) else "document.html"
    return show(
        request, template, it=it, paper=paper, words=paper_words(paper, site.lang), said=said, kinds=kinds,
        drawn=document.medium != "word",
    )  # fmt: skip


@router.post("/van-ban/{van_ban}")
def correct(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    site: SiteHere,
    case: CaseHere,
    van_ban: str,
    loai: Annotated[str, Form(max_length=100)] = "",
    so: Annotated[str, Form(max_length=40)] = "",
    ngay: Annotated[str, Form(max_length=40)] = "",
    da_ky: Annotated[Signed, Form()] = "",
) -> Response:
    """Take a correction; empty fields stay with what the machine read."""
    place = _place(site, case, van_ban)
    if loai and loai not in site.book().kinds:
        raise Refused(N_("Không có loại văn bản này."), N_("Chọn trong danh sách."), 422)
    values: dict[str, Any] = {
        "kind": loai or None,
        "number": read_number(so),
        "date": read_day(ngay),
        "signed": _SIGNED[da_ky],
    }
    return _changed(request, site, case, lambda answers: with_document(answers, *place, **values))


@router.post("/da-ky")
def signed(
    request: Request,
    site: SiteHere,
    case: CaseHere,
    van_ban: Annotated[list[str], Form(max_length=200)],
    da_ky: Annotated[Signed, Form()],
) -> Response:
    """Take the answer to «is the paper signed?» for some papers."""

    def change(answers: Answers) -> Answers:
        for name in van_ban:
            place = _place(site, case, name)
            known = of_document(answers, *place)
            kept = known.model_dump(include={"kind", "number", "date"}) if known else {}
            answers = with_document(answers, *place, **{**kept, "signed": _SIGNED[da_ky]})
        return answers

    return _changed(request, site, case, change)


@router.post("/bo-qua")
def dismiss(
    request: Request,
    site: SiteHere,
    case: CaseHere,
    dau: Annotated[list[str], Form(max_length=300)],
    ly_do: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Set findings aside, with the reason."""

    def change(answers: Answers) -> Answers:
        for fingerprint in dau:
            finding = case.finding(fingerprint)
            if finding is None:
                raise Refused(
                    N_("Nội dung này không còn trong kết quả."), N_("Tải lại trang để xem kết quả mới nhất."), 409
                )
            first = case.document(finding.documents[0]) if finding.documents else None
            answers = with_dismissed(answers, finding.rule, first.path if first else None, fingerprint, ly_do)
        return answers

    return _changed(request, site, case, change)


@router.post("/rut-lai")
def take_back(
    request: Request, site: SiteHere, case: CaseHere, loi: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """Take back one thing that was said; where it spoke of files and pages, the dossier is read again."""
    answers, arranged = without(case.answers, loi)
    if arranged:
        return rearrange(request, site, case, answers)
    return _changed(request, site, case, lambda answers: without(answers, loi)[0])


@router.post("/tra-loi/{cau_hoi}")
def answer(
    request: Request, site: SiteHere, case: CaseHere, cau_hoi: str, dap: Annotated[Signed, Form()] = ""
) -> Response:
    """Take the answer to a question of the procedure."""
    if cau_hoi not in {name for name, *_ in shown(site, case).questions()}:
        raise Missing(N_("Quy trình này không có câu hỏi ấy."))
    return _changed(request, site, case, lambda answers: with_answer(answers, cau_hoi, _SIGNED[dap]))


def _place(site: Site, case: Case, name: str) -> tuple[str, int | None]:
    """Return the file of a paper, and where it begins there if the file holds several."""
    document = case.document(name)
    if document is None or case.report is None:
        raise Missing(N_("Không có văn bản này trong hồ sơ."))
    return document.path, shown(site, case).page_of(document)


def _changed(request: Request, site: Site, case: Case, change: Callable[[Answers], Answers]) -> Response:
    """Apply a change and judge again; where that does not work, nothing has changed."""
    with case.lock:
        if case.state != "ready":
            raise Missing(N_("Hồ sơ này chưa đọc xong."))
        before = case.answers
        try:
            case.answers = change(before)
            site.judge(case)
        except (Refused, Missing):
            case.answers = before
            raise
        except ValidationError:
            case.answers = before
            raise Refused(N_("Thông tin vừa ghi không dùng được."), N_("Kiểm tra lại rồi ghi lại."), 422) from None
    if wants_part(request):
        return show(request, "part_result.html", it=shown(site, case), changed=True)
    return go(f"/ho-so/{case.id}#ket-qua")
