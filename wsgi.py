"""The app for Flask's own commands (`flask --app wsgi …`). The server is `kiosk serve`."""

from kiosk.app import create_app

app = create_app()
