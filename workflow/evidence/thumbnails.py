"""Open a photo in a process of its own: ``thumbnails.py FILE TARGET...``.

An attack of a file on the decoder happens here, with little memory and little time. The program is
run by its path and imports nothing of ours, so that its start is quick. Each target is
``EDGE:FILE``, the largest first. The output is JSON.
"""

from __future__ import annotations

import json
import resource
import sys

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")  # whatever the name of the file says
HEIF = ("HEIF",)
SEVERAL = ("JPEG", *HEIF)  # phones keep depth, brightness or a burst beside the picture
MOST_PIXELS = 40_000_000
MEMORY = 1024**3  # bytes; forty megapixels of WebP need seven tenths of it
SECONDS = 20  # of the processor


def main(file: str, *targets: str) -> dict[str, object]:
    """Return format, size and faults of the photo; draw the targets where size and frames allow.

    The size comes from the header, before any pixel is read.
    """
    with Image.open(file, formats=_formats(file)) as image:
        # Viewers show the first picture of a JPEG (MPO) and the main one of a HEIF; as photos
        # neither knows an animation.
        format_ = "JPEG" if image.format == "MPO" else image.format
        frames = 1 if format_ in SEVERAL else getattr(image, "n_frames", 1)
        pixels = image.width * image.height
        report: dict[str, object] = {"format": format_, "pixels": pixels, "frames": frames}
        if pixels <= MOST_PIXELS and frames == 1:
            image.load()  # the header alone would let a photo pass that was cut off
            for target in targets:
                edge, _, place = target.partition(":")
                _draw(image, int(edge), place)
    return report


def _formats(file: str) -> tuple[str, ...]:
    """Return the formats that the file may have; a HEIF begins as no other photo does.

    Its library is read for such files only, with one thread, for each takes memory of its own, and
    decodes no picture but the main one.
    """
    with open(file, "rb") as stream:  # noqa: PTH123
        if stream.read(8)[4:] != b"ftyp":
            return FORMATS
    from pillow_heif import register_heif_opener

    register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
    return HEIF


def _draw(image: Image.Image, edge: int, place: str) -> None:
    """Write a JPEG of the photo, upright and no larger than ``edge``; ``image`` gets smaller."""
    image.thumbnail((edge, edge))
    upright = ImageOps.exif_transpose(image)
    _flat(upright).save(place, "JPEG", quality=82, optimize=True)


def _flat(image: Image.Image) -> Image.Image:
    """Put a photo with transparent parts on white; JPEG knows no transparency."""
    if image.mode not in ("RGBA", "LA", "PA", "P"):
        return image.convert("RGB")
    layers = image.convert("RGBA")
    white = Image.new("RGBA", layers.size, "white")
    white.alpha_composite(layers)
    return white.convert("RGB")


def limit() -> None:
    """Limit memory, CPU time and core dumps of the process to the needs of an honest photo."""
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded
    try:
        print(json.dumps(main(*sys.argv[1:])))
    except MemoryError:
        print(json.dumps({"heavy": True}))
    except (OSError, ValueError, SyntaxError, EOFError):
        print(json.dumps({"damaged": True}))
