"""The project's addresses, and the framework's own list beside them."""

from django.urls import path

from reception.urls import urlpatterns as ours
from tests.bench.stock import stock_site

urlpatterns = [path("stock/", stock_site.urls), *ours]
