"""The steps of a gift's way, as a customer, the workshop and the parcel take them."""

import io
import re
import time

from PIL import Image, ImageDraw

PHOTO_SIZE = (3000, 2400)


def draw_photo():
    """Return a JPEG (bytes) of a small landscape, large enough to print."""
    width, height = PHOTO_SIZE
    image = Image.new("RGB", PHOTO_SIZE, "#9fc6e8")
    pen = ImageDraw.Draw(image)
    pen.ellipse((width * 0.7, height * 0.1, width * 0.85, height * 0.28), fill="#f7d774")
    pen.polygon([(0, height), (width * 0.4, height * 0.35), (width * 0.8, height)], fill="#5d7f63")
    pen.polygon(
        [(width * 0.35, height), (width * 0.8, height * 0.5), (width, height)], fill="#3f6250"
    )
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


class Customer:
    """A visitor of the shop with a browser page."""

    def __init__(self, page, name, mail):
        self.page = page
        self.name = name
        self.mail = mail
        self._previews = 0  # that are under way
        page.on("request", lambda request: self._count(request, 1))
        page.on("requestfinished", lambda request: self._count(request, -1))
        page.on("requestfailed", lambda request: self._count(request, -1))

    def _count(self, request, step):
        if "/gift/preview" in request.url and request.method == "POST":
            self._previews += step

    # === DESIGN === #

    def open_product(self, url):
        """Open a product page and wait until its form is alive."""
        self.page.goto(url)
        self.page.wait_for_selector(".o_gift_designer")
        self.page.wait_for_load_state("networkidle")

    def write(self, zone, text):
        """Type into a text zone as a person does, and wait for the picture of it."""
        field = self.page.locator(f"#gift_{zone}")
        field.scroll_into_view_if_needed()
        with self.page.expect_response(lambda answer: "/gift/preview" in answer.url):
            field.fill("")
            field.press_sequentially(text, delay=30)
        self.wait_for_preview()

    def upload(self, zone, photo):
        """Choose a photo and wait until it lies on the product."""
        with self.page.expect_response(lambda answer: "/gift/upload" in answer.url) as answer:
            self.page.locator(f"#gift_{zone}").set_input_files(
                {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}
            )
        assert answer.value.ok, answer.value.text()
        self.page.wait_for_selector(
            ".o_gift_stage:not([hidden]) .o_gift_svg image", state="attached"
        )
        self.wait_for_preview()

    def wait_for_preview(self):
        """Wait until no update of the preview is under way."""
        self.page.wait_for_timeout(400)
        for _attempt in range(100):
            if self._previews <= 0:
                break
            self.page.wait_for_timeout(200)
        self.page.wait_for_load_state("networkidle")

    def outlines(self):
        """Return how many outlined paths the shown preview holds."""
        return self.page.locator(".o_gift_stage .o_gift_svg path").count()

    def put_into_cart(self):
        """Add the design to the cart and open the cart."""
        with self.page.expect_response(lambda answer: "/shop/cart/add" in answer.url):
            self.page.locator("#add_to_cart").click()
        self.page.wait_for_load_state("networkidle")
        self.page.goto("/shop/cart")

    # === CHECKOUT === #

    def check_out(self, address):
        """Go from the cart through address and delivery to the payment page."""
        page = self.page
        page.goto("/shop/checkout?try_skip_step=true")
        page.wait_for_load_state("networkidle")
        if page.locator("input[name='email']").count():
            self._fill_address(address)
        if "/shop/payment" not in page.url:
            page.locator("input[name='o_delivery_radio']:checked").wait_for(state="attached")
            page.wait_for_load_state("networkidle")
            page.locator("a[name='website_sale_main_button']:not(.disabled):visible").first.click()
        page.wait_for_url(re.compile("/shop/payment"))

    def _fill_address(self, address):
        page = self.page
        page.locator("input[name='name']").fill(self.name)
        page.locator("input[name='email']").fill(self.mail)
        for field, value in address.items():
            if field == "country":
                page.locator("select[name='country_id']").select_option(label=value)
                page.wait_for_load_state("networkidle")
            else:
                page.locator(f"input[name='{field}']").fill(value)
        page.locator(
            "a[name='website_sale_main_button']:visible, #save_address:visible"
        ).first.click()
        page.wait_for_url(re.compile("/shop/(checkout|payment)"))

    def pay(self):
        """Pay with the demo provider; return the name of the order."""
        page = self.page
        page.wait_for_load_state("networkidle")
        page.locator("input[name='o_payment_radio'][data-provider-code='demo']").first.check(
            force=True
        )
        page.locator("#customer_input").fill("4242424242424242")
        terms = page.locator("#website_sale_tc_checkbox")
        if terms.count():
            terms.check()
        page.locator("button[name='o_payment_submit_button']:visible").first.click()
        page.wait_for_url(re.compile("/shop/confirmation"), timeout=60_000)
        return re.search(r"S\d{5,}", page.locator("#wrap").inner_text()).group()

    # === PROOF === #

    def open_mail(self, html, path):
        """Follow the button of a mail that leads to `path`."""
        links = re.findall(rf'href="([^"]*{re.escape(path)}[^"]*)"', html)
        assert links, f"the mail has no link to {path}"
        self.page.goto(links[0].replace("&amp;", "&"))

    def approve(self):
        """Approve the shown proof."""
        self.page.locator("#gift_name").fill(self.name)
        self.page.locator("#gift_spelling").check()
        self.page.get_by_role("button", name="Yes, print it exactly like this").click()
        self.page.wait_for_selector("text=Receipt of your approval")


class Workshop:
    """The production team: a browser page logged in to the back office."""

    PAUSE_S = 5.5  # a second scan within five seconds counts as the same scan

    def __init__(self, page, login):
        self.page = page
        page.goto("/web/login")
        page.locator("input[name='login']").fill(login)
        page.locator("input[name='password']").fill(login)
        page.locator("form.oe_login_form button[type='submit']").click()
        # The first page of the back office builds its assets.
        page.wait_for_selector(".o_web_client", timeout=120_000)

    def open_scan_page(self, action):
        """Open the scan page of the Gift shop app."""
        self.page.goto(f"/odoo/action-{action}")
        self.page.wait_for_selector("#gift_scan_code")

    def scan(self, code):
        """Scan a ticket as a USB scanner does: type the code and Enter; return the answer."""
        scans = self.page.locator(".o_gift_scan_history li")
        field = self.page.locator("#gift_scan_code")
        field.fill(code)
        number = scans.count()
        field.press("Enter")
        scans.nth(number).wait_for()  # the answer is painted, not only received
        answer = self.page.locator(".o_gift_scan_message")
        return answer.get_attribute("data-status"), answer.inner_text()

    def scan_to_the_parcel(self, code):
        """Scan four times: in production, made, packed, shipped; return the last answer."""
        for step in range(4):
            if step:
                time.sleep(self.PAUSE_S)
            answer = self.scan(code)
            assert answer[0] == "moved", answer
        return answer[1]


def wait_for(read, seconds=90):
    """Call `read` until it answers something true; return that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = read()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"nothing came of {read.__doc__ or read} in {seconds} s")
