"""What every template knows about the installation."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from salesperf.version import VERSION


@dataclass(frozen=True)
class Product:
    company_name: str
    version: str
    theme: str


def product(request: HttpRequest) -> dict[str, Product]:
    """The company that runs this, the version, and the theme the reader chose."""
    theme = request.COOKIES.get("theme", "")
    return {
        "product": Product(
            company_name=settings.COMPANY_NAME,
            version=VERSION,
            theme=theme if theme in {"light", "dark"} else "",
        )
    }
