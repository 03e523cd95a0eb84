"""Files and pages: part a long scan into its papers, bind files into one, take either back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from engine.check.answers import Answers
from engine.locale.words import N_
from engine.report.wording import paper_words
from engine.web.arranging import Row, Sheet, has_pages, row_of, rows_of, starts_of
from engine.web.case import Case
from engine.web.pages import CaseHere, SiteHere, go, show, wants_part
from engine.web.refusals import Missing, Refused
from engine.web.said import bound_by_hand, with_arrangement
from engine.web.shown import shown
from engine.web.site import Site
from parsers.facts import Dossier

router = APIRouter(include_in_schema=False, prefix="/ho-so/{ho_so}/sap-xep/{van_ban}")


@router.get("")
def arrange(request: Request, site: SiteHere, case: CaseHere, van_ban: str) -> Response:
    """Show the pages a paper lies in, and the files it could go on in."""
    dossier, row = _row(case, van_ban)
    it = shown(site, case)
    others = [(item.files[0], item.sheets[0]) for item in _alone(dossier) if item.files[0] not in row.files]
    following = [(file, sheet) for file, sheet in _heads(row) if file != row.files[0]]
    words = {name: paper_words(paper, site.lang) for name, paper in it.papers.items()}
    return show(request, "arrange.html", it=it, id=van_ban, row=row, following=following, others=others, words=words)


@router.post("/tach")
def part(
    request: Request,
    site: SiteHere,
    case: CaseHere,
    van_ban: str,
    dau: Annotated[list[int] | None, Form(max_length=5000)] = None,
) -> Response:
    """Part a row of pages where the person said papers begin; nothing chosen: it is one paper."""
    _dossier, row = _row(case, van_ban)
    starts = starts_of(dau or [], row)
    bound = list(row.files[1:]) if bound_by_hand(case.answers, row.files[0]) else None
    if len(starts) > 1:
        answers = with_arrangement(case.answers, row.files, split=starts, merge=bound)
    else:
        answers = with_arrangement(case.answers, row.files, merge=bound or True)
    return rearrange(request, site, case, answers)


@router.post("/ghep")
def bind(
    request: Request,
    site: SiteHere,
    case: CaseHere,
    van_ban: str,
    tep: Annotated[list[str] | None, Form(max_length=5000)] = None,
    thu_tu: Annotated[list[str] | None, Form(max_length=5000)] = None,
) -> Response:
    """Bind files to the first one of the row, in the order of the numbers; a file without a number stands alone."""
    dossier, row = _row(case, van_ban)
    known = {file for item in rows_of(dossier) for file in item.files}
    follow = _in_order(tep or [], thu_tu or [])
    if not known.issuperset(follow) or row.files[0] in follow:
        raise Refused(N_("Không có tệp này trong hồ sơ."), N_("Tải lại trang rồi chọn lại."), 422)
    if follow:
        answers = with_arrangement(case.answers, (row.files[0], *follow), merge=follow)
    elif len(row.files) == 1 or bound_by_hand(case.answers, row.files[0]):
        answers = with_arrangement(case.answers, row.files)
    else:  # pictures the machine took for one scan
        answers = with_arrangement(case.answers, row.files[:1], merge=False)
    return rearrange(request, site, case, answers)


def rearrange(request: Request, site: Site, case: Case, answers: Answers) -> Response:
    """Have the dossier read as the person arranged it; the browser goes on to its progress."""
    with case.lock:
        _must_be_ready(case)
        site.begin_again(case, answers)
    path = f"/ho-so/{case.id}"
    return Response(headers={"hx-redirect": path}) if wants_part(request) else go(path)


def _must_be_ready(case: Case) -> None:
    if case.state != "ready":
        raise Missing(N_("Hồ sơ này chưa đọc xong."), N_("Chờ đọc xong rồi thử lại."))


def _row(case: Case, name: str) -> tuple[Dossier, Row]:
    _must_be_ready(case)
    document = case.document(name)
    if document is None or case.dossier is None:
        raise Missing(N_("Không có văn bản này trong hồ sơ."))
    if not has_pages(document):
        raise Missing(N_("Chỉ tách, ghép được tệp PDF và ảnh."), N_("Với tệp Word hãy lưu thành PDF rồi chọn lại."))
    return case.dossier, row_of(case.dossier, document)


def _alone(dossier: Dossier) -> list[Row]:
    """The files that stand alone: only such a file can be bound to another one."""
    return [row for row in rows_of(dossier) if len(row.files) == 1]


def _heads(row: Row) -> list[tuple[str, Sheet]]:
    """Each file of a row with its first page."""
    return list({sheet.lies.path: sheet for sheet in reversed(row.sheets)}.items())[::-1]


def _in_order(files: list[str], numbers: list[str]) -> list[str]:
    """Return the files that have a number, in the order of the numbers; raises Refused for what is no number."""
    chosen: list[tuple[int, int, str]] = []
    for place, (file, number) in enumerate(zip(files, numbers, strict=False)):
        text = number.strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 6):
            raise Refused(N_("Thứ tự «{number}» không phải là số."), N_("Ghi 1, 2, 3…"), 422, number=text[:20])
        if text:
            chosen.append((int(text), place, file))
    return list(dict.fromkeys(file for _number, _place, file in sorted(chosen)))
