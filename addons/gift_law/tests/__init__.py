from . import test_access, test_html_text, test_notice, test_terms
