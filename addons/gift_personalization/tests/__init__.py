from . import (
    test_access,
    test_job,
    test_job_scan,
    test_print_download,
    test_print_file,
    test_production_access,
    test_production_flow,
    test_revision,
    test_shipping_lock,
    test_template,
)
