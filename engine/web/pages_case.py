"""A dossier on the page: reading, confirming, the result, pictures of pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from engine.locale.words import N_, tr
from engine.report.wording import LEVEL, STAGE, paper_words
from engine.rulebook.book import Rulebook
from engine.web.case import Case
from engine.web.drawing import Extent
from engine.web.pages import CaseHere, SessionHere, SiteHere, go, show
from engine.web.refusals import Missing, Refused
from engine.web.said import read_day, with_dossier
from engine.web.shown import shown
from engine.web.site import Site
from parsers.facts import Document

router = APIRouter(include_in_schema=False, prefix="/ho-so/{ho_so}")

LEVELS = {name: str(words) for name, words in LEVEL.items()}
STAGES = {name: str(words) for name, words in STAGE.items()}
_MOST_KEPT = 60  # pictures


@router.get("")
def case_page(request: Request, site: SiteHere, case: CaseHere) -> Response:
    """Show where a dossier stands: being read, to be confirmed, or its result."""
    if case.state in ("waiting", "reading"):
        return show(request, "reading.html", case=case, site_waiting=site.waiting)
    if case.state == "failed":
        return show(
            request, "error.html", 500, message=case.failure, advice=site.tr(N_("Hãy chọn lại các tệp và thử lại."))
        )
    if case.state == "secret":
        return show(request, "secret.html", report=case.report)
    if not case.confirmed:
        return _confirm(request, site, case)
    return show(request, "result.html", it=shown(site, case))


@router.get("/tien-do")
def progress(request: Request, case: CaseHere, site: SiteHere) -> Response:
    """Return how far reading has come; when it is done, the browser goes on to the page itself."""
    if case.state in ("waiting", "reading"):
        return show(request, "part_progress.html", case=case, site_waiting=site.waiting)
    return Response(headers={"hx-redirect": f"/ho-so/{case.id}"})


@router.get("/thong-tin")
def about(request: Request, site: SiteHere, case: CaseHere) -> Response:
    """Ask again for procedure, level, stage and pack."""
    _must_be_ready(case)
    return _confirm(request, site, case)


def _confirm(request: Request, site: Site, case: Case) -> Response:
    book, said = site.book(), case.answers.dossier
    found = case.report.procedure if case.report else None
    own = said.procedure or (found.id if found else "")
    return show(
        request,
        "confirm.html",
        it=shown(site, case),
        chosen=own,
        said=said,
        office=site.office(),
        procedures=grouped(book, site.lang),
        levels=LEVELS,
        stages=STAGES,
        packs=[(pack.id, pack.title.text(site.lang)) for pack in book.packs.values()],
    )


def grouped(book: Rulebook, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the procedures by level."""
    return [
        (
            tr(lang)(words),
            [(item.id, item.title.text(lang)) for item in book.procedures.values() if item.level == level],
        )
        for level, words in LEVELS.items()
        if any(item.level == level for item in book.procedures.values())
    ]


@router.post("/xac-nhan")
def confirm(
    site: SiteHere,
    case: CaseHere,
    quy_trinh: Annotated[str, Form(max_length=100)] = "",
    cap: Annotated[str, Form(max_length=100)] = "",
    goi: Annotated[str, Form(max_length=100)] = "",
    giai_doan: Annotated[str, Form(max_length=100)] = "",
    ngay_xet: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Take what the person chose, and judge."""
    _must_be_ready(case)
    book = site.book()
    _known(quy_trinh, book.procedures, N_("Không có quy trình này."))
    _known(cap, LEVELS, N_("Không có cấp này."))
    _known(goi, book.packs, N_("Không có gói quy định này."))
    _known(giai_doan, STAGES, N_("Không có giai đoạn này."))
    day = read_day(ngay_xet)
    with case.lock:
        before = case.answers, case.on
        case.answers = with_dossier(case.answers, procedure=quy_trinh, level=cap, pack=goi, stage=giai_doan)
        case.on = day
        try:
            site.judge(case)
        except Refused:
            case.answers, case.on = before
            raise
        case.confirmed = True
    return go(f"/ho-so/{case.id}")


def _known(value: str, names: object, words: str) -> None:
    if value and value not in names:  # type: ignore[operator]
        raise Refused(words, N_("Quay lại và chọn trong danh sách."), 422)


def _must_be_ready(case: Case) -> None:
    if case.state != "ready":
        raise Missing(N_("Hồ sơ này chưa đọc xong."), N_("Chờ đọc xong rồi thử lại."))


@router.post("/xoa")
def delete(session: SessionHere, case: CaseHere) -> Response:
    """Delete a dossier from this session."""
    assert session is not None
    session.cases.pop(case.id, None)
    case.stop()
    return go("/")


# ------------------------------------------------------------ pictures


@router.get("/anh/{dau}/{so}.png")
def place_picture(site: SiteHere, case: CaseHere, dau: str, so: int, hep: bool = False) -> Response:
    """Return the strip of a page with the place a finding speaks of."""
    finding = case.finding(dau)
    if finding is None or not 0 <= so < len(finding.locations):
        raise Missing(N_("Không có ảnh này."))
    place = finding.locations[so]
    return _png(site, case, case.document(place.document), place.page or 0, place.box, "narrow" if hep else "strip")


@router.get("/xem/{van_ban}/{trang}.png")
def page_picture(
    site: SiteHere, case: CaseHere, van_ban: str, trang: int, y: str = "", cho: int = 0, nho: bool = False
) -> Response:
    """Return a whole page, with the place of a finding marked, or the page small."""
    if nho:
        return _png(site, case, case.document(van_ban), trang, None, "small")
    return _png(site, case, case.document(van_ban), trang, _box(case, van_ban, trang, y, cho), "page")


@router.get("/xem/{van_ban}")
def page_viewer(
    request: Request,
    site: SiteHere,
    case: CaseHere,
    van_ban: str,
    trang: Annotated[int, Query(ge=1, le=100_000)] = 1,
    y: Annotated[str, Query(max_length=80)] = "",
    cho: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> Response:
    """Show one page of a paper."""
    document = case.document(van_ban)
    it = shown(site, case) if document and case.report else None
    if document is None or it is None or van_ban not in it.papers:
        raise Missing(N_("Không có văn bản này trong hồ sơ."))
    last = document.page_count.value or len(document.pages) or 1
    mark = f"?y={y}&cho={cho}" if _box(case, van_ban, trang, y, cho) else ""
    words = paper_words(it.papers[van_ban], site.lang)
    text = [line.text for line in document.lines if line.location.page in (trang, None)][:400]
    drawn = document.medium != "word"
    return show(
        request, "viewer.html", it=it, id=van_ban, words=words, page=trang, last=last, mark=mark, text=text, drawn=drawn
    )


def _box(case: Case, document: str, page: int, fingerprint: str, number: int) -> tuple[float, ...] | None:
    finding = case.finding(fingerprint)
    places = finding.locations if finding else []
    if not 0 <= number < len(places):
        return None
    place = places[number]
    return place.box if place.document == document and place.page == page else None


def _png(
    site: Site, case: Case, document: Document | None, page: int, box: tuple[float, ...] | None, extent: Extent
) -> Response:
    if document is None or page < 1:
        raise Missing(N_("Không có ảnh này."))
    key = (document.id, page, box, extent)
    data = case.pictures.get(key)
    if data is None:
        seen = next((item for item in document.pages if item.number == page), None)
        size = (seen.width, seen.height) if seen else None
        lies = document.page_file(page)
        data = site.draw(case, lies.path, lies.page, size, box, extent, seen.turn if seen else 0)
        if data is None:
            raise Missing(N_("Không vẽ được trang này."))
        while len(case.pictures) >= _MOST_KEPT:
            case.pictures.pop(next(iter(case.pictures)), None)
        case.pictures[key] = data
    return Response(data, media_type="image/png")
