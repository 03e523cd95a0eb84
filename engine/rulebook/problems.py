"""What is wrong with a rule file, said to the maintainer: file and line, what, why, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError


@dataclass(frozen=True, slots=True, order=True)
class RuleProblem:
    """One problem of one rule file. `code` is stable; `fatal` means the file's rules were left out."""

    file: str
    line: int
    code: str
    what: str
    advice: str = ""
    fatal: bool = True
    en: str = ""  # `what` in English, where there are words for it

    def __str__(self) -> str:
        """Return the words people read."""
        return self.text()

    def text(self, *, en: bool = False) -> str:
        """Return «tệp, dòng 3: what. advice»; `code` is for machines and stays out of sight."""
        where = f"{self.file}, line {self.line}" if en else f"{self.file}, dòng {self.line}"
        if en and self.en:
            return f"{where}: {self.en}"
        return f"{where}: {self.what}" + (f" — {self.advice}" if self.advice else "")


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


_WHOLE = "Viết một số nguyên, chỉ gồm chữ số, ví dụ: 5."
_YES_NO = "Viết true hoặc false, không đặt trong ngoặc."
_DATE = "Viết dạng 2026-04-11 (năm-tháng-ngày)."
_ANYTHING = (
    "giá trị của «{key}» không dùng được",
    "So với tệp mẫu (hoso rules new) hoặc với một tệp cùng loại đang dùng.",
)
_WORDS = {
    "missing": ("thiếu khóa «{key}»", "Thêm khóa này; xem tệp mẫu bằng «hoso rules new»."),
    "extra_forbidden": ("không có khóa tên «{key}»{near}", "Sửa tên khóa hoặc xóa đi."),
    "literal_error": ("«{key}» là «{input}»; phải là một trong: {expected}", "Chọn một trong các giá trị ấy."),
    "enum": ("«{key}» là «{input}»; phải là một trong: {expected}", "Chọn một trong các giá trị ấy."),
    "string_pattern_mismatch": (
        "«{input}» không đúng dạng mã",
        "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
    ),
    "string_type": ("«{input}» phải là chữ", "Đặt trong ngoặc kép nếu giá trị trông như số hay ngày."),
    "string_too_short": ("«{key}» viết quá ngắn", "Viết đầy đủ hơn, ít nhất {min_length} chữ cái."),
    "string_too_long": ("«{key}» viết quá dài", "Viết gọn lại, nhiều nhất {max_length} chữ cái."),
    "int_type": ("«{key}» là «{input}»; phải là số nguyên", _WHOLE),
    "int_parsing": ("«{key}» là «{input}»; phải là số nguyên", _WHOLE),
    "int_parsing_size": ("«{key}» là số quá lớn", _WHOLE),
    "int_from_float": ("«{key}» là «{input}»; phải là số nguyên", _WHOLE),
    "float_type": ("«{key}» là «{input}»; phải là số", "Viết số, dùng dấu chấm thập phân, ví dụ: 0.5."),
    "float_parsing": ("«{key}» là «{input}»; phải là số", "Viết số, dùng dấu chấm thập phân, ví dụ: 0.5."),
    "bool_type": ("«{key}» là «{input}»; phải là true (có) hoặc false (không)", _YES_NO),
    "bool_parsing": ("«{key}» là «{input}»; phải là true (có) hoặc false (không)", _YES_NO),
    "greater_than_equal": ("«{key}» là {input}; phải từ {ge} trở lên", "Sửa lại con số."),
    "greater_than": ("«{key}» là {input}; phải lớn hơn {gt}", "Sửa lại con số."),
    "less_than_equal": ("«{key}» là {input}; không được quá {le}", "Sửa lại con số."),
    "less_than": ("«{key}» là {input}; phải nhỏ hơn {lt}", "Sửa lại con số."),
    "date_type": ("«{key}» là «{input}»; không phải là ngày", _DATE),
    "date_from_datetime_inexact": ("«{key}» là «{input}»; không phải là ngày", _DATE),
    "date_from_datetime_parsing": ("«{key}» là «{input}»; không phải là ngày", _DATE),
    "date_parsing": ("«{key}» là «{input}»; không phải là ngày", _DATE),
    "list_type": ("«{key}» phải là một danh sách", "Viết dạng [a, b] hoặc mỗi dòng một gạch đầu dòng."),
    "too_long": ("«{key}» có quá nhiều giá trị", "Nhiều nhất {max_length} giá trị; bỏ bớt đi."),
    "too_short": ("«{key}» không được để trống", "Ghi ít nhất một giá trị."),
    "model_type": ("«{key}» phải gồm các khóa con", "Viết các khóa con thụt vào dưới khóa này."),
    "dict_type": ("«{key}» phải gồm các khóa con", "Viết các khóa con thụt vào dưới khóa này."),
}


_ENGLISH = {
    "thiếu khóa «{key}»": "the key «{key}» is missing",
    "không có khóa tên «{key}»{near}": "there is no key «{key}»{near}",
    "«{key}» là «{input}»; phải là một trong: {expected}": "«{key}» is «{input}»; it must be one of: {expected}",
    "«{input}» không đúng dạng mã": "«{input}» is not in the form of an id",
    "«{input}» phải là chữ": "«{input}» must be a text",
    "«{key}» viết quá ngắn": "«{key}» is too short",
    "«{key}» viết quá dài": "«{key}» is too long",
    "«{key}» là «{input}»; phải là số nguyên": "«{key}» is «{input}»; it must be a whole number",
    "«{key}» là số quá lớn": "«{key}» is too large a number",
    "«{key}» là «{input}»; phải là số": "«{key}» is «{input}»; it must be a number",
    "«{key}» là «{input}»; phải là true (có) hoặc false (không)": "«{key}» is «{input}»; it must be true or false",
    "«{key}» là {input}; phải từ {ge} trở lên": "«{key}» is {input}; it must be {ge} or more",
    "«{key}» là {input}; phải lớn hơn {gt}": "«{key}» is {input}; it must be more than {gt}",
    "«{key}» là {input}; không được quá {le}": "«{key}» is {input}; it must not be more than {le}",
    "«{key}» là {input}; phải nhỏ hơn {lt}": "«{key}» is {input}; it must be less than {lt}",
    "«{key}» là «{input}»; không phải là ngày": "«{key}» is «{input}», which is no date",
    "«{key}» phải là một danh sách": "«{key}» must be a list",
    "«{key}» có quá nhiều giá trị": "«{key}» has too many values",
    "«{key}» không được để trống": "«{key}» must not be empty",
    "«{key}» phải gồm các khóa con": "«{key}» must have keys of its own",
    "giá trị của «{key}» không dùng được": "the value of «{key}» cannot be used",
}


def from_validation(error: ValidationError, file: str, line_of: Any, known_keys: Any) -> list[RuleProblem]:
    """Turn pydantic's errors into problems with lines and Vietnamese words."""
    return [_one(item, file, line_of, known_keys) for item in error.errors(include_url=False)]


def _one(item: Any, file: str, line_of: Any, known_keys: Any) -> RuleProblem:
    path = tuple(part for part in item["loc"] if not str(part).startswith(("function-", "Words", "literal[")))
    key = next((str(part) for part in reversed(path) if not isinstance(part, int)), "?")  # of a list its own
    words, advice = _own_words(item) or _WORDS.get(item["type"], _ANYTHING)
    near = known_keys(key) if item["type"] == "extra_forbidden" else ""
    context = item.get("ctx", {})
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    said = {**context, "key": key, "input": _shown(item.get("input")), "expected": expected, "near": near}
    english = _ENGLISH.get(words, _ENGLISH[_ANYTHING[0]]).format(**{**said, "near": near.replace("có phải", "is it")})
    code = item["type"].replace("_", "-")
    return RuleProblem(file, line_of(path), code, words.format(**said), advice.format(**said), en=english)


def _own_words(item: Any) -> tuple[str, str] | None:
    """What our own validators say is Vietnamese already; pydantic puts «Value error, » before it."""
    if item["type"] not in {"value_error", "assertion_error"}:
        return None
    said = str(item.get("ctx", {}).get("error", "")) or _ANYTHING[0]
    return said.replace("{", "{{").replace("}", "}}"), ""


def _shown(value: object) -> str:
    """A value as it was written: short, and without Python's quotes and brackets."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "(trống)"
    if isinstance(value, dict):
        return "(nhiều khóa con)"
    if isinstance(value, list):
        return ", ".join(_shown(item) for item in value[:3])[:80]
    return str(value)[:80]
