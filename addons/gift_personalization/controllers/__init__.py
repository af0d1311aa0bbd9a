from . import catalogue
from . import production
from . import designer
from . import shop
