"""Which procedure, level and pack a dossier is judged by, and why."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from engine.check.answers import Answers
from engine.check.options import CheckOptions
from engine.errors import UsageError
from engine.findings import PackShown, ProcedureShown
from engine.locale.words import Said, day, said
from engine.rulebook.book import Rulebook
from engine.rulebook.models import Procedure
from engine.rulebook.packs import Adopted, adopt, default_pack
from engine.rulebook.problems import RuleProblem, left_out
from parsers.facts import Dossier

FALLBACK_PACK = "chung"
_OLDER = frozenset({"chuong-trinh", "tai-lieu-kem"})  # groups of papers older than the case they are filed in


@dataclass(frozen=True, slots=True)
class Choice:
    """The procedure (already changed by the pack), the level and the pack, each with how it came about."""

    procedure: Procedure | None
    shown: ProcedureShown | None
    level: str | None
    adopted: Adopted
    pack: PackShown


def choose(book: Rulebook, dossier: Dossier, options: CheckOptions, answers: Answers) -> Choice:
    """Take what a person said first, then what the papers show; a tie is left open and said so.

    Raises UsageError for names that do not exist.
    """
    wanted_pack = options.pack or answers.dossier.pack
    wanted = options.procedure or answers.dossier.procedure
    level = options.level or answers.dossier.level
    pack_must_exist(book, wanted_pack)
    _must_exist(said("quy trình"), wanted, book.procedures, left_out(book.problems, "procedures", wanted or ""))
    begun = begun_on(book, dossier) or options.on
    chain = {pack.id for pack in adopt(book, wanted_pack, begun).chain} if wanted_pack else set()
    level = level or (book.packs[wanted_pack].level if wanted_pack else None)
    claimed = options.procedure is None and not options.trust_answers and options.answers_text is None
    procedure, shown = _procedure(book, dossier, _Asked(wanted, level, chain, begun, options.lang, claimed))
    level = level or (procedure.level if procedure else None)
    pack_id = wanted_pack or default_pack(book, level) or FALLBACK_PACK
    adopted = adopt(book, pack_id, begun)
    changed = adopted.procedure(procedure) if procedure else None
    return Choice(changed, shown, level, adopted, _pack_shown(adopted, _chosen_by(wanted_pack, options), options.lang))


def begun_on(book: Rulebook, dossier: Dossier) -> dt.date | None:
    """Return the day of the first Party paper of the case; the programme of the year and old files do not begin it."""
    dated = [
        (kind, day)
        for item in dossier.documents
        if (kind := book.kinds.get(item.kind.value or "")) and (day := item.date.value)
    ]
    own = [(kind, day) for kind, day in dated if kind.header != "state"]
    fresh = [day for kind, day in own if not _OLDER & set(kind.groups)]
    return min(fresh or [day for _, day in own], default=None)


def pack_must_exist(book: Rulebook, name: str | None) -> None:
    """Raise UsageError, with the nearest names or the fault of its file, where there is no such pack."""
    _must_exist(said("gói quy định"), name, book.packs, left_out(book.problems, "packs", name or ""))


def _must_exist(what: Said, name: str | None, known: Iterable[str], fault: RuleProblem | None) -> None:
    if name is None or name in known:
        return
    if fault:
        raise UsageError(
            said(
                "Tệp của {what} «{name}» có lỗi nên bị bỏ ra: {file}, {fault}.",
                what=what,
                name=name,
                file=fault.file,
                fault=fault.brief,
            ),
            fault.advice or said("Sửa tệp ấy rồi chạy lại; xem đủ lỗi bằng «hoso rules lint»."),
        )
    near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.4)
    raise UsageError(
        said("Không có {what} «{name}».", what=what, name=name),
        (said("Có phải: {names}? ", names=", ".join(near)) if near else Said())
        + said("Xem danh mục bằng «hoso rules list»."),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a procedure is looked for by: its id where a person named it, level, packs, the day the case began."""

    procedure: str | None
    level: str | None
    packs: set[str]
    day: dt.date
    lang: str
    claimed: bool = False  # the procedure is what a branch says of its own dossier, where the committee checks


def _procedure(book: Rulebook, dossier: Dossier, asked: _Asked) -> tuple[Procedure | None, ProcedureShown | None]:
    level, lang = asked.level, asked.lang
    if asked.procedure:
        found = book.procedures[asked.procedure]
        title, reason = found.title.text(lang), _not_in_force(found, asked)
        by: Literal["person", "branch"] = "branch" if asked.claimed else "person"
        return found, ProcedureShown(id=found.id, title=title, chosen_by=by, reason=reason)
    every = _scores(book, dossier, asked)
    scores = {name: score for name, score in every.items() if book.procedures[name].in_force.covers(asked.day)}
    best = max(scores.values(), default=0)
    leaders = [name for name, score in scores.items() if score == best and best > 0]
    if len(leaders) == 1:
        found = book.procedures[leaders[0]]
        return found, ProcedureShown(
            id=found.id,
            title=found.title.text(lang),
            chosen_by="recognised",
            reason=_reason(book, dossier, found, lang),
        )
    if not leaders and max(every.values(), default=0) > 0:
        return None, _of_another_time(book, every, asked)
    if not leaders and level:
        return None, _of_another_level(book, _scores(book, dossier, replace(asked, level=None)), level, lang)
    return None, _not_recognised(book, leaders, lang)


def _not_in_force(procedure: Procedure, asked: _Asked) -> str:
    """Say that a procedure does not count on the day the case began; nothing where it does."""
    start, end = procedure.in_force.start, procedure.in_force.end
    if procedure.in_force.covers(asked.day):
        return ""
    begun = day(asked.day, asked.lang)
    if asked.lang == "en":
        span = f"from {day(start, 'en')}" if start and asked.day < start else f"until {day(end, 'en')}" if end else ""
        return f"this procedure applies {span}, the dossier begins on {begun}: compare its steps with what applied then"
    span = f"từ {day(start)}" if start and asked.day < start else f"đến hết {day(end)}" if end else ""
    return f"quy trình này áp dụng {span}, hồ sơ bắt đầu ngày {begun}: cần đối chiếu với quy trình của thời gian ấy"


def _of_another_time(book: Rulebook, scores: dict[str, int], asked: _Asked) -> ProcedureShown:
    """The papers are those of a procedure that does not count on their days: it is named, and not judged by."""
    found = book.procedures[max(scores, key=lambda each: scores[each])]
    like = "the papers fit" if asked.lang == "en" else "văn bản giống quy trình"
    reason = f"{like} «{found.title.text(asked.lang)}»; {_not_in_force(found, asked)}"
    return ProcedureShown(id="", title="", chosen_by="none", reason=reason)


def _of_another_level(book: Rulebook, scores: dict[str, int], level: str, lang: str) -> ProcedureShown | None:
    """The level that was set does not go with the papers: say which would."""
    name = max(scores, key=lambda each: scores[each], default="")
    if not name or scores[name] <= 0:
        return None
    found = book.procedures[name]
    reason = (
        f"the papers fit «{found.title.text(lang)}» ({found.level}), but the level is set to {level}"
        if lang == "en"
        else f"văn bản giống quy trình «{found.title.vi}» ({found.level}), nhưng cấp đã chọn là {level}"
    )
    return ProcedureShown(id="", title="", chosen_by="none", reason=reason)


def _not_recognised(book: Rulebook, leaders: list[str], lang: str) -> ProcedureShown | None:
    if not leaders:
        return None
    titles = "; ".join(book.procedures[name].title.text(lang) for name in leaders)
    reason = f"several procedures fit equally: {titles}" if lang == "en" else f"nhiều quy trình cùng phù hợp: {titles}"
    return ProcedureShown(id="", title="", chosen_by="none", reason=reason)


def _scores(book: Rulebook, dossier: Dossier, asked: _Asked) -> dict[str, int]:
    kinds = Counter(document.kind.value for document in dossier.documents if document.kind.is_read)
    bodies = Counter(document.issuer_body.value for document in dossier.documents if document.issuer_body.is_read)
    about = _subject(dossier)
    return {
        procedure.id: _score(procedure, kinds, bodies, about)
        for procedure in book.procedures.values()
        if asked.level in (None, procedure.level)
        and (not procedure.recognise.only_in_packs or asked.packs & set(procedure.recognise.only_in_packs))
    }


def _subject(dossier: Dossier) -> str:
    """A person named in two papers or more: a member is inspected; none in any that was read: an organisation."""
    named = sum(document.person.is_read for document in dossier.documents)
    unread = any(document.person.is_unreadable for document in dossier.documents)
    return "member" if named > 1 else "organisation" if not named and not unread else "any"


def _score(procedure: Procedure, kinds: Counter[str | None], bodies: Counter[str | None], about: str) -> int:
    """Weigh a procedure: telling kinds first, then whom it is about, then papers of fitting bodies."""
    how = procedure.recognise
    if any(kinds[name] for name in how.none_of) or not any(kinds[name] for name in how.any_of):
        return 0
    if how.bodies and bodies and not any(bodies[name] for name in how.bodies):
        return 0
    fitting = sum(bodies[name] for name in how.bodies)
    alien = sum(count for name, count in bodies.items() if how.bodies and name not in how.bodies)
    telling = sum(1 for name in how.any_of if kinds[name])
    against = {"member", "organisation"} == {procedure.subject, about}
    return 1000 * telling + 500 * (procedure.subject == about) - 800 * against + 10 * fitting - alien + 100


def _reason(book: Rulebook, dossier: Dossier, procedure: Procedure, lang: str) -> str:
    present = [
        document.kind.value for document in dossier.documents if document.kind.value in procedure.recognise.any_of
    ]
    titles = ", ".join(dict.fromkeys(book.kinds[name].title.text(lang) for name in present if name in book.kinds))
    return f"the dossier has: {titles}" if lang == "en" else f"trong hồ sơ có: {titles}"


def _chosen_by(wanted: str | None, options: CheckOptions) -> Literal["person", "branch", "level"]:
    if wanted is None:
        return "level"
    return "branch" if options.pack_from_branch else "person"


def _pack_shown(adopted: Adopted, chosen_by: Literal["person", "branch", "level"], lang: str) -> PackShown:
    overrides = [f"{change.rule}: {change.reason}" for change in adopted.overrides.values()]
    return PackShown(
        id=adopted.pack.id,
        title=adopted.pack.title.text(lang),
        chosen_by=chosen_by,
        overrides=overrides,
    )
