"""A list page whose rows carry their values and little else.

unfold repeats some twenty classes on every cell, 9 KB a row; here the style sheet
knows the table and a row of the stock admin is enough.
"""

from functools import reduce
from operator import add

from django import template
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.views.main import ChangeList
from django.template.defaultfilters import capfirst
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

register = template.Library()
TOGGLE = 'id="action-toggle"'  # unfold's script looks for a class


@register.inclusion_tag("console/results.html")
def lean_results(cl: ChangeList) -> dict:
    """Show the rows of a list page."""
    context = admin_list.result_list(cl)
    for header in context["result_headers"]:
        header["text"] = mark_safe(  # noqa: S308 - the admin's own markup
            str(header["text"]).replace(TOGGLE, f'{TOGGLE} class="action-toggle"')
        )
    labels = [
        {"column": name, "label": capfirst(strip_tags(str(header["text"])))}
        for name, header in zip(cl.list_display, context["result_headers"], strict=True)
        if name != "action_checkbox"
    ]
    # Safe while each cell is: a sum with one that is not is escaped by the template.
    rows = [reduce(add, row) for row in context["results"]]
    return {**context, "rows": rows, "labels": labels}
