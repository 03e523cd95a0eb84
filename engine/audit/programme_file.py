"""The yearly programme as a file: a workbook or YAML from our template, or a Word file with a table of its headings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from engine.audit.programme_words import completed, due_day, field_of, parts_of
from engine.errors import UsageError
from engine.locale.words import Said, joined, said
from engine.rulebook.loader import validate
from engine.rulebook.problems import RuleProblem, no_yaml
from engine.rulebook.yaml_text import YamlProblem, parse_yaml
from parsers.vietnamese import fold

KIEM_TRA, GIAM_SAT = "kiem-tra", "giam-sat"
MEMBER, ORGANISATION = "dang-vien", "to-chuc"
_YES = frozenset({"x", "có", "co", "true", "1", "yes"})
_FORMS = {"kiểm tra": KIEM_TRA, "giám sát": GIAM_SAT}
_OBJECTS = {"đảng viên": MEMBER, "tổ chức": ORGANISATION, "tổ chức đảng": ORGANISATION}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Part):
    """One planned inspection."""

    no: str = ""
    unit: str = ""
    form: Literal["kiem-tra", "giam-sat"]
    object_kind: Literal["dang-vien", "to-chuc"]
    object: str = ""
    content: str = ""
    professional: bool = False
    focus: bool = False
    due: dt.date | None = None
    changed_by: str = ""

    @field_validator("form", mode="before")
    @classmethod
    def _form(cls, value: Any) -> Any:
        return _FORMS.get(fold(str(value)), value)

    @field_validator("object_kind", mode="before")
    @classmethod
    def _kind(cls, value: Any) -> Any:
        return _OBJECTS.get(fold(str(value)), value)

    @field_validator("professional", "focus", mode="before")
    @classmethod
    def _mark(cls, value: Any) -> Any:
        return value if isinstance(value, bool) else fold(str(value)).strip() in _YES

    @field_validator("due", mode="before")
    @classmethod
    def _due(cls, value: Any) -> Any:
        return _day(value)

    @field_validator("no", mode="before")
    @classmethod
    def _no(cls, value: Any) -> Any:
        return _number_text(value)


class Unit(_Part):
    """A branch or body of the programme's area."""

    name: str
    members: int | None = Field(None, ge=0)
    last_inspected: int | None = None  # year


class ReportDue(_Part):
    """A report the body owes, and the one it made."""

    name: str
    due: dt.date | None = None
    number: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    inspections: int | None = None

    @field_validator("due", "start", "end", mode="before")
    @classmethod
    def _days(cls, value: Any) -> Any:
        return _day(value)

    @field_validator("number", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        return _number_text(value)


class Programme(_Part):
    """The whole programme of a year."""

    year: int
    term_start: int | None = None  # year the term began
    items: list[Item] = Field(default_factory=list)
    units: list[Unit] = Field(default_factory=list)
    reports: list[ReportDue] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _by_quarter(cls, value: Any) -> Any:
        """Take «Quý II» and «Tháng 6» of the programme's year."""
        items = value.get("items") if isinstance(value, dict) else None
        year = value.get("year") if isinstance(value, dict) else None
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and isinstance(item.get("due"), str):
                item["due"] = due_day(item["due"], int(year) if isinstance(year, int | float) else None)
        return value


def _day(value: Any) -> Any:
    """Take 30/9/2026 as well as what a workbook or YAML gives."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str) and "/" in value:
        try:
            day, month, year = (int(part) for part in value.split("/"))
            return dt.date(year, month, day)
        except ValueError:
            return value
    return value or None


def _number_text(value: Any) -> Any:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


# heading in the template -> field; a heading is known by how it begins
ITEM_COLUMNS = (
    ("TT", "no", 6),
    ("Đơn vị thực hiện", "unit", 28),
    ("Hình thức (kiểm tra / giám sát)", "form", 16),
    ("Loại đối tượng (đảng viên / tổ chức)", "object_kind", 18),
    ("Đối tượng", "object", 28),
    ("Nội dung", "content", 48),
    ("Nhiệm vụ chuyên môn (x)", "professional", 14),
    ("Trọng tâm, trọng điểm (x)", "focus", 14),
    ("Thời hạn", "due", 14),
    ("Văn bản điều chỉnh", "changed_by", 28),
)
UNIT_COLUMNS = (
    ("Tên đơn vị", "name", 34),
    ("Số đảng viên chính thức", "members", 16),
    ("Năm được kiểm tra, giám sát gần nhất", "last_inspected", 20),
)
REPORT_COLUMNS = (
    ("Báo cáo", "name", 34),
    ("Hạn gửi", "due", 14),
    ("Số, ký hiệu đã gửi", "number", 20),
    ("Từ ngày", "start", 14),
    ("Đến ngày", "end", 14),
    ("Số cuộc nêu trong báo cáo", "inspections", 16),
)
SHEETS = (
    ("Chương trình", "items", ITEM_COLUMNS),
    ("Đơn vị", "units", UNIT_COLUMNS),
    ("Báo cáo", "reports", REPORT_COLUMNS),
)
Columns = Sequence[tuple[str, str, int]]


def read_programme(file: Path) -> Programme:
    """Read a programme. Raises UsageError, naming the line, for what cannot be used."""
    readers: dict[str, Callable[[Path], Programme]] = {
        ".xlsx": _from_workbook,
        ".yaml": _from_yaml,
        ".yml": _from_yaml,
        ".docx": _from_word,
    }
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise _unusable(file, said("định dạng này không đọc được; dùng .xlsx, .yaml hoặc .docx"))
    try:
        return reader(file)
    except ValidationError as error:
        raise _unusable(file, _in_words(error)) from None
    except YamlProblem as problem:
        raise _unusable(file, no_yaml(file.name, problem).brief) from None
    except UsageError:
        raise
    except Exception as error:  # a library of a file format may raise anything on a damaged file
        why = said("tệp hỏng hoặc không đúng định dạng ({kind})", kind=type(error).__name__)
        raise _unusable(file, why) from None


def _in_words(error: ValidationError) -> Said:
    """Name the entries that cannot be used; headings stay as they are in the file."""
    titles = {field: name for name, field, _ in SHEETS} | {"year": "Năm"}
    headings = {field: heading for _, _, columns in SHEETS for heading, field, _ in columns}
    told: list[Said] = []
    for item in error.errors()[:5]:
        place = item["loc"]
        part, heading = titles.get(str(place[0]), place[0]), headings.get(str(place[-1]), place[-1])
        row = said(", mục {row}", row=int(place[1]) + 1) if len(place) > 1 else Said()
        column = said(", cột «{heading}»", heading=heading) if len(place) > 2 else Said()
        told.append(said("«{part}»{where} thiếu hoặc không dùng được", part=part, where=row + column))
    return joined(told)


def _unusable(file: Path, why: Said) -> UsageError:
    return UsageError(
        said("Không dùng được tệp chương trình «{name}»: {why}.", name=file.name, why=why),
        said("Tạo tệp mẫu bằng «hoso new-programme chuong-trinh.xlsx», điền lại rồi chạy lại."),
    )


def _from_yaml(file: Path) -> Programme:
    parsed = parse_yaml(file.read_text(encoding="utf-8-sig"))
    problems: list[RuleProblem] = []
    made = validate(Programme, parsed, file.name, problems)
    if made is None:
        raise _unusable(file, joined(problem.brief for problem in problems))
    return made


def _from_workbook(file: Path) -> Programme:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only where a workbook is given

    book = CalamineWorkbook.from_path(str(file))
    sheets = {fold(name): book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    value: dict[str, Any] = _head(sheets.get(fold(SHEETS[0][0]), []))
    for name, field, columns in SHEETS:
        value[field] = _rows(sheets.get(fold(name), []), columns)
    return Programme.model_validate(value)


def _from_word(file: Path) -> Programme:
    """Take the rows of every table whose headings are known; the year stands in the text before the first."""
    import docx  # noqa: PLC0415

    paper = docx.Document(str(file))
    items: list[dict[str, Any]] = []
    before = ""
    for part in paper.iter_inner_content():
        if hasattr(part, "rows"):
            rows = [[cell.text for cell in row.cells] for row in part.rows]
            for heading, below in parts_of(rows, before):
                items += [completed(row, heading) for row in _rows(below, ITEM_COLUMNS)]
        elif part.text.strip():
            before = part.text
    if not items:
        raise _unusable(file, said("không thấy bảng nào có các cột của tệp mẫu"))
    return Programme.model_validate({"year": _year(" ".join(x.text for x in paper.paragraphs)), "items": items})


def _year(text: str) -> int | None:
    words = fold(text).replace(",", " ").split()
    years = [int(word) for before, word in pairwise(words) if before == "năm" and word.isdecimal()]
    return next((year for year in years if 2000 < year < 2100), None)


def _head(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Read the lines above the table: Năm, Nhiệm kỳ bắt đầu từ năm."""
    value: dict[str, Any] = {}
    for row in rows:
        name = fold(str(row[0])) if row else ""
        if name.startswith("năm") and len(row) > 1 and row[1] != "":
            value["year"] = row[1]
        elif name.startswith("nhiệm kỳ") and len(row) > 1 and row[1] != "":
            value["term_start"] = row[1]
    return value


def _rows(rows: Sequence[Sequence[Any]], columns: Columns) -> list[dict[str, Any]]:
    """Return the rows below the line of headings as fields; empty cells and empty rows are left out."""
    wanted = {_bare(heading): field for heading, field, _ in columns}
    own = set(wanted.values())
    fields: dict[int, str] = {}
    made: list[dict[str, Any]] = []
    for row in rows:
        if not fields:
            found = {n: name for n, cell in enumerate(row) if (name := field_of(str(cell), wanted)) in own}
            fields = found if len(found) >= 2 else {}
            continue
        values = {field: row[n] for n, field in fields.items() if n < len(row) and str(row[n]).strip()}
        said_again = (
            sum(field_of(str(text), wanted) == field for field, text in values.items()) >= 2
        )  # a merged heading
        if values and set(values) != {"no"} and not said_again:
            made.append(values)
    return made


def _bare(heading: str) -> str:
    return fold(heading).partition("(")[0].strip()
