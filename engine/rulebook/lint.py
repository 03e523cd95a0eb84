"""What a maintainer got wrong, beyond the file format: dangling names, dates, cycles, missing examples.

Every problem names file and line, what, and what to do. `lint(book)` returns them all, those found while loading first.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from string import Formatter

from pydantic import BaseModel

from engine.locale.words import N_, Said, said
from engine.rulebook import lint_dates, lint_reach
from engine.rulebook.book import Entry, Rulebook
from engine.rulebook.models import Citation, Condition, DocumentKind, Pack, Procedure, Requirement
from engine.rulebook.problems import RuleProblem, ids_left_out
from engine.rulebook.yaml_text import Path

_CHECK = re.compile(r"(PRC|FMT)-[A-Z]\d{2}\Z")
_PLACEHOLDERS = frozenset({"document", "fact", "other", "section", "dossier"})
_SHOWN_PLACEHOLDERS = "{document.…}, {fact.…}, {other.…}, {section}, {dossier.…}"
# what is kept inside files named otherwise -> the folder of those files
_KEPT_IN = {N_("tham số"): "regulations/", N_("nhóm"): "documents/", N_("phần"): "documents/"}
Report = Callable[[Entry, Path, str, Said, Said], None]


def lint(book: Rulebook) -> list[RuleProblem]:
    """Return every problem of the book, by file and line."""
    problems = list(book.problems)

    def report(entry: Entry, path: Path, code: str, what: Said, advice: Said) -> None:
        origin = book.origins[(type(entry).__name__, entry.id)]
        problems.append(RuleProblem(origin.file, origin.text.line_of(path), code, what, advice, fatal=False))

    names = _Names(book, report)
    for entry in _entries(book):
        names.file_name(entry)
        names.citations(entry)
    for kind in book.kinds.values():
        names.kind(kind)
    for procedure in book.procedures.values():
        names.procedure(procedure)
        lint_reach.cycles(procedure, report)
    for requirement in book.requirements.values():
        names.requirement(requirement)
        lint_reach.examples(requirement, report)
        lint_reach.can_fire(requirement, book, report)
    for pack in book.packs.values():
        names.pack(pack)
    lint_reach.duplicates(book, report)
    lint_dates.dates(book, report)
    return sorted(set(problems))


def _entries(book: Rulebook) -> Iterator[Entry]:
    for shelf in (book.kinds, book.procedures, book.requirements, book.packs, book.regulations):
        yield from shelf.values()


class _Names:
    """Names that must exist, with «did you mean»."""

    def __init__(self, book: Rulebook, report: Report) -> None:
        self.book, self.report = book, report
        vocabulary = book.vocabulary
        self.roles = {role.id for role in vocabulary.roles} if vocabulary else set()
        self.bodies = {body.id for body in vocabulary.bodies} if vocabulary else set()
        self.groups = {group for kind in book.kinds.values() for group in kind.groups}
        self.sections = {section.id for kind in book.kinds.values() for section in kind.sections}
        self.parameters = set(book.parameters())
        self.left_out = ids_left_out(book.problems)
        self.settings = {name for pack in book.packs.values() for name in pack.settings}
        self.steps = {f"{one.id}/{step.id}" for one in book.procedures.values() for step in one.steps}

    def must(self, entry: Entry, path: Path, what: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        if name in known or name.partition("/")[0] in self.left_out:  # its own file is in the list already
            return
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        make = said("Sửa lại mã, hoặc tạo mục ấy trước bằng «hoso rules new».")
        advice = said("Có phải «{name}»?", name=near[0]) if near else make
        missing = said("không có {what} «{name}»", what=said(what), name=name)
        self.report(entry, path, "unknown-name", missing, advice + self._hidden(what))

    def _hidden(self, what: str) -> Said:
        """What a file that was left out might have held: mend that one first."""
        sign = _KEPT_IN.get(what, "")
        files = [file for file in self.left_out.values() if sign and sign in file.replace("\\", "/")]
        if not files:
            return Said()
        return said(" Hoặc mục ấy nằm trong tệp bị bỏ ra; sửa trước: {files}.", files=", ".join(sorted(set(files))))

    def file_name(self, entry: Entry) -> None:
        file = self.book.origins[(type(entry).__name__, entry.id)].file.replace("\\", "/")
        parts = file.rsplit("/", 2)
        if entry.id not in (parts[-1].removesuffix(".yaml"), parts[-2] if len(parts) > 1 else ""):
            self.report(
                entry,
                ("id",),
                "file-name",
                said("tên tệp không trùng mã «{name}»", name=entry.id),
                said("Đổi tên tệp thành {name}.yaml.", name=entry.id),
            )

    def citations(self, entry: Entry) -> None:
        for path, citation in _citations(entry):
            self.must(entry, (*path, "regulation"), N_("văn bản quy định"), citation.regulation, self.book.regulations)

    def checks(self, entry: Entry, path: Path, names: Iterable[str]) -> None:
        for name in names:
            if not _CHECK.match(name):
                what = said("«{name}» không phải mã kiểm tra", name=name)
                self.report(entry, path, "check-id", what, said("Viết dạng PRC-T03 hoặc FMT-P04."))

    def kind(self, kind: DocumentKind) -> None:
        for number, body in enumerate(kind.issuers):
            self.must(kind, ("issuers", number), N_("cơ quan"), body, self.bodies)
        self._slots(kind, ("signers",), kind.signers)
        self.kinds(kind, ("answers",), [item.kind for item in kind.answers])
        self.checks(kind, ("checks",), kind.checks)

    def _slots(self, entry: Entry, path: Path, slots: list[list[str]]) -> None:
        for number, slot in enumerate(slots):
            for role in slot:
                self.must(entry, (*path, number), N_("vai người ký"), role, self.roles)

    def kinds(self, entry: Entry, path: Path, names: Iterable[str]) -> None:
        for number, name in enumerate(names):
            self.must(entry, (*path, number), N_("loại văn bản"), name, self.book.kinds)

    def procedure(self, procedure: Procedure) -> None:
        self.kinds(procedure, ("recognise", "any_of"), procedure.recognise.any_of)
        self.kinds(procedure, ("recognise", "none_of"), procedure.recognise.none_of)
        steps = {step.id for step in procedure.steps}
        for number, step in enumerate(procedure.steps):
            path: Path = ("steps", number)
            self.kinds(procedure, (*path, "kinds"), step.kinds)
            self.kinds(procedure, (*path, "satisfied_by"), [item.kind for item in step.satisfied_by])
            for place, name in enumerate(step.after):
                self.must(procedure, (*path, "after", place), N_("bước"), name, steps)
            for place, within in enumerate(step.within):
                self.must(
                    procedure, (*path, "within", place, "parameter"), N_("tham số"), within.parameter, self.parameters
                )
                self.must(procedure, (*path, "within", place, "from"), N_("bước"), within.start, steps)
            if step.required_setting:
                self.must(procedure, (*path, "required_setting"), N_("thiết đặt"), step.required_setting, self.settings)
            for body in step.issuer:
                self.must(procedure, (*path, "issuer"), N_("cơ quan"), body, self.bodies)
            self._slots(procedure, (*path, "signers"), [list(slot) for slot in step.signers or []])
            self.checks(procedure, (*path, "checks"), [*step.checks, *step.order_checks])
            if not isinstance(step.required, str):
                self._condition(procedure, (*path, "required", "when"), step.required.when)

    def _condition(self, procedure: Procedure, path: Path, when: Condition) -> None:
        self.kinds(procedure, (*path, "document"), when.document)
        self.kinds(procedure, (*path, "no_document"), when.no_document)
        if when.answer:
            self.must(procedure, (*path, "answer"), N_("câu hỏi"), when.answer, procedure.questions)

    def requirement(self, requirement: Requirement) -> None:
        target, wanted = requirement.applies_to, requirement.requires
        self.kinds(requirement, ("applies_to", "document"), target.document)
        for group in target.group:
            self.must(requirement, ("applies_to", "group"), N_("nhóm"), group, self.groups)
        for name in target.procedure:
            self.must(requirement, ("applies_to", "procedure"), N_("quy trình"), name, self.book.procedures)
        self.kinds(requirement, ("requires", "accompanied_by"), wanted.accompanied_by or [])
        self.kinds(requirement, ("requires", "not_with"), wanted.not_with or [])
        if isinstance(wanted.sections, list):
            for name in wanted.sections:
                self.must(requirement, ("requires", "sections"), N_("phần"), name, self.sections)
        self._limits(requirement)
        for name in (*requirement.when_setting, *([requirement.from_setting] if requirement.from_setting else [])):
            self.must(requirement, ("id",), N_("thiết đặt"), name, self.settings)
        self.checks(requirement, ("checks",), requirement.checks)
        self._placeholders(requirement)
        for number, example in enumerate(requirement.examples):
            self.kinds(requirement, ("examples", number, "documents"), [item.kind for item in example.documents])

    def _limits(self, requirement: Requirement) -> None:
        """Parameters and procedures a requirement counts with."""
        wanted, path = requirement.requires, ("requires",)
        named = [wanted.within.parameter] if wanted.within else []
        named += [wanted.compare.plus_parameter] if wanted.compare and wanted.compare.plus_parameter else []
        for limit in wanted.extension.limits if wanted.extension else []:
            named.append(limit.parameter)
            self.kinds(requirement, (*path, "extension"), limit.earlier)
            for name in limit.procedure:
                self.must(requirement, (*path, "extension"), N_("quy trình"), name, self.book.procedures)
        for parameter in named:
            self.must(requirement, path, N_("tham số"), parameter, self.parameters)

    def _placeholders(self, requirement: Requirement) -> None:
        for name in ("title", "message", "expected", "remedy"):
            words = getattr(requirement, name)
            for text in (words.vi, words.en or "") if words else ():
                unknown = _roots(text) - _PLACEHOLDERS
                if unknown:
                    what = said("chỗ điền lạ: {names}", names=", ".join(sorted(unknown)))
                    advice = said("Chỉ dùng {names}.", names=_SHOWN_PLACEHOLDERS)
                    self.report(requirement, (name,), "placeholder", what, advice)

    def pack(self, pack: Pack) -> None:
        if pack.extends:
            self.must(pack, ("extends",), N_("gói quy định"), pack.extends, self.book.packs)
        for number, name in enumerate(pack.procedures):
            self.must(pack, ("procedures", number), N_("quy trình"), name, self.book.procedures)
        for number, name in enumerate(pack.requirements):
            if not name.endswith("/*"):
                self.must(pack, ("requirements", number), N_("yêu cầu"), name, self.book.requirements)
        known = self.steps | set(self.book.requirements)
        for number, change in enumerate(pack.overrides):
            self.must(pack, ("overrides", number, "rule"), N_("quy tắc"), change.rule, known)
        for number, value in enumerate(pack.values):
            self.must(pack, ("values", number, "parameter"), N_("tham số"), value.parameter, self.parameters)
        for number, item in enumerate(pack.confirmations):
            known_targets = known | set(self.book.regulations)
            self.must(
                pack,
                ("confirmations", number, "target"),
                N_("quy tắc hoặc văn bản quy định"),
                item.target,
                known_targets,
            )


def _roots(text: str) -> set[str]:
    try:
        return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


def _citations(value: object, path: Path = ()) -> Iterator[tuple[Path, Citation]]:
    """Yield every citation anywhere in a rule file, with its path."""
    if isinstance(value, Citation):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _citations(getattr(value, name), (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _citations(item, (*path, number))
