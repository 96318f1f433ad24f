"""The address of the page of the law."""

from django.contrib import admin
from django.urls import path

from compliance.rule_page import rules

urlpatterns = [path("", admin.site.admin_view(rules), name="rules")]
