"""The console without the queue's own screen: its rows tell a clerk nothing."""

import django_tasks_db.admin  # noqa: F401 registers the screen
from django.contrib import admin
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)
