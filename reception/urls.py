"""Addresses: the console is the front door."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from reception.console.origin import origin

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("admin/jobs/", include("reception.jobs.urls")),
    path("admin/origin/", admin.site.admin_view(origin), name="origin"),
    path("admin/reports/", include("reception.console.urls")),
    path("admin/", include("compliance.urls")),
    path("admin/coverage/", include("compliance.coverage_urls")),
    path("admin/roster/", include("visits.roster_urls")),
    path("admin/controls/", include("compliance.controls_urls")),
    path("admin/training/", include("compliance.training.urls")),
    path("admin/", admin.site.urls),
    path("files/", include("reception.documents.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
