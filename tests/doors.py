"""The doors of the console: each tries to reach one record and says if it got there.

A door that only looks returns whether the record came into sight; a door that
writes returns whether the record was changed, and undoes nothing.
"""

import csv
import io

from django.contrib import admin
from django.core.files.base import ContentFile
from django.urls import reverse

from reception.documents.files import PrivateFileField
from reception.exchange.models import Batch


def screen(model):
    """Return the model's screen."""
    return admin.site._registry[model]


def url(model, name, *args):
    """Return the address of a page of the model's screen."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


def page(response) -> str:
    """Return a response's body as text."""
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8-sig")
    return response.content.decode()


def table(text: str) -> list[dict]:
    """Return the rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def in_list(client, record):
    response = client.get(url(type(record), "changelist"))
    address = url(type(record), "change", record.pk)
    return response.status_code == 200 and address in page(response)


def opened(client, record):
    return client.get(url(type(record), "change", record.pk)).status_code == 200


def history(client, record):
    return client.get(url(type(record), "history", record.pk)).status_code == 200


def who_can_see(client, record):
    return client.get(url(type(record), "access", record.pk)).status_code == 200


def change_form(client, record):
    """A refused POST redirects or is forbidden; an allowed one shows errors."""
    response = client.post(url(type(record), "change", record.pk), {"_continue": "1"})
    return response.status_code == 200


def delete_page(client, record):
    return client.get(url(type(record), "delete", record.pk)).status_code == 200


def delete_selected(client, record):
    model = type(record)
    data = {
        "action": "delete_selected",
        "_selected_action": [record.pk],
        "post": "yes",
    }
    client.post(url(model, "changelist"), data)
    return not model._base_manager.filter(pk=record.pk).exists()


def exported_rows(client, record, **extra):
    """Return the exported CSV's rows, or None if the door is shut."""
    resource = screen(type(record)).resource_class
    columns = list(resource._meta.fields)
    data = {"kind": "csv", "columns": columns, "reason": "test", **extra}
    response = client.post(url(type(record), "export"), data)
    return table(page(response)) if response.status_code == 200 else None


def identifies(record, row: dict) -> bool:
    """Whether an exported row is ``record``'s."""
    resource = screen(type(record)).resource_class()
    shown = [c.export(record).lstrip("'") for c in resource.columns()]
    return [value.lstrip("'") for value in row.values()][:3] == shown[:3]


def export_all(client, record):
    rows = exported_rows(client, record)
    return bool(rows) and any(identifies(record, row) for row in rows)


def export_selected(client, record):
    rows = exported_rows(client, record, keys=[record.pk])
    return bool(rows) and any(identifies(record, row) for row in rows)


def import_over(client, record):
    """Upload a row with the record's key; whoever may change it sees it as it is."""
    model = type(record)
    resource = screen(model).resource_class()
    columns = [column for column in resource.columns() if not column.readonly]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([column.column_name for column in columns])
    writer.writerow([column.export(record) for column in columns])
    upload = ContentFile(file.getvalue().encode(), name="rows.csv")
    response = client.post(url(model, "import"), {"file": upload})
    if response.status_code != 302:
        return False
    body = client.get(response["Location"])
    return body.status_code == 200 and body.context["shown"].counts["same"] == 1


def attachment(client, record):
    """Fetch every attached file of the record; all or none must come."""
    fields = [f for f in record._meta.fields if isinstance(f, PrivateFileField)]
    answers = []
    for field in fields:
        held = getattr(record, field.name)
        if not held:
            held.save("scan.pdf", ContentFile(b"%PDF-1.4 secret"), save=False)
            type(record)._base_manager.filter(pk=record.pk).update(
                **{field.name: held.name}
            )
        answers.append(client.get(held.url).status_code == 200)
    assert len(set(answers)) == 1
    return answers[0]


def has_files(model) -> bool:
    return any(isinstance(f, PrivateFileField) for f in model._meta.fields)


def jobs_door(client, job) -> bool:
    """Try every door of a job; all or none must open."""
    address = job.get_absolute_url()
    listed = address in page(client.get(reverse("jobs:list")))
    shown = [client.get(f"{address}{each}").status_code for each in ("", "progress/")]
    fetched = client.get(f"{address}result/").status_code
    stopped = client.post(f"{address}stop/").status_code
    answers = {listed, *(each == 200 for each in (*shown, fetched)), stopped == 302}
    assert len(answers) == 1
    return answers.pop()


def foreign_batch(client, batch: Batch):
    """Open somebody else's uploaded file by its token."""
    model = type(batch)
    assert model is Batch
    address = reverse("admin:visits_visit_preview", args=[batch.token])
    return client.get(address).status_code == 200
