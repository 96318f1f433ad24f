"""The tables of staff, certificates, their kinds, and who has to hold which."""

from django.utils.translation import gettext as _

from compliance.models import (
    Certificate,
    CertificateKind,
    CertificateRequirement,
    StaffMember,
)
from reception.exchange.resources import RecordResource


class StaffResource(RecordResource):
    """Staff by number."""

    likeness = ("name", "office", "venue")

    class Meta:
        model = StaffMember
        fields = [
            "number",
            "name",
            "post",
            "office",
            "venue",
            "user",
            "phone",
            "languages",
            "driving_classes",
            "joined_on",
            "left_on",
        ]


class CertificateKindResource(RecordResource):
    """Certificate kinds by code."""

    class Meta:
        model = CertificateKind
        fields = [
            "code",
            "name",
            "issuer",
            "term_kind",
            "term_months",
            "renew_days",
            "to_be_confirmed",
            "remarks",
        ]


class CertificateRequirementResource(RecordResource):
    """Required certificates by code."""

    likeness = ("kind", "post", "duty")

    class Meta:
        model = CertificateRequirement
        fields = [
            "code",
            "kind",
            "post",
            "duty",
            "office",
            "since",
            "until",
            "basis",
            "to_be_confirmed",
        ]


class CertificateResource(RecordResource):
    """Certificates by kind and number; a file that shortens one asks first."""

    class Meta:
        model = Certificate
        fields = [
            "kind",
            "number",
            "holder",
            "issuer",
            "issued_on",
            "valid_until",
            "renews",
            "state",
            "revoked_on",
            "revoked_reason",
        ]

    def asks(self, before, record):
        """Ask before the last day of a stored certificate is put forward."""
        old, new = before["valid_until"], record.valid_until
        if new is None or (old is not None and new >= old):
            return {}
        text = _("The validity would be shortened: %(old)s → %(new)s.")
        was = old.isoformat() if old else _("no term")
        return {"valid_until": text % {"old": was, "new": new.isoformat()}}
