"""The pages on which a quiz is taken, made for a phone: one question at a time."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from compliance.models import Quiz, QuizAttempt
from compliance.training import quizzing
from compliance.training.mine_page import own
from compliance.training.quizzing import QuizRefused
from reception.access.admin import is_key


def quiz_page(request, pk: int):
    """Tell what a quiz asks and how one did before; on POST begin or go on."""
    member, now = own(request.user), timezone.now()
    quiz = get_object_or_404(Quiz, pk=pk)
    attempts = list(quiz.attempts.filter(member=member).order_by("-started_at"))
    is_open = quiz in quizzing.offered(member, timezone.localdate(now))
    if request.method == "POST":
        try:
            attempt = quizzing.begin(quiz, member, now)
        except QuizRefused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("training:attempt", args=[attempt.pk]))
    if not is_open and not attempts:
        return HttpResponseRedirect(reverse("training:mine"))
    context = {
        **admin.site.each_context(request),
        "title": quiz.name,
        "quiz": quiz,
        "count": min(quiz.asked or quiz.questions.count(), quiz.questions.count()),
        "attempts": attempts,
        "running": any(not quizzing.is_over(each, now) for each in attempts),
        "is_open": is_open,
    }
    return TemplateResponse(request, "compliance/training/quiz.html", context)


def attempt_page(request, pk: int):
    """Ask a question, save its answer at once, and tell the result in the end."""
    member, now = own(request.user), timezone.now()
    rows = QuizAttempt.objects.select_related("quiz")
    attempt = get_object_or_404(rows, pk=pk, member=member)
    if request.method == "POST":
        return _sent(request, attempt, now)
    asked = quizzing.sheet(attempt)
    nothing_left = quizzing.is_over(attempt, now) or not asked
    if attempt.finished_at is None and nothing_left:
        return _ended(request, attempt)
    context = {
        **admin.site.each_context(request),
        "title": attempt.quiz.name,
        "attempt": attempt,
        "asked": asked,
    }
    if attempt.finished_at is not None:
        return TemplateResponse(request, "compliance/training/result.html", context)
    context |= _shown(request, asked)
    return TemplateResponse(request, "compliance/training/attempt.html", context)


def _ended(request, attempt):
    """Ask for the result when the time is up: looking at a page writes nothing."""
    context = {
        **admin.site.each_context(request),
        "title": attempt.quiz.name,
        "attempt": attempt,
    }
    return TemplateResponse(request, "compliance/training/time_up.html", context)


def _shown(request, asked: list) -> dict:
    """Return which question the page shows: the one asked for, or the first open."""
    wanted = request.GET.get("q", "")
    place = int(wanted) if is_key(wanted) else 0
    if not 1 <= place <= len(asked):
        place = next((each.place for each in asked if not each.answer), len(asked))
    return {
        "current": asked[place - 1],
        "before": place - 1,
        "after": place + 1 if place < len(asked) else 0,
        "answered": sum(each.answer is not None for each in asked),
    }


def _sent(request, attempt, now):
    """Save an answer, or finish; a script sends without leaving the page."""
    by_script = request.headers.get("x-requested-with") == "fetch"
    key, refused = request.POST.get("question", ""), ""
    if is_key(key):
        letters = request.POST.getlist("letters")
        try:
            quizzing.answer(attempt, int(key), letters, now)
        except QuizRefused as why:
            refused = str(why)
    if by_script:
        return JsonResponse({"saved": not refused, "problem": refused})
    if refused:
        messages.error(request, refused)
    if "finish" in request.POST:
        quizzing.finish(attempt, now)
        return HttpResponseRedirect(request.path)
    step = request.POST.get("to", "")
    return HttpResponseRedirect(
        f"{request.path}?q={step}" if is_key(step) else request.path
    )
