"""Photos: prepared one by one, and fifty uploads at once while others are prepared.

Run as a separate process (`python -m benchmarks.pictures URL`), because it measures memory; the
service at that address is another process.
"""

import asyncio
import io
import json
import random
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from PIL import ExifTags, Image

from benchmarks.bot_api import SlowEkyc, serving
from bot.ekyc import EkycClient, Picture
from bot.pictures import preparation
from bot.pictures.pool import PicturePool

_SIZE = (4000, 3000)  # 12 megapixels
_TURNED = 6  # as written by a phone held upright
_UPLOADS = 50
_MEANWHILE = 12  # pictures prepared during the uploads
_ANSWER_SECONDS = 0.3
_PROBE = 0.002  # seconds between two checks of the event loop


@dataclass(frozen=True, slots=True)
class Photos:
    """Seconds and MB.

    `prepared_in` is one thread's processor time, `prepared_memory` what a process grows by
    meanwhile. `first_in` and `later_in` are waits for a photo that is examined in a process that
    must be started first, and in one that is there; `process_memory` is such a process at rest.
    `uploads_memory` and the event loop's delay are those of the bot.
    """

    prepared_in: float
    prepared_memory: float
    first_in: float
    later_in: float
    process_memory: float
    uploads_memory: float
    lag_p99: float


async def measure() -> Photos:
    """One round in a fresh process."""
    async with serving(SlowEkyc(_ANSWER_SECONDS)) as url:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.pictures", url, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await child.communicate()
    return Photos(**json.loads(printed))


def _photo() -> bytes:
    chance = random.Random(7)
    scene = Image.frombytes("RGB", (200, 150), chance.randbytes(200 * 150 * 3)).resize(_SIZE)
    noise = Image.effect_noise(_SIZE, 25).convert("RGB")
    photo = Image.blend(scene, noise, 0.2)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = _TURNED
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()


def _memory(line: str, pid: int | str = "self") -> float:
    for each in Path(f"/proc/{pid}/status").read_text().splitlines():
        if each.startswith(f"{line}:"):
            return int(each.split()[1]) / 1024
    return 0.0


def _forget_peak() -> float:
    """Reset VmHWM (proc(5), clear_refs); returns the current memory in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _prepare(photo: bytes) -> tuple[float, float, bytes]:
    preparation.prepare(_small())  # so that every module is loaded
    before = _forget_peak()
    jpeg = preparation.prepare(photo).jpeg
    growth = _memory("VmHWM") - before
    times = []
    for _ in range(5):
        began = time.thread_time()
        preparation.prepare(photo)
        times.append(time.thread_time() - began)
    return median(times), growth, jpeg


def _small() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((400, 300), 25).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def _child() -> str:
    """The process that this one started."""
    tasks = Path("/proc/self/task").iterdir()
    return next(pid for task in tasks for pid in (task / "children").read_text().split())


async def _examine(photo: bytes) -> tuple[float, float, float]:
    """The wait for the first photo, for a later one, and the memory of the process in MB."""
    async with PicturePool() as pool:
        began = time.perf_counter()
        await pool.examine(photo, "front")
        first_in, later = time.perf_counter() - began, []
        for _ in range(5):
            began = time.perf_counter()
            await pool.examine(photo, "front")
            later.append(time.perf_counter() - began)
        return first_in, median(later), _memory("RssAnon", _child())


async def _upload(url: str, photo: bytes, jpeg: bytes) -> tuple[float, float]:
    """Memory for fifty cards being uploaded; the delay while other pictures are prepared."""
    picture = Picture(content=jpeg)
    lags: list[float] = []

    async def probe() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_PROBE)
            lags.append(time.perf_counter() - began - _PROBE)

    async with EkycClient(url=url, token="measured") as client:
        await client.read_card(picture, picture)
        before = _forget_peak()
        await asyncio.gather(*(client.read_card(picture, picture) for _ in range(_UPLOADS)))
        growth = _memory("VmHWM") - before
        probing = asyncio.create_task(probe())
        uploads = [client.read_card(picture, picture) for _ in range(_UPLOADS)]
        async with PicturePool() as pool:
            others = [pool.prepare(photo) for _ in range(_MEANWHILE)]
            await asyncio.gather(*uploads, *others)
        probing.cancel()
    return growth, quantiles(lags, n=100)[98]


def main() -> None:
    photo = _photo()
    prepared_in, prepared_memory, jpeg = _prepare(photo)
    first_in, later_in, process_memory = asyncio.run(_examine(photo))
    uploads_memory, lag = asyncio.run(_upload(sys.argv[1], photo, jpeg))
    photos = Photos(
        prepared_in, prepared_memory, first_in, later_in, process_memory, uploads_memory, lag
    )
    print(json.dumps(asdict(photos)))


if __name__ == "__main__":
    main()
