"""The reception list (接待清单): what was done on a visit, signed off."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from visits.list_states import MOVES, ListState
from visits.listing import Kind
from visits.models.visit import Visit


class ReceptionList(Record):
    """Whom an office received, for what, where and with whom.

    What it must tell: 2013 Provisions (guests, activities, costs); since the 2025
    Regulations also companions and support staff. One visit, one list.
    """

    access_paths = ("visit",)
    business_key = ("visit",)
    moves = MOVES

    visit = models.OneToOneField(
        Visit,
        models.PROTECT,
        related_name="reception_list",
        verbose_name=_("visit"),
        error_messages={"unique": _("This visit has its list already.")},
    )
    arrived_on = models.DateField(_("arrived on"), null=True, blank=True)
    left_on = models.DateField(_("departed on"), null=True, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ListState,
        default=ListState.DRAFT,
        editable=False,
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
        null=True,
        editable=False,
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("signed by"),
        null=True,
        editable=False,
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)
    content = models.JSONField(
        _("content signed"), default=dict, blank=True, editable=False
    )
    fingerprint = models.CharField(
        _("print of the content"), max_length=64, blank=True, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("reception list")
        verbose_name_plural = _("reception lists")
        ordering = ("-visit",)
        permissions = [("sign_receptionlist", _("Signs reception lists off"))]
        constraints = [
            models.CheckConstraint(
                name="list_left_after_arrival",
                condition=Q(left_on__isnull=True)
                | Q(arrived_on__isnull=True)
                | Q(left_on__gte=F("arrived_on")),
                violation_error_message=_("Nobody leaves before he arrives."),
            ),
            models.CheckConstraint(
                name="list_signed_iff_signer",
                condition=Q(
                    state=ListState.SIGNED,
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                )
                | Q(
                    state=ListState.DRAFT,
                    signed_by__isnull=True,
                    signed_at__isnull=True,
                ),
                violation_error_message=_("A signature names who signed, and when."),
            ),
            models.CheckConstraint(
                name="list_signed_by_another",
                condition=Q(signed_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(signed_by=F("entered_by")),
                violation_error_message=_("Whoever made the list cannot sign it."),
            ),
        ]

    def __str__(self):
        return _("Reception list of %(visit)s") % {"visit": self.visit}

    def locked_reason(self):
        """A signed list is closed; so is that of a closed visit."""
        if self.state == ListState.SIGNED:
            return _("The list is signed; open it again before changing it.")
        return self.visit.closed_reason()


class ListPerson(Record):
    """Somebody on the list: guest, accompanying official or support staff."""

    access_paths = ("reception_list",)
    business_key = ("reception_list", "line")

    reception_list = models.ForeignKey(
        ReceptionList,
        models.CASCADE,
        related_name="people",
        verbose_name=_("reception list"),
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    kind = models.CharField(_("part"), max_length=10, choices=Kind, default=Kind.GUEST)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    name = models.CharField(_("full name"), max_length=60)
    position = models.CharField(_("position"), max_length=120, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("person on the list")
        verbose_name_plural = _("people on the list")
        ordering = ("reception_list", "line", "id")

    def __str__(self):
        return self.name

    def locked_reason(self):
        """A line is closed when its list is."""
        return self.reception_list.locked_reason()


class ListActivity(Record):
    """An official activity on the list: what, when and where."""

    access_paths = ("reception_list",)
    business_key = ("reception_list", "line")

    reception_list = models.ForeignKey(
        ReceptionList,
        models.CASCADE,
        related_name="activities",
        verbose_name=_("reception list"),
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    on = models.DateField(_("day"))
    activity = models.CharField(_("activity"), max_length=200)
    place = models.CharField(_("activity place"), max_length=120, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("activity on the list")
        verbose_name_plural = _("activities on the list")
        ordering = ("reception_list", "line")

    def __str__(self):
        return self.activity

    def locked_reason(self):
        """A line is closed when its list is."""
        return self.reception_list.locked_reason()
