import io
import re
from datetime import date

from openpyxl import load_workbook

from odoo.addons.gift_reports.models.report_content import Request

from .common import ReportCommon

AREA = re.compile(r"(?:'[^']+'!)?([A-Z]+)(\d+):[A-Z]+(\d+)")
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def sum_of(sheet, text):
    """Return what `SUM(B4:B9)`, or a sum of several, comes to from the cells."""
    total = 0
    for letter, first, last in AREA.findall(text):
        cells = (sheet[f'{letter}{row}'].value for row in range(int(first), int(last) + 1))
        total += sum(cell for cell in cells if cell is not None)
    return total


def evaluate(sheet, formula):
    """Return the value of a formula of a total, worked out from the cells it names."""
    if not formula.startswith('=IF('):
        return sum_of(sheet, formula)
    below, above = re.match(r'=IF\(\((.+?)\)=0,"–",\((.+)\)/\(', formula).groups()
    bottom = sum_of(sheet, below)
    return sum_of(sheet, above) / bottom if bottom else None


class FilesCommon(ReportCommon):
    """A month of orders, among them one with a dangerous name, as files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mug.name = '=cmd|"/C calc"!A0'
        cls.partner.name = '@SUM(1+1)*cmd'
        cls.mug.is_storable = True
        cls._receive(cls.mug, 20)
        moments = ('2026-10-02 09:00:00', '2026-10-02 22:30:00', '2026-09-05 10:00:00',
                   '2025-10-09 10:00:00')  # fmt: skip
        for number, moment in enumerate(moments, 1):
            cls._sell((cls.mug, number), (cls.bowl, 1), date_order=moment)
        cls._refresh(rebuild=True)
        cls.staff, cls.manager = (
            cls._create_new_internal_user(
                name=role, login=f'files_{role}', email=f'{role}@files.test', tz='Europe/Berlin',
                groups=f'gift_base.group_{role}',
            )
            for role in ('staff', 'manager')
        )  # fmt: skip

    @classmethod
    def _ask(cls, report='sales', **values):
        asked = {'first': FIRST, 'last': LAST, **values}
        return Request(report, cls.company, asked.pop('first'), asked.pop('last'), **asked)

    def _make(self, user, request):
        """Return the workbook as its reader has it."""
        file = io.BytesIO()
        self.env['gift.report.request'].with_user(user)._write_file(request, 'xlsx', file)
        return load_workbook(file)

    def _texts(self, book):
        return {
            cell.value
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str)
        }
