from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ..engine.mapping import SurfaceMap

MAX_PINS = 30
MAX_PIN_COMMENT = 500
OPEN_FOR_PINS = ('sent', 'change_requested')


class GiftProofPin(models.Model):
    """A comment of the customer on one point of a surface, or the staff's answer to one.

    The point is stored in millimetres of the surface of that version, so it stays where it was
    meant however large the picture is shown. Nothing is changed or deleted afterwards.
    """

    _name = 'gift.proof.pin'
    _inherit = ['gift.append.only.mixin']
    _description = 'Comment on a point'
    _order = 'proof_id, number, id'

    proof_id = fields.Many2one(
        'gift.proof', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='proof_id.company_id', store=True)
    number = fields.Integer(readonly=True, help="Counts the points of a proof; an answer has none.")
    surface_key = fields.Char(string="Surface", readonly=True)
    x_mm = fields.Float(string="From the left (mm)", digits=(16, 1), readonly=True)
    y_mm = fields.Float(string="From the top (mm)", digits=(16, 1), readonly=True)
    comment = fields.Text(required=True, readonly=True)
    author_id = fields.Many2one('res.partner', required=True, readonly=True, ondelete='restrict')
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    parent_id = fields.Many2one(
        'gift.proof.pin', string="Answer to", readonly=True, index=True, ondelete='restrict'
    )
    answer_ids = fields.One2many('gift.proof.pin', 'parent_id', string="Answers", readonly=True)
    answer_text = fields.Text(string="Our answer", compute='_compute_answer_text')

    _number_uniq = models.UniqueIndex(
        '(proof_id, number) WHERE parent_id IS NULL', "Two comments have the same number."
    )

    @api.depends('answer_ids.comment')
    def _compute_answer_text(self):
        for pin in self:
            pin.answer_text = '\n'.join(pin.answer_ids.mapped('comment'))

    def _compute_display_name(self):
        for pin in self:
            pin.display_name = f"{pin.number}: {' '.join((pin.comment or '').split())[:60]}"

    def _answer(self, text, author):
        """Add the staff's answer and tell the customer.

        :raise UserError: when there is no text or it is too long.
        """
        self.ensure_one()
        text = self._clean_pin_comment(text)
        answer = self.create(
            {
                'proof_id': self.proof_id.id,
                'parent_id': self.id,
                'comment': text,
                'author_id': author.id,
            }
        )
        self.proof_id._send_mail(
            f'pin-{answer.id}', 'gift_personalization.mail_template_proof_pin_answer'
        )
        return answer

    @api.model
    def _clean_pin_comment(self, comment):
        comment = comment if isinstance(comment, str) else ''
        comment = comment.replace('\r\n', '\n').replace('\0', '').strip()
        if not comment:
            raise UserError(self.env._("Please write what you mean at this point."))
        if len(comment) > MAX_PIN_COMMENT:
            raise UserError(
                self.env._(
                    "Your comment has %(length)s characters, at most %(max)s are possible."
                    " Please shorten it.",
                    length=len(comment),
                    max=MAX_PIN_COMMENT,
                )
            )
        return comment

    def action_answer(self):
        """Button: answer a comment."""
        self.ensure_one()
        if not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Only the gift shop's staff may do this."))
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Answer the comment"),
            'res_model': 'gift.proof.pin.answer',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_pin_id': self.id},
        }


class GiftProof(models.Model):
    _inherit = 'gift.proof'

    pin_ids = fields.One2many(
        'gift.proof.pin',
        'proof_id',
        string="Comments on the picture",
        domain=[('parent_id', '=', False)],
        readonly=True,
    )

    def _can_be_pinned(self):
        """Return whether the customer may comment on points of the picture now."""
        self.ensure_one()
        is_open = self.state in OPEN_FOR_PINS and self.order_id.state == 'sale'
        return is_open and self._is_current()

    def _add_pin(self, *, surface_key, x_mm, y_mm, comment, partner):
        """Store a comment on a point and tell the staff. The same comment is stored once.

        :param float x_mm: from the left edge of the surface, before any mirroring.
        :param float y_mm: from its top edge.
        :raise UserError: when the proof is closed, there are too many comments, or the point does
            not lie on the surface.
        """
        self.ensure_one()
        comment = self.env['gift.proof.pin']._clean_pin_comment(comment)
        self._gift_lock()
        if not self._can_be_pinned():
            self._check_answerable()
        x_mm, y_mm = self._clean_point(surface_key, x_mm, y_mm)
        point = {'surface_key': surface_key, 'x_mm': x_mm, 'y_mm': y_mm, 'comment': comment}
        same = self.pin_ids.filtered(lambda pin: all(pin[name] == point[name] for name in point))
        if same:
            return same[0]
        if len(self.pin_ids) >= MAX_PINS:
            raise UserError(
                self.env._(
                    "There are already %s comments on this version. Please ask for a change.",
                    MAX_PINS,
                )
            )
        number = max(self.pin_ids.mapped('number'), default=0) + 1
        pin = self.env['gift.proof.pin'].create(
            {**point, 'proof_id': self.id, 'number': number, 'author_id': partner.id}
        )
        self._stop_silence()
        self._tell_staff_about(pin)
        return pin

    def _clean_point(self, surface_key, x_mm, y_mm):
        """Return the point, rounded to a tenth of a millimetre.

        :raise UserError: when it does not lie on a surface of the design.
        """
        surfaces = self.revision_id._get_document()['template']['surfaces']
        surface = next((s for s in surfaces if s['key'] == surface_key), None)
        try:
            point = round(float(x_mm), 1), round(float(y_mm), 1)
        except (TypeError, ValueError, OverflowError):
            point = None
        if (
            not surface
            or not point
            or not 0 <= point[0] <= surface['width_um'] / 1000
            or not 0 <= point[1] <= surface['height_um'] / 1000
        ):
            raise UserError(self.env._("Please choose a point on the picture."))
        return point

    def _tell_staff_about(self, pin):
        text = self.env._(
            "%(customer)s on version %(number)s, comment %(pin)s:\n%(comment)s",
            customer=pin.author_id.name,
            number=self.number,
            pin=pin.number,
            comment=pin.comment,
        )
        self.message_post(
            body=plaintext2html(text), author_id=pin.author_id.id, subtype_xmlid='mail.mt_note'
        )
        summary = self.env._("Comment on the picture")
        if summary not in self.activity_ids.mapped('summary'):
            self._notify_staff(summary, text)

    def _get_pins(self, surface):
        """Return the comments on one surface with their place on its picture.

        :param dict surface: entry of ``surfaces`` of the content document.
        :return: ``[{'pin', 'left', 'top'}, …]``; shares of the picture in percent.
        """
        to_picture = self._get_surface_map(surface)
        width, height = surface['width_um'] / 1000, surface['height_um'] / 1000
        pins = self.pin_ids.filtered(lambda pin: pin.surface_key == surface['key'])
        places = [(pin, to_picture(pin.x_mm / width, pin.y_mm / height)) for pin in pins]
        return [{'pin': pin, 'left': 100 * x, 'top': 100 * y} for pin, (x, y) in places]

    def _get_surface_map(self, surface):
        """Return the way from shares of a surface to shares of its picture."""
        mapping = self._get_mapping(surface)
        if mapping:
            return SurfaceMap.of(mapping).to_picture
        left, top, width, height = (share / 100 for share in self._get_area(surface))
        return lambda u, v: (left + width * u, top + height * v)

    def _get_mapping(self, surface):
        """Return the mapping of a surface on its picture, or None for a flat one."""
        return surface['mockup'] and surface['mockup'].get('mapping')

    def _get_area(self, surface):
        """Return where a flat surface lies on its picture: left, top, width, height in percent."""
        if not surface['mockup']:
            return 0, 0, 100, 100
        area = surface['mockup']['area']
        return tuple(area[f'{name}_ppm'] / 10_000 for name in ('x', 'y', 'width', 'height'))

    def _get_places(self, surface):
        """Return the middles of the zones for a list: ``[{"label", "x", "y"}, …]`` in mm."""
        labels = {zone.key: zone.name for zone in self.revision_id.template_id._get_zones()}
        return [
            {
                'label': labels.get(zone['key'], zone['label']),
                'x': round((zone['x_um'] + zone['width_um'] / 2) / 1000, 1),
                'y': round((zone['y_um'] + zone['height_um'] / 2) / 1000, 1),
            }
            for zone in surface['zones']
        ]
