"""A file over the limit is refused in words before a byte of it is read."""

import socket

import pytest
from django.conf import settings
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from reception.accounts import roles
from reception.exchange.models import Batch
from tests import doors
from tests.cast import person
from tests.exchange.tables import csv_bytes, send
from tests.records import make_office
from tests.trials.kill import server_of
from visits.models import Guest

GUESTS = csv_bytes([["number", "office", "name"], ["", "NORTH", "guest"]])
HUGE = 10**12


def send_huge(client):
    """Announce more than is allowed, and send a body that nobody may read."""
    told = {"CONTENT_LENGTH": HUGE, "wsgi.input": Unread()}
    address = doors.url(Guest, "import")
    return client.generic("POST", address, b"", MULTIPART_CONTENT, **told)


class Unread:
    """A body that nobody may read."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_before_it_is_read(client, clerk):
    client.force_login(clerk)
    address = doors.url(Guest, "import")
    answer = send_huge(client)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "larger than 20 MB" in doors.page(client.get(address))
    assert not Batch.objects.exists()


@pytest.mark.django_db
def test_a_stranger_sends_nothing(client):
    answer = send_huge(client)
    assert answer["Location"].startswith("/admin/login/")


@pytest.mark.django_db
def test_a_form_of_somebody_else_is_refused(clerk):
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(clerk)
    assert send(forged, Guest, GUESTS).status_code == 403
    assert not Batch.objects.exists()
    page = forged.get(doors.url(Guest, "import"))
    form = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "file": ""}
    answer = forged.post(doors.url(Guest, "import"), form)
    assert answer.context["form"].errors["file"]


def test_a_real_server_answers_before_the_file_is_sent(transactional_db, tmp_path):
    roles.apply()
    office = make_office("NORTH")
    clerk = person("clerk", office, "clerk", reaches=[office])
    head = [
        f"POST {doors.url(Guest, 'import')} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: {MULTIPART_CONTENT}",
        f"Content-Length: {HUGE}",
    ]
    with server_of(clerk, tmp_path) as server:
        head.append(f"Cookie: {server.cookies}")
        with socket.create_connection(("127.0.0.1", server.port), 30) as link:
            link.sendall("\r\n".join([*head, "", ""]).encode())
            answer = link.recv(4096)
    assert settings.UPLOAD_LIMIT_MB * 1024**2 < HUGE
    assert answer.startswith(b"HTTP/1.1 302 ")
