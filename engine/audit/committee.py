"""The committee's own answers: a file says of each dossier what a `hoso.yaml` would; the store keeps them.

A branch's `hoso.yaml` decides nothing in an audit; what the committee says does, and is shown as said by a person.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field

from engine.check.answers import Answers
from engine.errors import UsageError
from engine.locale.words import Said, said, same
from engine.rulebook.loader import validate
from engine.rulebook.models import Model
from engine.rulebook.problems import RuleProblem, listed, no_yaml
from engine.rulebook.yaml_text import YamlProblem, parse_yaml


class Entry(Answers):
    """What the committee says of one dossier; an entry with `path` alone takes back what was said before."""

    path: str = Field(description="Hồ sơ, như trong bảng kết quả: «Chi bộ 1/Hồ sơ đồng chí A»")


class CommitteeFile(Model):
    """The whole file."""

    dossiers: list[Entry] = Field(default_factory=list)


def read_committee(file: Path) -> dict[str, str]:
    """Return what is said of each dossier, as the text of a `hoso.yaml`; empty where it is taken back.

    Raises UsageError, naming the line, for what cannot be used.
    """
    problems: list[RuleProblem] = []
    made: CommitteeFile | None = None
    try:
        parsed = parse_yaml(file.read_text(encoding="utf-8-sig"))
        made = CommitteeFile() if parsed.value is None else validate(CommitteeFile, parsed, file.name, problems)
    except YamlProblem as problem:
        problems.append(no_yaml(file.name, problem))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            said("Không đọc được tệp trả lời «{file}» ({why}).", file=file, why=type(error).__name__),
            said("Kiểm tra đường dẫn, quyền đọc và lưu tệp với mã hóa UTF-8."),
        ) from None
    if made is None:
        raise _unusable(listed(problems))
    return _by_path(made)


def _by_path(made: CommitteeFile) -> dict[str, str]:
    answers: dict[str, str] = {}
    for entry in made.dossiers:
        path = entry.path.replace("\\", "/").strip("/")
        if path in answers:
            raise _unusable(same("\n  ") + said("«{path}» được nêu hai lần", path=path))
        data = entry.model_dump(mode="json", exclude={"path"}, exclude_unset=True)
        answers[path] = json.dumps(data, ensure_ascii=False) if data else ""
    return answers


def _unusable(problems: Said) -> UsageError:
    return UsageError(
        said("Tệp trả lời của ủy ban không dùng được:{lines}", lines=problems),
        said("Sửa các dòng nêu trên rồi chạy lại. Mỗi mục dưới «dossiers:» có «path» và các phần như trong hoso.yaml."),
    )
