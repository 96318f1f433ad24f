"""The table of honours."""

from compliance.models import Honour
from reception.exchange.resources import RecordResource


class HonourResource(RecordResource):
    """Honours by number."""

    likeness = ("name", "awarded_on")

    class Meta:
        model = Honour
        fields = [
            "number",
            "name",
            "level",
            "office",
            "member",
            "venue",
            "awarded_by",
            "awarded_on",
            "document",
            "remarks",
        ]
