"""The keeper: a small process beside the server that keeps its workers at work.

It loads nothing but the standard library: ``keeper.py SERVER COUNT COMMAND …``. The
server is its parent. When that ends, even by ``kill -9``, the keeper gets another
parent, sees it, and ends the workers; those watch the keeper in the same way. A worker
that dies is started again, after a pause that grows while it keeps dying young.
"""

import os
import signal
import subprocess
import sys
import time

LOOK = 0.5  # seconds between two looks at workers and server
LONGEST_PAUSE = 60  # seconds before the next start of a worker that keeps dying
GROWN_UP = 60  # seconds after which a worker has not died young
GRACE = 10  # seconds to finish a job before it is broken off
FORCE = 5  # seconds to note that it was, before the worker is killed


class Place:
    """One worker's place: the process, and how often its forerunners died young."""

    def __init__(self, command: list[str]):
        self.command = [*command, str(os.getpid())]
        self.deaths = 0
        self.process = None
        self.began = self.next_start = time.monotonic()

    def look(self) -> None:
        """Start the worker if there is none and it is time."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            young = now - self.began < GROWN_UP
            self.deaths = self.deaths + 1 if young else 1
            self.next_start = now + pause(self.deaths)
            self.process = None
        if self.process is None and now >= self.next_start:
            # A session of its own: Ctrl-C is the server's to hear, and passed on.
            self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603
            self.began = now


def pause(deaths: int) -> float:
    """Return the seconds to wait after so many deaths in a row."""
    return min(LONGEST_PAUSE, 2 ** (deaths - 1))


def end(places: list[Place]) -> None:
    """End the workers: ask, insist, kill."""
    processes = [place.process for place in places if place.process is not None]
    for signum, patience in (
        (signal.SIGTERM, GRACE),
        (signal.SIGTERM, FORCE),
        (signal.SIGKILL, FORCE),
    ):
        for process in processes:
            process.send_signal(signum)
        until = time.monotonic() + patience
        while time.monotonic() < until and any(p.poll() is None for p in processes):
            time.sleep(0.05)


def keep(server: int, count: int, command: list[str]) -> None:
    """Keep ``count`` workers at work while the process ``server`` lives."""
    told = []
    signal.signal(signal.SIGTERM, lambda *_: told.append(True))
    places = [Place(command) for _ in range(count)]
    while not told and os.getppid() == server:
        for place in places:
            place.look()
        time.sleep(LOOK)
    end(places)


if __name__ == "__main__":
    keep(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
