"""Addresses of attached files."""

from django.urls import path

from reception.documents import views

app_name = "documents"
urlpatterns = [
    path("<str:label>/<int:pk>/<slug:field>/", views.file, name="file"),
]
