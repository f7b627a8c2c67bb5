"""A camera that sees one QR code: a film for Chromium's fake device."""

from pathlib import Path

import segno

WIDTH, HEIGHT = 640, 480
BLACK, WHITE, GREY = b"\x10", b"\xeb", b"\x80"


def camera_flags(film: Path) -> list[str]:
    """What Chromium is started with: it allows the camera, which shows the film again and again."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]


def film_of(text: str, film: Path) -> Path:
    """Two pictures of a QR code held before the camera, as YUV4MPEG2."""
    code = segno.make(text, error="m", micro=False)
    rows = [[bool(dark) for dark in row] for row in code.matrix_iter(border=4)]
    side = min(WIDTH, HEIGHT) // len(rows)
    picture = b"".join(_line(rows, y, side) for y in range(HEIGHT)) + GREY * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    film.write_bytes(head + b"FRAME\n" + picture + b"FRAME\n" + picture)
    return film


def _line(rows: list[list[bool]], y: int, side: int) -> bytes:
    if y // side >= len(rows):
        return WHITE * WIDTH
    line = b"".join((BLACK if dark else WHITE) * side for dark in rows[y // side])
    return line.ljust(WIDTH, WHITE)
