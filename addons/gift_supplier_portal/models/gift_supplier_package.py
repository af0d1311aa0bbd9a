import hashlib
import io
import json
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gift_personalization.models.guarded import notify_staff

MANIFEST = 'manifest.json'


class GiftSupplierPackage(models.Model):
    """The artwork of one purchase line as it was released: files, proof, texts and their hashes.

    Its manifest names every file with its SHA-256; the hash of the manifest names the package. A
    newer design makes a new package and withdraws the older one, which stays to be seen.
    """

    _name = 'gift.supplier.package'
    _inherit = ['gift.state.mixin']
    _description = 'Released artwork'
    _order = 'purchase_line_id, number desc'
    _rec_name = 'sha256'
    _state_transitions = {
        'accepted': ('released',),
        'rejected': ('released',),
        'withdrawn': ('released', 'accepted', 'rejected'),
    }

    purchase_line_id = fields.Many2one(
        'purchase.order.line', string="Line", required=True, readonly=True, ondelete='cascade',
        index=True,
    )  # fmt: skip
    order_id = fields.Many2one(related='purchase_line_id.order_id', store=True, index=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    number = fields.Integer(string="Version", required=True, readonly=True)
    state = fields.Selection(
        [('released', "Released"), ('accepted', "Accepted"), ('rejected', "Rejected"),
         ('withdrawn', "Withdrawn")],
        required=True, default='released', readonly=True, index=True,
    )  # fmt: skip
    revision_id = fields.Many2one(
        'gift.design.revision', required=True, readonly=True, ondelete='restrict',
        groups='gift_base.group_production',
    )  # fmt: skip
    revision_hash = fields.Char(string="Design hash", required=True, readonly=True)
    file_ids = fields.Many2many(
        'gift.print.file', readonly=True, groups='gift_base.group_production'
    )
    manifest = fields.Text(required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    answer_date = fields.Datetime(string="Answered on", readonly=True)
    answered_by = fields.Char(readonly=True)
    reason = fields.Char(readonly=True)
    download_ids = fields.One2many('gift.supplier.download', 'package_id', readonly=True)

    _number_uniq = models.UniqueIndex('(purchase_line_id, number)')

    # === RELEASE === #

    @api.model
    def _release(self, line):
        """Release the artwork of a purchase line unless it is, or is not written yet.

        :param line: purchase.order.line in sudo, its order confirmed.
        :raise UserError: for a design that must not be made.
        :return: the package, or an empty recordset.
        """
        line.order_id._gift_lock_answers()
        job = line.gift_sale_line_id.gift_job_ids
        newest = line._gift_get_package()
        if newest.state in ('released', 'accepted') and newest.revision_hash == job.revision_hash:
            return newest
        if job.files_hash != line.gift_revision_hash:
            return self.browse()
        line._gift_check_designs()
        job.with_context(gift_for_supplier=True)._check_files_usable()
        newest._withdraw(self.env._("A newer version takes its place."))
        values = {
            'purchase_line_id': line.id,
            'number': newest.number + 1,
            'revision_id': line.gift_revision_id.id,
            'revision_hash': line.gift_revision_hash,
            'file_ids': [fields.Command.set(self._get_printed(job).ids)],
            'manifest': '{}',
            'sha256': '',
        }
        package = self.create(values)
        text = json.dumps(package._prepare_manifest(), indent=1, ensure_ascii=False, sort_keys=True)
        package.write({'manifest': text, 'sha256': hashlib.sha256(text.encode()).hexdigest()})
        return package

    @api.model
    def _get_printed(self, job):
        """Return the files for the machine; worksheets are papers of our own workshop."""
        return job.current_file_ids.filtered(lambda file: file.kind != 'worksheet')

    def _withdraw(self, reason):
        """Take artwork back; it can no longer be downloaded, and the page says so. Idempotent."""
        valid_sudo = self.sudo().filtered(lambda package: package.state != 'withdrawn')
        valid_sudo._gift_update_state('withdrawn', reason=reason)

    # === CONTENT === #

    def _get_stem(self):
        """Return the beginning of the files' names: our order, the line and the design."""
        self.ensure_one()
        lines = self.order_id._gift_get_shown_lines()
        number = lines.ids.index(self.purchase_line_id.id) + 1
        order = self.order_id.name.replace('/', '-')
        return f'{order}-{number:02d}-{self.revision_hash[:8]}'

    def _get_labels(self):
        """Return ``[(product, beginning of the files' names, reason), …]``."""
        return [
            (package.purchase_line_id.product_id.display_name, package._get_stem(), package.reason)
            for package in self
        ]

    def _get_texts(self):
        """Return what is written on the gift, as Unicode, a line for each text."""
        self.ensure_one()
        texts = self.revision_id._get_text_summary()
        return ''.join(f'{label}: {text}\n' for label, text in texts)

    def _get_members(self):
        """Return ``{name: bytes}`` of the package, without the manifest. Nothing of a customer."""
        self.ensure_one()
        stem = self._get_stem()
        members = {
            f'{stem}-proof.jpg': self.revision_id._get_preview(),
            f'{stem}-texts.txt': self._get_texts().encode(),
        }
        for file in self.file_ids.sorted('id'):
            name = f'{stem}-{file.surface_key}-{file.kind}.{file.file_format}'
            members[name] = file._get_bytes()
        return members

    def _prepare_manifest(self):
        self.ensure_one()
        return {
            'order': self.order_id.name,
            'product': self.purchase_line_id.product_id.default_code
            or self.purchase_line_id.product_id.name,
            'design': self.revision_hash,
            'template': self.revision_id.template_id.key,
            'version': self.number,
            'files': {
                name: {'sha256': hashlib.sha256(data).hexdigest(), 'size': len(data)}
                for name, data in self._get_members().items()
            },
        }

    def _get_files(self):
        """Return ``[(name, size, sha256), …]`` as they were released."""
        self.ensure_one()
        files = json.loads(self.manifest)['files']
        return [(name, entry['size'], entry['sha256']) for name, entry in sorted(files.items())]

    def _get_checked(self):
        """Return ``{name: bytes}`` of the package, exactly as it was released.

        :raise UserError: when it was withdrawn, or a file is not what it was.
        """
        self.ensure_one()
        if self.state == 'withdrawn':
            raise UserError(
                self.env._("This artwork was withdrawn. Do not produce with it; take the newest.")
            )
        members = self._get_members()
        if hashlib.sha256(self.manifest.encode()).hexdigest() == self.sha256:
            wanted = {name: sha256 for name, _size, sha256 in self._get_files()}
            found = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
            if wanted == found:
                return members
        raise UserError(self.env._("This artwork is not what was released. Please call our buyer."))

    def _build_zip(self):
        """Return the package as a ZIP; the same bytes each time."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_STORED) as archive:
            for name, data in self._get_checked().items():
                archive.writestr(zipfile.ZipInfo(name), data)
            archive.writestr(zipfile.ZipInfo(MANIFEST), self.manifest)
        return buffer.getvalue()

    # === ANSWERS === #

    def _log_download(self, contact, name, sha256):
        """Note who has got which file."""
        self.ensure_one()
        return self.env['gift.supplier.download'].create(
            {
                'package_id': self.id,
                'contact_id': contact.id,
                'contact_name': contact.partner_id.name,
                'name': name,
                'sha256': sha256,
            }
        )

    def _answer(self, contact, *, is_accepted, sha256, reason=''):
        """Keep whether the supplier can make it from these files. Idempotent.

        :param str sha256: of the package that the page showed.
        :raise UserError: when it was withdrawn meanwhile, or a reason is missing.
        """
        self.ensure_one()
        self._gift_lock()
        self._get_checked()
        if sha256 != self.sha256:
            raise UserError(self.env._("Reload the page: there is newer artwork."))
        if not is_accepted and not reason:
            raise UserError(self.env._("Please say what is wrong with the files."))
        values = {
            'answer_date': fields.Datetime.now(),
            'answered_by': contact.partner_id.name,
            'reason': reason,
        }
        if self._gift_update_state('accepted' if is_accepted else 'rejected', **values):
            self._tell_job()

    def _tell_job(self):
        """Let the customer's job know: it is being made, or somebody has to look at the files."""
        job = self.purchase_line_id.gift_sale_line_id.gift_job_ids
        supplier = self.order_id.partner_id.name
        if self.state == 'accepted':
            note = self.env._("%s has accepted the files and makes it.", supplier)
            job._update_stage(('ready',), 'in_production', note)
            return
        note = self.env._(
            "%(supplier)s cannot use the files: %(reason)s", supplier=supplier, reason=self.reason
        )
        job._log_event('problem', note)
        notify_staff(job, self.env._("A supplier has rejected the files"), note)
