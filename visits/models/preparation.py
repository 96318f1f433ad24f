"""What a visit's own file must tell before the guests arrive."""

from django.utils.translation import gettext_lazy as _

from visits.models.visit import Visit
from visits.readiness import Answer, Area, Found, check


@check("paper", _("letter"), Area.FILE)
def is_announced(visit: Visit, on) -> Found:
    """A letter announces the visit, or a phone record until the letter comes."""
    if visit.letter_id:
        return Found(Answer.DONE, visit.letter.number)
    if visit.phone_record_id:
        return Found(Answer.DONE, _("phone record; the letter is still due"))
    if visit.category == Visit.Category.OFFICIAL:
        return Found(Answer.MISSING, _("no letter, no reception"))
    return Found(Answer.NOT_NEEDED)


@check("habits", _("living habits asked"), Area.HABITS)
def habits_are_known(visit: Visit, on) -> Found:
    """Diets, taboos and habits were asked of the sender."""
    if visit.habits_asked_on:
        return Found(Answer.DONE, visit.habits_asked_on.isoformat())
    return Found(Answer.MISSING, _("ask the sender for diets, taboos and habits"))


@check("health", _("health protection"), Area.HEALTH)
def health_is_protected(visit: Visit, on) -> Found:
    """Hospital, first aid and epidemic control are arranged."""
    if visit.health_protection.strip():
        return Found(Answer.DONE)
    return Found(Answer.MISSING, _("no hospital and no first aid are arranged"))
