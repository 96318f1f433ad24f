"""Reports as tests ask for them: rows, files, and the same figure in plain SQL."""

import csv
import io

from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from reception.console.asking import ScopeForm
from reception.exchange.reports import Table, known

ALWAYS = {"from": "2000-01-01", "to": "2099-12-31"}


def table(name, user, at=None, **asked) -> Table:
    """Return the report for ``user``, by default of all times."""
    report = known()[name]
    given = {**ALWAYS, **{key: str(value) for key, value in asked.items()}}
    form = ScopeForm(report, user, at or timezone.now(), given)
    assert form.is_valid(), form.errors
    return Table(report, form.scope())


def rows(name, user, **asked) -> list[dict]:
    """Return the rows of the report in English by the names of its columns."""
    with translation.override("en"):
        found = table(name, user, **asked)
        names = [each.name for each in found.report.columns]
        return [dict(zip(names, row, strict=True)) for row in found]


def page(name) -> str:
    """Return the address of the report's page."""
    return reverse("reports:report", args=[name])


def sent(client, name, kind="csv", **asked) -> bytes:
    """Return the file that the report's page sends."""
    answer = client.post(page(name), {**ALWAYS, **asked, "format": kind})
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content)


def read(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV, its headings first."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def plain(sql: str, *params):
    """Return the one figure that the database gives for a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]
