import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { Interaction } from "@web/public/interaction";
import { DesignerCart } from "../js/designer_cart";
import { DesignerConnection } from "../js/designer_connection";
import { DesignerFields } from "../js/designer_fields";
import { DesignerFindings, getField } from "../js/designer_findings";
import { DesignerGuess } from "../js/designer_guess";
import { DesignerStages } from "../js/designer_stages";
import { DesignerState } from "../js/designer_state";
import { readValue, readValues } from "../js/gift_values";

const HEADER_REST_MS = 350;
export const NOTICE_KEY = "gift_notice";

const designers = new WeakMap();

/** Returns the designer of the product form that contains `el`, if there is one. */
export function getDesigner(el) {
    return designers.get(el?.closest("#product_detail_main.o_gift_product"));
}

/**
 * The designer of the product page: reads the form, draws an instant guess, asks the server for
 * the picture, the findings and the price, and hands the design over to the cart.
 */
export class GiftDesigner extends Interaction {
    static selector = "#product_detail_main.o_gift_product";
    // Nothing that happens brings new nodes: a key has no time to look for them.
    dynamicContent = {
        ".o_gift_input": {
            "t-on-input.noUpdate": this.onType,
            "t-on-keydown.noUpdate": this.onKeydown,
            "t-on-change.noUpdate": this.onLeave,
        },
        ".o_gift_font_input, .o_gift_color_input": { "t-on-change.noUpdate": this.onChoose },
        ".o_gift_zone": {
            "t-on-focusin.noUpdate": this.onFocusZone,
            "t-on-focusout.noUpdate": () => this.stages.markActive(null),
            "t-on-gift-change.noUpdate": this.onZoneChange,
        },
        ".o_gift_tab": {
            "t-on-click.noUpdate": this.onClickTab,
            "t-on-keydown.noUpdate": this.onKeydownTab,
        },
        ".o_gift_zoom_toggle": {
            "t-on-click.noUpdate": () => this.stages.zoom(!this.stages.isZoomed),
        },
        ".o_gift_stage": { "t-on-keydown.noUpdate": this.onKeydownStage },
        ".o_gift_retry": { "t-on-click.noUpdate": () => this.connection.retry() },
        ".o_gift_save": { "t-on-click": this.locked(this.onSave, true) },
        'input.product_id, input[name="add_qty"]': {
            "t-on-change.noUpdate": () => this.schedule(),
        },
        _window: {
            "t-on-online.noUpdate": () => this.connection.retry(),
            "t-on-pagehide.noUpdate": () => this.fields.remember(),
        },
        form: { "t-on-submit.prevent": () => {} },
    };

    setup() {
        this.form = this.el.querySelector(".o_gift_designer");
        this.preview = this.el.querySelector(".o_gift_preview");
        this.stages = new DesignerStages(this.preview);
        this.findings = new DesignerFindings(this.form);
        this.fields = new DesignerFields(this.form, this.stages, this.templateId);
        this.guess = new DesignerGuess(this.form, this.stages);
        this.state = new DesignerState(this.preview);
        this.connection = new DesignerConnection({
            ask: () => this.ask(),
            show: (answer) => this.show(answer),
            tell: (state) => this.state.tell(state),
        });
        this.cart = new DesignerCart(this);
        designers.set(this.el, this);
        this.registerCleanup(() => {
            designers.delete(this.el);
            this.connection.close();
            this.state.close();
            this.stages.destroy();
        });
    }

    start() {
        // The header slides in and out while the page is scrolled: it is measured when it rests.
        const measure = this.debounced(this.setHeaderHeight, HEADER_REST_MS);
        this.addListener(document, "scroll.noUpdate", measure, { capture: true, passive: true });
        this.showNotice();
        const restored = this.fields.restore();
        this.fields.updateAll();
        if (restored || this.form.dataset.lineId) {
            this.schedule(0);
        }
    }

    // === STATE === //

    get key() {
        return this.form.dataset.key || null;
    }

    /** Remembers the workspace that the server stored the design in. */
    keepKey(key) {
        this.form.dataset.key = key;
        this.fields.remember();
    }

    get productId() {
        return parseInt(this.el.querySelector("input.product_id")?.value) || 0;
    }

    get templateId() {
        return this.el.querySelector("input.product_template_id")?.value;
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

    // === LIVE PREVIEW === //

    /** Asks for the server's picture after a short rest. */
    schedule(delay) {
        if (this.productId) {
            this.connection.schedule(delay);
        }
    }

    /** Asks the server for the picture; a price that the page shows already is not asked for. */
    ask() {
        this.fields.remember();
        const { product_id, values, key, quantity, combination } = this.getParams();
        this.asked = JSON.stringify([product_id, quantity, combination]);
        const known_extra = this.priced === this.asked ? this.knownExtra : null;
        const params = { product_id, values, key, quantity, combination, known_extra };
        return rpc("/gift/preview", params, { silent: true });
    }

    show(answer) {
        if (answer.error) {
            this.findings.showSummary([answer.error]);
            return;
        }
        this.guess.settle();
        answer.surfaces.forEach((surface) => this.stages.show(surface));
        this.findings.set(answer.findings);
        if (answer.price) {
            this.showPrice(answer.price);
            this.priced = this.asked;
            this.knownExtra = answer.price_extra;
        }
        this.setText(".o_gift_description", answer.description);
        this.fields.remember();
        this.form.dispatchEvent(new CustomEvent("gift-answer", { detail: answer }));
    }

    /** Draws at once what a zone will look like, as far as the browser can tell. */
    showGuess(zone) {
        const { zone: key, surface } = zone.dataset;
        this.guess.draw(key, surface, readValue(zone) || undefined);
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

    /** Says why the visitor was led here from another page. */
    showNotice() {
        const notice = browser.sessionStorage.getItem(NOTICE_KEY);
        browser.sessionStorage.removeItem(NOTICE_KEY);
        if (notice) {
            this.findings.showSummary([notice], "info");
        }
    }

    // === CART === //

    /**
     * Checks and stores the design; on errors the focus moves to the first one.
     *
     * @returns {Promise<boolean>} Whether the design may go into the cart.
     */
    async prepareForCart() {
        return this.waitFor(this.cart.prepare());
    }

    async onSave() {
        const answer = await this.waitFor(this.cart.replace());
        if (answer.redirect) {
            redirect(answer.redirect);
        }
    }

    focusZone(key) {
        const zone = this.form.querySelector(`.o_gift_zone[data-zone="${key}"]`);
        if (zone) {
            this.stages.select(zone.dataset.surface);
            getField(zone)?.focus();
        }
    }

    // === EVENTS === //

    onType(ev) {
        const zone = ev.currentTarget.closest(".o_gift_zone");
        this.fields.update(zone);
        this.showGuess(zone);
        this.schedule();
    }

    onChoose(ev) {
        const zone = ev.currentTarget.closest(".o_gift_zone");
        this.fields.update(zone);
        this.stages.select(zone.dataset.surface);
        this.showGuess(zone);
        this.schedule(0);
    }

    /** A zone that is not typed in (a photo, say) was changed by its own interaction. */
    onZoneChange(ev) {
        const zone = ev.currentTarget;
        this.stages.select(zone.dataset.surface);
        this.findings.touched.add(zone.dataset.zone);
        this.fields.update(zone);
        this.schedule(ev.detail?.delay);
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && ev.currentTarget.tagName === "INPUT") {
            ev.preventDefault();
            this.schedule(0);
        }
    }

    onLeave(ev) {
        this.findings.touched.add(ev.currentTarget.closest(".o_gift_zone").dataset.zone);
        this.findings.show();
    }

    onFocusZone(ev) {
        const zone = ev.currentTarget;
        const { zone: key, surface } = zone.dataset;
        this.stages.select(surface);
        this.stages.markActive(key);
        this.guess.prepare(key, readValue(zone) || undefined);
    }

    onClickTab(ev) {
        this.stages.select(ev.currentTarget.dataset.surface);
    }

    onKeydownTab(ev) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            this.stages.selectBeside(ev.currentTarget, step);
        }
    }

    onKeydownStage(ev) {
        if (ev.key === "Escape" && this.stages.isZoomed) {
            this.stages.zoom(false);
            this.preview.querySelector(".o_gift_zoom_toggle").focus();
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
