"""The tables of letters and phone records."""

from reception.exchange.resources import RecordResource
from visits.models import Letter, PhoneRecord


class LetterResource(RecordResource):
    """Letters by registration number."""

    likeness = ("sending_unit", "document_number")

    class Meta:
        model = Letter
        fields = [
            "number",
            "office",
            "kind",
            "sending_unit",
            "document_number",
            "issued_on",
            "received_on",
            "content",
            "itinerary",
            "persons",
            "contact",
            "contact_phone",
        ]

    def with_related(self, rows, columns=None):
        """Return the letters with their visits, which close them."""
        return super().with_related(rows, columns).select_related("visit")


class PhoneRecordResource(RecordResource):
    """Phone records by number."""

    likeness = ("caller_unit", "called_at")

    class Meta:
        model = PhoneRecord
        fields = [
            "number",
            "office",
            "called_at",
            "caller_unit",
            "caller",
            "caller_phone",
            "content",
            "itinerary",
            "persons",
            "taken_by",
        ]

    def with_related(self, rows, columns=None):
        """Return the records with their visits, which close them."""
        return super().with_related(rows, columns).select_related("visit")
