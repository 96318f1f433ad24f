"""The addresses of the pages of daily controls."""

from django.contrib import admin
from django.urls import path

from compliance.daily_page import day_page, month_page

app_name = "controls"
urlpatterns = [
    path("", admin.site.admin_view(month_page), name="month"),
    path("<int:venue>/<str:day>/", admin.site.admin_view(day_page), name="day"),
]
