"""The columns of the committee's workbook: headings and widths in letters."""

from __future__ import annotations

from engine.locale.words import N_

BRANCHES = (
    (N_("Đơn vị"), 28),
    (N_("Hồ sơ"), 8),
    (N_("Không thấy lỗi"), 9),
    (N_("Có lỗi"), 8),
    (N_("Chưa kết luận"), 9),
    (N_("Lỗi nặng"), 8),
    (N_("Cảnh báo"), 9),
    (N_("Cần người xem"), 9),
    (N_("Tệp không đọc được"), 10),
    (N_("Giữa các hồ sơ"), 9),
    (N_("Lỗi mới"), 8),
    (N_("Còn nguyên"), 8),
    (N_("Đã sửa"), 8),
)
FINDINGS = (
    (N_("Đơn vị"), 18),
    (N_("Hồ sơ số"), 7),
    (N_("Hồ sơ"), 22),
    (N_("Kết quả"), 10),
    (N_("Mức"), 9),
    (N_("Văn bản"), 22),
    (N_("Trang"), 6),
    (N_("Nội dung"), 26),
    (N_("Diễn giải"), 40),
    (N_("Cách sửa"), 40),
    (N_("Nguồn"), 36),
    (N_("Tệp"), 30),
    (N_("Đơn vị khai"), 24),
    (N_("Mã quy tắc"), 34),
)
DOSSIERS = (
    (N_("Số"), 7),
    (N_("Đơn vị"), 26),
    (N_("Hồ sơ"), 44),
    (N_("Quy trình"), 36),
    (N_("Kết luận"), 18),
    (N_("Lỗi nặng"), 9),
    (N_("Cảnh báo"), 9),
    (N_("Lưu ý"), 9),
    (N_("Cần người xem"), 9),
    (N_("Văn bản"), 9),
    (N_("Tệp không đọc được"), 10),
    (N_("Ghi chú"), 40),
)
UNREAD = (
    (N_("Đơn vị"), 26),
    (N_("Hồ sơ số"), 8),
    (N_("Hồ sơ"), 40),
    (N_("Tệp"), 40),
    (N_("Vì sao"), 46),
    (N_("Cách xử lý"), 46),
)
RULES = (
    (N_("Nội dung"), 50),
    (N_("Nhóm"), 20),
    (N_("Mức"), 12),
    (N_("Số hồ sơ"), 9),
    (N_("Số lần"), 9),
    (N_("Nguồn"), 60),
    (N_("Mã quy tắc"), 44),
)
PRINTED = {"Lỗi phát hiện": 10, "Quy tắc": 6}  # sheets of which only the first columns are printed
CROSSINGS = (
    (N_("Đơn vị"), 26),
    (N_("Mức"), 12),
    (N_("Diễn giải"), 80),
    (N_("Hồ sơ số"), 20),
    (N_("Mã kiểm tra"), 12),
    (N_("Mã quy tắc"), 26),
)
