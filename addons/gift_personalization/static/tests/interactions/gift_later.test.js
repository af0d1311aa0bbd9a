import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, click, queryOne } from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";
import { assets } from "@web/core/assets";

setupInteractionWhiteList([
    "gift_personalization.later_moderation",
    "gift_personalization.later_motifs",
    "gift_personalization.later_photo",
]);
describe.current.tags("interaction_dev");

const FIELD = /* xml */ `
    <fieldset class="o_gift_clipart">
        <input type="hidden" class="o_gift_clipart_value" value=""/>
        <button class="o_gift_clipart_toggle">Choose a motif</button>
        <div class="o_gift_message"></div>
    </fieldset>`;

test("a motif field fetches its code at the first click and does the click with it", async () => {
    const asked = [];
    const arrived = new Deferred();
    patchWithCleanup(assets, {
        loadBundle: (name) => {
            asked.push(name);
            return arrived;
        },
    });
    await startInteractions(FIELD);
    expect(asked).toEqual([]);
    let clicks = 0;
    queryOne(".o_gift_clipart_toggle").addEventListener("click", () => clicks++);

    await click(".o_gift_clipart_toggle");
    expect(clicks).toBe(1);
    arrived.resolve();
    await animationFrame();

    expect(asked).toEqual(["gift_personalization.assets_later"]);
    expect(clicks).toBe(2);
    await click(".o_gift_clipart_toggle");
    await animationFrame();
    expect(clicks).toBe(3);
});

test("a motif field says when its code cannot be reached, and asks again", async () => {
    let asked = 0;
    patchWithCleanup(assets, {
        loadBundle: async () => {
            asked++;
            throw new Error("no connection");
        },
    });
    await startInteractions(FIELD);

    await click(".o_gift_clipart_toggle");
    await animationFrame();
    expect(".o_gift_message").toHaveText(/cannot be reached now/);

    const before = asked;
    await click(".o_gift_clipart_toggle");
    await animationFrame();
    expect(asked).toBeGreaterThan(before);
});

const PHOTO = /* xml */ `
    <div class="o_gift_photo">
        <input type="hidden" class="o_gift_photo_value" value="{}"/>
        <div class="o_gift_drop">
            <input type="file" class="o_gift_file"/>
            <div class="o_gift_progress" hidden="hidden"></div>
        </div>
        <div class="o_gift_message"></div>
    </div>`;

/** Chooses a photo as a visitor does who was quicker than the code. */
async function choosePhoto() {
    const chosen = new DataTransfer();
    chosen.items.add(new File(["x"], "a.jpg", { type: "image/jpeg" }));
    queryOne(".o_gift_file").files = chosen.files;
    queryOne(".o_gift_file").dispatchEvent(new Event("change", { bubbles: true }));
    await animationFrame();
}

test("a photo that is chosen before its code keeps the field busy until the code takes it", async () => {
    const asked = [];
    const arrived = new Deferred();
    patchWithCleanup(assets, {
        loadBundle: (name) => {
            asked.push(name);
            return arrived;
        },
    });
    await startInteractions(PHOTO);
    expect(asked).toEqual([]);

    await choosePhoto();

    expect(asked).toEqual(["gift_personalization.assets_later"]);
    expect(".o_gift_photo").toHaveAttribute("aria-busy", "true");
    expect(".o_gift_progress").not.toHaveAttribute("hidden");
    expect(queryOne(".o_gift_file").files).toHaveLength(1);
});

test("a photo whose code cannot be reached can be chosen again", async () => {
    patchWithCleanup(assets, {
        loadBundle: async () => {
            throw new Error("no connection");
        },
    });
    await startInteractions(PHOTO);

    await choosePhoto();

    expect(".o_gift_message").toHaveText(/No connection/);
    expect(".o_gift_photo").toHaveAttribute("aria-busy", "false");
    expect(".o_gift_progress").toHaveAttribute("hidden");
    expect(queryOne(".o_gift_file").files).toHaveLength(0);
});

test("a field with a blocked word fetches the way to ask once, and hears of the word again", async () => {
    const asked = [];
    patchWithCleanup(assets, { loadBundle: async (name) => asked.push(name) });
    await startInteractions(
        `<div class="o_gift_product"><div class="o_gift_zone" data-zone="name"></div></div>`
    );
    const zone = queryOne(".o_gift_zone");
    const tell = async (...codes) => {
        const detail = codes.map((code) => ({ code }));
        zone.dispatchEvent(new CustomEvent("gift-findings", { detail }));
        await animationFrame();
    };
    const heard = [];
    zone.addEventListener("gift-findings", ({ detail }) => heard.push(detail.length));

    await tell("overflow");
    expect(asked).toEqual([]);

    await tell("blocked_word", "overflow");
    await tell("blocked_word");
    expect(asked).toEqual(["gift_personalization.assets_later"]);
    expect(heard).toEqual([1, 2, 2, 1]);
});
