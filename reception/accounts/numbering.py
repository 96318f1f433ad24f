"""Business numbers such as ``HB-2026-0001``, made by the office, never used twice."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import models, transaction

from reception.accounts.models import Counter

MOST = 900  # numbers in one query


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


@transaction.atomic
def count_on(prefix: str, records: list[models.Model]) -> None:
    """Give ``records``, all of one kind, the next numbers that begin with ``prefix``.

    For kinds whose numbers come from elsewhere as well, such as certificates.
    """
    if records:
        _count_on(prefix, records)


def _count_on(prefix: str, records: list[models.Model]) -> None:
    """Number ``records`` from the last number given out for ``prefix``."""
    Counter.objects.bulk_create([Counter(prefix=prefix)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update().get(prefix=prefix)
    waiting = [record for record in records if not record.number]
    stored = type(records[0])._base_manager
    while waiting:
        # Asked about by name: how many numbers begin alike must not matter.
        next_ones = range(counter.last + 1, counter.last + 1 + min(len(waiting), MOST))
        numbers = {f"{prefix}{count:04}": count for count in next_ones}
        taken = stored.filter(number__in=numbers).values_list("number", flat=True)
        free = [number for number in numbers if number not in set(taken)]
        for record, number in zip(waiting, free, strict=False):
            record.number = number
        waiting = waiting[len(free) :]
        counter.last = next_ones[-1]
    counter.save(update_fields=["last"])


@transaction.atomic
def next_number(prefix: str) -> str:
    """Return the next number for ``prefix``, such as that of a notice.

    For numbers that nobody brings in from elsewhere: none is asked for.
    """
    Counter.objects.bulk_create([Counter(prefix=prefix)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update().get(prefix=prefix)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{prefix}{counter.last:04}"
