"""Addresses of the pages of reports."""

from django.contrib import admin
from django.urls import path

from reception.console import report_pages

app_name = "reports"
urlpatterns = [
    path("", admin.site.admin_view(report_pages.index), name="list"),
    path("<slug:name>/", admin.site.admin_view(report_pages.report), name="report"),
]
