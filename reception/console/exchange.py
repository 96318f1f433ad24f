"""The tables of offices and users."""

from reception.accounts.models import Office, User
from reception.exchange.resources import RecordResource
from reception.ledger.models import Entry


class OfficeResource(RecordResource):
    """Offices by code."""

    likeness = ("name",)

    class Meta:
        model = Office
        fields = ["code", "name", "level", "parent", "phone"]


class UserResource(RecordResource):
    """Users by login name; passwords are never in a file."""

    likeness = ("name", "office")

    class Meta:
        model = User
        fields = ["username", "name", "office", "email", "is_active"]


class EntryResource(RecordResource):
    """The ledger, for auditors."""

    class Meta:
        model = Entry
        fields = [
            "at",
            "kind",
            "actor_name",
            "office",
            "address",
            "record_type",
            "record_id",
            "record_text",
            "changes",
            "details",
            "reason",
        ]
