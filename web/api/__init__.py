"""The API under /api/v1, all derived from the declarations: each module here adds its routes."""

from importlib import import_module
from pkgutil import iter_modules

from web.api.blueprint import blueprint

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["blueprint"]
