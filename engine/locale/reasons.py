"""Words for codes: why a fact or a file could not be read, statuses, severities, marks, names of facts."""

from __future__ import annotations

from engine.locale.words import N_, tr

WHY = {
    "scan": N_("bản chụp (scan), máy không đọc chắc được chỗ này"),
    "no-layout": N_("tệp Word chưa dàn trang nên không biết trang nào"),
    "no-image": N_("bản Word không có hình chữ ký; có thể đã ký trên bản giấy"),
    "handwriting": N_("chữ viết tay hoặc in mờ, máy không đọc chắc được"),
    "grey": N_("trang chụp không thấy màu, không nhận ra được màu dấu"),
    "field-image": N_("nội dung chỉ nằm trong hình của ô chữ ký số"),
    "ambiguous": N_("có nhiều cách hiểu ngang nhau, máy không tự chọn"),
    "damaged": N_("tệp hỏng, không mở được"),
    "encrypted": N_("tệp đặt mật khẩu"),
    "unsupported": N_("định dạng tệp chưa đọc được"),
    "too-large": N_("tệp quá lớn"),
    "limit": N_("đọc quá lâu hoặc quá nhiều bộ nhớ nên đã dừng"),
    "not-understood": N_("có chữ nhưng không nhận ra nội dung này"),
    "pages-only": N_("chỉ đếm được số trang"),
    "empty-file": N_("tệp rỗng"),
    "lock-file": N_("tệp tạm của Word (~$…), không phải văn bản"),
    "mislabelled": N_("đuôi tệp không đúng với nội dung"),
    "zip-traversal": N_("tên tệp trong tệp nén trỏ ra ngoài hồ sơ"),
    "zip-bomb": N_("tệp nén bung ra quá lớn"),
    "not-a-file": N_("không phải tệp thông thường (liên kết hoặc thiết bị)"),
    "own-report": N_("phiếu rà soát do phần mềm này lập, không phải văn bản của hồ sơ"),
    "secret": N_("có dấu chỉ độ mật"),
}

FACTS = {
    "page_count": N_("Số trang"),
    "position": N_("Vị trí trong hồ sơ"),
    "kind": N_("Loại văn bản"),
    "header": N_("Tiêu đề"),
    "superior": N_("Cơ quan cấp trên"),
    "issuer": N_("Cơ quan ban hành"),
    "issuer_body": N_("Nhóm cơ quan"),
    "number": N_("Số"),
    "symbol": N_("Ký hiệu"),
    "number_line": N_("Dòng số, ký hiệu"),
    "place": N_("Địa danh"),
    "date": N_("Ngày văn bản"),
    "type_name": N_("Tên loại"),
    "subject": N_("Trích yếu"),
    "addressees": N_("Kính gửi"),
    "recipients": N_("Nơi nhận"),
    "digital": N_("Chữ ký số"),
    "sections": N_("Các phần"),
    "quotes": N_("Văn bản được dẫn"),
    "top_stamp": N_("Dấu treo"),
    "signatures": N_("Chữ ký"),
    "meeting": N_("Cuộc họp"),
    "votes": N_("Kiểm phiếu"),
    "page_faults": N_("Lỗi số trang"),
    "sheet_faults": N_("Tờ chưa đánh số"),
    "sheet_steps": N_("Số tờ trùng, nhảy"),
    "blanks": N_("Chỗ còn để trống"),
    "person": N_("Đối tượng"),
    "team": N_("Thành viên tổ, đoàn"),
    "period": N_("Mốc thời gian"),
    "index_rows": N_("Các dòng mục lục"),
    "closing": N_("Chứng từ kết thúc"),
    "numeric_date_style": N_("Cách ghi ngày"),
    "discipline": N_("Hình thức kỷ luật"),
    "effective": N_("Ngày có hiệu lực"),
    "extension": N_("Số ngày gia hạn"),
    "styles": N_("Cách trình bày"),
    "cover": N_("Các mục của bìa"),
    "joint_seal": N_("Dấu giáp lai"),
    "photocopy": N_("Bản chụp"),
    "copy_mark": N_("Chữ «sao y»"),
    "scan_quality": N_("Chất lượng quét"),
    "archive_seal": N_("Dấu trong ô chữ ký lưu trữ"),
}

PARTS = {
    "start": N_("từ"),
    "end": N_("đến"),
    "place": N_("địa điểm"),
    "present": N_("có mặt"),
    "total": N_("tổng số"),
    "attendance": N_("thành phần"),
    "chair": N_("chủ trì"),
    "secretary": N_("thư ký"),
    "read_back": N_("đọc lại biên bản"),
    "official": N_("đảng viên chính thức"),
    "issued": N_("phiếu phát ra"),
    "collected": N_("phiếu thu về"),
    "valid": N_("hợp lệ"),
    "invalid": N_("không hợp lệ"),
    "options": N_("hình thức"),
    "name": N_("họ tên"),
    "born": N_("sinh"),
    "pages": N_("số trang"),
    "pages_in_words": N_("số trang bằng chữ"),
    "index_pages": N_("số trang mục lục"),
    "last": N_("số tờ cuối"),
    "unit": N_("đếm theo"),
    "dpi": N_("độ phân giải (dpi)"),
    "depth": N_("chế độ quét"),
    "colour": N_("màu"),
    "grey": N_("thang xám"),
    "line": N_("đen trắng"),
    "searchable": N_("có lớp chữ"),
    "archival": N_("PDF/A"),
}


# heads the list of requirements a machine looks at only in part; short where there is no room for a list
PARTLY = {"vi": "Máy chỉ xét được một phần", "en": "Only in part by machine"}


def why(code: str, lang: str) -> str:
    """Return the reason behind a code in words; an unknown code is shown as it is."""
    return tr(lang)(WHY[code]) if code in WHY else code


def part_name(name: str, lang: str) -> str:
    """Return the name of a part of a fact in words."""
    return tr(lang)(PARTS[name]) if name in PARTS else name


def fact_name(name: str, lang: str) -> str:
    """Return the name of a fact in words."""
    return tr(lang)(FACTS[name]) if name in FACTS else name
