"""Photos: is it really one, of a size that can be shown, and the small pictures made of it.

The original is kept as it came. What pages show is always encoded anew, so that nothing but
pixels of the original reaches a browser.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from workflow.evidence import refusals
from workflow.evidence.upload import Upload

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_PIXELS = 40_000_000

# Pillow warns at a higher limit of its own; ours is checked from the header before anything is
# decoded, and a warning in the middle of a request would help nobody.
Image.MAX_IMAGE_PIXELS = None


def check(upload: Upload) -> str:
    """Return the media type of a photo; refuse what is none."""
    try:
        with Image.open(upload.file, formats=[FORMATS[upload.ending]]) as image:
            pixels, frames = image.width * image.height, getattr(image, "n_frames", 1)
            if pixels <= MOST_PIXELS and frames == 1:
                image.load()  # the header alone would let a photo pass that was cut off
                return MEDIA_TYPES[FORMATS[upload.ending]]
    except (OSError, ValueError, SyntaxError, EOFError):
        raise upload.refused(refusals.NO_PHOTO) from None
    if frames > 1:
        raise upload.refused(refusals.MOVING)
    millions = {"pixels": pixels // 10**6, "limit": MOST_PIXELS // 10**6}
    raise upload.refused(refusals.TOO_MANY_PIXELS, **millions)


def draw(file: Path, edge: int, target: Path) -> None:
    """Write a JPEG of the photo, upright and no larger than ``edge``."""
    with Image.open(file, formats=sorted(set(FORMATS.values()))) as image:
        image.draft("RGB", (edge, edge))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((edge, edge))
        _flat(upright).save(target, "JPEG", quality=82, optimize=True)


def _flat(image: Image.Image) -> Image.Image:
    """Put a photo with transparent parts on white; JPEG knows no transparency."""
    if image.mode not in ("RGBA", "LA", "PA", "P"):
        return image.convert("RGB")
    layers = image.convert("RGBA")
    white = Image.new("RGBA", layers.size, "white")
    white.alpha_composite(layers)
    return white.convert("RGB")
