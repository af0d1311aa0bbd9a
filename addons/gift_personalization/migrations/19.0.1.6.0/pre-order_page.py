PARTS = ('sale_order_portal_content_gifts', 'sale_order_portal_content_recipients')


def migrate(cr, version):
    """Gifts and parcels of the order's page stand alone, so that they can be fetched again."""
    cr.execute(
        """
        UPDATE ir_ui_view SET inherit_id = NULL, mode = 'primary'
         WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'gift_personalization'
                         AND model = 'ir.ui.view' AND name IN %s)
        """,
        (PARTS,),
    )
