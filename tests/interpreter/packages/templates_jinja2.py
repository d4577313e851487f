import traceback

import jinja2

environment = jinja2.Environment(autoescape=True, loader=jinja2.DictLoader({
    "base": "<{% block a %}{% endblock %}>",
    "derived": "{% extends 'base' %}{% block a %}{% for x in xs if x %}{{ loop.index }}:{{ x|upper|e }}{% if not loop.last %},"
               "{% endif %}{% endfor %}{% endblock %}"}))
print(environment.get_template("derived").render(xs=["a", "", "<b>"]))
print(environment.from_string("{% macro f(x, y=2) %}{{ x + y }}{% endmacro %}{{ f(1) }} {{ f(1, y=5) }} {{ {'a': [1,2]}.a[1] }} "
                              "{% set ns = namespace(n=0) %}{% for i in range(3) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}").render())
try:
    environment.from_string("{{ 1/0 }}").render()
except ZeroDivisionError:
    print(traceback.format_exc().splitlines()[-1])
try:
    environment.from_string("{% if %}")
except jinja2.TemplateSyntaxError as error:
    print(error)
