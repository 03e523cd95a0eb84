"""What could not be read, which rules were left out, and what no machine looks at: always said, never silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.check.choose import Choice
from engine.findings import Incident, NotChecked
from engine.locale.reasons import PARTLY, why
from engine.locale.words import said
from engine.rulebook.models import Requirement
from engine.rulebook.problems import RuleProblem
from parsers.facts import Dossier, Problem
from parsers.problems import DEFAULT_LIMITS

_SECRET_VI = (
    "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15, Điều 5: không soạn thảo, lưu giữ bí mật nhà nước trên máy có kết "
    "nối mạng. Đưa tài liệu ra khỏi máy này và xử lý theo quy định về bảo vệ bí mật nhà nước."
)
_SECRET_EN = (
    "Law 117/2025/QH15, article 5: state secrets must not be kept on a machine with a network. Take the paper off this "
    "machine and follow the rules on state secrets."
)

_PART_VI = "Tách thành nhiều tệp rồi kiểm tra lại: tệp PDF không quá {} trang, bản quét không quá {} trang.".format(
    *(f"{limit:,}".replace(",", ".") for limit in (DEFAULT_LIMITS.pages, DEFAULT_LIMITS.scan_pages))
)
_PART_EN = (
    f"Part it into several files and check again: a PDF of at most {DEFAULT_LIMITS.pages} pages, a scan of at most "
    f"{DEFAULT_LIMITS.scan_pages}."
)

# code, or code and detail -> (Vietnamese what, Vietnamese way out, English what, English way out)
_PROBLEMS: dict[str, tuple[str, str, str, str]] = {
    "encrypted": (
        "tệp đặt mật khẩu nên không mở được",
        "Mở tệp bằng mật khẩu, lưu lại bản không có mật khẩu rồi kiểm tra lại.",
        "the file is protected by a password",
        "Open it with the password, save a copy without one and check again.",
    ),
    "damaged": (
        "tệp bị hỏng hoặc tải về chưa hết",
        "Chép hoặc tải lại tệp từ nguồn gốc; mở thử bằng phần mềm thường dùng.",
        "the file is damaged or incomplete",
        "Copy it again from where it came from; try to open it with its usual program.",
    ),
    "empty-file": ("tệp rỗng (0 byte)", "Chép lại tệp từ nguồn gốc.", "the file is empty (0 bytes)", "Copy it again."),
    "unsupported": (
        "định dạng này chưa đọc được",
        "Lưu lại thành .docx hoặc PDF rồi kiểm tra lại.",
        "this format cannot be read",
        "Save it as .docx or PDF and check again.",
    ),
    "mislabelled": (
        "đuôi tệp không đúng với nội dung",
        "Đổi lại đuôi tệp cho đúng định dạng.",
        "the name does not fit the content",
        "Give the file the extension of its real format.",
    ),
    "too-large": ("tệp quá lớn", "Tách nhỏ hoặc giảm dung lượng tệp.", "the file is too large", "Split or shrink it."),
    "limit": (
        "đã dừng đọc vì quá giới hạn thời gian, bộ nhớ hoặc số trang",
        "Kiểm tra tệp có bình thường không; thử in lại ra PDF mới.",
        "given up after the limit of time, memory or pages",
        "See whether the file is in order; try to print it to a new PDF.",
    ),
    "limit pages": (
        "quá nhiều trang nên không đọc trang nào: phải xem hết các trang có dấu chỉ độ mật hay không mới được đọc",
        _PART_VI,
        "too many pages, so none was read: every page must be looked at for a secrecy stamp first",
        _PART_EN,
    ),
    "zip-bomb": (
        "tệp nén phình to bất thường nên không mở",
        "Giải nén trên máy an toàn và kiểm tra nguồn gốc tệp.",
        "the archive unfolds to an unreasonable size",
        "Find out where it comes from before opening it.",
    ),
    "scan": (
        "bản quét (ảnh), chưa đọc được chữ",
        "Xem bằng mắt; hoặc bổ sung bản Word/PDF có chữ và ghi loại văn bản vào hoso.yaml.",
        "a scan: its text cannot be read",
        "Look at it; or add the Word/PDF with text and name its kind in hoso.yaml.",
    ),
    "no-access": (
        "máy không cho mở tệp này",
        "Đóng chương trình đang mở tệp, kiểm tra quyền đọc rồi chạy lại.",
        "the system does not allow opening this file",
        "Close the program that has it open, check the right to read it, and run again.",
    ),
    "incident": (
        "phần mềm gặp lỗi khi đọc tệp này; các tệp khác vẫn được kiểm tra",
        "Thử lưu lại tệp thành PDF rồi kiểm tra lại; nếu vẫn lỗi thì báo cho người phụ trách phần mềm.",
        "the program failed on this file; the others were checked all the same",
        "Save the file as PDF and check again; if it still fails, tell whoever looks after the program.",
    ),
    "duplicate-name": (
        "hai tệp trùng tên trong tệp nén",
        "Đổi tên một tệp rồi nén lại.",
        "two files of the same name in the archive",
        "Rename one of them and pack again.",
    ),
    "not-found": (
        "không tìm thấy tệp hoặc thư mục này",
        "Kiểm tra lại đường dẫn.",
        "no such file or folder",
        "Check the path.",
    ),
    "empty-dossier": (
        "không có văn bản nào để kiểm tra",
        "Chỉ đúng thư mục hồ sơ; hồ sơ cần có tệp PDF hoặc Word.",
        "there is no paper to check",
        "Point at the dossier's own folder; it needs PDF or Word files.",
    ),
    "secret": (
        "có dấu chỉ độ mật (MẬT, TỐI MẬT hoặc TUYỆT MẬT)",
        _SECRET_VI,
        "carries a secrecy stamp",
        _SECRET_EN,
    ),
}
_OTHER = (
    "không đọc được",
    "Mở tệp xem bằng phần mềm thường dùng; nếu cần thì lưu lại thành PDF.",
    "could not be read",
    "Open it with its usual program; if need be save it as PDF.",
)


def incidents_of(dossier: Dossier, problems: Sequence[RuleProblem], lang: str) -> list[Incident]:
    """Return the files that could not be read and the rule files that were left out."""
    files = [_file_incident(problem, lang) for problem in _weighty(dossier)]
    if not dossier.documents and not files:
        files = [_file_incident(_alone(dossier) or Problem("empty-dossier", dossier.name), lang)]
    rules = [
        Incident(
            code=item.code,
            where=f"{item.file}:{item.line}",
            message=said("tệp quy tắc bị bỏ ra ngoài: {what}", what=item.what).text(lang),
            remedy=item.advice.text(lang),
        )
        for item in problems
        if item.fatal
    ]
    return [*files, *rules]


def _alone(dossier: Dossier) -> Problem | None:
    """What is wrong with the one file a person named instead of a folder: said once, as what stopped the check."""
    return None if dossier.documents else next((item for item in dossier.problems if item.path == dossier.name), None)


def _weighty(dossier: Dossier) -> list[Problem]:
    """Files that could be a paper of the dossier and were not read; a workbook or a note beside it is only told."""
    papers = {document.path for document in dossier.documents}
    return [item for item in dossier.problems if item.fatal and (item.code != "unsupported" or item.path in papers)]


def _file_incident(problem: Problem, lang: str) -> Incident:
    what, advice = words_of(problem, lang)
    return Incident(code=problem.code, where=problem.path, message=what, remedy=advice)


def words_of(problem: Problem, lang: str) -> tuple[str, str]:
    """Return what is wrong with a file and the way out, in words."""
    words = _PROBLEMS.get(f"{problem.code} {problem.detail}") or _PROBLEMS.get(problem.code)
    if words is not None:
        what, advice = words[2:] if lang == "en" else words[:2]
    else:
        what, advice = why(problem.code, lang), _OTHER[3 if lang == "en" else 1]
    return f"{what}{_detail(problem, lang)}", advice


def _detail(problem: Problem, lang: str) -> str:
    """Only what helps a person: how many pages are pictures, which limit was met."""
    if problem.code == "scan" and "/" in problem.detail:
        return f" ({problem.detail} pages)" if lang == "en" else f" ({problem.detail} trang)"
    limits = {"time": ("thời gian", "time"), "memory": ("bộ nhớ", "memory")}
    if problem.code == "limit" and problem.detail in limits:
        return f" ({limits[problem.detail][lang == 'en']})"
    return ""


def not_checked(dossier: Dossier, choice: Choice, applied: Iterable[Requirement], lang: str) -> list[NotChecked]:
    """Return what was left unlooked at, and why. `applied`: the requirements that had something to look at."""
    rows = [*_of_files(dossier, lang), *_of_procedure(choice, lang), *_of_order(dossier, lang)]
    return [*rows, *_of_partial(applied, lang), *_of_digital(dossier, lang), *_always(lang)]


def _of_files(dossier: Dossier, lang: str) -> list[NotChecked]:
    weighty = _weighty(dossier)
    light = [problem for problem in dossier.problems if problem not in weighty and problem != _alone(dossier)]
    return [NotChecked(what=problem.path, why=words_of(problem, lang)[0]) for problem in light]


def _of_procedure(choice: Choice, lang: str) -> list[NotChecked]:
    if choice.procedure is not None:
        return []
    reason = (choice.shown.reason if choice.shown else "") or (
        "no procedure was recognised; name it with --procedure"
        if lang == "en"
        else "chưa nhận ra quy trình; hãy nêu bằng --procedure hoặc trong hoso.yaml"
    )
    return [NotChecked(what="Steps of the procedure" if lang == "en" else "Các bước của quy trình", why=reason)]


def _of_order(dossier: Dossier, lang: str) -> list[NotChecked]:
    if dossier.order_from != "none" or len(dossier.documents) < 2:
        return []
    if lang == "en":
        return [NotChecked(what="Order of the papers", why="no index and no numbers in the file names")]
    return [NotChecked(what="Thứ tự văn bản trong hồ sơ", why="không có mục lục và tên tệp không đánh số thứ tự")]


def _of_partial(applied: Iterable[Requirement], lang: str) -> list[NotChecked]:
    titles = [item.title.text(lang) for item in applied if item.kind_of_check == "partial"]
    if not titles:
        return []
    return [NotChecked(what=PARTLY[lang], why="; ".join(titles))]


def _of_digital(dossier: Dossier, lang: str) -> list[NotChecked]:
    """Revocation is asked of a server, and nothing here asks the network."""
    if not any(document.digital.value for document in dossier.documents):
        return []
    if lang == "en":
        return [NotChecked(what="Revocation of the certificates", why="not asked for: the check runs without network")]
    what = "Chứng thư số có bị thu hồi không"
    return [NotChecked(what=what, why="chưa kiểm tra thu hồi, vì phần mềm chạy không nối mạng")]


def _always(lang: str) -> list[NotChecked]:
    if lang == "en":
        return [
            NotChecked(what="Truth of the contents", why="a machine does not judge whether what is written is right"),
            NotChecked(what="Genuineness of signatures", why="only their presence is looked at"),
        ]
    return [
        NotChecked(what="Nội dung đúng hay sai", why="máy không đánh giá nhận xét, kết luận có đúng sự thật không"),
        NotChecked(what="Chữ ký thật hay giả", why="chỉ xem có chữ ký hay không"),
    ]
