"""Print the barcodes on the backs of the trial's cards, and photograph those backs again.

Run it with `python -m scripts.barcodes` after a change, look at the result, and let
`python -m benchmarks.sandbox.reading` say that the cards are still read as well as before.
"""

import cv2
import numpy as np
import zxingcpp
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from benchmarks.sandbox.phone_photos import photograph
from bot.sandbox.ekyc.register import SPECIMENS, Citizen, load_register

#: Pixels of the flat card: the free place on the template, and the code on it.
_PLACE = (36, 452, 790, 590)
_CODE = (40, 460, 780, 582)

#: As grey as a worn print. Black bars are the strongest features of a photo, and the pretend
#: service, which keeps the strongest thousand, then finds only two cards of five.
_INK = (120, 120, 124)
_CORRECTION = "2"  # of PDF417's levels: one codeword in twenty

#: In place of the signature on real cards, as long as one.
_SIGNATURE = b"SPECIMEN. A made-up card bears no signature.\0\0".hex()


def barcode_text(citizen: Citizen) -> str:
    """The tagged text of a laminated card; every second one has the older layout."""
    person = f"<name>{citizen.name_eng}</name><DOB>{citizen.born_on:%d %b %Y}</DOB><FP></FP>"
    end = f"<ds>{_SIGNATURE}</ds>"
    if citizen.number % 2:
        return f"<pin>{citizen.nid_no}</pin>{person}<rnd>{citizen.number:08}</rnd>{end}"
    number = f"{citizen.born_on:%Y}{citizen.nid_no}"
    return f"<pin>{number}</pin>{person}<F>Right Index</F><TYPE>A</TYPE><V>2.0</V>{end}"


def print_barcode(card: Image.Image, template: Image.Image, text: str) -> None:
    """Print the code on the back of a card, over whatever was at its place."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.PDF417, ec_level=_CORRECTION)
    modules = np.array(zxingcpp.write_barcode_to_image(code, add_quiet_zones=False))
    left, top, right, bottom = _CODE
    size = (right - left, bottom - top)
    ink = 255 - cv2.resize(modules, size, interpolation=cv2.INTER_AREA)
    card.paste(template.crop(_PLACE), _PLACE[:2])
    card.paste(Image.new("RGB", size, _INK), (left, top), Image.fromarray(ink))


def main() -> None:
    template = Image.open(SPECIMENS / "templates" / "back.jpg")
    for citizen in load_register().citizens:
        flat = citizen.specimen("cards", "_back")
        with JpegImageFile(flat) as before:
            tables, card = before.quantization, before.convert("RGB")
        print_barcode(card, template, barcode_text(citizen))
        card.save(flat, qtables=tables, subsampling="4:2:0")
        citizen.specimen("photos", "_back").write_bytes(photograph(flat, seed=citizen.number))


if __name__ == "__main__":
    main()
