import datetime

import django
from django import forms
from django.conf import settings
from django.http import JsonResponse
from django.template import Context, Template
from django.test import Client
from django.urls import path, reverse

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="key", USE_TZ=True, LOGGING_CONFIG=None,
                   TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}])
django.setup()
urlpatterns = [path("number/<int:number>/", lambda request, number: JsonResponse({"number": number}), name="number")]


class Person(forms.Form):
    name = forms.CharField(max_length=5)
    age = forms.IntegerField(min_value=0)


print(Template("{% for x in xs %}{{ forloop.counter }}{{ x|upper }} {% endfor %}{{ day|date:'Y-m-d' }}").render(
    Context({"xs": ["a", "<b>"], "day": datetime.date(2020, 1, 2)})))
wrong, right = Person({"name": "too long", "age": "-1"}), Person({"name": "ab", "age": "5"})
print(wrong.is_valid(), dict(wrong.errors), right.is_valid(), right.cleaned_data)
print(Client().get("/number/4/").json(), reverse("number", args=[7]))
