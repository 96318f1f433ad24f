"""The addresses of the page of the law, and of the venues by risk."""

from django.contrib import admin
from django.urls import path

from compliance.risk_page import venues_by_risk
from compliance.rule_page import rules

urlpatterns = [
    path("rules/", admin.site.admin_view(rules), name="rules"),
    path("risk/", admin.site.admin_view(venues_by_risk), name="risk"),
]
