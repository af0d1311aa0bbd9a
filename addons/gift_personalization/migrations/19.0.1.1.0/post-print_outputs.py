from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give every print method the files that jobs wrote before: a PDF and a PNG.

    The preferred format comes first. It also stays where it is, as part of frozen designs.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    methods = env['gift.print.method'].with_context(active_test=False).search([])
    env['gift.print.output'].create(
        [
            {
                'method_id': method.id,
                'kind': kind,
                'sequence': 10 if kind == method.file_format else 20,
            }
            for method in methods
            if not method.output_ids
            for kind in ('pdf', 'png')
        ]
    )
