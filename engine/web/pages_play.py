"""The playground of those who keep the rules."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from engine.locale.words import N_
from engine.rulebook.book import Rulebook
from engine.rulebook.files import RuleFile, read_rule_files
from engine.web.pages import SiteHere, show, wants_part
from engine.web.playing import MOST_TEXT, Played
from engine.web.site import Site, played

router = APIRouter(include_in_schema=False, prefix="/thu-quy-tac")

_FIRST = "page-without-number"
_ABOUT = (
    N_("Hồ sơ nhỏ: mỗi dòng một văn bản; điều không nêu là đúng."),
    N_("number: absent nghĩa là không có, unreadable nghĩa là không đọc được."),
)
_MINI = "documents:\n  - {kind: ke-hoach-kiem-tra, date: 2026-06-01}\n"


@router.get("")
def playground(request: Request, site: SiteHere, mau: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Show a rule and a mini-dossier to try it on."""
    book = site.book()
    name = mau if mau in book.requirements else _FIRST if _FIRST in book.requirements else next(iter(book.requirements))
    rule, mini = rule_text(site, name), "".join(f"# {site.tr(words)}\n" for words in _ABOUT) + _MINI
    names = sorted((item.id, item.title.text(site.lang)) for item in book.requirements.values())
    result = played(site, "play", rule, mini)
    return show(
        request,
        "play.html",
        names=names,
        chosen=name,
        result=result,
        rule=rule,
        mini=mini,
        kinds=_kinds(book, site.lang),
    )


@router.post("")
def run(
    request: Request,
    site: SiteHere,
    quy_tac: Annotated[str, Form(max_length=MOST_TEXT)] = "",
    ho_so_nho: Annotated[str, Form(max_length=MOST_TEXT)] = "",
) -> Response:
    """Lint the rule and run it on the mini-dossier."""
    result: Played = played(site, "play", quy_tac, ho_so_nho)
    if wants_part(request):
        return show(request, "part_played.html", result=result)
    book = site.book()
    names: list[Any] = sorted((item.id, item.title.text(site.lang)) for item in book.requirements.values())
    return show(
        request,
        "play.html",
        names=names,
        chosen="",
        result=result,
        rule=quy_tac,
        mini=ho_so_nho,
        kinds=_kinds(book, site.lang),
    )


def _kinds(book: Rulebook, lang: str) -> list[tuple[str, str]]:
    return sorted((kind.id, kind.title.text(lang)) for kind in book.kinds.values())


def rule_text(site: Site, name: str) -> str:
    """Return the file of a requirement as it stands."""
    file = _files(site.settings.rules_dirs, site.book().digest).get(name)
    return file.data.decode("utf-8", "replace") if file else ""


@functools.lru_cache(maxsize=2)
def _files(folders: tuple[Path, ...], _digest: str) -> dict[str, RuleFile]:
    return {
        Path(file.name).stem: file for file in read_rule_files(folders) if file.name.startswith("rules/requirements/")
    }
