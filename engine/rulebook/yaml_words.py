"""What is wrong with a YAML text, in the words of the people who write it: a Tab, a colon, a quotation mark."""

from __future__ import annotations

import re

import yaml

from engine.locale.words import N_, Said, said

_TAB = re.compile(r" *\t")
_LOST = N_("Kiểm tra thụt đầu dòng (chỉ dùng dấu cách), dấu hai chấm và dấu ngoặc ở dòng này và dòng ngay trước.")
_ALIGN = N_("Các khóa cùng mức phải thẳng cột; mỗi mức thụt vào thêm 2 dấu cách.")
_QUOTE = N_('Đặt cả giá trị trong ngoặc kép, ví dụ: ghi_chu: "…".')
_PAIR = N_("Mỗi ngoặc mở cần một ngoặc đóng cùng loại; các giá trị cách nhau bằng dấu phẩy.")

# what the parser says, or what it was reading -> what is wrong ({mark}: the sign met, {start}: where it began), advice
_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "quoted scalar",
        N_("ngoặc kép mở ở dòng {start} không được đóng, hoặc có dấu «\\» bên trong"),
        N_("Đóng ngoặc ấy lại."),
    ),
    ("flow sequence", N_("danh sách mở ngoặc «[» ở dòng {start} chưa đóng, hoặc thiếu dấu phẩy"), _PAIR),
    ("flow mapping", N_("ngoặc «{{» mở ở dòng {start} chưa đóng, hoặc thiếu dấu phẩy"), _PAIR),
    ("undefined alias", N_("giá trị bắt đầu bằng dấu «*» phải đặt trong ngoặc kép"), _QUOTE),
    ("another document", N_("dòng «---» chia tệp thành hai phần"), N_("Mỗi tệp chỉ có một phần; xóa dòng «---» này.")),
    ("block sequence entries", N_("dấu gạch đầu dòng «-» phải đứng đầu một dòng riêng"), _ALIGN),
    ("expected '-' indicator", N_("dòng này đứng ngang với danh sách ở trên nhưng không có dấu gạch đầu dòng"), _ALIGN),
    ("cannot start any token", N_("giá trị không được bắt đầu bằng dấu «{mark}»"), _QUOTE),
    ("block scalar", N_("sau dấu «|» hoặc «>» phải xuống dòng"), N_("Viết nội dung ở dòng dưới, thụt vào 2 dấu cách.")),
    ("mapping values", N_("dòng này thụt vào không khớp, hoặc dòng ngay trước thiếu dấu hai chấm"), _ALIGN),
    ("expected key", N_("dòng này thụt vào không khớp với các dòng trên, hoặc có chữ thừa sau ngoặc kép"), _ALIGN),
    ("node content", N_("có dấu «{mark}» thừa"), N_("Xóa dấu ấy, hoặc đặt cả giá trị trong ngoặc kép.")),
)


class YamlProblem(Exception):
    """The text is no usable YAML; `line` counts from 1."""

    def __init__(self, line: int, what: Said, advice: Said) -> None:
        super().__init__(what)
        self.line, self.what, self.advice = line, what, advice


def syntax_problem(text: str, error: yaml.MarkedYAMLError) -> YamlProblem:
    """Return what the parser met, said so that a person can find and mend it."""
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    lines = text.splitlines()
    for number in (line, line - 1):
        if 0 <= number < len(lines) and _TAB.match(lines[number]):
            advice = said("Xóa Tab, gõ dấu cách thay vào: mỗi mức thụt vào 2 dấu cách.")
            return _problem(number, said("dòng này thụt vào bằng phím Tab"), advice)
    written = lines[line] if line < len(lines) else ""
    if _second_colon(written, mark.column if mark else 0, error.problem or ""):
        return _problem(line, said("giá trị có dấu hai chấm thì phải đặt trong ngoặc kép"), _quoted(written))
    met = f"{error.problem} {error.context}"
    what, advice_text = next(((what, advice) for sign, what, advice in _WORDS if sign in met), ("", _LOST))
    start = error.context_mark.line + 1 if error.context_mark else line + 1
    sign = written[mark.column : mark.column + 1] if mark else ""
    if "node content" in met and not sign.strip():
        last = min(line, max(len(lines) - 1, 0))
        return _problem(last, said("tệp dừng giữa chừng: ngoặc mở chưa đóng"), said(_PAIR))
    return _problem(line, said(what, start=start, mark=sign), said(advice_text))


def unreadable_problem(text: str, error: Exception) -> YamlProblem:
    """Return a problem for text the parser does not even begin with."""
    place = getattr(error, "position", None)
    if isinstance(place, int):
        line = text.encode("utf-8", "replace")[:place].count(b"\n")
        advice = said("Xóa dòng này rồi gõ lại bằng tay.")
        return YamlProblem(line + 1, said("có ký tự điều khiển không nhìn thấy"), advice)
    return YamlProblem(1, said("không đọc được YAML"), said(_LOST))


def _problem(line: int, what: Said, advice: Said) -> YamlProblem:
    whole = said("sai cú pháp YAML: {what}", what=what) if what else said("sai cú pháp YAML")
    return YamlProblem(line + 1, whole, advice)


def _second_colon(line: str, column: int, problem: str) -> bool:
    """True for «note: Chú ý: phải ký»: the colon the parser stumbles over is not the first of its line."""
    return problem.startswith("mapping values") and ": " in line[:column]


def _quoted(line: str) -> Said:
    key, _, value = line.strip().partition(": ")
    if not value or '"' in value:
        return said(_QUOTE)
    return said('Viết: {key}: "{value}".', key=key, value=value[:60])
