"""What a person says of files and pages: which files are one paper, where papers begin in a long scan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.errors import UsageError
from engine.locale.words import N_, Said, said
from parsers.bundles import Binding, Misfit

if TYPE_CHECKING:
    from engine.check.answers import DocumentAnswers

# code -> what does not fit, way out
_MISFITS: dict[str, tuple[str, str]] = {
    "no-file": (
        N_("hoso.yaml ghép hoặc tách tệp «{file}», nhưng hồ sơ không có tệp này."),
        N_("Ghi đúng đường dẫn của tệp trong hồ sơ, cả đuôi tệp, ví dụ «Bien ban/trang 1.jpg»."),
    ),
    "twice": (
        N_("hoso.yaml ghép hoặc tách tệp «{file}» ở hai chỗ."),
        N_("Mỗi tệp chỉ nêu ở một mục merge hoặc split; bỏ bớt mục thừa."),
    ),
    "no-page": (
        N_("hoso.yaml tách «{file}» ở trang {page}, nhưng chỉ có {count} trang."),
        N_("Sửa lại số trang trong «split»; tệp ghép và nhóm ảnh đếm trang liền qua các tệp."),
    ),
    "no-pages": (
        N_("hoso.yaml ghép hoặc tách tệp «{file}», nhưng tệp này không phải PDF hay ảnh."),
        N_("Chỉ ghép, tách được tệp PDF và ảnh; với tệp Word hãy lưu thành PDF, hoặc bỏ mục này."),
    ),
    "unread": (
        N_("hoso.yaml ghép tệp «{file}», nhưng tệp này không mở được."),
        N_("Chép lại tệp từ nguồn gốc (tệp có thể hỏng hoặc đặt mật khẩu), hoặc bỏ mục ghép này."),
    ),
}


def bindings_of(documents: Iterable[DocumentAnswers]) -> tuple[Binding, ...]:
    """Return what was said of files and pages, as the reader takes it."""
    return tuple(_binding(item) for item in documents if item.split or item.merge is not None)


def _binding(said: DocumentAnswers) -> Binding:
    starts = tuple(sorted({0, *(page - 1 for page in said.split)})) if said.split else None
    if isinstance(said.merge, list):
        return Binding((said.file, *said.merge), starts or (0,))
    if said.merge:
        return Binding((said.file,), (0,), series=True)
    return Binding((said.file,), starts, series=said.merge is None)


def arranged(answer: DocumentAnswers) -> list[Said]:
    """Return what was said of the files of an entry, in words."""
    words, file = [], answer.file
    if isinstance(answer.merge, list):
        files = ", ".join(answer.merge)
        one = said("{file}: ghép với {files} thành một văn bản", file=file, files=files)
        words.append(said("{file}: ghép với {files}", file=file, files=files) if answer.split else one)
    elif answer.merge is not None:
        whole = said("{file}: là một văn bản, không tách", file=file)
        words.append(whole if answer.merge else said("{file}: đứng riêng, không ghép", file=file))
    if answer.split:
        pages = ", ".join(str(page) for page in sorted(set(answer.split)))
        words.append(said("{file}: văn bản bắt đầu ở trang {pages}", file=file, pages=pages))
    return words


def refused(misfit: Misfit) -> UsageError:
    """Return the error that tells a person what does not fit the dossier."""
    page, _, count = misfit.detail.partition("/")
    what, advice = _MISFITS[misfit.code]
    return UsageError(said(what, file=misfit.file, page=page, count=count), said(advice))
