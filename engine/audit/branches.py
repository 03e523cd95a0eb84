"""`hoso.yaml` of a branch: who it is, its level and pack, the term its numbers run in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from engine.locale.words import Said, joined, said, same
from engine.rulebook.loader import validate
from engine.rulebook.models import Level, Model, Slug
from engine.rulebook.problems import RuleProblem, no_yaml
from engine.rulebook.yaml_text import YamlProblem, parse_yaml
from parsers.listing import shown as plain_name

NAME = "hoso.yaml"
_MOST = 1 << 20


class Term(Model):
    """The term of office: numbers run through it."""

    start: dt.date = Field(description="Ngày bắt đầu nhiệm kỳ")
    end: dt.date = Field(description="Ngày kết thúc nhiệm kỳ")


class BranchEntry(Model):
    """A branch (chi bộ, đảng bộ) as its folder's `hoso.yaml` names it."""

    name: str = Field(min_length=1, description="Tên chi bộ, đảng bộ")
    level: Level | None = Field(None, description="Cấp: chi-bo, dang-uy-co-so …")
    pack: Slug | None = Field(None, description="Gói quy định")
    superior: str | None = Field(None, description="Cấp trên trực tiếp")
    term: Term | None = Field(None, description="Nhiệm kỳ: start, end")


class BranchFile(Model):
    """The whole file."""

    branch: BranchEntry


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the tree: `path` is its folder as shown, and its key."""

    path: str
    name: str
    level: str | None = None
    pack: str | None = None
    superior: str | None = None
    term_start: dt.date | None = None
    term_end: dt.date | None = None


def read_branch(file: Path, shown: str) -> tuple[Branch | None, Said | None]:
    """Return the branch a `hoso.yaml` names, and what of the file cannot be used; neither for a dossier's own file.

    A file that means to name a branch, and fails, still makes its folder one, called after the folder.
    """
    try:
        if file.stat().st_size > _MOST:
            return None, said("tệp quá lớn")
        parsed = parse_yaml(file.read_text(encoding="utf-8-sig"))
    except YamlProblem as problem:
        return None, no_yaml(shown, problem).brief
    except (OSError, UnicodeDecodeError) as error:
        return None, same(type(error).__name__)
    if not isinstance(parsed.value, dict) or "branch" not in parsed.value:
        return None, None
    problems: list[RuleProblem] = []
    made = validate(BranchFile, parsed, shown, problems)
    if made is None:
        return Branch(shown, plain_name(file.absolute().parent.name)), joined(problem.brief for problem in problems)
    return _branch(made.branch, shown), None


def _branch(entry: BranchEntry, path: str) -> Branch:
    term = entry.term
    return Branch(
        path,
        entry.name,
        entry.level,
        entry.pack,
        entry.superior,
        term.start if term else None,
        term.end if term else None,
    )
