"""Exercises, step by step. How far one is stands in the path; nothing of it is kept."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from checkins.forms.exercise import ExerciseSearch
from checkins.models import Exercise
from trustpact.access.guards import person_page
from trustpact.curation import memory


@require_safe
@person_page
def exercises(request):
    """The library of exercises, or those that are looked for."""
    form = ExerciseSearch(request.GET)
    found = form.chosen_of(memory.published(Exercise, request.LANGUAGE_CODE))
    page = {"form": form, "exercises": found}
    status = 200 if form.is_valid() else 400
    return render(request, "checkins/exercises.html", page, status=status)


@require_safe
@person_page
def exercise(request, exercise_id):
    """What an exercise is, before it begins."""
    return render(request, "checkins/exercise.html", {"exercise": _found(request, exercise_id)})


@require_safe
@person_page
def step(request, exercise_id, number):
    """One step, counted from 1."""
    exercise = _found(request, exercise_id)
    count = len(exercise.steps)
    if not 1 <= number <= count:
        raise Http404
    page = {
        "exercise": exercise,
        "number": number,
        "count": count,
        "words": exercise.steps[number - 1],
        "seconds": exercise.seconds_of(number),
        "before": number - 1,
        "after": number + 1 if number < count else 0,
    }
    return render(request, "checkins/exercise_step.html", page)


@require_safe
@person_page
def end(request, exercise_id):
    """A kind ending, the same after the last step and after any other."""
    page = {"exercise": _found(request, exercise_id)}
    return render(request, "checkins/exercise_end.html", page)


def _found(request, exercise_id):
    """Return what is published of this exercise by now; Http404 when nothing is any more."""
    known = get_object_or_404(Exercise.objects.exclude(published_on=None), pk=exercise_id)
    exercise = Exercise.named(known.slug, request.LANGUAGE_CODE)
    if exercise is None:
        raise Http404
    return exercise
