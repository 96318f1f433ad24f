"""Business numbers such as ``HB-2026-0001``, made by the office, never used twice."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import models, transaction

from reception.accounts.models import Counter


@transaction.atomic
def assign(records: Iterable[models.Model], day: date) -> None:
    """Give those of ``records`` that have none their numbers, in their order.

    A record's ``number_prefix(day)`` says what its number begins with; records
    without that method have no numbers. The counter's row stays locked until the
    transaction ends, so two clerks never get the same number; numbers that came in
    by import are skipped.
    """
    waiting = defaultdict(list)
    for record in records:
        if hasattr(record, "number_prefix") and not record.number:
            waiting[record.number_prefix(day)].append(record)
    for prefix in sorted(waiting):
        _count_on(prefix, waiting[prefix])


def _count_on(prefix: str, records: list[models.Model]) -> None:
    """Number ``records`` from the last number given out for ``prefix``."""
    Counter.objects.bulk_create([Counter(prefix=prefix)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update().get(prefix=prefix)
    stored = type(records[0])._base_manager.filter(number__startswith=prefix)
    taken = set(stored.values_list("number", flat=True))
    for record in records:
        while not record.number or record.number in taken:
            counter.last += 1
            record.number = f"{prefix}{counter.last:04}"
        taken.add(record.number)
    counter.save(update_fields=["last"])
