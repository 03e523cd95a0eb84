"""The stamp of a higher body at the upper left of page 1."""

import pytest

from parsers.facts import Box
from parsers.raw import RawFile, RawImage, RawPage
from parsers.top_stamp import read_top_stamp


def paper(*images, text=800):
    return RawFile("pdf", pages=(RawPage(1, 595.0, 842.0, text, images=images),))


def picture(x, y, *, reddish):
    return RawImage(1, Box(x, y, x + 90, y + 90), reddish=reddish)


def test_a_red_picture_at_the_upper_left_is_the_stamp():
    found = read_top_stamp(paper(picture(60, 40, reddish=True)))
    assert found.value is True
    assert found.location.page == 1


@pytest.mark.parametrize("image", [picture(400, 40, reddish=True), picture(60, 600, reddish=True), None])
def test_a_seal_elsewhere_is_not_the_stamp(image):
    assert read_top_stamp(paper(*([image] if image else []))).is_absent


def test_a_picture_of_another_colour_is_not_the_stamp():
    assert read_top_stamp(paper(picture(60, 40, reddish=False))).is_absent


def test_what_could_not_be_seen_stays_open():
    assert read_top_stamp(paper(picture(60, 40, reddish=None))).is_unreadable
    assert read_top_stamp(paper(text=0)).why == "scan"
    assert read_top_stamp(RawFile("docx")).is_unreadable
