"""What Python needs to live with libfaketime 0.9.10: loaded by every Python that finds it.

``time.sleep`` fails: Python sleeps until a moment of the monotonic clock, and libfaketime takes
that for a moment of the clock it has moved. And where threads wait, libfaketime reads the
environment; before glibc 2.41 that ends in a segmentation fault when another thread adds a variable
at that moment and the array of all variables has to move. It stays where it is while it does not
grow, so whatever is added takes the place of a variable that means nothing.
"""

import os
import select
import time

_put, _unset = os.putenv, os.unsetenv
_room = [b"FAKETIME_ROOM_%d" % n for n in range(64)]


def _sleep(seconds: float) -> None:
    select.select([], [], [], seconds)


def _add(name: bytes, value: bytes) -> None:
    if name not in os.environb and _room:
        _unset(_room.pop())
    _put(name, value)


def _remove(name: bytes) -> None:
    _unset(name)
    _room.append(b"FAKETIME_ROOM_%d" % len(_room))
    _put(_room[-1], b"")


if "FAKETIME" in os.environ:
    for variable in _room:
        _put(variable, b"")
    time.sleep, os.putenv, os.unsetenv = _sleep, _add, _remove
