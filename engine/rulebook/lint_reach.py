"""Rules nobody can reach: cycles of steps, requirements without a target or examples, two rules saying the same."""

from __future__ import annotations

from collections.abc import Callable

from engine.locale.words import Said, said
from engine.rulebook.book import Entry, Rulebook
from engine.rulebook.models import Procedure, Requirement
from engine.rulebook.yaml_text import Path

Report = Callable[[Entry, Path, str, Said, Said], None]
NEEDED = ("fail", "pass", "not_applicable")


def cycles(procedure: Procedure, report: Report) -> None:
    """Report steps that wait for each other."""
    after = {step.id: set(step.after) for step in procedure.steps}
    for number, step in enumerate(procedure.steps):
        if step.id in _before(step.id, after):
            what = said("bước «{name}» đứng sau chính nó", name=step.id)
            report(procedure, ("steps", number, "after"), "cycle", what, said("Bỏ bớt một «after»."))
    seen: set[str] = set()
    for number, step in enumerate(procedure.steps):
        if step.id in seen:
            what = said("bước «{name}» viết hai lần", name=step.id)
            report(procedure, ("steps", number, "id"), "duplicate-id", what, said("Đặt mã khác."))
        seen.add(step.id)


def _before(step: str, after: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(after.get(step, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += after.get(name, ())
    return found


def examples(requirement: Requirement, report: Report) -> None:
    """Every requirement shows when it fails, passes and does not apply."""
    have = {example.expect for example in requirement.examples}
    for name in NEEDED:
        if name not in have:
            what = said("thiếu ví dụ «{name}»", name=name)
            report(requirement, ("examples",), "no-example", what, said("Thêm một hồ sơ nhỏ cho trường hợp này."))


def can_fire(requirement: Requirement, book: Rulebook, report: Report) -> None:
    """A requirement needs exactly one thing to require, a target that exists and a pack that adopts it."""
    given = [name for name, value in requirement.requires if value is not None]
    if len(given) != 1:
        what = said("«requires» có {count} khóa", count=len(given))
        report(requirement, ("requires",), "one-thing", what, said("Mỗi yêu cầu chỉ nêu một điều."))
    if not requirement.citation and not requirement.citations:
        advice = said("Thêm citation: văn bản, mức tin cậy, mục nguồn.")
        report(requirement, ("id",), "no-citation", said("chưa nêu nguồn"), advice)
    patterns = [name for pack in book.packs.values() for name in pack.requirements]
    area = book.origins[("Requirement", requirement.id)].file.replace("\\", "/").rsplit("/", 2)[-2]
    if patterns and not {requirement.id, f"{area}/*", "*/*"} & set(patterns):
        advice = said("Thêm mã vào «requirements» của một gói.")
        report(requirement, ("id",), "not-adopted", said("không gói nào dùng yêu cầu này"), advice)


def duplicates(book: Rulebook, report: Report) -> None:
    """Two requirements with the same target and demand: one of them is never heard."""
    first: dict[str, str] = {}
    for requirement in book.requirements.values():
        span = requirement.in_force.model_dump_json()
        demand = requirement.applies_to.model_dump_json() + requirement.requires.model_dump_json() + span
        if demand in first:
            what = said("nói cùng một điều với «{name}»", name=first[demand])
            advice = said("Giữ một yêu cầu, hoặc thu hẹp «applies_to».")
            report(requirement, ("requires",), "subsumed", what, advice)
        first.setdefault(demand, requirement.id)
