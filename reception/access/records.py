"""The base of every record: which rights it has and where it belongs."""

from typing import ClassVar

from django.db import models

from reception.accounts.models import ACTIONS


class Record(models.Model):
    """A record that people see by role and place.

    ``access_paths`` names the foreign keys that lead to its place: an office, a
    venue, or another record that has paths of its own. An empty tuple means that
    it belongs to no place and the role alone decides. ``business_key`` names the
    fields by which files know it. ``private_fields`` maps a field to the function
    that masks it; ``see_private`` is then one of its permissions. ``searched`` names
    the columns that the search index holds (``access.search_index``), ``stamped`` those
    that a screen fills in when it saves. ``also_known_by`` is the column by which other
    files may name it too, where one record alone has that name.
    """

    access_paths: ClassVar[tuple[str, ...]]
    business_key: ClassVar[tuple[str, ...]]
    private_fields: ClassVar[dict] = {}
    searched: ClassVar[tuple[str, ...]] = ()
    also_known_by: ClassVar[str] = ""
    stamped: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        default_permissions = ACTIONS

    def locked_reason(self) -> str | None:
        """Say why the content may not change now, or return None."""
        return None

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list[tuple]:
        """Return what is wrong with some of ``records`` beside others, in words.

        For what no constraint can say, such as periods that overlap. ``records`` are
        about to be stored together; the stored ones with keys in ``leaving`` go. Every
        form, table of parts and import asks; the answer is (record, text) pairs.
        Inside a transaction it locks what the answer hangs on.
        """
        return []


def why_locked(record: models.Model) -> str | None:
    """Say why ``record`` may not change now; offices and users never are locked."""
    return record.locked_reason() if isinstance(record, Record) else None


def stamped(record: models.Model) -> set[str]:
    """Return the columns of ``record`` that a form cannot judge yet."""
    return set(getattr(record, "stamped", ()))


def is_record(model: type | None) -> bool:
    """Whether ``model`` is one of the records; offices and users are none."""
    return model is not None and issubclass(model, Record)


def beside_others(records: list, leaving: set) -> list[tuple]:
    """Return what is wrong with ``records`` beside others: pairs of record and text."""
    model = type(records[0]) if records else None
    return model.beside_others(records, leaving) if is_record(model) else []
