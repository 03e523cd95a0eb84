"""How lists, problems and trials of rules are written in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from engine.cli.common import terminal_width
from engine.cli.rules_common import both
from engine.cli.spoken import language
from engine.locale.words import day
from engine.report.clean import clean
from engine.rulebook.book import Rulebook
from engine.rulebook.problems import RuleProblem
from engine.upkeep.pages import Page, Part
from engine.upkeep.rule_files import Trial, Wrong

Row = dict[str, Any]


def _procedures(book: Rulebook, lang: str) -> list[Row]:
    return [
        {"id": p.id, "title": p.title.text(lang), "level": p.level, "steps": len(p.steps), "file": _file(book, p)}
        for p in book.procedures.values()
    ]


def _requirements(book: Rulebook, lang: str) -> list[Row]:
    return [
        {"id": r.id, "title": r.title.text(lang), "severity": r.severity, "checks": r.checks, "file": _file(book, r)}
        for r in book.requirements.values()
    ]


def _documents(book: Rulebook, lang: str) -> list[Row]:
    return [
        {"id": k.id, "title": k.title.text(lang), "symbols": k.symbols, "groups": k.groups, "file": _file(book, k)}
        for k in book.kinds.values()
    ]


def _packs(book: Rulebook, lang: str) -> list[Row]:
    return [
        {"id": p.id, "title": p.title.text(lang), "level": p.level, "extends": p.extends, "file": _file(book, p)}
        for p in book.packs.values()
    ]


def _regulations(book: Rulebook, lang: str) -> list[Row]:
    return [
        {
            "id": r.id,
            "title": f"{r.kind} {r.number or ''}".strip() + f": {r.title.text(lang)}",
            "from": r.in_force.start,
            "to": r.in_force.end,
            "mark": r.mark,
            "file": _file(book, r),
        }
        for r in book.regulations.values()
    ]


def _file(book: Rulebook, entry: Any) -> str:
    return book.origins[(type(entry).__name__, entry.id)].file


SHELVES: dict[str, Callable[[Rulebook, str], list[Row]]] = {
    "procedures": _procedures,
    "requirements": _requirements,
    "documents": _documents,
    "packs": _packs,
    "regulations": _regulations,
}


def listed(found: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Yield the lines of `hoso rules list`."""
    names = {
        "procedures": both("Quy trình", "Procedures"),
        "requirements": both("Yêu cầu", "Requirements"),
        "documents": both("Loại văn bản", "Kinds of documents"),
        "packs": both("Gói quy định", "Packs"),
        "regulations": both("Văn bản quy định", "Regulations"),
    }
    for place, (shelf, rows) in enumerate(found.items()):
        yield from ([""] if place else [])
        yield f"{names[shelf]} ({len(rows)})"
        width = max((len(row["id"]) for row in rows), default=0)
        for row in rows:
            yield _cut(f"  {clean(row['id']):<{width}}  {clean(row['title'])}{_detail(shelf, row)}")


def _detail(shelf: str, row: Row) -> str:
    if shelf == "procedures":
        return both(f" ({row['steps']} bước)", f" ({row['steps']} steps)")
    if shelf == "requirements":
        return f" [{', '.join(row['checks'])}]"
    if shelf == "regulations":
        return _span(row)
    return ""


def _span(row: Row) -> str:
    start, end = (day(row[key], both("vi", "en")) if row[key] else "" for key in ("from", "to"))
    if not start and not end:
        return ""
    return f" ({start or '…'} – {end or both('nay', 'now')})"


def _cut(text: str) -> str:
    width = max(terminal_width(), 100)
    return text if len(text) <= width else text[: width - 1] + "…"


# ---------------------------------------------------------------- lint


def counted(book: Rulebook | None) -> dict[str, int]:
    """Return how many entries of each sort were looked at."""
    if book is None:
        return {}
    return {
        "procedures": len(book.procedures),
        "steps": sum(len(procedure.steps) for procedure in book.procedures.values()),
        "requirements": len(book.requirements),
        "documents": len(book.kinds),
        "packs": len(book.packs),
        "regulations": len(book.regulations),
        "parameters": len(book.parameters()),
    }


def problem_lines(problems: Sequence[RuleProblem], book: Rulebook | None) -> Iterator[str]:
    """Yield the problems by file and line, then what was looked at."""
    for problem in problems:
        yield clean(f"{problem.file}:{problem.line}: {problem.what.text(language())}")
        if problem.advice:
            yield clean(f"    {both('Cách xử lý', 'What to do')}: {problem.advice.text(language())}")
    fatal = len({problem.file for problem in problems if problem.fatal})
    if problems:
        files = len({problem.file for problem in problems})
        yield both(
            f"{len(problems)} lỗi trong {files} tệp; {fatal} tệp không dùng được nên bị bỏ ra.",
            f"{len(problems)} problems in {files} files; {fatal} files cannot be used and were left out.",
        )
    yield from _looked_at(counted(book), clean_book=not problems)


def _looked_at(counts: Mapping[str, int], *, clean_book: bool) -> Iterator[str]:
    if not counts:
        return
    seen = both(
        "{procedures} quy trình ({steps} bước), {requirements} yêu cầu, {documents} loại văn bản, {packs} gói, "
        "{regulations} văn bản quy định, {parameters} tham số",
        "{procedures} procedures ({steps} steps), {requirements} requirements, {documents} kinds of documents, "
        "{packs} packs, {regulations} regulations, {parameters} parameters",
    ).format(**counts)
    yield (
        both("Không có lỗi: ", "No problems: ") + seen + "." if clean_book else both("Đã soát: ", "Seen: ") + seen + "."
    )


# ---------------------------------------------------------------- test


def trial_lines(trial: Trial) -> Iterator[str]:
    """Yield what came of trying the rules: the wrong ones in full, then the counts."""
    for wrong in trial.wrong:
        yield from _wrong(wrong)
    if trial.note:
        yield both(f"Chỉ chạy được bộ suy luận Python: {trial.note}.", f"Only the Python evaluator ran: {trial.note}.")
    yield from _tally(trial)
    count = len(trial.wrong)
    yield (
        both(f"KẾT QUẢ: {count} ví dụ sai.", f"RESULT: {count} wrong.")
        if count
        else both("KẾT QUẢ: đúng tất cả.", "RESULT: all right.")
    )


def _tally(trial: Trial) -> Iterator[str]:
    on = " + ".join(trial.engines)
    if trial.requirements:
        shown = ", ".join(f"{_outcome(name)} {count // len(trial.engines)}" for name, count in trial.outcomes.items())
        yield both(
            f"Yêu cầu: {trial.requirements}, ví dụ: {trial.examples} ({on}); đúng: {shown}.",
            f"Requirements: {trial.requirements}, examples: {trial.examples} ({on}); right: {shown}.",
        )
    if trial.step_rules:
        yield both(
            f"Bước quy trình: {trial.procedures} quy trình, {trial.step_rules} quy tắc, "
            f"{trial.step_dossiers} hồ sơ nhỏ ({on}).",
            f"Steps: {trial.procedures} procedures, {trial.step_rules} rules, "
            f"{trial.step_dossiers} mini-dossiers ({on}).",
        )
    if trial.idle:
        yield both(
            f"{len(trial.idle)} quy tắc không có trường hợp nào báo lỗi:", f"{len(trial.idle)} rules never failed:"
        )
        yield from (f"  {rule}" for rule in trial.idle)


def _wrong(wrong: Wrong) -> Iterable[str]:
    engine = both(f"bộ suy luận {wrong.engine}", f"evaluator {wrong.engine}")
    yield clean(f"{both('SAI', 'WRONG')}  {wrong.rule}: {wrong.title} ({engine})")
    yield clean(f"  {wrong.where}")
    yield clean(f"  - {both('phải là', 'expected')}: {_outcome(wrong.expected)}")
    yield clean(f"  + {both('lại là', 'found')}:   {_outcome(wrong.found)}")
    yield both("  hồ sơ nhỏ:", "  mini-dossier:")
    yield from (clean(f"    {line}") for line in wrong.dossier.splitlines())
    yield ""


def _outcome(name: str) -> str:
    words = {
        "fail": both("báo lỗi", "fails"),
        "pass": both("đạt", "passes"),
        "open": both("cần người xem", "stays open"),
        "not_applicable": both("không áp dụng", "does not apply"),
    }
    return words.get(name, name)


# ---------------------------------------------------------------- explain


def page_lines(page: Page) -> Iterator[str]:
    """Yield the page of a rule."""
    yield clean(f"{page.title}  [{page.sort}: {page.id}]")
    yield from part_lines(page.parts)
    yield ""


def part_lines(parts: Iterable[Part]) -> Iterator[str]:
    """Yield headings with their lines below; what fits on one line stays there. Indented lines keep their place."""
    for part in parts:
        if len(part.lines) == 1 and len(part.lines[0]) + len(part.heading) < 100:
            yield clean(f"  {part.heading}: {part.lines[0]}")
            continue
        yield clean(f"  {part.heading}:")
        for text in part.lines:
            indent = " " * (len(text) - len(text.lstrip()) + 4)
            yield from wrap(
                clean(text.strip()), terminal_width(), initial_indent=indent, subsequent_indent=indent + "  "
            )
