"""The table of the gift register."""

from reception.exchange.resources import RecordResource
from visits.models import Gift


class GiftResource(RecordResource):
    """Gifts by number; who confirmed their disposal is exported only."""

    likeness = ("item", "counterpart")

    class Meta:
        model = Gift
        fields = [
            "number",
            "office",
            "direction",
            "person",
            "visit",
            "counterpart",
            "country",
            "occasion",
            "kind",
            "item",
            "quantity",
            "value",
            "happened_on",
            "returned_on",
            "registered_on",
            "disposal",
            "disposed_on",
            "taken_by",
            "published_on",
            "remarks",
            "entered_by",
            "state",
            "settled_by",
            "settled_at",
        ]

    def before_create(self, record, user):
        """Note who brought the entry in; somebody else confirms the disposal."""
        record.entered_by = user
