"""Pages for desks (Django, htmx), and the API that the field app talks to."""
