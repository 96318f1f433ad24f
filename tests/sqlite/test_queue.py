"""Writers on SQLite stand in line; readers do not, and nobody waits for the dead."""

import fcntl
import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import ConnectionHandler, transaction

from reception.settings import SQLITE

HOLDER = """
import fcntl, os, sys, time
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def databases(tmp_path, django_db_blocker):
    """Two databases in files of their own, and one in memory."""
    engine = {"ENGINE": "reception.sqlite", "OPTIONS": SQLITE}
    handler = ConnectionHandler(
        {
            "default": {**engine, "NAME": str(tmp_path / "one")},
            "other": {**engine, "NAME": str(tmp_path / "two")},
            "memory": {**engine, "NAME": ":memory:"},
        }
    )
    with django_db_blocker.unblock():
        with handler["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE t (n integer)")
        yield handler
        handler.close_all()


def begin(connection):
    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )


def end(connection, how="commit"):
    getattr(connection, how)()
    connection.set_autocommit(True)


def is_free(connection) -> bool:
    file = os.open(f"{connection.settings_dict['NAME']}-queue", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True


@pytest.mark.parametrize("how", ["commit", "rollback"])
def test_a_transaction_holds_its_turn_until_it_ends(databases, how):
    connection = databases["default"]
    begin(connection)
    assert not is_free(connection)
    end(connection, how)
    assert is_free(connection)


def test_a_connection_that_is_closed_gives_its_turn_back(databases):
    connection = databases["default"]
    begin(connection)
    connection.close()
    assert is_free(connection)


def test_reading_takes_no_turn(databases):
    connection = databases["default"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM t")
        assert is_free(connection)


def test_a_second_database_in_the_same_thread_never_waits_in_line(databases):
    one, two = databases["default"], databases["other"]
    begin(one)
    begin(two)
    assert is_free(two)
    end(two)
    end(one)


def test_memory_needs_no_line(databases, tmp_path):
    begin(databases["memory"])
    end(databases["memory"])
    assert not [file for file in tmp_path.iterdir() if "memory" in file.name]


def test_many_threads_write_without_an_error(databases):
    wrong = []

    def write():
        connection = databases["default"]
        try:
            for _ in range(20):
                begin(connection)
                with connection.cursor() as cursor:
                    cursor.execute(
                        "INSERT INTO t SELECT coalesce(max(n), 0) + 1 FROM t"
                    )
                end(connection)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with databases["default"].cursor() as cursor:
        cursor.execute("SELECT count(*), max(n) FROM t")
        assert cursor.fetchone() == (200, 200)


def test_a_killed_process_frees_its_turn(databases):
    connection = databases["default"]
    path = f"{connection.settings_dict['NAME']}-queue"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout.readline() == b"held\n"
    assert not is_free(connection)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    begin(connection)
    end(connection)


@pytest.mark.django_db
def test_the_settings_name_the_engine_for_sqlite():
    engine = transaction.get_connection().settings_dict["ENGINE"]
    assert engine in {"reception.sqlite", "django.db.backends.postgresql"}
