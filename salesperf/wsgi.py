"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesperf.settings")

application = get_wsgi_application()

from salesperf.checks import refuse_unfit  # noqa: E402 needs the applications loaded

refuse_unfit()
