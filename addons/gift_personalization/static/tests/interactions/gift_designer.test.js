import { getDesigner } from "@gift_personalization/interactions/gift_designer";
import { getRefusal } from "@gift_personalization/later/gift_photo";
import { RETRY_MS, TYPING_DELAY_MS } from "@gift_personalization/js/designer_connection";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import {
    advanceTime,
    animationFrame,
    click,
    Deferred,
    edit,
    freezeTime,
    press,
    queryOne,
} from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { allowTranslations, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList(["gift_personalization.designer"]);
describe.current.tags("interaction_dev");

beforeEach(() => {
    browser.sessionStorage.clear();
    freezeTime(); // a slow machine must not type slowly: time passes where a test says so
});

const PAGE = /* xml */ `
    <div id="product_detail_main" class="o_gift_product">
        <form>
            <input type="hidden" class="product_id" value="7"/>
            <input type="hidden" class="product_template_id" value="3"/>
            <div class="o_gift_designer" data-key="" data-line-id=""
                data-layout='{"zones": {}, "inks": {"front": "#5b3a1e"}}'>
                <div class="o_gift_summary alert alert-danger d-none" tabindex="-1"></div>
                <div class="o_gift_zone" data-zone="name" data-type="text" data-surface="front">
                    <input id="gift_name" type="text" class="o_gift_input" value=""/>
                    <span class="o_gift_counter" data-max="5"></span>
                    <div class="o_gift_message"></div>
                </div>
            </div>
            <div class="o_gift_extra_row"><span class="o_gift_extra"></span></div>
            <span class="o_gift_total"></span>
        </form>
        <section class="o_gift_preview">
            <div class="o_gift_stage" data-surface="front">
                <div class="o_gift_view">
                    <img class="o_gift_mockup" src="/old.img"/>
                    <div class="o_gift_area o_gift_svg"><svg data-text=""></svg></div>
                    <div class="o_gift_frames"><div class="o_gift_frame" data-zone="name"></div></div>
                </div>
            </div>
            <button class="o_gift_zoom_toggle" aria-pressed="false"></button>
            <span class="o_gift_lost_text"></span>
            <button class="o_gift_retry" hidden="hidden">Try now</button>
            <p class="o_gift_description"></p>
        </section>
    </div>`;

function answer(text, findings = []) {
    return {
        surfaces: [{ key: "front", svg: `<svg data-text="${text}"></svg>`, mockup: null }],
        findings,
        description: `Name reads ${text}`,
        price: { has_extra: true, extra: "$ 3.00", total: "$ 13.00" },
    };
}

async function type(text) {
    queryOne("#gift_name").focus();
    await edit(text);
    await advanceTime(TYPING_DELAY_MS + 10);
    await animationFrame();
}

test("typing asks once after a short rest and shows picture, price and description", async () => {
    onRpc("/gift/preview", async (request) => {
        const { params } = await request.json();
        expect.step(params.values.name.text);
        return answer(params.values.name.text);
    });
    await startInteractions(PAGE);

    await type("Anna");

    expect.verifySteps(["Anna"]);
    expect(queryOne(".o_gift_svg svg").dataset.text).toBe("Anna");
    expect(".o_gift_total").toHaveText("$ 13.00");
    expect(".o_gift_description").toHaveText("Name reads Anna");
    expect(".o_gift_counter").toHaveText("4 / 5");
    expect(".o_gift_frame").toHaveClass("o_gift_is_filled");
});

test("a wait is told when it lasts, counted from the last key", async () => {
    onRpc("/gift/preview", () => new Deferred());
    await startInteractions(PAGE);

    await type("An");
    await advanceTime(300);
    await type("Ann");
    await advanceTime(300);
    expect(".o_gift_preview").not.toHaveClass("o_gift_is_busy");

    await advanceTime(200);
    expect(".o_gift_preview").toHaveClass("o_gift_is_busy");

    await type("Anna");
    expect(".o_gift_preview").not.toHaveClass("o_gift_is_busy");
});

test("what was typed is kept when the page is left before it was asked for", async () => {
    onRpc("/gift/preview", () => answer("x"));
    await startInteractions(PAGE);

    queryOne("#gift_name").focus();
    await edit("Anna");
    window.dispatchEvent(new Event("pagehide"));

    const kept = JSON.parse(browser.sessionStorage.getItem("gift_design_3"));
    expect(kept.values.name.text).toBe("Anna");
});

test("an answer that was overtaken by a newer one is dropped", async () => {
    const slow = new Deferred();
    onRpc("/gift/preview", async (request) => {
        const { params } = await request.json();
        const { text } = params.values.name;
        if (text === "A") {
            await slow;
        }
        return answer(text);
    });
    await startInteractions(PAGE);

    await type("A");
    await type("Anna");
    slow.resolve();
    await animationFrame();

    expect(queryOne(".o_gift_svg svg").dataset.text).toBe("Anna");
});

test("a finding stands beside its field and goes when it is mended", async () => {
    let findings = [
        { code: "too_long", severity: "error", zone: "name", message: "Name: this is too long." },
    ];
    onRpc("/gift/preview", () => answer("x", findings));
    await startInteractions(PAGE);

    await type("Annabella");
    expect(".o_gift_message").toHaveText("Name: this is too long.");
    expect("#gift_name").toHaveAttribute("aria-invalid", "true");

    findings = [];
    await type("Anna");
    expect(".o_gift_message").toHaveText("");
    expect("#gift_name").toHaveAttribute("aria-invalid", "false");
});

test("the last good picture stays without a connection, and comes back by itself", async () => {
    allowTranslations();
    let works = true;
    onRpc("/gift/preview", async (request) => {
        if (!works) {
            throw new Error("offline");
        }
        const { params } = await request.json();
        return answer(params.values.name.text);
    });
    await startInteractions(PAGE);
    await type("Anna");

    works = false;
    await type("Anna B");
    expect(queryOne(".o_gift_svg svg").dataset.text).toBe("Anna");
    expect(".o_gift_lost_text").toHaveText(/No connection: what you typed is kept/);
    expect(".o_gift_preview").toHaveClass("o_gift_is_lost");
    expect(".o_gift_retry").not.toHaveAttribute("hidden");
    expect("#gift_name").toHaveValue("Anna B");

    works = true;
    await advanceTime(RETRY_MS[0] + 10);
    await animationFrame();
    expect(queryOne(".o_gift_svg svg").dataset.text).toBe("Anna B");
    expect(".o_gift_lost_text").toHaveText("");
    expect(".o_gift_preview").not.toHaveClass("o_gift_is_lost");
});

test("the event “online” asks again at once", async () => {
    allowTranslations();
    let works = false;
    onRpc("/gift/preview", () => {
        expect.step("asked");
        if (!works) {
            throw new Error("offline");
        }
        return answer("Anna");
    });
    await startInteractions(PAGE);
    await type("Anna");

    works = true;
    window.dispatchEvent(new Event("online"));
    await animationFrame();

    expect.verifySteps(["asked", "asked"]);
    expect(queryOne(".o_gift_svg svg").dataset.text).toBe("Anna");
});

test("nothing goes into the cart without a connection, and the reason is told", async () => {
    allowTranslations();
    onRpc("/gift/preview", () => {
        throw new Error("offline");
    });
    onRpc("/gift/design/save", () => expect.step("saved"));
    await startInteractions(PAGE);
    await type("Anna");

    expect(await getDesigner(queryOne("form")).prepareForCart()).toBe(false);

    expect(".o_gift_summary").toHaveText(/nothing was added to the cart/);
    expect.verifySteps([]);
});

test("a key is drawn at once, and the server's picture replaces the guess", async () => {
    class Guess {
        prepare() {}
        draw(drawing, zone, value, ink) {
            expect.step(`${zone} ${value?.text} ${ink}`);
            drawing.dataset.text = `guess ${value?.text}`;
        }
    }
    const parts = registry.category("gift_personalization.preview");
    patchWithCleanup(parts, { contains: () => true, get: () => Guess });
    onRpc("/gift/preview", () => answer("Anna"));
    await startInteractions(PAGE.replace('"zones": {}', '"zones": {"name": {}}'));

    queryOne("#gift_name").focus();
    await animationFrame();
    await edit("Anna");
    expect(queryOne(".o_gift_svg svg").dataset.text).toBe("guess Anna");

    await advanceTime(TYPING_DELAY_MS + 10);
    await animationFrame();
    expect(queryOne(".o_gift_svg svg").dataset.text).toBe("Anna");
    expect.verifySteps(["A", "An", "Ann", "Anna"].map((text) => `name ${text} #5b3a1e`));
});

test("the picture is looked at closer with a button and left with Escape", async () => {
    await startInteractions(PAGE);

    await click(".o_gift_zoom_toggle");
    expect(".o_gift_preview").toHaveClass("o_gift_is_zoomed");
    expect(".o_gift_zoom_toggle").toHaveAttribute("aria-pressed", "true");
    expect(".o_gift_stage").toBeFocused();

    await press("Escape");
    expect(".o_gift_preview").not.toHaveClass("o_gift_is_zoomed");
    expect(".o_gift_zoom_toggle").toBeFocused();
});

test("files that cannot be printed are refused before they are sent", () => {
    allowTranslations();
    const file = (name, mimetype, size = 10) => ({ name, type: mimetype, size });

    expect(getRefusal(file("a.HEIC", ""))).toMatch(/HEIC/);
    expect(getRefusal(file("a", "image/heif"))).toMatch(/HEIC/);
    expect(getRefusal(file("a.svg", "image/svg+xml"))).toMatch(/JPEG, PNG or WebP/);
    expect(getRefusal(file("a.jpg", "image/jpeg", 26 * 1024 * 1024))).toMatch(/25 MB/);
    expect(getRefusal(file("a.jpg", "image/jpeg"))).toBe("");
});
