from . import gift_report_dictionary, gift_report_file
