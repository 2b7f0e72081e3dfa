#!/usr/bin/env python3
"""Verify a case file: python3 verify.py FILE.zip -- needs Python 3.9 or newer, and nothing else.

Exit code 0: whole. 1: something differs, and each difference is named. 2: no such file. Proven are
the bytes of every file (manifest), the chain of events of every item, and the seals over them with
their signatures. The id of the key is to be compared with the one published by the office.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

MANIFEST, CHECK, SEALS = "manifest.json", "manifest.sha256", "seals.json"
GENESIS = "0" * 64
CaseFault = tuple[str, str, str]  # file, and what is wrong in Chinese and in English
_OTHER = ("内容与清单不符（已被改动）", "its bytes are not those of the manifest")
_MISSING = ("清单里有，档案里没有", "the manifest names it, the archive does not hold it")
_EXTRA = ("清单里没有这个文件", "the manifest does not name it")
_HEADER = ("压缩包中此处的目录信息被改动", "its entry in the archive was changed")
_TAIL = ("压缩包的目录被改动或不完整", "the directory of the archive was changed or is cut off")
_UNREADABLE = ("无法读取", "it cannot be read")
_CHAIN = ("第{n}个事件没有接上前一个", "event {n} does not follow the one before")
_FOREIGN = ("没有任何事件记载这份材料", "no event names this piece of evidence")
_PROOF = ("{n} 的事件与封存不符", "the events of {n} are not those that were sealed")
_SEAL = ("第{n}次封存没有接上前一次，或内容不符", "seal {n} does not follow, or was changed")
_SIGNATURE = ("第{n}次封存的签名无效", "the signature of seal {n} is not valid")
_KEY = ("密钥 {n} 与其编号或证书不符", "key {n} does not fit its id or its certificate")


def faults(data: bytes) -> list[CaseFault]:
    """Return every difference from the archive as handed over."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
        files = {info.filename: _raw(data, info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError, KeyError):
        return [("ZIP", *_TAIL)]
    if found := [*_by_manifest(files), *_by_layout(data, infos, files)]:
        return found
    try:
        return [*_by_chains(files)]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return [(SEALS, *_UNREADABLE)]


def _raw(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry, whatever its header says about them."""
    start = info.header_offset + 30 + len(info.orig_filename.encode())
    return data[start : start + info.file_size]


def _by_manifest(files: dict[str, bytes]) -> Iterator[CaseFault]:
    line, _, own = files.get(CHECK, b"").partition(b"\n")
    if own.strip() != _sha(line).encode() or not own.endswith(b"\n"):
        yield (CHECK, *_OTHER)
    elif line != _sha(files.get(MANIFEST, b"")).encode():
        yield (MANIFEST, *_OTHER)
    try:
        told = {one["path"]: one["sha256"] for one in json.loads(files[MANIFEST])["files"]}
    except (ValueError, KeyError, TypeError):
        yield (MANIFEST, *_UNREADABLE)
        return
    for path, digest in told.items():
        if path not in files:
            yield (path, *_MISSING)
        elif _sha(files[path]) != digest:
            yield (path, *_OTHER)
    yield from ((path, *_EXTRA) for path in files if path not in {MANIFEST, CHECK, *told})


def _by_layout(
    data: bytes, infos: list[zipfile.ZipInfo], files: dict[str, bytes]
) -> Iterator[CaseFault]:
    """Compare the bytes between the files with the bytes of an untouched archive."""
    at, directory = 0, b""
    for info in infos:
        content, name = files[info.filename], info.filename.encode()
        core = struct.pack("<3H2H3L2H", 20, 0x800, 0, 0, 33, zlib.crc32(content), len(content),
                           len(content), len(name), 0)  # fmt: skip
        local = b"PK\3\4" + core + name
        if data[at : at + len(local)] != local or info.header_offset != at:
            yield (info.filename, *_HEADER)
        directory += b"PK\1\2" + struct.pack("<H", 3 << 8 | 20) + core
        directory += struct.pack("<3H2L", 0, 0, 0, 0o100644 << 16, at) + name
        at += len(local) + len(content)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(infos), len(infos), len(directory), at, 0)
    if data[at:] != directory + end:
        yield ("ZIP", *_TAIL)


def _by_chains(files: dict[str, bytes]) -> Iterator[CaseFault]:
    kept = json.loads(files[SEALS])
    for number, proof in kept["items"].items():
        folder = f"items/{number}/"
        digests, wrong = _events(files[f"{folder}events.jsonl"])
        for n in wrong:
            yield (f"{folder}events.jsonl", *_filled(_CHAIN, n))
        yield from _evidence(folder, files)
        if proof and not _is_sealed(proof, digests, kept["seals"]):
            yield (f"{folder}events.jsonl", *_filled(_PROOF, number))
    yield from ((SEALS, *told) for told in _seals(kept))


def _events(text: bytes) -> tuple[list[str], list[int]]:
    """Return the hash of every event, and the places of those that do not follow.

    A line is the hashed text of an event; of an event withheld from the reader, its hash alone.
    """
    digests: list[str] = []
    wrong: list[int] = []
    for line in text.decode().rstrip("\n").split("\n"):
        told = json.loads(line)
        if isinstance(told, dict):
            digests.append(told["withheld"])
            continue
        before = digests[-1] if digests else GENESIS
        if told[1] != before or told[3] != len(digests) + 1:
            wrong.append(len(digests) + 1)
        digests.append(_sha(line.encode()))
    return digests, wrong


def _evidence(folder: str, files: dict[str, bytes]) -> Iterator[CaseFault]:
    told = files[f"{folder}events.jsonl"].decode()
    for path, content in files.items():
        if path.startswith(f"{folder}evidence/") and _sha(content) not in told:
            yield (path, *_FOREIGN)


def _is_sealed(proof: dict[str, Any], digests: list[str], seals: list[list[Any]]) -> bool:
    """Say whether the seal holds the hash of the event, by the way up from leaf to root."""
    root = next(seal[3] for seal in seals if seal[0] == proof["seal"])
    leaf = f"{proof['item']}:{proof['seq']}:{digests[proof['seq'] - 1]}"
    node = hashlib.sha256(b"\0" + leaf.encode()).digest()
    for side, other in proof["path"]:
        pair = bytes.fromhex(other) + node if side == "left" else node + bytes.fromhex(other)
        node = hashlib.sha256(b"\1" + pair).digest()
    return node.hex() == str(root)


def _seals(kept: dict[str, Any]) -> Iterator[tuple[str, str]]:
    keys = {key["id"]: key for key in kept["keys"]}
    used = {proof["seal"] for proof in kept["items"].values() if proof}
    last: list[Any] | None = None
    for no, at, size, root, before, digest, signature, key in kept["seals"]:
        text = f"rectify-seal-1 {no} {at}\n{size}\n{root}\n{before}\n".encode()
        follows = last is None or (before == last[1] and no == last[0] + 1)
        if _sha(text) != digest or not follows:
            yield _filled(_SEAL, no)
        # Every seal hangs on the next one; signed are those that hold the items, and the last.
        if (no in used or no == kept["seals"][-1][0]) and not signed(
            keys[key]["public"], signature, text
        ):
            yield _filled(_SIGNATURE, no)
        last = [no, digest]
    yield from (_filled(_KEY, key) for key in keys if not _is_key(keys[key], keys))


def _is_key(key: dict[str, str], keys: dict[str, dict[str, str]]) -> bool:
    text = f"rectify-seal-key-1 {key['public']}"
    by = keys.get(key["certified_by"])
    certified = not by or signed(by["public"], key["certificate"], f"{text}\n".encode())
    return _sha(text.encode())[:16] == key["id"] and certified


# Ed25519 (RFC 8032), since Python's standard library has none.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
CurvePoint = tuple[int, int, int, int]


def signed(public: str, signature: str, text: bytes) -> bool:
    """Say whether a signature of a text is by the key; all but the text in hexadecimal digits."""
    try:
        key, sign = bytes.fromhex(public), bytes.fromhex(signature)
        at, by = _point(key), _point(sign[:32])
    except ValueError:
        return False
    factor = int.from_bytes(sign[32:], "little")
    if len(sign) != 64 or factor >= _L:
        return False
    digest = hashlib.sha512(sign[:32] + key + text).digest()
    h = int.from_bytes(digest, "little") % _L
    return _same(_times(factor, _base()), _sum(by, _times(h, at)))


def _base() -> CurvePoint:
    return _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def _point(code: bytes) -> CurvePoint:
    if len(code) != 32:
        raise ValueError(code)
    y = int.from_bytes(code, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if (x * x - square) % _P or y >= _P:
        raise ValueError(code)
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def _sum(p: CurvePoint, q: CurvePoint) -> CurvePoint:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(factor: int, point: CurvePoint) -> CurvePoint:
    total: CurvePoint = (0, 1, 1, 0)
    while factor:
        total = _sum(total, point) if factor & 1 else total
        point, factor = _sum(point, point), factor >> 1
    return total


def _same(p: CurvePoint, q: CurvePoint) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % _P == 0 and (p[1] * q[2] - q[1] * p[2]) % _P == 0


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _filled(words: tuple[str, str], n: object) -> tuple[str, str]:
    return words[0].format(n=n), words[1].format(n=n)


def _summary(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        told = json.loads(archive.read(MANIFEST))
        kept = json.loads(archive.read(SEALS))
    waiting = [number for number, proof in kept["items"].items() if not proof]
    keys = ", ".join(key["id"] for key in kept["keys"]) or "-"
    lines = [
        f"完整无改动 / whole: {len(told['files'])} 个文件 / files, {', '.join(told['items'])}",
        f"封存密钥（请与单位公布的核对）/ keys, to be compared with those published: {keys}",
    ]
    lines += [f"尚未封存 / not sealed yet: {', '.join(waiting)}"] if waiting else []
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Verify the file named on the command line; return the exit code."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        data = Path(arguments[0]).read_bytes()
    except OSError as error:
        print(f"{arguments[0]}: {error.strerror}", file=sys.stderr)
        return 2
    found = faults(data)
    for file, zh, en in found:
        print(f"✗ {file}: {zh} / {en}")
    print("已被改动 / changed" if found else _summary(data))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
