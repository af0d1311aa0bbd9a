import { browser } from "@web/core/browser/browser";
import { countCharacters, readValue, readValues, writeValues } from "./gift_values";

/** The form of the designer: counters, names of what is chosen, and what survives a reload. */
export class DesignerFields {
    constructor(form, stages, templateId) {
        this.form = form;
        this.stages = stages;
        this.storageKey = `gift_design_${templateId}`;
    }

    // === MEMORY === //

    /** Keeps what was entered for a reload of this tab; edited cart lines live on the server. */
    remember() {
        const { lineId, key } = this.form.dataset;
        if (!lineId) {
            const state = { key: key || null, values: readValues(this.form) };
            browser.sessionStorage.setItem(this.storageKey, JSON.stringify(state));
        }
    }

    /** Fills in what was kept; says whether there was something. */
    restore() {
        const stored = browser.sessionStorage.getItem(this.storageKey);
        if (!stored || this.form.dataset.lineId || this.form.dataset.key) {
            return false;
        }
        const { key, values } = JSON.parse(stored);
        this.form.dataset.key = key || "";
        writeValues(this.form, values);
        for (const zone of this.form.querySelectorAll(".o_gift_photo, .o_gift_clipart")) {
            zone.dispatchEvent(new CustomEvent("gift-restore"));
        }
        return true;
    }

    // === STATE OF THE FIELDS === //

    updateAll() {
        this.form.querySelectorAll(".o_gift_zone").forEach((zone) => this.update(zone));
    }

    update(zone) {
        this.stages.markFilled(zone.dataset.zone, Boolean(readValue(zone)));
        const counter = zone.querySelector(".o_gift_counter");
        if (counter) {
            const count = countCharacters(zone.querySelector(".o_gift_input").value);
            setText(counter, `${count} / ${counter.dataset.max}`);
            counter.classList.toggle("text-danger", count > parseInt(counter.dataset.max));
        }
        this.nameChoice(zone, ".o_gift_font_input", ".o_gift_font_name");
        this.nameChoice(zone, ".o_gift_color_input", ".o_gift_color_name");
    }

    nameChoice(zone, inputs, name) {
        const chosen = zone.querySelector(`${inputs}:checked`);
        if (chosen) {
            setText(zone.querySelector(name), chosen.parentElement.textContent.trim());
        }
    }
}

/** Writes only what changed: each write lays the page out again. */
function setText(el, text) {
    if (el.textContent !== text) {
        el.textContent = text;
    }
}
