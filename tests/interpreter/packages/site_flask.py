import flask

application = flask.Flask(__name__)
application.secret_key = "key"


@application.route("/number/<int:number>")
def number(number):
    flask.session["number"] = number
    return flask.render_template_string("number {{ number }}", number=number)


@application.route("/json", methods=["POST"])
def as_json():
    return flask.jsonify(flask.request.get_json())


@application.errorhandler(404)
def not_found(error):
    return "nothing", 404


client = application.test_client()
response = client.get("/number/3")
print(response.status, response.data, "session" in response.headers["Set-Cookie"])
print(client.post("/json", json={"a": [1]}).json, client.get("/none").data, client.get("/number/x").status_code)
