"""The slow, obvious export: each column's widget asked about each record.

It is what the streamed export must equal, byte by byte.
"""

import csv
import io


def texts(resource, queryset, columns, masks):
    """Yield each record's texts."""
    for record in resource.with_related(queryset, columns):
        line = []
        for column in columns:
            value = column.get_value(record)
            if mask := masks.get(column.column_name):
                value = mask(value or "")
            line.append(column.widget.render(value))
        yield line


def csv_bytes(resource, queryset, columns, user) -> bytes:
    """Return the CSV."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.label for column in columns])
    writer.writerows(texts(resource, queryset, columns, resource.masks(user)))
    return file.getvalue().encode("utf-8-sig")
