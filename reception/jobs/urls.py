"""Addresses of jobs."""

from django.urls import path

from reception.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="list"),
    path("<slug:token>/", views.job, name="job"),
    path("<slug:token>/progress/", views.progress, name="progress"),
    path("<slug:token>/stop/", views.stop, name="stop"),
    path("<slug:token>/result/", views.result, name="result"),
]
