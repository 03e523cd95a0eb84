"""Rule files to a rule book. A broken file is reported and left out; it never takes the others down."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import RulebookError
from engine.rulebook import cache
from engine.rulebook.book import Origin, Rulebook
from engine.rulebook.files import RuleFile, digest, read_rule_files
from engine.rulebook.models import (
    DocumentKind,
    Pack,
    Procedure,
    Regulation,
    Requirement,
    Vocabulary,
)
from engine.rulebook.problems import RuleProblem, from_validation
from engine.rulebook.wording import HolidayCorrections, StepWording
from engine.rulebook.yaml_text import YamlProblem, YamlText, parse_yaml

M = TypeVar("M", bound=BaseModel)

_FOLDERS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("rules/vocabulary.yaml", Vocabulary),
    ("rules/step-wording.yaml", StepWording),
    ("rules/documents/", DocumentKind),
    ("rules/procedures/", Procedure),
    ("rules/requirements/", Requirement),
    ("rules/packs/", Pack),
    ("regulations/holidays/", HolidayCorrections),
    ("regulations/", Regulation),
)


def load_rulebook(folders: Iterable[Path] = (), *, root: Path | None = None, use_cache: bool = True) -> Rulebook:
    """Load our rules and those of the user's folders.

    Raises RulebookError where not even the vocabulary can be used.
    """
    files = read_rule_files(folders, root)
    return build_rulebook(files, use_cache=use_cache)


def build_rulebook(files: tuple[RuleFile, ...], *, use_cache: bool = True) -> Rulebook:
    """Build the book from files already read."""
    book = Rulebook(digest=digest(files))
    stored = cache.fetch(book.digest) if use_cache else None
    texts: dict[str, YamlText] = {}
    for file in files:
        _take(file, book, stored, texts)
    if not stored and use_cache:
        cache.store(book.digest, texts)
    if book.vocabulary is None:
        raise RulebookError(
            "Không có tệp rules/vocabulary.yaml dùng được, nên không nhận ra được văn bản nào.",
            "Cài lại phần mềm, hoặc chạy «hoso rules lint» để biết lỗi ở đâu.",
            en="No usable rules/vocabulary.yaml: no document can be recognised.",
        )
    return book


def _take(file: RuleFile, book: Rulebook, stored: dict[str, YamlText] | None, texts: dict[str, YamlText]) -> None:
    model = model_for(file.name)
    if model is None:
        book.problems.append(
            RuleProblem(
                _shown(file),
                1,
                "unknown-folder",
                "tệp nằm ngoài các thư mục quy tắc",
                "Chuyển vào rules/documents, procedures, requirements, packs hoặc regulations.",
                fatal=False,
            )
        )
        return
    key = f"{file.own}:{file.name}"
    try:
        text = (stored or {}).get(key) or parse_yaml(file.data.decode("utf-8"))
    except YamlProblem as problem:
        book.problems.append(RuleProblem(_shown(file), problem.line, "yaml", problem.what, problem.advice))
        return
    except UnicodeDecodeError:
        book.problems.append(
            RuleProblem(_shown(file), 1, "encoding", "tệp không phải UTF-8", "Lưu lại tệp với mã hóa UTF-8.")
        )
        return
    texts[key] = text
    value = validate(model, text, _shown(file), book.problems)
    if value is not None:
        _place(value, file, text, book)


def validate(model: type[M], text: YamlText, shown: str, problems: list[RuleProblem]) -> M | None:
    """Validate one file's values; on failure add problems with lines and return None."""
    try:
        return model.model_validate(text.value)
    except ValidationError as error:
        problems += from_validation(error, shown, text.line_of, _nearest(model))
        return None


def model_for(name: str) -> type[BaseModel] | None:
    """Return the model of a rule file by its place."""
    return next((model for prefix, model in _FOLDERS if name.startswith(prefix)), None)


def _nearest(model: type[BaseModel]) -> Callable[[str], str]:
    names = sorted(_all_keys(model, set()))

    def hint(key: str) -> str:
        near = difflib.get_close_matches(key, names, n=1)
        return f" (có phải «{near[0]}»?)" if near else ""

    return hint


def _all_keys(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[str]:
    seen.add(model)
    keys: set[str] = set()
    for name, info in model.model_fields.items():
        keys.add(info.alias or name)
        for inner in _models_in(info.annotation):
            if inner not in seen:
                keys |= _all_keys(inner, seen)
    return keys


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]


def _place(value: BaseModel, file: RuleFile, text: YamlText, book: Rulebook) -> None:
    origin = Origin(_shown(file), file.own, text)
    if isinstance(value, Vocabulary):
        book.add_vocabulary(value)
    elif isinstance(value, StepWording):
        book.wording = value
    elif isinstance(value, HolidayCorrections):
        book.holidays = value
    elif isinstance(value, DocumentKind | Procedure | Requirement | Pack | Regulation):
        book.add(value, origin)


def _shown(file: RuleFile) -> str:
    return str(file.path) if file.own else file.name
