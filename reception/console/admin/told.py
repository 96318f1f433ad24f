"""Screens of what is told by what happens: to read and export, never to enter."""

from reception.console.admin.base import RecordAdmin, RecordInline


class ToldAdmin(RecordAdmin):
    """A screen whose records are written by moves and by the system alone."""

    def has_add_permission(self, request):
        """Nobody enters what is told."""
        return False

    def has_change_permission(self, request, obj=None):
        """What is told stays told."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What is told stays told."""
        return False

    def has_import_permission(self, request):
        """No file tells what happened."""
        return False


class ToldInline(RecordInline):
    """Parts that are shown on a record's page and written elsewhere."""

    def has_add_permission(self, request, obj=None):
        """Nothing is entered here."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nothing is deleted here."""
        return False
