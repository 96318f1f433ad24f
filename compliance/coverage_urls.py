"""The addresses of the pages of coverage and of expiries."""

from django.contrib import admin
from django.urls import path

from compliance.coverage_pages import matrix_page, places_page
from compliance.expiry_page import expiry_page

app_name = "coverage"
urlpatterns = [
    path("", admin.site.admin_view(matrix_page), name="matrix"),
    path("places/", admin.site.admin_view(places_page), name="places"),
    path("expiries/", admin.site.admin_view(expiry_page), name="expiries"),
]
