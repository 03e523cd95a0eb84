"""From files to a case that is ready: the first reading, and another one when a person said how files and pages lie."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.check.answers import Answers
from engine.check.options import CheckOptions
from engine.locale.words import N_
from engine.web.case import Case, Stopped
from engine.web.refusals import Refused
from engine.web.said import with_dossier

if TYPE_CHECKING:
    from engine.web.site import Site

log = logging.getLogger("hoso.web")
NOTHING_SAID = Answers.model_validate({})


def read_first(site: Site, case: Case) -> None:
    """Read a dossier that has just come; what goes wrong leaves nothing of it but the words."""
    _safely(site, case, lambda: _read(site, case, None), lambda words: _give_up(case, words))


def read_again(site: Site, case: Case, answers: Answers) -> None:
    """Read a dossier as a person arranged it; where that does not work, all stays as it was and the words say why."""
    before = case.answers, case.dossier

    def stay(words: str) -> None:
        case.answers, case.dossier = before
        case.complaint, case.state = words, "ready"

    _safely(site, case, lambda: _read(site, case, answers), stay)


def _safely(site: Site, case: Case, work: Callable[[], None], otherwise: Callable[[str], None]) -> None:
    try:
        case.must_go_on()
        work()
    except Stopped:
        case.forget()
    except Refused as error:
        otherwise(_said(site, error))
    except Exception as error:
        log.error("%s while reading", type(error).__name__)
        otherwise(site.tr(N_("Phần mềm gặp lỗi khi đọc hồ sơ này.")))


def _said(site: Site, error: Refused) -> str:
    return " ".join(part for part in error.words(site.tr) if part)


def _give_up(case: Case, words: str) -> None:
    case.forget()
    case.failure, case.state = words, "failed"


def _read(site: Site, case: Case, answers: Answers | None) -> None:
    """Read a dossier; a secrecy stamp leaves nothing of it. `answers`: None where its own hoso.yaml counts."""
    case.state, case.complaint = "reading", ""
    try:
        dossier = site.parse(case.path, case.saw, answers)
    except Refused as error:  # its own hoso.yaml binds what is not there
        if answers is not None:
            raise
        _complain(site, case, error)
        answers = NOTHING_SAID
        dossier = site.parse(case.path, case.saw, answers)
    if dossier.stamped_secret:
        case.forget()
        case.name, case.progress = "", type(case.progress)()
        case.report = site.report_of(dossier, CheckOptions(lang=site.lang))
        case.state = "secret"
        return
    case.must_go_on()
    case.dossier = replace(dossier, name=case.name)
    case.pictures.clear()  # the papers may have other names now
    if answers is None:
        _take_answers(site, case)
        _judge_first(site, case)
    else:
        case.answers = answers
        site.judge(case)
    case.must_go_on()
    case.state = "ready"


def _take_answers(site: Site, case: Case) -> None:
    dossier = case.dossier
    if dossier is None or dossier.answers_text is None:
        return
    try:
        case.answers = site.ask("answers", dossier.answers_text, dossier.answers_path or "hoso.yaml")
    except Refused as error:
        _complain(site, case, error)


def _judge_first(site: Site, case: Case) -> None:
    """Judge with the answers that came along; where they name what does not exist, say so and go on without."""
    stored, own = site.office().get("pack"), case.answers.dossier
    pack = own.pack or (stored if stored in site.book().packs else None)
    case.answers = with_dossier(case.answers, pack=pack)
    try:
        site.judge(case)
    except Refused as error:
        if case.answers == NOTHING_SAID:
            raise
        _complain(site, case, error)
        case.answers = NOTHING_SAID
        site.judge(case)


def _complain(site: Site, case: Case, error: Refused) -> None:
    case.complaint = f"{site.tr(N_('Tệp hoso.yaml trong hồ sơ không dùng được.'))} {_said(site, error)}"
