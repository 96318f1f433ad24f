"""Which column of the contract each heading of a file stands for."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from reception.exchange.guarding import CLOSING
from reception.exchange.reading import heading_key
from reception.exchange.resources import Column, RecordResource

LEFT_OUT = "-"  # chosen for a heading that stands for nothing here


def known_headings(resource: RecordResource) -> dict[str, Column]:
    """Return every heading under which a column is known, in its compared form."""
    return {name: c for c in resource.columns() for name in c.headings()}


def is_comment(header: str) -> bool:
    """Whether a column of the file is a remark of ours, and nothing to import."""
    return header.startswith(CLOSING)


def match(
    resource: RecordResource, headers: list[str], chosen: Mapping[str, str] = {}
) -> tuple[dict[int, Column], list[str]]:
    """Return the column of each position, and what is wrong with the header.

    ``chosen`` maps headings, in the form in which they are compared, to the names of
    columns or ``LEFT_OUT``; what it does not name is matched by its words.
    """
    known = known_headings(resource)
    by_name = {column.column_name: column for column in resource.columns()}
    found: dict[int, Column] = {}
    problems = []
    for position, header in enumerate(headers):
        key = heading_key(header)
        name = chosen.get(key)
        if name == LEFT_OUT or is_comment(header):
            continue
        column = by_name.get(name) or known.get(key)
        if column is None:
            problems.append(
                _(
                    "Column “%(header)s” is unknown here; "
                    "say below what it is, or leave it out."
                )
                % {"header": header[:60]}
            )
        elif column in found.values():
            problems.append(
                _("Column “%(header)s” stands in the file twice.")
                % {"header": header[:60]}
            )
        else:
            found[position] = column
    problems += lacking_key(resource, found.values())
    return found, problems


def fitting(
    resource: RecordResource, headers: list[str], remembered: Mapping[str, str]
) -> dict[str, str]:
    """Return those of the remembered choices that help with these headings.

    Memory never stands in the way: a column that is gone, or that the file names by
    its own words, or that another choice has taken, is not chosen again.
    """
    known = known_headings(resource)
    by_name = {column.column_name: column for column in resource.columns()}
    keys = list(dict.fromkeys(heading_key(header) for header in headers))
    taken = {known[key].column_name for key in keys if key in known}
    found = {}
    for key in keys:
        name = remembered.get(key)
        if key in known or not (name == LEFT_OUT or name in by_name) or name in taken:
            continue
        found[key] = name
        if name != LEFT_OUT:
            taken.add(name)
    return found


def lacking_key(resource: RecordResource, present: Iterable[Column]) -> list[str]:
    """Return what to say when no column identifies the rows."""
    names = {column.column_name for column in present}
    if hasattr(resource.model, "number_prefix"):
        return []  # the office numbers them
    missing = [
        column.label
        for column in resource.columns()
        if column.column_name in resource.key and column.column_name not in names
    ]
    if not missing:
        return []
    text = _("The file lacks the column that identifies a row: %(columns)s.")
    return [text % {"columns": "、".join(missing)}]
