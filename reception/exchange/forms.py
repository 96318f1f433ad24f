"""What the pages of export and import ask."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from reception.exchange.matching import LEFT_OUT
from reception.exchange.reading import (
    ENCODINGS,
    MOST_COLUMNS,
    Unreadable,
    check_size,
)

ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "gb18030": "GB18030 (GBK, GB2312)",
    "utf-16": "UTF-16",
    "big5": "Big5",
    "XLSX": "XLSX",
}
DELIMITER_NAMES = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tabulator"),
    "|": gettext_lazy("vertical bar"),
}
DATE_NAMES = {
    "dmy": gettext_lazy("day/month/year"),
    "mdy": gettext_lazy("month/day/year"),
}


class ExportForm(forms.Form):
    """Which columns, as what, and why."""

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
    closes = forms.BooleanField(
        label=gettext_lazy("Close with a line that says where the file comes from"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=gettext_lazy(
            "Number, user, time and rows, in the first cell after “# ”. Programs that "
            "read the table must expect the line; an import here passes over it."
        ),
    )

    def __init__(self, resource, user, last, data=None):
        super().__init__(data)
        self.private = resource.private().keys() - resource.masks(user).keys()
        self.explains = explains_exports(user)
        self.fields["reason"].required = self.explains
        columns = resource.columns()
        names = [c.column_name for c in columns]
        self.fields["columns"].choices = [(c.column_name, c.label) for c in columns]
        remembered = [name for name in (last.columns if last else ()) if name in names]
        self.fields["columns"].initial = remembered or names
        self.fields["kind"].initial = last.kind if last else "csv"

    def clean(self):
        """Want a reason where private facts go out uncovered."""
        told = super().clean()
        private = self.private & set(told.get("columns", ()))
        if private and not told.get("reason"):
            text = _("Private facts leave the system with this file. Say what for.")
            self.add_error("reason", text)
        return told


def explains_exports(user) -> bool:
    """Whether the local rules ask ``user`` for the reason of every export."""
    asked = settings.EXPORT_REASON_ROLES
    return bool(asked) and user.groups.filter(name__in=asked).exists()


class ImportForm(forms.Form):
    """Which file."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy(
            "CSV (UTF-8, GB18030, UTF-16) or XLSX. A title above the headings "
            "does no harm."
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


class UnderstandForm(forms.Form):
    """How a file is to be read; what is left empty is recognised."""

    encoding = forms.ChoiceField(
        label=gettext_lazy("encoding"),
        required=False,
        choices=[
            ("", gettext_lazy("recognise it")),
            *((encoding, ENCODING_NAMES[encoding]) for encoding in ENCODINGS),
        ],
        widget=UnfoldAdminSelectWidget,
    )
    delimiter = forms.ChoiceField(
        label=gettext_lazy("between cells"),
        required=False,
        choices=[("", gettext_lazy("recognise it")), *DELIMITER_NAMES.items()],
        widget=UnfoldAdminSelectWidget,
    )
    headed_at = forms.IntegerField(
        label=gettext_lazy("row of the headings"),
        required=False,
        min_value=1,
        max_value=1000,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("dates with the year last"),
        required=False,
        choices=[
            ("", gettext_lazy("ask if they can be read in two ways")),
            *DATE_NAMES.items(),
        ],
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, resource, data=None, initial=None):
        super().__init__(data, initial=initial)
        self.names = {c.column_name for c in resource.columns()} | {"", LEFT_OUT}

    def recognised(self, **words) -> None:
        """Say in the fields what was recognised."""
        for name, said in words.items():
            if name == "headed_at":
                self.fields[name].widget.attrs["placeholder"] = said
            elif said and not self.initial.get(name):
                first = _("recognised: %(what)s") % {"what": said}
                self.fields[name].choices = [
                    ("", first),
                    *self.fields[name].choices[1:],
                ]

    def clean_headed_at(self) -> int:
        """Return the row, 0 to look for it."""
        return self.cleaned_data["headed_at"] or 0

    def clean(self):
        """Pair the headings with their columns, unknown ones as unsaid."""
        told = super().clean()
        sent = self.data.getlist("column") if self.data else []
        headers = self.data.getlist("header") if self.data else []
        names = [name if name in self.names else "" for name in sent]
        told["columns"] = list(zip(headers, names, strict=False))[:MOST_COLUMNS]
        return told
