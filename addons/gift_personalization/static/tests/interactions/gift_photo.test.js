import { describe, expect, test } from "@odoo/hoot";
import { queryOne, setInputRange } from "@odoo/hoot-dom";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";
import { applyChange } from "@gift_personalization/interactions/gift_fixes";

setupInteractionWhiteList(["gift_personalization.photo"]);
describe.current.tags("interaction_dev");

const PAGE = /* xml */ `
    <div id="product_detail_main"><form class="o_gift_designer" data-key="k">
        <div class="o_gift_zone o_gift_photo" data-zone="photo">
            <input type="hidden" class="o_gift_photo_value" data-width="60000" data-height="40000" data-fit="cover"
                value='{"asset": "a", "width_px": 600, "height_px": 400, "zoom_permille": 1000}'/>
            <div class="o_gift_choose"/><div class="o_gift_replace"/><div class="o_gift_drop"/>
            <input type="file" class="o_gift_file"/>
            <div class="o_gift_progress" hidden="hidden"><div class="progress-bar"></div></div>
            <div class="o_gift_crop">
                <img class="o_gift_thumb"/>
                <input type="range" class="o_gift_zoom" min="1000" max="4000"/>
                <input type="range" class="o_gift_brightness" min="500" max="1500" step="50"/>
                <input type="range" class="o_gift_contrast" min="500" max="2000" step="50"/>
                <input type="checkbox" class="o_gift_mono"/>
            </div>
            <div class="o_gift_message"></div>
        </div>
    </form></div>`;

function getValue() {
    return JSON.parse(queryOne(".o_gift_photo_value").value);
}

test("the contrast of a photo is a part of its value and is seen in the small picture", async () => {
    await startInteractions(PAGE);
    expect(".o_gift_contrast").toHaveValue(1000);

    await setInputRange(".o_gift_contrast", 1400);

    expect(getValue().contrast_permille).toBe(1400);
    expect(queryOne(".o_gift_thumb").style.filter).toBe("brightness(1) contrast(1.4)");
});

test("what a button raised beyond the slider is shown and kept", async () => {
    await startInteractions(PAGE);

    applyChange(queryOne(".o_gift_zone"), { brightness_permille: 2500, contrast_permille: 4000 });

    expect(".o_gift_brightness").toHaveValue(2500);
    expect(".o_gift_contrast").toHaveValue(4000);
    expect(getValue().contrast_permille).toBe(4000);
});
