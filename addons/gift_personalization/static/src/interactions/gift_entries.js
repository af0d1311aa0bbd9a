import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";
import { getHidden, readRules } from "../js/gift_conditions";
import { readValues } from "../js/gift_values";

/** Shows and hides zones that depend on others, and lets a date format redraw its date. */
export class GiftEntries extends Interaction {
    static selector = ".o_gift_designer";
    dynamicContent = {
        _root: {
            "t-on-input.noUpdate": () => this.update(),
            "t-on-change.noUpdate": () => this.update(),
            "t-on-gift-values.noUpdate": () => this.update(),
            "t-on-gift-answer.noUpdate": this.onAnswer,
        },
        ".o_gift_zone": { "t-on-gift-change.noUpdate": () => this.update() },
        ".o_gift_format": { "t-on-change.noUpdate": this.onFormat },
    };

    setup() {
        this.rules = readRules(this.el);
        this.frames = this.el.closest("#product_detail_main")?.querySelector(".o_gift_preview");
    }

    start() {
        this.update();
    }

    update() {
        if (!Object.keys(this.rules).length) {
            return;
        }
        const hidden = getHidden(this.rules, readValues(this.el));
        for (const key of Object.keys(this.rules)) {
            const own = `[data-zone="${key}"]`;
            this.el.querySelector(`.o_gift_zone${own}`).hidden = hidden.has(key);
            const frame = this.frames?.querySelector(`.o_gift_frame${own}`);
            if (frame) {
                frame.hidden = hidden.has(key);
            }
        }
    }

    /** Shows the day that was chosen in every format. */
    onAnswer({ detail: { formats } }) {
        for (const [key, examples] of Object.entries(formats || {})) {
            const select = this.el.querySelector(`.o_gift_zone[data-zone="${key}"] .o_gift_format`);
            for (const { key: format, text } of examples) {
                const option = select?.querySelector(`option[value="${format}"]`);
                if (option) {
                    option.textContent = text;
                }
            }
        }
    }

    /** The designer redraws what is entered: its field says that it changed. */
    onFormat(ev) {
        const input = ev.currentTarget.closest(".o_gift_zone").querySelector(".o_gift_input");
        input.dispatchEvent(new Event("input", { bubbles: true }));
    }
}

registry.category("public.interactions").add("gift_personalization.entries", GiftEntries);
