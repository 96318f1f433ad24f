"""What the pages of export and import ask."""

from django import forms
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextInputWidget,
)

from reception.exchange.reading import Unreadable, check_size


class ExportForm(forms.Form):
    """Which columns, as what."""

    kind = forms.ChoiceField(
        label=gettext_lazy("format"),
        choices=[("csv", "CSV"), ("xlsx", "XLSX (Excel, WPS)")],
        initial="csv",
        widget=UnfoldAdminRadioSelectWidget,
    )
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("columns"), widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Kept in the ledger with the export."),
    )

    def __init__(self, columns, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [(c.column_name, c.label) for c in columns]
        self.fields["columns"].initial = [c.column_name for c in columns]


class ImportForm(forms.Form):
    """Which file."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy(
            "CSV (UTF-8, GB18030, UTF-16) or XLSX; the first row holds the headings."
        ),
    )

    def clean_file(self):
        """Refuse a file that is too large before it is read."""
        upload = self.cleaned_data["file"]
        try:
            check_size(upload.size)
        except Unreadable as refused:
            raise forms.ValidationError(str(refused)) from refused
        return upload
