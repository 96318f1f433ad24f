"""Business numbers such as ``HB-2026-0001``, made by the office, never used twice."""

from datetime import date

from django.db import models, transaction

from reception.accounts.models import Counter


def assign(record: models.Model, day: date) -> None:
    """Give ``record`` its number if it has none.

    The record's ``number_prefix(day)`` says what the number begins with. The
    counter's row stays locked until the transaction ends, so two clerks never
    get the same number; numbers that came in by import are skipped.
    """
    if record.number:
        return
    prefix = record.number_prefix(day)
    with transaction.atomic():
        Counter.objects.bulk_create([Counter(prefix=prefix)], ignore_conflicts=True)
        counter = Counter.objects.select_for_update().get(prefix=prefix)
        taken = type(record)._base_manager
        while True:
            counter.last += 1
            record.number = f"{prefix}{counter.last:04}"
            if not taken.filter(number=record.number).exists():
                break
        counter.save(update_fields=["last"])
