"""SQLite whose writers queue before they begin, instead of trying again and again.

SQLite lets a writer that finds the database busy sleep and try anew, longer each time:
under load some wait seconds while others pass. A lock on a file beside the database
puts them in line, over threads and processes; the kernel frees it when one is killed.
Correctness stays SQLite's own: the line only keeps order.
"""

import fcntl
import os
import threading

from django.db.backends.sqlite3 import base

SUFFIX = "-queue"  # the file beside the database, as SQLite's own -wal and -shm

# Whoever is at the head of one line never stands in another, so none waits for ever.
_thread = threading.local()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose immediate transactions wait for their turn."""

    _turn: int | None = None  # the open file that holds it

    def _start_transaction_under_autocommit(self):
        try:
            self._take_turn()
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self):
        super()._commit()
        self._end_turn()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self):
        try:
            super()._close()
        finally:
            self._end_turn()

    def _take_turn(self):
        writes = self.transaction_mode in {"IMMEDIATE", "EXCLUSIVE"}
        first = getattr(_thread, "first", None)
        stands_in_line = first is not None and first._turn is not None
        if not writes or stands_in_line or self.is_in_memory_db():
            return
        path = f"{self.settings_dict['NAME']}{SUFFIX}"
        self._turn = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        _thread.first = self

    def _end_turn(self):
        if self._turn is not None:
            # A child that was forked meanwhile shares the file: closing would not do.
            fcntl.flock(self._turn, fcntl.LOCK_UN)
            os.close(self._turn)
            self._turn = None
