"""What a change of rules alters: the findings on the same dossiers under two sets of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.check.options import CheckOptions
from engine.check.reading import read_dossier
from engine.check.run import check_dossier
from engine.errors import UsageError
from engine.findings import Finding, Outcome, Report
from engine.locale.words import said
from engine.rulebook.book import Rulebook
from engine.rulebook.files import bundled_root
from engine.rulebook.loader import load_rulebook
from engine.rulebook.problems import RuleProblem

_SIGN = "vocabulary.yaml"  # only a whole set, ours or a copy of it, must have one
OURS = "."  # stands for the rules that come with the program


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding that differs: new, gone or changed (`before` and `after` say how)."""

    dossier: str
    rule: str
    what: str
    documents: tuple[str, ...]
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a comparison; `same` counts the findings both sets agree on."""

    old: str
    new: str
    dossiers: int
    same: int
    differences: tuple[Difference, ...]
    problems: tuple[RuleProblem, ...] = ()

    @property
    def broken(self) -> bool:
        """True where a file of either set was left out: the comparison is not of what was written."""
        return any(problem.fatal for problem in self.problems)


def book_at(place: str) -> Rulebook:
    """Load the rules at `place`: «.» for ours; a whole set (root or its rules/) replaces ours, any other is put on top.

    Raises UsageError for a folder that does not exist or holds no rules.
    """
    if place == OURS:
        return load_rulebook(root=bundled_root())
    folder = Path(place)
    if not folder.is_dir():
        raise UsageError(
            f"Không có thư mục quy tắc «{place}».",
            "Nêu thư mục có rules/ và regulations/, thư mục quy tắc của đơn vị, hoặc «.» cho quy tắc kèm phần mềm.",
            en=f"There is no rules folder «{place}».",
            advice_en="Name a folder with rules/ and regulations/, an office's own folder, or «.» for our rules.",
        )
    root = _root(folder)
    if root is not None:
        return load_rulebook(root=root)
    book = load_rulebook([folder])
    if not any(origin.own for origin in book.origins.values()) and not book.problems:
        raise UsageError(
            said("Thư mục «{folder}» không có quy tắc nào.", folder=place),
            said("Quy tắc nằm trong documents, procedures, requirements, packs hoặc regulations."),
        )
    return book


def _root(folder: Path) -> Path | None:
    """Return the root of a whole set of rules: the folder itself, or the one above where it is its rules/.

    Raises UsageError for a whole set without its regulations: laid upon ours it would only repeat what is there.
    """
    folder = folder.resolve()
    for root in (folder, folder.parent):
        if (root / "rules" / _SIGN).is_file() and (root == folder or folder.name == "rules"):
            if (root / "regulations").is_dir():
                return root
            raise _without_regulations(folder)
    if (folder / _SIGN).is_file() and (folder / "documents").is_dir():
        raise _without_regulations(folder)
    return None


def _without_regulations(folder: Path) -> UsageError:
    return UsageError(
        f"«{folder}» là một bộ quy tắc đầy đủ nhưng thiếu thư mục regulations/.",
        "Một bộ đầy đủ gồm rules/ và regulations/ đặt cạnh nhau; nêu thư mục chứa cả hai.",
        en=f"«{folder}» is a whole set of rules without its regulations/.",
        advice_en="A whole set is rules/ and regulations/ side by side; name the folder that holds both.",
    )


def compare(old: str, new: str, paths: Iterable[Path], options: CheckOptions) -> Compared:
    """Check every dossier under both sets of rules; each is parsed once where both recognise papers alike."""
    first, second = book_at(old), book_at(new)
    same, found, count = 0, list[Difference](), 0
    for path in paths:
        reports = _reports(path, (first, second), options)
        differences = list(_differences(*reports))
        same += len(reports[0].findings) - sum(1 for item in differences if item.what != "new")
        found += differences
        count += 1
    problems = dict.fromkeys([*first.problems, *second.problems])
    return Compared(old, new, count, same, tuple(found), tuple(problems))


def _reports(path: Path, books: Sequence[Rulebook], options: CheckOptions) -> tuple[Report, Report]:
    """Kinds of papers are rules too: where these differ the papers must be read again to be recognised anew."""
    dossier = read_dossier(path, books[0].catalogue(), progress=options.progress, in_process=options.in_process)
    first, _ = _checked(books[0], dossier, options)
    if books[1].catalogue() != books[0].catalogue():
        catalogue = books[1].catalogue()
        dossier = read_dossier(path, catalogue, progress=options.progress, in_process=options.in_process)
    second, _ = _checked(books[1], dossier, options)
    return first, second


def _checked(book: Rulebook, dossier: object, options: CheckOptions) -> tuple[Report, object]:
    return check_dossier(book, dossier, options)  # type: ignore[arg-type]


def _differences(old: Report, new: Report) -> Iterator[Difference]:
    before, after = _by_key(old), _by_key(new)
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was and now and _said(was) == _said(now):
            continue
        shown = now or was
        assert shown is not None
        yield Difference(
            dossier=new.dossier or old.dossier,
            rule=shown.rule,
            what="changed" if was and now else "new" if now else "gone",
            documents=tuple(_paths(new if now else old, shown)),
            title=shown.title,
            before=_said(was) if was else "",
            after=_said(now) if now else "",
        )
    if (old.procedure and old.procedure.id) != (new.procedure and new.procedure.id) or old.verdict != new.verdict:
        yield _of_verdict(old, new)


def _of_verdict(old: Report, new: Report) -> Difference:
    def shown(report: Report) -> str:
        return f"{report.procedure.title if report.procedure else '–'}: {report.sentence}"

    return Difference(new.dossier or old.dossier, "", "changed", (), "", shown(old), shown(new))


def _by_key(report: Report) -> dict[tuple[str, str], Finding]:
    """Findings by rule and fingerprint: passes and what is not applicable are no findings."""
    return {(item.rule, item.fingerprint): item for item in report.findings if item.outcome is not Outcome.PASS}


def _said(finding: Finding) -> str:
    """What counts as a change: outcome, weight, words."""
    return f"{finding.outcome.value}/{finding.severity.value}: {finding.message}"


def _paths(report: Report, finding: Finding) -> Iterator[str]:
    paths = {document.id: document.path for document in report.documents}
    yield from (paths.get(name, name) for name in finding.documents)
