"""The pictures of the README: pages of a demo district at a desk and on a phone, written to docs/images.

    python -m tests.support.pictures

Needs Chromium. Pictures keep at most 256 colours, which is all that pages have, and so stay small.
"""

import struct
import tempfile
import zlib
from base64 import b64decode, b64encode
from pathlib import Path

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page, sync_playwright

from tests.support.browser import FLAGS, chromium_path
from tests.support.served import Office, served_demo

TARGET = Path(__file__).parents[2] / "docs" / "images"
PEOPLE, VILLAGE = 9_000, "19.06.01.2004"
NAMES = f"/papan/nama?indikator=spm-04&wilayah={VILLAGE}"
PAGES = {
    "board": "/papan?wilayah=P1906-01",
    "spm": "/spm?wilayah=P1906-01&tingkat=village",
    "names": NAMES,
    "person": "",
}
SIZES = {"": {"width": 1280, "height": 800}, "-phone": {"width": 360, "height": 640}}
COLOURS, COMMON = 256, 128


def main() -> None:
    """Make the district, look at it, write the pictures."""
    TARGET.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="nyelik-pictures-") as home,
        served_demo(Path(home), PEOPLE, today=None) as office,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for suffix, size in SIZES.items():
            context = chromium.new_context(viewport=size, locale="id-ID", base_url=office.url)
            _photograph(context.new_page(), office, suffix)


def _photograph(page: Page, office: Office, suffix: str) -> None:
    plain = (
        page.context.new_page()
    )  # where the policy of our pages does not forbid to unpack a picture
    page.goto("/masuk")
    page.fill("#username", "kepala")
    page.fill("#password", office.passwords["kepala"])
    page.click("form.card button.button >> nth=0")
    for name, address in PAGES.items():
        if address:
            page.goto(address)
        else:
            page.goto(NAMES)
            page.click("tbody th a >> nth=0")
        page.wait_for_load_state("networkidle")
        path = TARGET / f"{name}{suffix}.png"
        path.write_bytes(packed(plain, page.screenshot()))
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def packed(plain: Page, screenshot: bytes) -> bytes:
    """A screenshot with at most 256 colours; `plain` is a page whose policy does not forbid to unpack it."""
    return png(*palette(_pixels(plain, screenshot)))


READ_PIXELS = """async (png) => {
    const picture = new Image();
    picture.src = "data:image/png;base64," + png;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    const data = canvas.getImageData(0, 0, picture.width, picture.height).data, parts = [];
    for (let at = 0; at < data.length; at += 30000)
        parts.push(btoa(String.fromCharCode(...data.subarray(at, at + 30000))));
    return parts;
}"""


def _pixels(page: Page, png: bytes) -> npt.NDArray[np.uint8]:
    """A picture as height x width x 3; the browser itself unpacks it."""
    width, height = struct.unpack(">II", png[16:24])
    parts = page.evaluate(READ_PIXELS, b64encode(png).decode())
    data = b"".join(b64decode(part) for part in parts)
    return np.frombuffer(data, np.uint8).reshape(height, width, 4)[:, :, :3]


def palette(pixels: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """(indices, colours): the commonest colours and the most unlike them; the rest become the nearest of these."""
    flat = pixels.reshape(-1, 3)
    every, where, count = np.unique(flat, axis=0, return_inverse=True, return_counts=True)
    every = every.astype(np.int32)
    chosen = list(np.argsort(-count)[:COMMON])
    away = ((every[:, None] - every[chosen][None]) ** 2).sum(axis=2).min(axis=1)
    while len(chosen) < min(COLOURS, len(every)):  # rare but telling, like a red cross
        chosen.append(int(away.argmax()))
        away = np.minimum(away, ((every - every[chosen[-1]]) ** 2).sum(axis=1))
    colours = every[chosen]
    nearest = ((every[:, None] - colours[None]) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    return nearest[where.reshape(-1)].reshape(pixels.shape[:2]), colours.astype(np.uint8)


def png(indices: npt.NDArray[np.uint8], colours: npt.NDArray[np.uint8]) -> bytes:
    """A PNG of a palette, without filters: they help photographs, not pages."""
    height, width = indices.shape
    lines = np.zeros((height, width + 1), np.uint8)
    lines[:, 1:] = indices
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", colours.tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
    )
    chunks = (_chunk(name, body) for name, body in (*parts, (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


if __name__ == "__main__":
    main()
