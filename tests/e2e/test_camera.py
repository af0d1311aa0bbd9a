"""A phone's camera reads the barcode of a real ticket: a film of it stands in for the camera."""

import io

import numpy as np
import pypdfium2
import pytest
from gift_dev.base import RUN
from PIL import Image, ImageFilter

WIDTH, HEIGHT, FRAMES = 1280, 720, 4
# What a person holds into the camera: the upper part of the A5 ticket, in mm.
SEEN = (2, 14, 146, 95)


def film_of(pdf, path):
    """Write a film (Y4M, 4:2:0) of a ticket, tilted, soft and noisy, as a phone sees it."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=300 / 72).to_pil().convert("L")
    box = tuple(round(side * 300 / 25.4) for side in SEEN)
    view = picture.crop(box).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    view = view.rotate(2, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8))
    random = np.random.default_rng(1)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
        for _frame in range(FRAMES):
            noise = random.normal(0, 6, (HEIGHT, WIDTH))
            grey = np.clip(np.asarray(view) * 0.8 + 20 + noise, 0, 255).astype(np.uint8)
            colour = np.full(WIDTH * HEIGHT // 2, 128, np.uint8)
            film.write(b"FRAME\n" + grey.tobytes() + colour.tobytes())


@pytest.fixture
def ticket(odoo_rpc, shop_url, tmp_path):
    """Return a job that can be moved, and the film of its ticket."""
    worker = odoo_rpc("production")
    domain = [("stage", "in", ["ready", "in_production"])]
    job = worker.search_read("gift.job", domain, ["name", "stage"], limit=1)[0]
    answer = worker.session.get(f"{shop_url}/gift/jobs/tickets.pdf?ids={job['id']}")
    film = tmp_path / "ticket.y4m"
    film_of(io.BytesIO(answer.content).getvalue(), film)
    return job, film


@pytest.fixture
def camera_page(chromium, shop_url, ticket):
    """A phone whose camera looks at the ticket."""
    options = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={ticket[1]}",
    )
    chrome = str(RUN / "bin" / "google-chrome")
    browser = chromium.browser_type.launch(executable_path=chrome, args=list(options))
    context = browser.new_context(
        base_url=shop_url, locale="en-US", viewport={"width": 390, "height": 844},
        is_mobile=True, has_touch=True, permissions=["camera"],
    )  # fmt: skip
    context.set_default_timeout(180_000)
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    browser.close()


def test_the_camera_of_a_phone_reads_a_ticket_and_the_job_moves(camera_page, ticket, odoo_rpc):
    job, page = ticket[0], camera_page
    page.goto("/web/login?redirect=/odoo/gift-scan")
    page.locator("input[name='login']").fill("production")
    page.locator("input[name='password']").fill("production")
    page.locator("form.oe_login_form button[type='submit']").click()

    page.get_by_role("button", name="Scan with the camera").click()

    page.wait_for_selector(".o_gift_scan_message[data-status=moved]")
    assert page.locator(".o_gift_scan_job strong").first.text_content() == job["name"]
    assert page.locator(".o_barcode_video_container, .modal video").count() == 0
    [after] = odoo_rpc("production").search_read("gift.job", [("id", "=", job["id"])], ["stage"])
    following = {"ready": "in_production", "in_production": "made"}
    assert after["stage"] == following[job["stage"]]
    assert not page.problems, page.problems
