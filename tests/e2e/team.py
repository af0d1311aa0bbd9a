"""What the shop's team and time do, by the back office's own calls."""

import secrets

from test_mail_flows import change, run_job


def create_product(rpc):
    """Return a published thing without a design, for 40.00: `(id of the template, variant)`."""
    values = {
        "name": f"Ribbon {secrets.token_hex(3)}", "type": "consu", "list_price": 40.0,
        "taxes_id": [[5, 0, 0]], "is_published": True, "invoice_policy": "order",
    }  # fmt: skip
    template = rpc.call("product.template", "create", [values])[0]
    [row] = rpc.search_read(
        "product.template", [["id", "=", template]], ["product_variant_id", "website_url", "name"]
    )
    return row


def invoice(rpc, order, *, is_paid=False):
    """Post the invoice of an order and pay it, unless it was paid online; return its id."""
    context = {"active_model": "sale.order", "active_ids": [order], "active_id": order}
    values = {"advance_payment_method": "delivered"}
    window = rpc.call("sale.advance.payment.inv", "create", [values], context=context)
    rpc.call("sale.advance.payment.inv", "create_invoices", window, context=context)
    [row] = rpc.search_read("sale.order", [["id", "=", order]], ["invoice_ids"])
    [move] = row["invoice_ids"]
    rpc.call("account.move", "action_post", [move])
    if is_paid:
        return move
    context = {"active_model": "account.move", "active_ids": [move]}
    window = rpc.call("account.payment.register", "create", [{}], context=context)
    rpc.call("account.payment.register", "action_create_payments", window, context=context)
    return move


def deliver(rpc, order):
    """Let what was ordered leave the house."""
    [row] = rpc.search_read("sale.order", [["id", "=", order]], ["picking_ids"])
    rpc.call("stock.picking", "button_validate", row["picking_ids"],
             context={"skip_backorder": True, "skip_sms": True})  # fmt: skip


def order_delivered(rpc, partner, product, quantity):
    """Return an order that was paid and delivered, as the shop's team enters it."""
    line = {"product_id": product["product_variant_id"][0], "product_uom_qty": quantity}
    [order] = rpc.call(
        "sale.order", "create", [{"partner_id": partner, "order_line": [[0, 0, line]]}]
    )
    rpc.call("sale.order", "action_confirm", [order])
    deliver(rpc, order)
    return order, invoice(rpc, order)


def refund(rpc, order):
    """Credit all of an order that was paid online."""
    [row] = rpc.search_read("sale.order", [["id", "=", order]], ["invoice_ids"])
    moves = row["invoice_ids"] or [invoice(rpc, order, is_paid=True)]
    context = {"active_model": "account.move", "active_ids": moves}
    [sold] = rpc.search_read("account.move", [["id", "in", moves]], ["journal_id"])
    values = {"journal_id": sold["journal_id"][0]}
    window = rpc.call("account.move.reversal", "create", [values], context=context)
    note = rpc.call("account.move.reversal", "refund_moves", window, context=context)
    rpc.call("account.move", "action_post", [note["res_id"]])


def read_wallet(rpc, partner):
    """Return the pending and usable points of a customer."""
    [card] = rpc.search_read(
        "loyalty.card",
        [["partner_id", "=", partner], ["program_id.program_type", "=", "loyalty"]],
        ["id"],
    )
    [wallet] = rpc.search_read(
        "gift.points.wallet", [["card_id", "=", card["id"]]], ["pending", "available"]
    )
    return wallet["pending"], wallet["available"]


def let_the_window_pass(rpc, *partners):
    """Let the return window of the points of customers be over."""
    run_job(rpc, "ir_cron_release_points")
    ids = ", ".join(map(str, partners))
    change(
        "UPDATE gift_points_lot SET release_on = current_date WHERE pending > 0 AND wallet_id IN ("
        "SELECT wallet.id FROM gift_points_wallet wallet JOIN loyalty_card card"
        f"    ON card.id = wallet.card_id WHERE card.partner_id IN ({ids}))"
    )
    run_job(rpc, "ir_cron_release_points")
