"""What is wrong with a rule file, said to the maintainer: file and line, what, why, what to do."""

from __future__ import annotations

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

    def __str__(self) -> str:
        """Return «file:line: code: what. advice»."""
        return f"{self.file}:{self.line}: {self.code}: {self.what}" + (f" — {self.advice}" if self.advice else "")


_WORDS = {
    "missing": ("thiếu khóa «{key}»", "Thêm khóa này; xem tệp mẫu bằng «hoso rules new»."),
    "extra_forbidden": ("không có khóa tên «{key}»{near}", "Sửa tên khóa hoặc xóa đi."),
    "literal_error": ("«{input}» không thuộc các giá trị cho phép: {expected}", "Chọn một trong các giá trị ấy."),
    "string_pattern_mismatch": (
        "«{input}» không đúng dạng mã",
        "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
    ),
    "string_type": ("«{input}» phải là chữ", "Đặt trong ngoặc kép nếu giá trị trông như số hay ngày."),
    "int_type": ("«{input}» phải là số nguyên", ""),
    "int_parsing": ("«{input}» phải là số nguyên", ""),
    "date_from_datetime_parsing": ("«{input}» không phải là ngày", "Viết dạng 2026-04-11 (năm-tháng-ngày)."),
    "date_parsing": ("«{input}» không phải là ngày", "Viết dạng 2026-04-11 (năm-tháng-ngày)."),
    "list_type": ("«{key}» phải là một danh sách", "Viết dạng [a, b] hoặc mỗi dòng một gạch đầu dòng."),
    "too_short": ("«{key}» không được để trống", "Ghi ít nhất một giá trị."),
    "model_type": ("«{key}» phải gồm các khóa con", "Viết các khóa con thụt vào dưới khóa này."),
    "dict_type": ("«{key}» phải gồm các khóa con", "Viết các khóa con thụt vào dưới khóa này."),
}


def from_validation(error: ValidationError, file: str, line_of: Any, known_keys: Any) -> list[RuleProblem]:
    """Turn pydantic's errors into problems with lines and Vietnamese words."""
    return [_one(item, file, line_of, known_keys) for item in error.errors(include_url=False)]


def _one(item: Any, file: str, line_of: Any, known_keys: Any) -> RuleProblem:
    path = tuple(part for part in item["loc"] if not str(part).startswith(("function-", "Words", "literal[")))
    key = str(path[-1]) if path else "?"
    words, advice = _WORDS.get(item["type"], ("giá trị của «{key}» không dùng được: " + item["msg"], ""))
    near = known_keys(key) if item["type"] == "extra_forbidden" else ""
    context = item.get("ctx", {})
    what = words.format(key=key, input=item.get("input"), expected=context.get("expected", ""), near=near)
    return RuleProblem(file, line_of(path), item["type"].replace("_", "-"), what, advice)
