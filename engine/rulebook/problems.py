"""What is wrong with a rule file, said to the maintainer: file and line, what, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from engine.locale.words import LANGUAGES, N_, NOTHING, Said, said, same
from engine.rulebook.yaml_words import YamlProblem


@dataclass(frozen=True, slots=True, order=True)
class RuleProblem:
    """One problem of one rule file. `code` is stable; `fatal` means the file's rules were left out."""

    file: str
    line: int
    code: str
    what: Said
    advice: Said = NOTHING
    fatal: bool = True

    def text(self, lang: str) -> str:
        """Return «tệp, dòng 3: what — advice»; `code` is for machines and stays out of sight."""
        return f"{self.file}, {self.brief.text(lang)}" + (f" — {self.advice.text(lang)}" if self.advice else "")

    @property
    def brief(self) -> Said:
        """Line and fault, where the file is named already and nobody asks for advice."""
        return said("dòng {number}: {what}", number=self.line, what=self.what)

    def plain(self, lang: str) -> dict[str, str | int | bool]:
        """Return the problem as JSON tells it."""
        return {
            "file": self.file,
            "line": self.line,
            "code": self.code,
            "what": self.what.text(lang),
            "advice": self.advice.text(lang),
            "fatal": self.fatal,
        }


def no_yaml(file: str, problem: YamlProblem) -> RuleProblem:
    """Return the problem of a file that is no usable YAML."""
    return RuleProblem(file, problem.line, "yaml", problem.what, problem.advice)


def not_utf8(file: str) -> RuleProblem:
    """Return the problem of a file that is no text of ours."""
    return RuleProblem(file, 1, "encoding", said("tệp không phải UTF-8"), said("Lưu lại tệp với mã hóa UTF-8."))


def listed(problems: Iterable[RuleProblem]) -> Said:
    """Return the problems below each other, each on a line of its own."""
    problems = tuple(problems)
    return Said(*("".join(f"\n  {problem.text(lang)}" for problem in problems) for lang in LANGUAGES))


def left_out(problems: Iterable[RuleProblem], folder: str, name: str) -> RuleProblem | None:
    """Return why the file of the entry `name` in rules/<folder> or regulations/ was left out, where it was."""
    fatal = (problem for problem in problems if problem.fatal)
    return next((item for item in fatal if name in _ids(item.file) and f"{folder}/" in _slashed(item.file)), None)


def ids_left_out(problems: Iterable[RuleProblem]) -> dict[str, str]:
    """Return the ids whose files were left out, each with its file: a file is called after its id."""
    return {name: problem.file for problem in problems if problem.fatal for name in _ids(problem.file)}


def _ids(file: str) -> tuple[str, ...]:
    parts = _slashed(file).rsplit("/", 2)
    name = parts[-1].removesuffix(".yaml")
    return (parts[-2],) if name == "regulation" and len(parts) > 1 else (name,)


def _slashed(file: str) -> str:
    return file.replace("\\", "/")


_WHOLE = N_("Viết một số nguyên, chỉ gồm chữ số, ví dụ: 5.")
_YES_NO = N_("Viết true hoặc false, không đặt trong ngoặc.")
_DATE = N_("Viết dạng 2026-04-11 (năm-tháng-ngày).")
_ANYTHING = (
    N_("giá trị của «{key}» không dùng được"),
    N_("So với tệp mẫu (hoso rules new) hoặc với một tệp cùng loại đang dùng."),
)
_WORDS = {
    "missing": (N_("thiếu khóa «{key}»"), N_("Thêm khóa này; xem tệp mẫu bằng «hoso rules new».")),
    "extra_forbidden": (N_("không có khóa tên «{key}»{near}"), N_("Sửa tên khóa hoặc xóa đi.")),
    "literal_error": (N_("«{key}» là «{input}»; phải là một trong: {expected}"), N_("Chọn một trong các giá trị ấy.")),
    "enum": (N_("«{key}» là «{input}»; phải là một trong: {expected}"), N_("Chọn một trong các giá trị ấy.")),
    "string_pattern_mismatch": (
        N_("«{input}» không đúng dạng mã"),
        N_("Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối."),
    ),
    "string_type": (N_("«{input}» phải là chữ"), N_("Đặt trong ngoặc kép nếu giá trị trông như số hay ngày.")),
    "string_too_short": (N_("«{key}» viết quá ngắn"), N_("Viết đầy đủ hơn, ít nhất {min_length} chữ cái.")),
    "string_too_long": (N_("«{key}» viết quá dài"), N_("Viết gọn lại, nhiều nhất {max_length} chữ cái.")),
    "int_type": (N_("«{key}» là «{input}»; phải là số nguyên"), _WHOLE),
    "int_parsing": (N_("«{key}» là «{input}»; phải là số nguyên"), _WHOLE),
    "int_parsing_size": (N_("«{key}» là số quá lớn"), _WHOLE),
    "int_from_float": (N_("«{key}» là «{input}»; phải là số nguyên"), _WHOLE),
    "float_type": (N_("«{key}» là «{input}»; phải là số"), N_("Viết số, dùng dấu chấm thập phân, ví dụ: 0.5.")),
    "float_parsing": (N_("«{key}» là «{input}»; phải là số"), N_("Viết số, dùng dấu chấm thập phân, ví dụ: 0.5.")),
    "bool_type": (N_("«{key}» là «{input}»; phải là true (có) hoặc false (không)"), _YES_NO),
    "bool_parsing": (N_("«{key}» là «{input}»; phải là true (có) hoặc false (không)"), _YES_NO),
    "greater_than_equal": (N_("«{key}» là {input}; phải từ {ge} trở lên"), N_("Sửa lại con số.")),
    "greater_than": (N_("«{key}» là {input}; phải lớn hơn {gt}"), N_("Sửa lại con số.")),
    "less_than_equal": (N_("«{key}» là {input}; không được quá {le}"), N_("Sửa lại con số.")),
    "less_than": (N_("«{key}» là {input}; phải nhỏ hơn {lt}"), N_("Sửa lại con số.")),
    "date_type": (N_("«{key}» là «{input}»; không phải là ngày"), _DATE),
    "date_from_datetime_inexact": (N_("«{key}» là «{input}»; không phải là ngày"), _DATE),
    "date_from_datetime_parsing": (N_("«{key}» là «{input}»; không phải là ngày"), _DATE),
    "date_parsing": (N_("«{key}» là «{input}»; không phải là ngày"), _DATE),
    "list_type": (N_("«{key}» phải là một danh sách"), N_("Viết dạng [a, b] hoặc mỗi dòng một gạch đầu dòng.")),
    "too_long": (N_("«{key}» có quá nhiều giá trị"), N_("Nhiều nhất {max_length} giá trị; bỏ bớt đi.")),
    "too_short": (N_("«{key}» không được để trống"), N_("Ghi ít nhất một giá trị.")),
    "model_type": (N_("«{key}» phải gồm các khóa con"), N_("Viết các khóa con thụt vào dưới khóa này.")),
    "dict_type": (N_("«{key}» phải gồm các khóa con"), N_("Viết các khóa con thụt vào dưới khóa này.")),
}


def from_validation(error: ValidationError, file: str, line_of: Any, known_keys: Any) -> list[RuleProblem]:
    """Turn pydantic's errors into problems with lines and words of our own."""
    return [_one(item, file, line_of, known_keys) for item in error.errors(include_url=False)]


def _one(item: Any, file: str, line_of: Any, known_keys: Any) -> RuleProblem:
    path = tuple(part for part in item["loc"] if not str(part).startswith(("function-", "Words", "literal[")))
    what, advice = _of_a_validator(item) or _of_pydantic(item, path, known_keys)
    return RuleProblem(file, line_of(path), item["type"].replace("_", "-"), what, advice)


def _of_pydantic(item: Any, path: tuple[str | int, ...], known_keys: Any) -> tuple[Said, Said]:
    key = next((str(part) for part in reversed(path) if not isinstance(part, int)), "?")  # of a list its own
    near = known_keys(key) if item["type"] == "extra_forbidden" else Said()
    context = item.get("ctx", {})
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    values = {**context, "key": key, "input": _shown(item.get("input")), "expected": expected, "near": near}
    what, advice = _WORDS.get(item["type"], _ANYTHING)
    return said(what, **values), said(advice, **values)


def _of_a_validator(item: Any) -> tuple[Said, Said] | None:
    """Return what a validator of ours said: it raises ValueError with the words themselves."""
    error = item.get("ctx", {}).get("error")
    if not isinstance(error, Exception) or not error.args:
        return None
    what = error.args[0]
    return (what if isinstance(what, Said) else same(str(what))), Said()


def _shown(value: object) -> str | Said:
    """A value as it was written: short, and without Python's quotes and brackets."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return said("(trống)")
    if isinstance(value, dict):
        return said("(nhiều khóa con)")
    if isinstance(value, list):
        return ", ".join(str(_shown(item)) for item in value[:3])[:80]
    return str(value)[:80]
