"""Under libfaketime 0.9.10, ``time.sleep`` fails: let it wait in another way, in every Python.

Python sleeps until a moment of the monotonic clock, and libfaketime takes that for a moment of the
clock it has moved. Python loads a module of this name by itself where it is on the path.
"""

import os
import select
import time

if "FAKETIME" in os.environ:

    def _sleep(seconds: float) -> None:
        select.select([], [], [], seconds)

    time.sleep = _sleep
