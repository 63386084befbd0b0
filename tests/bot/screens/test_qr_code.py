"""A QR code holds its link, as the camera of a phone reads it."""

import cv2
import numpy as np
import pytest

from bot.screens.qr_code import qr_picture


@pytest.mark.parametrize(
    "link", ["https://t.me/x?start=a", "https://t.me/onboarding_trial_bot?start=" + "aB-_" * 16]
)
def test_the_picture_is_read_back_as_the_link(link: str) -> None:
    png = np.frombuffer(qr_picture(link), np.uint8)
    picture = cv2.imdecode(png, cv2.IMREAD_GRAYSCALE)

    assert picture is not None
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == link
