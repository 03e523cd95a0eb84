"""Rule files to a rule book. A broken file is reported and left out; it never takes the others down."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import RulebookError
from engine.locale.words import Said, said
from engine.rulebook import cache
from engine.rulebook.book import Origin, Rulebook
from engine.rulebook.checks import CheckList
from engine.rulebook.files import RuleFile, digest, read_rule_files, signature, user_folders
from engine.rulebook.models import (
    DocumentKind,
    Pack,
    Procedure,
    Regulation,
    Requirement,
    Vocabulary,
)
from engine.rulebook.problems import RuleProblem, from_validation, no_yaml, not_utf8
from engine.rulebook.wording import HolidayCorrections, StepWording
from engine.rulebook.yaml_text import YamlProblem, YamlText, parse_yaml

M = TypeVar("M", bound=BaseModel)

_FOLDERS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("rules/vocabulary.yaml", Vocabulary),
    ("rules/step-wording.yaml", StepWording),
    ("rules/checks.yaml", CheckList),
    ("rules/documents/", DocumentKind),
    ("rules/procedures/", Procedure),
    ("rules/requirements/", Requirement),
    ("rules/packs/", Pack),
    ("regulations/holidays/", HolidayCorrections),
    ("regulations/", Regulation),
)


def load_rulebook(folders: Iterable[Path] = (), *, root: Path | None = None, use_cache: bool = True) -> Rulebook:
    """Load our rules and those of the user's folders (given, else named by HOSO_RULES).

    A book from the cache lacks lines and examples: lint, test and explain load without it. Raises RulebookError where
    not even the vocabulary can be used.
    """
    folders = user_folders(folders)
    _must_be_folders(folders)
    if not use_cache:
        return build_rulebook(read_rule_files(folders, root))
    key = cache.key_of(signature(folders, root))
    book = cache.fetch(key)
    if book is None:
        book = build_rulebook(read_rule_files(folders, root))
        if key == cache.key_of(signature(folders, root)):
            cache.store(key, book)
    return book


def _must_be_folders(folders: Iterable[Path]) -> None:
    for folder in folders:
        if not folder.is_dir():
            raise RulebookError(
                said("Không có thư mục quy tắc «{folder}».", folder=folder),
                said("Kiểm tra đường dẫn ở --rules hoặc biến môi trường HOSO_RULES."),
            )


def build_rulebook(files: tuple[RuleFile, ...]) -> Rulebook:
    """Build the book from files already read."""
    book = Rulebook(digest=digest(files))
    for file in files:
        _take(file, book)
    if book.vocabulary is None:
        raise RulebookError(
            said("Không có tệp rules/vocabulary.yaml dùng được, nên không nhận ra được văn bản nào."),
            said("Cài lại phần mềm, hoặc chạy «hoso rules lint» để biết lỗi ở đâu."),
        )
    return book


def _take(file: RuleFile, book: Rulebook) -> None:
    model = model_for(file.name)
    if model is None:
        advice = said("Chuyển vào rules/documents, procedures, requirements, packs hoặc regulations.")
        what = said("tệp nằm ngoài các thư mục quy tắc")
        book.problems.append(RuleProblem(_shown(file), 1, "unknown-folder", what, advice, fatal=False))
        return
    text = _text_of(file, book.problems)
    value = validate(model, text, _shown(file), book.problems) if text else None
    if text is not None and value is not None:
        _place(value, file, text, book)


def _text_of(file: RuleFile, problems: list[RuleProblem]) -> YamlText | None:
    try:
        return parse_yaml(file.data.decode("utf-8"))
    except YamlProblem as problem:
        problems.append(no_yaml(_shown(file), problem))
    except UnicodeDecodeError:
        problems.append(not_utf8(_shown(file)))
    return None


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


def _nearest(model: type[BaseModel]) -> Callable[[str], Said]:
    names = sorted(_all_keys(model, set()))

    def hint(key: str) -> Said:
        near = difflib.get_close_matches(key, names, n=1)
        return said(" (có phải «{name}»?)", name=near[0]) if near else Said()

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
