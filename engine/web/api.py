"""`POST /api/check`: the JSON contract of the command, for other programs. Nothing is kept."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import JSONResponse, Response

from engine.check.options import CheckOptions
from engine.report.clean import clean_model
from engine.report.json_report import render_json
from engine.report.privacy import shared
from engine.web.pages import SiteHere
from engine.web.said import read_day
from engine.web.site import Site
from engine.web.uploads import Uploaded, pack

router = APIRouter(prefix="/api")

Name = Annotated[str | None, Form(max_length=100)]
StageName = Literal["soan-thao", "dang-tien-hanh", "hoan-chinh"]
LevelName = Literal["chi-bo", "dang-uy-co-so", "ubkt-co-so", "cap-tren-truc-tiep-co-so"]
_DAY = r"^(\d{4}-\d{2}-\d{2})?$"
_PROBLEM: dict[str, Any] = {
    "description": "What was wrong, in words",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error", "advice"],
                "properties": {"error": {"type": "string"}, "advice": {"type": "string"}},
            }
        }
    },
}
_PROBLEMS: dict[int | str, dict[str, Any]] = dict.fromkeys((400, 403, 413, 422, 503), _PROBLEM)


@router.post("/check", responses=_PROBLEMS, summary="Check one dossier")
def check(  # noqa: PLR0913, PLR0917 - the options of `hoso check`
    request: Request,  # noqa: ARG001
    site: SiteHere,
    files: Annotated[list[UploadFile], File(description="The files of one dossier, or one zip")],
    procedure: Name = None,
    level: Annotated[LevelName | None, Form()] = None,
    pack: Name = None,
    stage: Annotated[StageName | None, Form()] = None,
    on: Annotated[str | None, Form(max_length=10, description="2026-11-20", pattern=_DAY)] = None,
    strict_sources: Annotated[bool, Form()] = False,
) -> Response:
    """Check one dossier and return the report (`engine/report/report.schema.json`)."""
    day = read_day(on) if on else site.today()
    options = CheckOptions(
        procedure=procedure or None,
        level=level,
        pack=pack or None,
        rules_dirs=site.settings.rules_dirs,
        stage=stage,
        on=day or site.today(),
        strict_sources=strict_sources,
        lang=site.lang,
    )
    uploaded = [Uploaded(file.filename or "tep", file.file) for file in files]
    return Response(_checked(site, uploaded, options), media_type="application/json")


def _checked(site: Site, files: list[Uploaded], options: CheckOptions) -> str:
    folder = site.storage.folder()
    try:
        path, name = pack(files, folder, site.limits)
        with site.turn():
            dossier = site.parse(path)
        named = dossier if dossier.stamped_secret else replace(dossier, name=name)
        return render_json(shared(clean_model(site.report_of(named, options))))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def problem(status: int, message: str, advice: str) -> JSONResponse:
    """Return an error for programs."""
    return JSONResponse({"error": message, "advice": advice}, status)
