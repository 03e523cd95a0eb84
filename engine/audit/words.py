"""Reasons and names of an audit in words."""

from __future__ import annotations

from engine.audit.blind import names_accusation
from engine.audit.store import ASIDE, FAILED, SECRET
from engine.locale.words import N_, Said, Tr, tr

SEVERITIES = {"error": N_("Lỗi nặng"), "warning": N_("Cảnh báo"), "note": N_("Lưu ý"), "open": N_("Cần người xem")}
_REASONS = {
    "no-access": N_("không có quyền đọc"),
    "not-a-file": N_("không phải tệp hoặc thư mục thường"),
    "limit": N_("thư mục lồng quá sâu"),
    "loose-paper": N_("giấy tờ nằm ngoài các thư mục hồ sơ, chưa được kiểm tra"),
    "branch-file": N_("tệp hoso.yaml của chi bộ, đảng bộ không dùng được"),
    "worker-lost": N_("tiến trình đọc hồ sơ này bị hệ thống dừng hai lần; có thể thiếu bộ nhớ"),
    "incident": N_("phần mềm gặp lỗi ở riêng hồ sơ này"),
    "secret": N_("có dấu chỉ độ mật: đã dừng, không lưu gì"),
}


def reason_words(status: str, reason: Said | None, lang: str) -> str:
    """Return why a dossier has no result."""
    if status == SECRET:
        return tr(lang)(_REASONS["secret"])
    told = reason.text(lang) if reason else ""
    code, _sep, detail = told.partition(": ")
    known = tr(lang)(_REASONS[code]) if code in _REASONS else ""
    return f"{known} ({detail})" if known and detail else known or told


def dossier_words(shown: str | None, ordinal: int, private: bool | None, _: Tr, *, show: bool = False) -> str:
    """Return the name of a dossier: of tố cáo only its number, unless asked for; after a stamp too.

    private: None where the dossier was not checked; then its name tells.
    """
    if shown is None:
        return _("Hồ sơ số {number}").format(number=ordinal)
    if not show and is_private_row(shown, private):
        return _("Hồ sơ giải quyết tố cáo (số {number})").format(number=ordinal)
    return shown


def is_private_row(shown: str | None, private: bool | None) -> bool:
    """True for a dossier of tố cáo; of one that was not checked the name tells."""
    return bool(shown and names_accusation(shown)) if private is None else private


__all__ = ["ASIDE", "FAILED", "SECRET", "SEVERITIES", "dossier_words", "is_private_row", "reason_words"]
