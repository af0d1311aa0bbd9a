import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * Buttons below a field that remove what the guard found there. The designer tells the findings
 * (`gift-findings`); a button changes the field as the customer would, so the server checks again.
 */
export class GiftFixes extends Interaction {
    static selector = ".o_gift_product .o_gift_zone";
    dynamicContent = {
        _root: {
            "t-on-gift-findings.noUpdate": this.onFindings,
            "t-on-focusin.noUpdate": this.onFocus,
        },
    };

    setup() {
        this.fixes = [];
        this.box = document.createElement("div");
        this.box.className = "o_gift_fixes";
        this.box.setAttribute("role", "group");
        this.box.setAttribute("aria-label", _t("What helps"));
        this.status = document.createElement("span");
        this.status.className = "o_gift_fixed small";
        this.status.setAttribute("role", "status");
        this.status.tabIndex = -1;
        const message = this.el.querySelector(".o_gift_message");
        this.insert(this.status, message, "afterend");
        this.insert(this.box, message, "afterend");
    }

    start() {
        this.addListener(this.box, "click", this.onClick);
    }

    onFindings(ev) {
        const fixes = new Map();
        for (const { fix } of ev.detail) {
            if (fix && !fixes.has(fix.label)) {
                fixes.set(fix.label, fix);
            }
        }
        if ([...fixes.keys()].join("\n") !== this.fixes.map(({ label }) => label).join("\n")) {
            this.draw([...fixes.values()]);
        }
        this.fixes = [...fixes.values()];
    }

    draw(fixes) {
        const hadFocus = this.box.contains(document.activeElement);
        this.box.replaceChildren(...fixes.map((fix, index) => this.makeButton(fix, index)));
        if (hadFocus) {
            // The button that was pressed is gone: focus stays here instead of being lost, and on
            // what does not open the keyboard of a phone.
            this.status.focus({ preventScroll: true });
        }
    }

    makeButton({ label }, index) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "o_gift_fix btn btn-outline-primary btn-sm";
        button.dataset.index = index;
        button.textContent = label;
        const message = this.el.querySelector(".o_gift_message");
        if (message.id) {
            button.setAttribute("aria-describedby", message.id);
        }
        return button;
    }

    onFocus(ev) {
        if (ev.target !== this.status && !this.box.contains(ev.target)) {
            this.status.textContent = "";
        }
    }

    onClick(ev) {
        const button = ev.target.closest(".o_gift_fix");
        if (button) {
            this.apply(this.fixes[button.dataset.index]);
        }
    }

    apply(fix) {
        for (const [key, change] of Object.entries(fix.values)) {
            const form = this.el.closest(".o_gift_product");
            applyChange(form.querySelector(`.o_gift_zone[data-zone="${key}"]`), change);
        }
        this.status.textContent = _t("Done: %s.", fix.label);
    }
}

/** Changes the fields of a zone and tells so, as if the customer had done it. */
export function applyChange(zone, { font, color, text, ...crop }) {
    choose(zone, ".o_gift_font_input", font);
    choose(zone, ".o_gift_color_input", color);
    if (text !== undefined) {
        const input = zone.querySelector(".o_gift_input");
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const stored = zone.querySelector(".o_gift_photo_value");
    if (stored && Object.keys(crop).length) {
        stored.value = JSON.stringify({ ...JSON.parse(stored.value || "{}"), ...crop });
        zone.dispatchEvent(new CustomEvent("gift-restore"));
        zone.dispatchEvent(new CustomEvent("gift-change", { detail: { delay: 0 } }));
    }
}

function choose(zone, selector, wanted) {
    const input = [...zone.querySelectorAll(selector)].find(({ value }) => value === wanted);
    if (wanted && input) {
        input.checked = true;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    }
}

registry.category("public.interactions").add("gift_personalization.fixes", GiftFixes);
