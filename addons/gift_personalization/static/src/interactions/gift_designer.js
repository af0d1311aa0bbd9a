import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { Interaction } from "@web/public/interaction";
import { countCharacters, readValues, writeValues } from "../js/gift_values";

export const TYPING_DELAY_MS = 120;
const HEADER_REST_MS = 350;
export const NOTICE_KEY = "gift_notice";

const designers = new WeakMap();

/** Returns the designer of the product form that contains `el`, if there is one. */
export function getDesigner(el) {
    return designers.get(el?.closest("#product_detail_main.o_gift_product"));
}

/**
 * The designer of the product page: reads the form, asks the server for the picture, the findings
 * and the price, and hands the design over to the cart. It lays out nothing itself.
 */
export class GiftDesigner extends Interaction {
    static selector = "#product_detail_main.o_gift_product";
    dynamicContent = {
        ".o_gift_input": {
            "t-on-input": this.onType,
            "t-on-keydown": this.onKeydown,
            "t-on-change": this.onLeave,
        },
        ".o_gift_font_input, .o_gift_color_input": { "t-on-change": this.onChoose },
        ".o_gift_zone": {
            "t-on-focusin": this.onFocusZone,
            "t-on-focusout": this.onLeaveZone,
            "t-on-gift-change": this.onPhotoChange,
        },
        ".o_gift_tab": { "t-on-click": this.onClickTab, "t-on-keydown": this.onKeydownTab },
        ".o_gift_save": { "t-on-click": this.locked(this.onSave, true) },
        'input.product_id, input[name="add_qty"]': { "t-on-change": () => this.schedule() },
        form: { "t-on-submit.prevent": () => {} },
    };

    setup() {
        this.form = this.el.querySelector(".o_gift_designer");
        this.preview = this.el.querySelector(".o_gift_preview");
        this.sequence = 0;
        this.drawn = new Map();
        this.touched = new Set();
        this.attempted = false;
        this.lastFindings = [];
        designers.set(this.el, this);
        this.registerCleanup(() => designers.delete(this.el));
    }

    start() {
        // The header slides in and out while the page is scrolled: it is measured when it rests.
        const measure = this.debounced(this.setHeaderHeight, HEADER_REST_MS);
        this.addListener(document, "scroll", measure, { capture: true, passive: true });
        this.showNotice();
        const restored = this.restore();
        this.updateFields();
        if (restored || this.form.dataset.lineId) {
            this.schedule(0);
        }
    }

    // === STATE === //

    get key() {
        return this.form.dataset.key || null;
    }

    get productId() {
        return parseInt(this.el.querySelector("input.product_id")?.value) || 0;
    }

    get storageKey() {
        const template = this.el.querySelector("input.product_template_id")?.value;
        return `gift_design_${template}`;
    }

    getParams() {
        const chosen = ".js_variant_change:checked, select.js_variant_change";
        return {
            product_id: this.productId,
            values: readValues(this.form),
            key: this.key,
            quantity: parseFloat(this.el.querySelector('input[name="add_qty"]')?.value) || 1,
            combination: [...this.el.querySelectorAll(chosen)].map((el) => parseInt(el.value)),
        };
    }

    /** Keeps what was entered for a reload of this tab; edited cart lines live on the server. */
    remember() {
        if (!this.form.dataset.lineId) {
            const state = { key: this.key, values: readValues(this.form) };
            browser.sessionStorage.setItem(this.storageKey, JSON.stringify(state));
        }
    }

    restore() {
        const stored = browser.sessionStorage.getItem(this.storageKey);
        if (!stored || this.form.dataset.lineId || this.key) {
            return false;
        }
        const { key, values } = JSON.parse(stored);
        this.form.dataset.key = key || "";
        writeValues(this.form, values);
        for (const zone of this.form.querySelectorAll(".o_gift_photo")) {
            zone.dispatchEvent(new CustomEvent("gift-restore"));
        }
        return true;
    }

    // === LIVE PREVIEW === //

    schedule(delay = TYPING_DELAY_MS) {
        this.preview.classList.add("o_gift_is_busy");
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.refresh(), delay);
    }

    /** Draws the current picture; an answer that was overtaken by a newer question is dropped. */
    async refresh() {
        browser.clearTimeout(this.timer);
        if (!this.productId) {
            return null;
        }
        const sequence = ++this.sequence;
        const answer = await this.ask();
        if (sequence === this.sequence) {
            this.preview.classList.remove("o_gift_is_busy");
            this.show(answer);
            this.remember();
        }
        return answer;
    }

    async ask() {
        try {
            return await this.waitFor(rpc("/gift/preview", this.getParams(), { silent: true }));
        } catch {
            return { error: _t("The preview cannot be reached now. What you typed is kept.") };
        }
    }

    show(answer) {
        if (answer.error) {
            this.showSummary([answer.error]);
            return;
        }
        this.hideSummary();
        answer.surfaces.forEach((surface) => this.showSurface(surface));
        this.lastFindings = answer.findings;
        this.showFindings();
        this.showPrice(answer.price);
        this.setText(".o_gift_description", answer.description);
    }

    showSurface({ key, svg, mockup }) {
        const stage = this.preview.querySelector(`.o_gift_stage[data-surface="${key}"]`);
        if (!stage) {
            return;
        }
        if (this.drawn.get(key) !== svg) {
            stage.querySelector(".o_gift_svg").innerHTML = svg;
            this.drawn.set(key, svg);
        }
        const picture = stage.querySelector("img.o_gift_mockup");
        if (mockup && picture && picture.getAttribute("src") !== mockup.url) {
            picture.setAttribute("src", mockup.url);
            picture.setAttribute("width", mockup.width);
            picture.setAttribute("height", mockup.height);
            stage.querySelector(".o_gift_frames").style.cssText = mockup.style;
            const area = stage.querySelector(".o_gift_svg");
            area.style.cssText = `${mockup.style};mix-blend-mode:${mockup.blend}`;
        }
    }

    showPrice({ has_extra: hasExtra, extra, total }) {
        this.setText(".o_gift_extra", extra);
        this.setText(".o_gift_total", total);
        const row = this.el.querySelector(".o_gift_extra_row");
        if (row) {
            row.hidden = !hasExtra;
        }
    }

    /** Writes only what changed, so that screen readers speak only then. */
    setText(selector, text) {
        const el = this.el.querySelector(selector);
        if (el && el.textContent !== text) {
            el.textContent = text;
        }
    }

    // === FINDINGS === //

    /** Errors to show: an empty required field is told once it was left or the cart was asked for. */
    getVisibleFindings(key) {
        return this.lastFindings.filter(
            ({ zone, code }) =>
                zone === key && (code !== "required" || this.attempted || this.touched.has(key))
        );
    }

    showFindings() {
        for (const zone of this.form.querySelectorAll(".o_gift_zone")) {
            const findings = this.getVisibleFindings(zone.dataset.zone);
            this.showZoneFindings(zone, findings);
        }
    }

    showZoneFindings(zone, findings) {
        zone.dispatchEvent(new CustomEvent("gift-findings", { detail: findings }));
        const hasError = findings.some(({ severity }) => severity === "error");
        const message = zone.querySelector(".o_gift_message");
        const text = findings.map((finding) => finding.message).join("\n");
        if (message.textContent !== text) {
            message.textContent = text;
        }
        message.classList.toggle("o_gift_is_error", hasError);
        message.classList.toggle("o_gift_is_warning", Boolean(findings.length) && !hasError);
        const field = this.getField(zone);
        field.classList.toggle("is-invalid", hasError);
        field.setAttribute("aria-invalid", hasError ? "true" : "false");
    }

    getField(zone) {
        return zone.querySelector(".o_gift_input, .o_gift_file");
    }

    showSummary(messages) {
        const summary = this.form.querySelector(".o_gift_summary");
        summary.textContent = messages.join("\n");
        summary.classList.remove("d-none", "alert-info");
        summary.classList.add("alert-danger");
    }

    hideSummary() {
        const summary = this.form.querySelector(".o_gift_summary");
        if (summary.classList.contains("alert-danger")) {
            summary.classList.add("d-none");
            summary.textContent = "";
        }
    }

    /** Says why the visitor was led here from another page. */
    showNotice() {
        const notice = browser.sessionStorage.getItem(NOTICE_KEY);
        browser.sessionStorage.removeItem(NOTICE_KEY);
        if (notice) {
            this.showSummary([notice]);
            const summary = this.form.querySelector(".o_gift_summary");
            summary.classList.replace("alert-danger", "alert-info");
        }
    }

    // === CART === //

    /**
     * Checks and stores the design; on errors the focus moves to the first one.
     *
     * @returns {Promise<boolean>} Whether the design may go into the cart.
     */
    async prepareForCart() {
        if (!(await this.checkDesign())) {
            return false;
        }
        const { product_id, values, key } = this.getParams();
        return this.handleSaved(
            await this.waitFor(rpc("/gift/design/save", { product_id, values, key }))
        );
    }

    handleSaved(answer) {
        if (answer.error) {
            this.showSummary([answer.error]);
            this.form.querySelector(".o_gift_summary").focus();
            return false;
        }
        this.form.dataset.key = answer.key;
        this.remember();
        return true;
    }

    async checkDesign() {
        this.attempted = true;
        if (this.form.querySelector('.o_gift_photo[aria-busy="true"]')) {
            this.showSummary([_t("Your photo is still being uploaded. Please wait a moment.")]);
            return false;
        }
        const answer = await this.refresh();
        if (!answer || answer.error) {
            return false;
        }
        const errors = answer.findings.filter(({ severity }) => severity === "error");
        if (errors.length) {
            this.showSummary(errors.map((error) => error.message));
            this.focusZone(errors[0].zone);
        }
        return !errors.length;
    }

    focusZone(key) {
        const zone = this.form.querySelector(`.o_gift_zone[data-zone="${key}"]`);
        if (zone) {
            this.showStage(zone.dataset.surface);
            this.getField(zone).focus();
        }
    }

    async onSave() {
        if (!(await this.checkDesign())) {
            return;
        }
        const { product_id, values, key } = this.getParams();
        const { lineId, saveUrl, saveToken } = this.form.dataset;
        const answer = await this.waitFor(
            rpc(saveUrl || "/gift/cart/replace", {
                line_id: parseInt(lineId),
                product_id,
                values,
                key,
                ...(saveToken && { access_token: saveToken }),
            })
        );
        if (answer.error) {
            this.handleSaved(answer);
        } else {
            redirect(answer.redirect);
        }
    }

    // === EVENTS === //

    onType(ev) {
        this.updateField(ev.currentTarget.closest(".o_gift_zone"));
        this.schedule();
    }

    onChoose(ev) {
        const zone = ev.currentTarget.closest(".o_gift_zone");
        this.updateField(zone);
        this.showStage(zone.dataset.surface);
        this.schedule(0);
    }

    onPhotoChange(ev) {
        const zone = ev.currentTarget;
        this.showStage(zone.dataset.surface);
        this.touched.add(zone.dataset.zone);
        this.updateField(zone);
        this.schedule(ev.detail?.delay);
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && ev.currentTarget.tagName === "INPUT") {
            ev.preventDefault();
            this.schedule(0);
        }
    }

    onLeave(ev) {
        this.touched.add(ev.currentTarget.closest(".o_gift_zone").dataset.zone);
        this.showFindings();
    }

    onFocusZone(ev) {
        const zone = ev.currentTarget;
        this.showStage(zone.dataset.surface);
        this.markFrame(zone.dataset.zone);
    }

    onLeaveZone() {
        this.markFrame(null);
    }

    onClickTab(ev) {
        this.showStage(ev.currentTarget.dataset.surface);
    }

    onKeydownTab(ev) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            const tabs = [...this.preview.querySelectorAll(".o_gift_tab")];
            const at = tabs.indexOf(ev.currentTarget);
            const next = tabs[(at + step + tabs.length) % tabs.length];
            this.showStage(next.dataset.surface);
            next.focus();
        }
    }

    // === FIELDS AND STAGES === //

    updateFields() {
        this.form.querySelectorAll(".o_gift_zone").forEach((zone) => this.updateField(zone));
    }

    updateField(zone) {
        const values = readValues(zone.parentElement);
        const filled = Boolean(values[zone.dataset.zone]);
        this.preview
            .querySelector(`.o_gift_frame[data-zone="${zone.dataset.zone}"]`)
            ?.classList.toggle("o_gift_is_filled", filled);
        const counter = zone.querySelector(".o_gift_counter");
        if (counter) {
            const count = countCharacters(zone.querySelector(".o_gift_input").value);
            counter.textContent = `${count} / ${counter.dataset.max}`;
            counter.classList.toggle("text-danger", count > parseInt(counter.dataset.max));
        }
        this.nameChoice(zone, ".o_gift_font_input", ".o_gift_font_name");
        this.nameChoice(zone, ".o_gift_color_input", ".o_gift_color_name");
    }

    nameChoice(zone, inputs, name) {
        const chosen = zone.querySelector(`${inputs}:checked`);
        if (chosen) {
            zone.querySelector(name).textContent = chosen.parentElement.textContent.trim();
        }
    }

    markFrame(key) {
        for (const frame of this.preview.querySelectorAll(".o_gift_frame")) {
            frame.classList.toggle("o_gift_is_active", frame.dataset.zone === key);
        }
    }

    showStage(key) {
        for (const stage of this.preview.querySelectorAll(".o_gift_stage")) {
            stage.hidden = stage.dataset.surface !== key;
        }
        for (const tab of this.preview.querySelectorAll(".o_gift_tab")) {
            const selected = tab.dataset.surface === key;
            tab.setAttribute("aria-selected", selected ? "true" : "false");
            tab.tabIndex = selected ? 0 : -1;
        }
    }

    /** The preview sticks below a header that stays on screen. */
    setHeaderHeight() {
        const header = document.querySelector("header#top");
        const sticks = header && /sticky|fixed/.test(getComputedStyle(header).position);
        const height = sticks ? Math.max(0, header.getBoundingClientRect().bottom) : 0;
        this.el.style.setProperty("--gift-header", `${Math.round(height)}px`);
    }
}

registry.category("public.interactions").add("gift_personalization.designer", GiftDesigner);
