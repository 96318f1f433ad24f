"""The addresses of the pages of training."""

from django.contrib import admin
from django.urls import path

from compliance.training.desk_page import desk_page
from compliance.training.here_page import here_page
from compliance.training.mine_page import feedback_page, mine_page
from compliance.training.quiz_page import attempt_page, quiz_page

wrap = admin.site.admin_view
app_name = "training"
urlpatterns = [
    path("", wrap(desk_page), name="desk"),
    path("mine/", wrap(mine_page), name="mine"),
    path("here/<int:pk>/", wrap(here_page), name="here"),
    path("quiz/<int:pk>/", wrap(quiz_page), name="quiz"),
    path("attempt/<int:pk>/", wrap(attempt_page), name="attempt"),
    path("feedback/<int:pk>/", wrap(feedback_page), name="feedback"),
]
