"""Letters and records of calls: what announces a visit."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from reception.accounts.models import Office
from reception.documents.files import PrivateFileField


class Letter(Record):
    """An official letter, invitation or notice, registered by an office.

    What it must contain (content, itinerary, persons): 2013 Provisions on
    domestic official reception.
    """

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "sending_unit", "document_number", "content")

    class Kind(models.TextChoices):
        """What paper announces the visit."""

        OFFICIAL = "official", _("official letter")
        INVITATION = "invitation", _("letter of invitation")
        CONTACT = "contact", _("contact letter")
        NOTICE = "notice", _("meeting notice")

    number = models.CharField(
        _("registration number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-L-2026-0001."),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="letters",
        verbose_name=_("receiving office"),
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind, default=Kind.OFFICIAL
    )
    sending_unit = models.CharField(_("sending unit"), max_length=120)
    document_number = models.CharField(
        _("document number"),
        max_length=60,
        blank=True,
        help_text=_("As printed on the letter, such as 豫政办函〔2026〕12号."),
    )
    issued_on = models.DateField(_("date of the letter"))
    received_on = models.DateField(_("received on"))
    content = models.TextField(_("content"), help_text=_("What the visit is about."))
    itinerary = models.TextField(
        _("itinerary"), blank=True, help_text=_("Days, places and activities.")
    )
    persons = models.TextField(
        _("persons"), blank=True, help_text=_("Names, units and positions.")
    )
    contact = models.CharField(_("contact of the sender"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact's phone"), max_length=40, blank=True)
    scan = PrivateFileField(
        _("scan"), blank=True, help_text=_("PDF or picture of the letter.")
    )

    class Meta(Record.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-received_on", "-number")
        indexes = [
            models.Index(
                fields=["office", "-received_on", "-number"], name="letter_by_office"
            ),
            models.Index(fields=["-received_on", "-number"], name="letter_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "sending_unit", "document_number"],
                condition=~Q(document_number=""),
                name="letter_registered_once",
                violation_error_message=_(
                    "A letter with this document number from this unit is registered."
                ),
            ),
            models.CheckConstraint(
                name="letter_received_after_issue",
                condition=Q(received_on__gte=F("issued_on")),
                violation_error_message=_("A letter cannot arrive before its date."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.sending_unit}"

    def locked_reason(self):
        """A letter is closed when the visit that it announces is."""
        visit = getattr(self, "visit", None)
        return visit.locked_reason() if visit is not None else None

    def number_prefix(self, day):
        """Return what a letter registered on ``day`` begins its number with."""
        return f"{self.office.code}-L-{day.year}-"


class PhoneRecord(Record):
    """A call that announces an urgent visit before its letter comes (电话记录单).

    It lets the visit be approved; the letter is still due, and a phone record is no
    voucher.
    """

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "caller_unit", "caller", "content")

    number = models.CharField(
        _("number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-T-2026-0001."),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="phone_records",
        verbose_name=_("receiving office"),
    )
    called_at = models.DateTimeField(_("time of the call"))
    caller_unit = models.CharField(_("calling unit"), max_length=120)
    caller = models.CharField(_("caller"), max_length=60)
    caller_phone = models.CharField(_("caller's phone"), max_length=40, blank=True)
    content = models.TextField(_("content"), help_text=_("What the visit is about."))
    itinerary = models.TextField(
        _("itinerary"), help_text=_("Days, places and activities.")
    )
    persons = models.TextField(_("persons"), help_text=_("Names, units and positions."))
    taken_by = models.CharField(_("call taken by"), max_length=60)

    class Meta(Record.Meta):
        verbose_name = _("phone record")
        verbose_name_plural = _("phone records")
        ordering = ("-called_at", "-number")
        indexes = [
            models.Index(
                fields=["office", "-called_at", "-number"], name="phone_by_office"
            ),
            models.Index(fields=["-called_at", "-number"], name="phone_by_moment"),
        ]

    def __str__(self):
        return f"{self.number} {self.caller_unit}"

    def locked_reason(self):
        """A phone record is closed when the visit that it announces is."""
        visit = getattr(self, "visit", None)
        return visit.locked_reason() if visit is not None else None

    def number_prefix(self, day):
        """Return what a call noted on ``day`` begins its number with."""
        return f"{self.office.code}-T-{day.year}-"
