from . import catalogue
from . import production
