from dataclasses import replace
from datetime import date

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.gift_personalization.models.guarded import guarded

from ..engine.routing import explain
from .maker_book import OWN, MakerBook

AUTOMATIC = 'gift_supplier_portal.reroute_automatically'


class GiftLineShare(models.Model):
    """What happens when a supplier cannot: alternatives, and the move to another maker."""

    _inherit = 'gift.line.share'

    trouble_text = fields.Text(
        string="Alternatives", readonly=True, groups='purchase.group_purchase_user'
    )
    best_name = fields.Char(
        string="Best", readonly=True, groups='purchase.group_purchase_user',
        help="Who could make it instead, when the trouble came up.",
    )  # fmt: skip

    def _is_in_trouble(self):
        """Return whether the maker does not make it, so that nothing more is ordered from him."""
        self.ensure_one()
        return self.trouble in ('declined', 'down')

    def _lock(self):
        """Write the share and its purchases first: of two who move it the second begins again."""
        self.ensure_one()
        self.serial += 1
        self.flush_recordset(['serial'])
        for order in self.purchase_line_ids.order_id.sorted('id'):
            order._gift_lock_answers()

    # === ALTERNATIVES === #

    def _open_book(self):
        """Return a MakerBook of the open pieces of the share (sudo)."""
        self.ensure_one()
        line = self.sale_line_id
        order = self.order_id.with_context(gift_review=True)  # ordered before: no cut-off
        line = line.with_env(order.env)
        return MakerBook(order, line, pieces={line: self._get_open_pieces()}, shares=self)

    def _get_own_group(self):
        return f'c{self.capability_id.id}' if self.capability_id else OWN

    def _get_alternatives(self):
        """Return ``(book, [(Reason, engine's Share or None), …])`` of who could make it instead.

        What is ordered must be what the customer has approved. Writes nothing.
        """
        book = self._open_book()
        line = book.lines[0]
        if self.state == 'ordered' and not self._is_approved():
            line = replace(line, ready=None)
        makers = [maker for maker in book.build_makers() if maker.group != self._get_own_group()]
        found = explain(line, makers, book.today)
        declined = self._get_declined()
        return book, sorted(found, key=lambda entry: self._get_order(line, declined, *entry))

    def _get_declined(self):
        """Return the groups of makers who have declined the gift; they are asked again by hand."""
        return {
            share._get_own_group()
            for share in self.sale_line_id.gift_share_ids
            for answer in share.purchase_line_ids.gift_answer_line_ids
            if (answer.kind, answer.state) == ('decline', 'accepted')
        }

    @staticmethod
    def _get_group(maker):
        """Return the group of a maker's key: one machine, whichever way it sends."""
        return maker.partition(':')[0]

    def _get_best(self, found):
        """Return what the best maker would make who has not declined the gift, or ``None``."""
        declined = self._get_declined()
        options = (
            option for reason, option in found if self._get_group(reason.maker) not in declined
        )
        return next(filter(None, options), None)

    def _is_approved(self):
        gift = self.sale_line_id
        return gift.gift_job_ids.approved_hash == gift.gift_revision_id.hash

    @classmethod
    def _get_order(cls, line, declined, reason, option):
        if not option:
            return (3, 0, 0, reason.maker)
        if cls._get_group(reason.maker) in declined:
            return (2, 0, option.cost, reason.maker)
        late = max(0, option.arrival - line.due) if line.due else 0
        return (0 if reason.code == 'chosen' else 1, late, option.cost, reason.maker)

    def _tell_option(self, book, option):
        """Return in words what an alternative costs and what it does to the promise."""
        arrival = date.fromordinal(option.arrival)
        due = self._get_promised_day()
        form = self.env['gift.promise']._format_day
        now = self.cost * self._get_open_pieces() / self.quantity if self.quantity else 0
        more = option.cost - now
        words = {
            'maker': book.get_name(option.maker),
            'cost': self.currency_id.format(option.cost),
            'more': self.currency_id.format(abs(more)),
            'day': form(arrival),
            'due': form(due) if due else '',
        }
        if due and arrival > due:
            effect = self.env._("late: arrives %(day)s, promised is %(due)s", **words)
        else:
            effect = self.env._("arrives %(day)s, the promise is kept", **words)
        if self._get_group(option.maker) in self._get_declined():
            effect = self.env._("%s; declined there before", effect)
        words['effect'] = effect
        if more > 0:
            return self.env._("%(maker)s: %(cost)s (%(more)s more), %(effect)s", **words)
        return self.env._("%(maker)s: %(cost)s (%(more)s less), %(effect)s", **words)

    # === TROUBLE === #

    def _note_trouble(self, trouble):
        """Offer somebody else for shares (sudo) whose maker cannot; idempotent.

        What was not ordered yet is planned anew at once. What was ordered is moved by itself where
        the settings say so, else the buyer decides.
        """
        for share in self.filtered(lambda share: share.way != OWN):
            if share._get_open_pieces() and share.trouble != trouble:
                with guarded(share.order_id, self.env._("The gift needs somebody else")):
                    share._look_for_another(trouble)

    def _look_for_another(self, trouble):
        self._lock()
        was_ordered = self.state == 'ordered'
        self.write({'trouble': trouble, 'trouble_date': fields.Datetime.now()})
        book, found = self._get_alternatives()
        options = [option for _reason, option in found if option]
        self.trouble_text = '\n'.join(self._tell_option(book, option) for option in options)
        best = self._get_best(found)
        self.best_name = book.get_name(best.maker) if best else False
        config = self.env['ir.config_parameter'].sudo()
        if best and (not was_ordered or config.get_param(AUTOMATIC)):
            self._move_to(best.maker)
        else:
            self._tell_buyer()

    def _tell_buyer(self):
        """Give the buyer an activity with the alternatives, on the purchase."""
        order = self.purchase_line_ids.order_id.filtered(lambda o: o.state != 'cancel')[-1:]
        if not order:
            return
        summary = self.env._("Choose who makes it: %s", self.product_id.display_name)
        if summary in order.activity_ids.mapped('summary'):
            return
        order.activity_schedule(
            'mail.mail_activity_data_warning',
            summary=summary,
            note=self.trouble_text or self.env._("Nobody else can make it."),
            user_id=(order.user_id or self.env.ref('base.user_admin')).id,
        )

    # === MOVE === #

    def _move_to(self, key):
        """Let another maker make the open pieces; idempotent under two buyers. Call it in sudo.

        :param str key: of a maker of the engine, worked out again here: nothing else is believed.
        :raise UserError: when the share has moved, or that maker cannot make it.
        :return: the share that makes the pieces now.
        """
        self._lock()
        self.invalidate_recordset()
        pieces = self._get_open_pieces()
        if not pieces:
            raise UserError(
                self.env._(
                    "%s is made by somebody else already, or is on its way. Reload the page.",
                    self.product_id.display_name,
                )
            )
        book, found = self._get_alternatives()
        reasons = [reason for reason, _option in found]
        option = next((o for r, o in found if o and r.maker == key), None)
        if not option:
            raise UserError(self._tell_impossible(book, reasons, key))
        self._take_back(pieces)
        return self._give_to(book, option, reasons)

    def _tell_impossible(self, book, reasons, key):
        rows = self._prepare_reasons(book, [reason for reason in reasons if reason.maker == key])
        why = '; '.join(self._explain_reason(row) for row in rows)
        return self.env._("The pieces cannot go there: %s.", why or self.env._("unknown maker"))

    def _give_to(self, book, option, reasons):
        """Create the share of the new maker, or add to it where he makes a part already."""
        line = self.sale_line_id
        self._claim_option(book, option)
        way, capability = book.describe(option.maker)
        values = self._prepare_share(book, option, reasons)
        known = line.gift_share_ids._get_active().filtered(
            lambda share: (share.way, share.capability_id) == (way, capability)
        )
        if known:
            known.write(
                {
                    'quantity': known.quantity + option.pieces,
                    'cost': known.cost + option.cost,
                    'date_here': max(filter(None, (known.date_here, values['date_here']))),
                    'date_arrival': max(filter(None, (known.date_arrival, values['date_arrival']))),
                    'slot_ids': values['slot_ids'],
                }
            )
        new = known or self.create(values)
        self._follow_move(book, option, new)
        return new

    def _claim_option(self, book, option):
        capability = book.describe(option.maker)[1]
        if capability.daily_pieces:
            capability._claim()

    def _follow_move(self, book, option, new):
        """Let job, promise, stock and purchases follow."""
        line = self.sale_line_id
        note = self.env._(
            "%(count)s pieces are made by %(new)s instead of %(old)s.",
            count=option.pieces,
            new=new.maker_name,
            old=self.maker_name,
        )
        job = line.gift_job_ids
        if len(line.gift_share_ids._get_active()) == 1:
            job._update_stage(('in_production',), 'ready', note)
        job._log_event('problem', note)
        self.order_id._gift_replan('late', line, note)
        line._gift_release_procurement()
        line.order_id.message_post(body=note, subtype_xmlid='mail.mt_note')

    # === TAKING BACK === #

    def _take_back(self, pieces):
        """Order the open pieces no more from the present maker; his artwork is withdrawn."""
        reason = self.env._("Somebody else makes it.")
        for purchase_line in self.purchase_line_ids.filtered(lambda line: line.state != 'cancel'):
            purchase_line._gift_take_back(reason)
        if self.way != 'customer':
            self._shorten_deliveries(pieces)
        left = self.quantity - pieces
        now = self.cost * left / self.quantity if self.quantity else 0
        self.write({'quantity': left, 'cost': now, 'trouble': False, 'trouble_text': False})
        if self.way == OWN:
            self.sale_line_id._gift_release_bookings()
        if not left:
            self.slot_ids.unlink()
            self._gift_update_state('ended')

    def _shorten_deliveries(self, pieces):
        """Send fewer pieces of the share from our stock to the customer."""
        moves = self._get_deliveries().filtered(lambda move: move.state != 'done')
        for move in moves.sorted('id', reverse=True):
            unit = self.product_id.uom_id
            count = move.product_uom._compute_quantity(move.product_uom_qty, unit)
            if count <= pieces:
                move.write({'propagate_cancel': False})
                move._action_cancel()
            else:
                move.product_uom_qty -= unit._compute_quantity(pieces, move.product_uom)
            pieces -= min(count, pieces)
            if not pieces:
                break

    # === BUTTONS === #

    def _check_buyer(self):
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise AccessError(self.env._("Only buyers decide who makes a gift."))
        self.check_access('read')

    def action_move_to_best(self):
        """Button: let the best alternative make the open pieces."""
        self._check_buyer()
        for share_sudo in self.sudo():  # checked above; nobody writes shares
            _book, found = share_sudo._get_alternatives()
            best = share_sudo._get_best(found)
            if not best:
                raise UserError(
                    self.env._("Nobody else can make %s.", share_sudo.product_id.display_name)
                )
            share_sudo._move_to(best.maker)
        return True

    def action_reroute(self):
        """Button: show who else could make the open pieces."""
        self.ensure_one()
        self._check_buyer()
        wizard = self.env['gift.reroute']._create_for(self)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Who else could make it"),
            'res_model': 'gift.reroute',
            'res_id': wizard.id,
            'view_mode': 'form',
            'target': 'new',
        }
