import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
application = get_wsgi_application()

from huopan.ops.warming import warm_search_beside  # noqa: E402 - settings first

warm_search_beside()
