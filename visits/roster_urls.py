"""The addresses of the roster's pages."""

from django.contrib import admin
from django.urls import path

from visits.my_shifts_page import ask_swap, my_shifts
from visits.roster_page import print_page, week_page
from visits.uncovered_page import uncovered_page

app_name = "roster"
urlpatterns = [
    path("", admin.site.admin_view(week_page), name="week"),
    path("word/", admin.site.admin_view(print_page), name="word"),
    path("mine/", admin.site.admin_view(my_shifts), name="mine"),
    path("mine/<int:pk>/swap/", admin.site.admin_view(ask_swap), name="swap"),
    path("uncovered/", admin.site.admin_view(uncovered_page), name="uncovered"),
]
