"""What is wrong with a YAML text, in the words of the people who write it: a Tab, a colon, a quotation mark."""

from __future__ import annotations

import re

import yaml

_TAB = re.compile(r" *\t")
_LOST = "Kiểm tra thụt đầu dòng (chỉ dùng dấu cách), dấu hai chấm và dấu ngoặc ở dòng này và dòng ngay trước."
_ALIGN = "Các khóa cùng mức phải thẳng cột; mỗi mức thụt vào thêm 2 dấu cách."
_QUOTE = 'Đặt cả giá trị trong ngoặc kép, ví dụ: ghi_chu: "…".'
_PAIR = "Mỗi ngoặc mở cần một ngoặc đóng cùng loại; các giá trị cách nhau bằng dấu phẩy."

# what the parser says, or what it was reading -> what is wrong ({mark}: the sign met, {start}: where it began), advice
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("quoted scalar", "ngoặc kép mở ở dòng {start} không được đóng, hoặc có dấu «\\» bên trong", "Đóng ngoặc ấy lại."),
    ("flow sequence", "danh sách mở ngoặc «[» ở dòng {start} chưa đóng, hoặc thiếu dấu phẩy", _PAIR),
    ("flow mapping", "ngoặc «{{» mở ở dòng {start} chưa đóng, hoặc thiếu dấu phẩy", _PAIR),
    ("undefined alias", "giá trị bắt đầu bằng dấu «*» phải đặt trong ngoặc kép", _QUOTE),
    ("another document", "dòng «---» chia tệp thành hai phần", "Mỗi tệp chỉ có một phần; xóa dòng «---» này."),
    ("block sequence entries", "dấu gạch đầu dòng «-» phải đứng đầu một dòng riêng", _ALIGN),
    ("expected '-' indicator", "dòng này đứng ngang với danh sách ở trên nhưng không có dấu gạch đầu dòng", _ALIGN),
    ("cannot start any token", "giá trị không được bắt đầu bằng dấu «{mark}»", _QUOTE),
    ("block scalar", "sau dấu «|» hoặc «>» phải xuống dòng", "Viết nội dung ở dòng dưới, thụt vào 2 dấu cách."),
    ("mapping values", "dòng này thụt vào không khớp, hoặc dòng ngay trước thiếu dấu hai chấm", _ALIGN),
    ("expected key", "dòng này thụt vào không khớp với các dòng trên, hoặc có chữ thừa sau ngoặc kép", _ALIGN),
    ("node content", "có dấu «{mark}» thừa", "Xóa dấu ấy, hoặc đặt cả giá trị trong ngoặc kép."),
)


class YamlProblem(Exception):
    """The text is no usable YAML; `line` counts from 1."""

    def __init__(self, line: int, what: str, advice: str) -> None:
        super().__init__(what)
        self.line, self.what, self.advice = line, what, advice


def syntax_problem(text: str, error: yaml.MarkedYAMLError) -> YamlProblem:
    """Return what the parser met, said so that a person can find and mend it."""
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    lines = text.splitlines()
    for number in (line, line - 1):
        if 0 <= number < len(lines) and _TAB.match(lines[number]):
            advice = "Xóa Tab, gõ dấu cách thay vào: mỗi mức thụt vào 2 dấu cách."
            return _problem(number, "dòng này thụt vào bằng phím Tab", advice)
    written = lines[line] if line < len(lines) else ""
    if _second_colon(written, mark.column if mark else 0, error.problem or ""):
        return _problem(line, "giá trị có dấu hai chấm thì phải đặt trong ngoặc kép", _quoted(written))
    said = f"{error.problem} {error.context}"
    what, advice = next(((what, advice) for sign, what, advice in _WORDS if sign in said), ("", _LOST))
    start = error.context_mark.line + 1 if error.context_mark else line + 1
    sign = written[mark.column : mark.column + 1] if mark else ""
    if "node content" in said and not sign.strip():
        return _problem(min(line, max(len(lines) - 1, 0)), "tệp dừng giữa chừng: ngoặc mở chưa đóng", _PAIR)
    return _problem(line, what.format(start=start, mark=sign), advice)


def unreadable_problem(text: str, error: Exception) -> YamlProblem:
    """Return a problem for text the parser does not even begin with."""
    place = getattr(error, "position", None)
    if isinstance(place, int):
        line = text.encode("utf-8", "replace")[:place].count(b"\n")
        return YamlProblem(line + 1, "có ký tự điều khiển không nhìn thấy", "Xóa dòng này rồi gõ lại bằng tay.")
    return YamlProblem(1, "không đọc được YAML", _LOST)


def _problem(line: int, what: str, advice: str) -> YamlProblem:
    return YamlProblem(line + 1, f"sai cú pháp YAML: {what}" if what else "sai cú pháp YAML", advice)


def _second_colon(line: str, column: int, problem: str) -> bool:
    """True for «note: Chú ý: phải ký»: the colon the parser stumbles over is not the first of its line."""
    return problem.startswith("mapping values") and ": " in line[:column]


def _quoted(line: str) -> str:
    key, _, value = line.strip().partition(": ")
    return f'Viết: {key}: "{value[:60]}".' if value and '"' not in value else _QUOTE
