"""What a minute says of the meeting: begin and end, place, who was there, who led and wrote it, and read it back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from parsers.attachments import main_text
from parsers.facts import Fact, Meeting, absent, read, unreadable
from parsers.layout import AnyCase, Running, nothing_to_read, some_hidden
from parsers.names import COMRADE, name_at
from parsers.raw import RawFile
from parsers.times import FoundClock, FoundDate, clocks_in, dates_in

OPENING = 3_500  # characters in which a meeting begins
NEAR = 90  # characters between a time and the words or the date that belong to it
END_NEAR = 140
MOST_PEOPLE = 5_000
MOST_DAYS = 30  # over which one minute may run
HEADER_CONFIDENCE = 0.7

_I = re.IGNORECASE
_START_WORDS = re.compile(r"vào\s+lúc|vào\s+hồi|hồi|bắt\s+đầu|khai\s+mạc|hôm\s+nay|thời\s+gian|lúc|từ", _I)
_END_WORDS = re.compile(r"kết\s+thúc|bế\s+mạc|hoàn\s+thành|xong|lập\s+xong|đến", _I)
_SITTING = re.compile(
    r"[-+*\d.)\s]*(?:(?:đúng|đến|vào|lúc|hồi|\d+\s*(?:giờ|h)\S*|\d+\s*phút|buổi|sáng|chiều|tối|ngày)[\s,]+)+"
    r"(?=\d{1,2}[/ ])[^.\n]*?(?:tiếp\s+tục|làm\s+việc|họp|hội\s+nghị|phiên)",
    _I,
)
_END_STRONG = re.compile(r"kết\s+thúc|bế\s+mạc", _I)
_PLACE = AnyCase(
    r"(?:địa\s+điểm(?:\s+(?:họp|làm\s+việc|tổ\s+chức))?\s*[:\-]\s*|t(?<!\wt)ại\s+(?:địa\s+điểm\s*:?\s*)?)(?P<v>[^\n,;.…]{3,80})"
)
_NO_PLACE = re.compile(r"thời\s+điểm|điều|khoản|kế\s+hoạch|quyết\s+định|mục|biên\s+bản|cuộc\s+họp|hội\s+nghị|buổi", _I)
_PRESENT = AnyCase(
    r"(?:có\s+mặt|tham\s+dự|dự\s+họp|hiện\s+diện)[^\d\n.;…]{0,45}?(?P<x>\d{1,4})(?:\s*/\s*(?P<y>\d{1,4}))?(?!\s*/|\d)"
)
_TOTAL = AnyCase(r"(?:tổng\s+số|triệu\s+tập)[^\d\n.;…]{0,60}?(?P<x>\d{1,4})(?!\s*/|\d)")
_MISSING = AnyCase(r"vắng(?:\s+mặt)?[^\d\n.;…]{0,30}?(?P<x>\d{1,4}|không)\b")
_ATTENDANCE = AnyCase(r"thành\s+phần|có\s+mặt|tham\s+dự|dự\s+họp|đại\s+diện|hiện\s+diện|chúng\s+tôi\s+gồm")
_CHAIR = AnyCase(r"chủ\s+trì|chủ\s+t(?:ọa|oạ)|người\s+điều\s+hành|điều\s+hành\s+hội\s+nghị")
# Who heads the team leads what it does; heads of households, of a subject at school, of vote counters do not.
_TEAM_HEAD = AnyCase(
    r"trưởng\s+đoàn|tổ\s+trưởng(?!\s+(?:tổ\s+)?(?:kiểm\s+phiếu|dân|nhân|sản\s+xuất|chuyên\s+môn|bảo\s+vệ|bộ\s+môn|công\s+đoàn|văn\s+phòng))"
)
_SECRETARY = AnyCase(r"thư\s+ký|ghi\s+biên\s+bản|người\s+ghi|lập\s+biên\s+bản")
_READ_BACK = AnyCase(
    r"đọc\s+lại|biên\s+bản[^.;]{0,160}?(?:được|đã)\s+(?:\w+\s+){0,3}?(?:đọc|thông\s+qua)|đọc\s+(?:và\s+)?thông\s+qua|đọc\s+cho"
    r"|thông\s+qua\s+biên\s+bản|thông\s+qua\s+(?:trước|tại|toàn)|(?:nhất\s+trí|thống\s+nhất)[^.;]{0,60}nội\s+dung\s+biên\s+bản"
    r"|biên\s+bản[^.;]{0,120}(?:nhất\s+trí|thống\s+nhất)"
)


def read_meeting(raw: RawFile, *, of_team: bool = False) -> Fact[Meeting]:
    """Read what a minute says of its meeting; what is not there is absent only where all of the text was seen.

    `of_team`: the head of a team may sign as its chair, so the head is the chair where nobody is called so.
    """
    if nothing_to_read(raw):
        return unreadable("scan")
    text = main_text(raw)
    if not text.text:
        return unreadable("not-understood")
    reader = _Reader(text, hidden=some_hidden(raw), of_team=of_team)
    return read(reader.meeting(), text.location(0))


class _Reader:
    """Looks for the parts of a minute in one running text."""

    def __init__(self, text: Running, *, hidden: bool, of_team: bool) -> None:
        self._running = text
        self._text = text.text
        self._of_team = of_team
        self._hidden = hidden
        self._dates = list(dates_in(self._text))
        self._clocks = list(clocks_in(self._text))

    def meeting(self) -> Meeting:
        """Put the parts together."""
        start, start_clock = self._start()
        present, total = self._counts()
        return Meeting(
            start=start,
            end=self._end(start, start_clock),
            place=self._place(start_clock),
            present=present,
            total=total,
            attendance=self._words(_ATTENDANCE),
            chair=self._chair(),
            secretary=self._who(_SECRETARY),
            read_back=self._read_back(),
        )

    def _missing(self) -> Fact[Any]:
        return unreadable("scan") if self._hidden else absent()

    # ------------------------------------------------------------ begin and end

    def _start(self) -> tuple[Fact[dt.datetime], FoundClock | None]:
        for clock in self._clocks:
            if clock.start > OPENING or self._ends(clock):
                break
            if _START_WORDS.search(self._text[max(0, clock.start - NEAR) : clock.start]):
                return self._moment(clock, self._date_near(clock) or self._header_date()), clock
        return self._missing(), None

    def _end(self, start: Fact[dt.datetime], start_clock: FoundClock | None) -> Fact[dt.datetime]:
        later = [c for c in self._clocks if start_clock is None or c.start > start_clock.start]
        ending = [c for c in later if self._ends(c)]
        if not ending:
            return self._missing()
        strong = [c for c in ending if _END_STRONG.search(self._before(c))]
        clock = (strong or ending)[-1]
        after = [
            d
            for d in self._dates
            if clock.end <= d.start <= clock.end + NEAR and "\n\n" not in self._text[clock.end : d.start]
        ]
        if after:
            return self._moment(clock, after[0])
        sitting = self._session_date(clock, start)
        return self._moment(clock, sitting or (None if start.value else self._header_date()), start)

    def _before(self, clock: FoundClock) -> str:
        sentence = re.split(r"[.;!]\s", self._text[max(0, clock.start - END_NEAR) : clock.start])
        return sentence[-1]

    def _ends(self, clock: FoundClock) -> bool:
        before = self._before(clock)
        words = list(_END_WORDS.finditer(before))
        return bool(words) and (words[-1].group().casefold() != "đến" or len(before) - words[-1].end() < 20)

    def _date_near(self, clock: FoundClock) -> FoundDate | None:
        after = [d for d in self._dates if 0 <= d.start - clock.end <= NEAR]
        before = [d for d in self._dates if 0 <= clock.start - d.end <= NEAR]
        return after[0] if after else before[-1] if before else None

    def _session_date(self, clock: FoundClock, start: Fact[dt.datetime]) -> FoundDate | None:
        """Give the day of a later sitting, where one is told between begin and end; not days the matter speaks of."""
        first = start.value.date() if start.value else None
        later = [d for d in self._dates if d.end <= clock.start and first and 0 < (d.value - first).days <= MOST_DAYS]
        return next((d for d in reversed(later) if self._is_sitting(d)), None)

    def _is_sitting(self, date: FoundDate) -> bool:
        line = self._text.rfind("\n", 0, date.start) + 1
        around = self._text[line : date.end + NEAR]
        timed = any(min(abs(c.start - date.end), abs(date.start - c.end)) <= NEAR for c in self._clocks)
        return timed and _SITTING.match(around) is not None

    def _header_date(self) -> FoundDate | None:
        early = [d for d in self._dates if d.start <= OPENING]
        return early[0] if early else None

    def _moment(
        self, clock: FoundClock, date: FoundDate | None, start: Fact[dt.datetime] | None = None
    ) -> Fact[dt.datetime]:
        place = self._running.location(clock.start)
        shown = self._text[clock.start : clock.end]
        day = date.value if date else start.value.date() if start and start.value else None
        if clock.value is None or day is None:
            return unreadable("not-understood", place, shown=shown)
        sure = date is None or abs(date.start - clock.start) <= NEAR + 20 or start is not None
        moment = dt.datetime.combine(day, clock.value)
        return read(moment, place, confidence=1.0 if sure else HEADER_CONFIDENCE, shown=shown)

    # ------------------------------------------------------------ place and people

    def _place(self, clock: FoundClock | None) -> Fact[str]:
        for match in _PLACE.finditer(self._running):
            label = self._text[match.start() : match.start("v")].casefold()
            near = clock is not None and abs(match.start() - clock.start) <= 200
            value = match["v"].strip(" -_.")
            if ("điểm" in label or near) and len(value) >= 3 and not _NO_PLACE.match(value):
                return read(value, self._running.location(match.start()), shown=value)
        return self._missing()

    def _counts(self) -> tuple[Fact[int], Fact[int]]:
        present = next((m for m in _PRESENT.finditer(self._running) if self._is_count(m)), None)
        total = next((m for m in _TOTAL.finditer(self._running) if self._is_count(m)), None)
        missing = next(
            (m for m in _MISSING.finditer(self._running) if present and abs(m.start() - present.end()) < 200), None
        )
        there = self._number(present, "x")
        if present and present["y"]:
            return there, self._number(present, "y")
        if total:
            return there, self._number(total, "x")
        if present and missing and there.value is not None:
            away = 0 if missing["x"].casefold() == "không" else int(missing["x"])
            return there, read(there.value + away, self._running.location(missing.start()), confidence=0.9)
        return there, self._missing()

    def _is_count(self, match: re.Match[str]) -> bool:
        after = self._text[match.end() : match.end() + 12].casefold()
        return int(match["x"]) <= MOST_PEOPLE and not re.match(r"\s*(?:giờ|phút|h\d|/|%|tháng|năm)", after)

    def _number(self, match: re.Match[str] | None, group: str) -> Fact[int]:
        if match is None:
            return self._missing()
        return read(int(match[group]), self._running.location(match.start()), shown=match.group())

    def _words(self, pattern: AnyCase) -> Fact[str]:
        match = pattern.search(self._running)
        if match is None:
            return self._missing()
        line = self._running.line_at(match.start())
        return read(line.text if line else match.group(), self._running.location(match.start()))

    def _chair(self) -> Fact[str]:
        is_named = _CHAIR.search(self._running) is not None
        return self._who(_CHAIR if is_named or not self._of_team else _TEAM_HEAD)

    def _who(self, role: AnyCase) -> Fact[str]:
        """Name the person of a role; the role named without a person is not understood, not missing."""
        seen = None
        for match in role.finditer(self._running):
            seen = seen or match
            found = self._name_after(match.end()) or self._name_before(match.start())
            if found:
                return read(found, self._running.location(match.start()))
        if seen is None:
            return self._missing()
        line_end = self._text.find("\n", seen.end())
        rest = self._text[seen.end() : line_end if line_end >= 0 else None]
        if re.fullmatch(r"[^:\n]{0,30}:\s*(?:đồng\s+chí|đ/c)?\s*:?[\s._…]*(?:chức vụ\s*:?[\s._…]*)?", rest, _I):
            return self._missing()
        return unreadable("not-understood", self._running.location(seen.start()))

    def _name_after(self, offset: int) -> str | None:
        rest = self._text[offset : offset + 80]
        match = re.match(rf"[^.;:]{{0,45}}?[:\-]?\s*(?:là\s+)?(?:{COMRADE})|[^.;\n:]{{0,40}}:\s*", rest, _I)
        found = name_at(self._text, offset + match.end()) if match else None
        return found.value if found else None

    def _name_before(self, offset: int) -> str | None:
        sentence = re.split(r"[.;:]", self._text[max(0, offset - 110) : offset])[-1]
        base = offset - len(sentence)
        for match in re.finditer(COMRADE, sentence, _I):
            found = name_at(self._text, base + match.end())
            if found:
                return found.value
        return None

    def _read_back(self) -> Fact[bool]:
        match = next((m for m in _READ_BACK.finditer(self._running) if m.end() > len(self._text) // 3), None)
        return read(True, self._running.location(match.start()), shown=match.group()) if match else self._missing()
