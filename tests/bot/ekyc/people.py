"""Made-up people and their papers for these tests."""

import io

from PIL import Image

from bot.ekyc import Picture, Registration


def a_picture(shade: int = 128, side: int = 32) -> Picture:
    stream = io.BytesIO()
    Image.new("L", (side, side), shade).save(stream, "JPEG")
    return Picture(content=stream.getvalue())


KARIM = Registration(
    nid_number="3268483744",
    date_of_birth="1991/3/7",
    name_bangla="মোঃ করিম হাওলাদার",
    name_english="Md. Karim Howlader",
    father_name="আবদুল জব্বার হাওলাদার",
    mother_name="রাবেয়া খাতুন",
    present_address="বাসা/হোল্ডিং: ১৪, গ্রাম: চরপাড়া, বাকেরগঞ্জ, বরিশাল",
    permanent_address="গ্রাম: চরপাড়া, বাকেরগঞ্জ, বরিশাল",
    front_name="card_7f31_front.jpg",
    back_name="card_7f31_back.jpg",
    gender="Male",
    profession="Farmer",
    nominee="Shahinur Begum",
    nominee_relation="Wife",
    mobile_number="01711223344",
)
