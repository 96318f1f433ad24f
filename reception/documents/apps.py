"""The application of documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Files attached to records."""

    name = "reception.documents"
    verbose_name = _("documents")
