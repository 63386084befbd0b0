"""Faces are seen upright, on cards and when turned, and none where there are none."""

import math

import pytest
from PIL import Image

from bot.pictures.faces import Face, FacesSeen, faces_in
from bot.trial.example import SPECIMENS

SURE, FAINT = Face(sureness=0.95, share=0.1), Face(sureness=0.7, share=0.2)
Turn = Image.Transpose


def specimen(path: str) -> Image.Image:
    with Image.open(SPECIMENS / path) as picture:
        return picture.convert("RGB")


# -- which rotation counts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("upright", "turned", "is_sideways", "faces"),
    [
        ((), (), False, ()),
        ((SURE,), (), False, (SURE,)),
        ((SURE,), (SURE, FAINT), False, (SURE,)),
        ((FAINT,), (SURE,), True, (SURE,)),
        ((), (FAINT, SURE), True, (FAINT, SURE)),
        ((FAINT,), (FAINT, FAINT), False, (FAINT,)),
        ((), (FAINT,), False, (FAINT,)),  # too faint to call the picture turned
        ((Face(0.89, 0.1),), (SURE,), False, (Face(0.89, 0.1),)),
        ((Face(0.8899, 0.1),), (Face(0.89, 0.1),), True, (Face(0.89, 0.1),)),
    ],
)
def test_only_a_certain_face_makes_a_picture_sideways(
    upright: tuple[Face, ...],
    turned: tuple[Face, ...],
    is_sideways: bool,
    faces: tuple[Face, ...],
) -> None:
    seen = FacesSeen(upright, turned)

    assert (seen.is_sideways, seen.faces) == (is_sideways, faces)


# -- what the network sees ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["selfies/03_a.jpg", "photos/03_front.jpg"])
@pytest.mark.parametrize("turn", [None, Turn.ROTATE_90, Turn.ROTATE_180, Turn.ROTATE_270])
def test_one_face_is_seen_in_every_rotation_and_a_turned_one_is_called_so(
    path: str, turn: Turn | None
) -> None:
    picture = specimen(path)
    is_small = path.startswith("photos")

    seen = faces_in(picture.transpose(turn) if turn else picture, is_small=is_small)

    assert seen.is_sideways == (turn is not None)
    assert len(seen.faces) == 1
    upright = faces_in(picture, is_small=is_small).faces[0]
    assert math.isclose(seen.faces[0].share, upright.share, rel_tol=0.35)


@pytest.mark.parametrize(
    "picture",
    [
        specimen("photos/03_back.jpg"),
        Image.new("RGB", (900, 600), "white"),
        Image.new("RGB", (1, 1)),
    ],
    ids=["the back of a card", "white", "one pixel"],
)
def test_where_there_is_no_face_none_is_seen(picture: Image.Image) -> None:
    seen = faces_in(picture, is_small=True)

    assert seen.faces == ()
    assert not seen.is_sideways


def test_the_largest_face_comes_first() -> None:
    person = specimen("selfies/03_a.jpg")
    both = Image.new("RGB", (person.width * 2, person.height), "white")
    both.paste(person.resize((person.width // 2, person.height // 2)), (0, 0))
    both.paste(person, (person.width, 0))

    first, second = faces_in(both, is_small=True).faces

    assert first.share > 2 * second.share


def test_the_picture_itself_is_left_as_it_was() -> None:
    picture = specimen("selfies/03_a.jpg")
    before = picture.copy()

    faces_in(picture, is_small=False)

    assert picture == before
