"""Who goes away in the middle of a download leaves nothing busy behind him.

A real server streams to real sockets. What is asked of the database is asked from
here, beside it.
"""

import pytest

from reception.accounts import roles
from reception.ledger.models import Entry, Kind
from tests.cast import person
from tests.jobs.processes import eventually, is_idle
from tests.records import make_office, make_visit
from tests.trials.kill import known, server_of, visits
from visits.models import Visit

LONG = "座谈、参观。" * 150  # some two thousand bytes
NARROW = 8192  # bytes that a slow reader lets be on their way
MANY = 12  # more than threads of the server, and connections in its pool


@pytest.fixture
def server(transactional_db, tmp_path):
    """Return a server with more to send than a connection takes at once."""
    roles.apply()
    office = make_office("NORTH")
    visits(office, 4000, "HELD", LONG)
    auditor = person("auditor", office, "auditor", reaches=[office])
    with server_of(auditor, tmp_path) as server:
        yield server


def begin(server):
    """Begin a download and take the first of it."""
    download = server.download(buffer=NARROW)
    assert len(download.read(1000)) >= 1000
    return download


def ends() -> list[bool]:
    """Return of every noted file whether it is complete."""
    noted = Entry.objects.filter(kind=Kind.EXPORTED).order_by("pk")
    return [details["complete"] for details in noted.values_list("details", flat=True)]


def test_who_leaves_frees_the_connection_and_is_noted(server):
    for gone in range(1, MANY + 1):
        download = begin(server)
        assert not is_idle()
        download.leave()
        eventually(lambda gone=gone: len(ends()) == gone, "the entry")
        eventually(is_idle, "the free connection")
    assert ends() == [False] * MANY
    whole = server.download()
    assert known(whole.read())
    assert whole.is_complete
    whole.leave()
    assert Entry.objects.filter(kind=Kind.EXPORTING).count() == MANY + 1
    assert ends() == [*[False] * MANY, True]


def test_slow_readers_keep_nobody_from_writing(server):
    slow = [begin(server), begin(server)]
    assert not is_idle()
    before = Visit.objects.count()
    for office in {visit.host_office for visit in Visit.objects.all()[:1]}:
        make_visit(office, title="written meanwhile")  # at once, or it is an error
    assert Visit.objects.count() == before + 1
    assert ends() == []
    for download in slow:
        data = download.read()
        assert download.is_complete
        assert b"written meanwhile" not in data  # a download is of one moment
        assert known(data)
        download.leave()
    assert ends() == [True, True]
    eventually(is_idle, "the free connection")
