"""The contract of a table: which columns, under which names, in which order."""

from typing import ClassVar

from django.db import models
from django.utils import translation
from import_export import fields, resources

from reception.access.scope import right
from reception.exchange import widgets
from reception.exchange.reading import heading_key


class Column(fields.Field):
    """A column of the contract; its labels come from the model's field."""

    def __init__(self, source, **kwargs):
        super().__init__(**kwargs)
        self.source = source

    @property
    def label(self) -> str:
        """The heading in the reader's language."""
        return str(self.source.verbose_name)

    def headings(self) -> set[str]:
        """Return every heading under which the column is known in files."""
        names = {self.column_name}
        for language in widgets.LANGUAGES:
            with translation.override(language):
                names.add(self.label)
        return {heading_key(name) for name in names}


def widget_for(source: models.Field):
    """Return how the values of a model's field stand in files."""
    if source.many_to_many:
        return widgets.Keys(source.related_model)
    if source.is_relation:
        return widgets.Key(source.related_model)
    if source.choices:
        return widgets.Choice(source.choices)
    kinds = (
        (models.BooleanField, widgets.Boolean),
        (models.IntegerField, widgets.Integer),
        (models.DecimalField, widgets.Decimal),
        (models.DateTimeField, widgets.Moment),
        (models.DateField, widgets.Date),
        (models.JSONField, widgets.Json),
    )
    for kind, widget in kinds:
        if isinstance(source, kind):
            return widget()
    return widgets.Text()


class RecordResource(resources.ModelResource):
    """A table of records, one row each, found again by their business key.

    ``Meta.fields`` is written out in each resource: it is a public contract.
    Columns that people may not write (states, who decided) are exported only.
    ``likeness`` names the columns by which two records are probably one.
    """

    likeness: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        """Return the column of a model's field."""
        return Column(
            django_field,
            attribute=field_name,
            column_name=field_name,
            widget=widget_for(django_field),
            readonly=not django_field.editable or django_field.generated,
        )

    def columns(self) -> list[Column]:
        """Return the columns in the order of the contract."""
        return [self.fields[name] for name in self._meta.fields]

    @property
    def model(self) -> type[models.Model]:
        """The model whose records the rows are."""
        return self._meta.model

    @property
    def key(self) -> tuple[str, ...]:
        """The columns by which a row finds its record."""
        return self.model.business_key

    def private(self) -> dict:
        """Return the masks of the private columns in this table."""
        return {
            name: mask
            for name, mask in getattr(self.model, "private_fields", {}).items()
            if name in self._meta.fields
        }

    def masks(self, user) -> dict:
        """Return the masks for ``user``: none for whoever may read private facts."""
        return {} if user.has_perm(right(self.model, "see_private")) else self.private()

    def with_related(self, rows: models.QuerySet, columns=None) -> models.QuerySet:
        """Return ``rows`` with all that ``columns`` refer to, in a few queries."""
        shown = self.columns() if columns is None else columns
        single = [c.column_name for c in shown if type(c.widget) is widgets.Key]
        several = [c.column_name for c in shown if type(c.widget) is widgets.Keys]
        # No name at all would ask for every relation there is; None asks for none.
        return rows.select_related(*(single or [None])).prefetch_related(*several)

    def asks(self, before: dict, record) -> dict[str, str]:
        """Return, by column, which change of a stored record needs the user's word.

        ``before`` holds the values that are stored. Without his word the row is one
        with problems.
        """
        return {}

    def before_create(self, record, user) -> None:
        """Complete a new record with what no file may say."""
