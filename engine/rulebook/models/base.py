"""What all rule files share: texts in two languages, days in force, citations."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Mark = Literal["read", "read-local", "read-2nd", "inferred", "memory"]
SeverityName = Literal["error", "warning", "note"]
Level = Literal["chi-bo", "dang-uy-co-so", "ubkt-co-so", "cap-tren-truc-tiep-co-so"]
Phase = Literal["chuan-bi", "tien-hanh", "ket-thuc"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Model(BaseModel):
    """Base of all rule-file models."""

    # Built at the first file that is validated: a book from the cache needs no validators at all.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Words(Model):
    """A text in Vietnamese with its English; a bare string in a file is the Vietnamese."""

    vi: str = Field(min_length=1, description="Câu chữ tiếng Việt, người dùng sẽ đọc")
    en: str | None = Field(None, description="Bản tiếng Anh (--lang en); để trống thì dùng tiếng Việt")

    def text(self, lang: str) -> str:
        """Return the words in `lang`, Vietnamese where there is no English."""
        return (self.en or self.vi) if lang == "en" else self.vi


def _words(value: object) -> object:
    return {"vi": value} if isinstance(value, str) else value


Text = Annotated[Words, BeforeValidator(_words)]


class InForce(Model):
    """The days on which something applies, both ends included; judged against the document's own date."""

    start: dt.date | None = Field(None, alias="from", description="Ngày bắt đầu áp dụng")
    end: dt.date | None = Field(None, alias="to", description="Ngày cuối cùng còn áp dụng")

    def covers(self, day: dt.date) -> bool:
        """True when `day` lies inside."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Citation(Model):
    """Where a rule comes from. `regulation` is an id in regulations/."""

    regulation: str = Field(description="Mã văn bản trong thư mục regulations/")
    article: str | None = Field(None, description="Điều, khoản, điểm; bỏ trống khi nguồn không nêu")
    mark: Mark = Field(description="Mức tin cậy của nguồn")
    source: str = Field(description="Mục trong tài liệu nguồn, ví dụ «PRC 3.a, ANPHU»")
    quote: str | None = Field(None, description="Nguyên văn ngắn, nếu đã đọc")
    levels: list[Level] = Field(default_factory=list, description="Chỉ là nguồn cho các cấp này; trống: mọi cấp")
    confirmed_by: str | None = Field(None, description="Người đã đối chiếu bản gốc")
    confirmed_on: dt.date | None = Field(None, description="Ngày đối chiếu bản gốc")
