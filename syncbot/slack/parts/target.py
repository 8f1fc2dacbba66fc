"""The part *Target*: placeholder of names until the form is drawn."""

CONNECTION = "connection"
