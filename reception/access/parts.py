"""The rows of a table of parts, judged together where they can clash."""

from unfold.forms import PaginationInlineFormSet

from reception.access.records import beside_others


class ScopedFormSet(PaginationInlineFormSet):
    """Rows that are stored together."""

    def clean(self):
        """Ask about all rows that would be stored, without those that go."""
        super().clean()
        if any(self.errors):
            return
        going = {form.instance.pk for form in self.deleted_forms}
        rows = [
            form
            for form in self.forms
            if form.has_changed() and form not in self.deleted_forms
        ]
        by_record = {id(form.instance): form for form in rows}
        for record, text in beside_others([f.instance for f in rows], going):
            by_record[id(record)].add_error(None, text)
