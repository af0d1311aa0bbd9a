from . import report_file
