"""The processes that serve a socket: started, restarted after a death, stopped."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

_TICK = 0.05
_QUICKLY, _IN_A_ROW = 5.0, 5  # so many that lived no longer are a fault that starting cannot mend
_PATIENCE = 1.5  # seconds to stop in

Serve = Callable[[int], None]


@dataclass
class Workers:
    """The forked processes; each runs ``serve`` with a pipe that ends with the parent."""

    count: int
    serve: Serve
    alive: dict[int, float] = field(default_factory=dict)  # since when, by process id
    died_young: int = 0
    stopping: bool = False

    def run(self) -> int:
        """Keep the processes running until SIGTERM or Ctrl-C; return the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked)
        self._pipe = os.pipe()
        gc.freeze()  # what is loaded already stays shared between the processes
        while not self.stopping and self.died_young < _IN_A_ROW:
            while len(self.alive) < self.count and not self.stopping:
                self._fork()
            time.sleep(_TICK)
            self._reap()
        self._stop()
        return 0 if self.stopping else 1

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _fork(self) -> None:
        child = os.fork()
        if child == 0:
            self._be_a_worker()
        self.alive[child] = time.monotonic()

    def _be_a_worker(self) -> None:
        """Serve, and exit without the remaining work of the parent process."""
        code = 1
        try:
            os.close(self._pipe[1])
            self.serve(self._pipe[0])
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _reap(self) -> None:
        for child, since in list(self.alive.items()):
            gone, status = os.waitpid(child, os.WNOHANG)
            if gone:
                del self.alive[child]
                self._note(child, status, time.monotonic() - since)

    def _note(self, child: int, status: int, lived: float) -> None:
        if not self.stopping:
            code = os.waitstatus_to_exitcode(status)
            print(f"worker {child} ended ({code}) after {lived:.0f} s", file=sys.stderr, flush=True)
            self.died_young = self.died_young + 1 if lived < _QUICKLY else 0

    def _stop(self) -> None:
        self._tell(signal.SIGTERM)
        until = time.monotonic() + _PATIENCE
        while self.alive and time.monotonic() < until:
            time.sleep(_TICK)
            self._reap()
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        for child in self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, number)
