"""What a supplier does on the pages of the shop, and what is needed to have one."""

import io
import re
import secrets

from journey import wait_for
from pypdf import PdfReader


def create_supplier(rpc, *, name="Pottery", **rights):
    """Return `(id of the supplier, mail address of its contact)`, who may a few things or more."""
    key = secrets.token_hex(3)
    supplier = create(rpc, "res.partner", name=f"{name} {key}", is_company=True)
    address = f"clay.{key}@example.com"
    person = create(
        rpc, "res.partner", name=f"Clay Potter {key}", parent_id=supplier, email=address
    )
    rights = {"may_orders": True, "may_invoices": True, **rights}
    create(rpc, "gift.supplier.contact", partner_id=person, **rights)
    return supplier, address


def create_buyer(rpc):
    """Return the login (and password) of one who buys and receives, and nothing more."""
    groups = [
        find(rpc, name)
        for name in ("purchase.group_purchase_user", "stock.group_stock_user",
                     "gift_base.group_production")
    ]  # fmt: skip
    login = f"buyer-{secrets.token_hex(3)}"
    create(
        rpc, "res.users", name="Bea Buyer", login=login, password=login,
        email=f"{login}@example.com", group_ids=[[6, 0, groups]],
    )  # fmt: skip
    return login


def create(rpc, model, **values):
    """Create one record; return its id."""
    return rpc.call(model, "create", [values])[0]


def find(rpc, name):
    """Return the id of a record by its XML id."""
    module, name = name.split(".")
    names = [["module", "=", module], ["name", "=", name]]
    return rpc.search_read("ir.model.data", names, ["res_id"])[0]["res_id"]


def read_pdf(data):
    """Return the text of all pages of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


class Supplier:
    """A contact of a supplier with a phone, who has nothing but what was mailed."""

    def __init__(self, page, sink, address):
        self.page, self.sink, self.address = page, sink, address

    def open_order(self, subject):
        """Follow the link of the mail about an order or a defect."""
        html = self.sink.html(self.sink.wait_for(self.address, subject))
        [link, *_more] = re.findall(r'href="([^"]*/supplier/[^"]*)"', html)
        self.page.goto(link.replace("&amp;", "&"))
        self.url = self.page.url.split("?")[0]

    def ask_link(self):
        """Ask for a link to everything, as who has lost the mail does, and follow it."""
        self.page.goto("/supplier/link")
        self.page.get_by_label("Your mail address").fill(self.address)
        self.page.get_by_role("button", name="Mail me a link").click()
        self.open_order("Your link to our orders")

    def unlock(self):
        """Have a code mailed, and enter it."""
        codes = len(self._read_codes())
        self.page.get_by_role("button", name="Mail me a code").first.click()
        wait_for(lambda: len(self._read_codes()) > codes)
        self.page.get_by_label("Code from the mail").fill(self._read_codes()[-1])
        self.page.get_by_role("button", name="Go on").click()
        self.page.wait_for_url(lambda url: "/unlock" not in url)

    def _read_codes(self):
        """the codes that were mailed"""
        subjects = (mail["Subject"] for mail in self.sink.messages(self.address))
        return [found[1] for found in (re.search(r"\b(\d{6})\b", s) for s in subjects) if found]

    def press(self, name):
        """Press a button of a form, or a link."""
        button = self.page.get_by_role("button", name=name, exact=True)
        (button if button.count() else self.page.get_by_role("link", name=name)).first.click()
        self.page.wait_for_load_state()

    def download(self, name):
        """Press a button that hands out a file; return its bytes."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=name, exact=True).first.click()
        return download.value.path().read_bytes()

    def check_width(self):
        """Nothing sticks out of the phone's screen."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 390
