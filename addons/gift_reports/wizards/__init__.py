from . import gift_report_dictionary
