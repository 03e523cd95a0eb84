"""Who belongs to the team of an inspection, as a decision, a plan or a minute lists it by name."""

from __future__ import annotations

import re

from parsers.attachments import main_text
from parsers.facts import Fact, Member, absent, read, unreadable
from parsers.layout import AnyCase, Running, nothing_to_read, some_hidden
from parsers.names import COMRADE, name_at
from parsers.raw import RawFile
from parsers.vietnamese import fold

REACH = 160  # characters from one member to the next
MOST = 30
SAID = 25  # characters before a heading
LISTING = ("quyết định", "kế hoạch", "biên bản")  # type names

_I = re.IGNORECASE
_HEADING = AnyCase(
    r"(?:tổ|đoàn)\s+(?:kiểm\s+tra|giám\s+sát|giải\s+quyết|thẩm\s+tra|xác\s+minh|công\s+tác)"
    r"(?:[^:;.]{0,80}?(?:gồm|sau\s+đây|như\s+sau)[^:;.]{0,30})?\s*:(?=\s)"
)
_MEMBER = re.compile(COMRADE, _I)
_SAYING = re.compile(r"ý\s+kiến|nhận\s+xét|đánh\s+giá|đề\s+nghị|kiến\s+nghị|kết\s+luận|yêu\s+cầu|phát\s+biểu")
# What stands between two members: an office, never the beginning of another point or of another list.
_OTHER_POINT = re.compile(
    r"\n\s*(?:\d{1,2}[.)]|[ivx]{1,4}[.)]|[a-hđ]\)|điều\s+\d)\s*(?!\s*(?:đồng\s+chí|đ/c|ông|bà)\b)", _I
)
_ROLE_LABEL = re.compile(
    r"(?:tổ\s+trưởng|trưởng\s+đoàn|phó\s+trưởng\s+đoàn|tổ\s+phó|(?:các\s+)?thành\s+viên|thư\s+ký)[^:\n]{0,20}:", _I
)


def read_team(raw: RawFile, type_name: str | None) -> Fact[tuple[Member, ...]]:
    """Read the members of the team; absent where none is listed by name, and in reports, which speak of others."""
    if not fold(type_name or "").startswith(LISTING):
        return absent()
    if nothing_to_read(raw):
        return unreadable("scan")
    text = main_text(raw)
    for heading in _HEADING.finditer(text):
        members = _members(text, heading.end())
        if members and not _SAYING.search(text.lowered, max(0, heading.start() - SAID), heading.start()):
            return read(members, members[0].location)
    return unreadable("scan") if some_hidden(raw) else absent()


def _members(text: Running, start: int) -> tuple[Member, ...]:
    found: dict[str, Member] = {}
    at = start
    while len(found) < MOST:
        mark = _MEMBER.search(text.text, at, at + REACH)
        if mark is None or _leaves_list(text.text[at : mark.end()]):
            break
        name = name_at(text.text, mark.end())
        if name is None:
            break
        found.setdefault(name.value, Member(name.value, text.location(name.start)))
        at = name.end
    return tuple(found.values())


def _leaves_list(between: str) -> bool:
    return _OTHER_POINT.search(between) is not None or ":" in _ROLE_LABEL.sub("", between).rstrip(" :")
