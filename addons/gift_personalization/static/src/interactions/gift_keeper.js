import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { session } from "@web/session";
import { Interaction } from "@web/public/interaction";
import { forgetDesigns, keepDesign, readKept } from "../js/kept_designs";
import { getDesigner } from "./gift_designer";

export const KEEP_DELAY_MS = 1500;
export const KEEP_INTERVAL_MS = 5000;
const RETRY_DELAY_MS = 30000;

/**
 * Stores the design on the server while it is made, well after the last key stroke and when the
 * browser has nothing else to do, and offers to continue what was started on an earlier visit.
 */
export class GiftKeeper extends Interaction {
    static selector = "#product_detail_main.o_gift_product";
    dynamicContent = {
        ".o_gift_designer": {
            "t-on-input.noUpdate": this.onEdit,
            "t-on-change.noUpdate": this.onEdit,
        },
        ".o_gift_zone": { "t-on-gift-change.noUpdate": this.onEdit },
        ".o_gift_continue": { "t-on-click": this.locked(this.onContinue, true) },
        _document: { "t-on-visibilitychange": this.onHide },
    };

    setup() {
        this.form = this.el.querySelector(".o_gift_designer");
        this.lastKept = -KEEP_INTERVAL_MS;
        this.registerCleanup(() => browser.clearTimeout(this.timer));
    }

    start() {
        this.offer();
    }

    // === KEEP === //

    onEdit() {
        if (!this.form.dataset.lineId) {
            this.showOffer(false);
            const rest = this.lastKept + KEEP_INTERVAL_MS - browser.performance.now();
            this.schedule(Math.max(KEEP_DELAY_MS, rest));
        }
    }

    onHide() {
        if (this.timer && document.visibilityState === "hidden") {
            this.keep();
        }
    }

    schedule(delay) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.whenIdle(() => this.keep()), delay);
    }

    whenIdle(callback) {
        (window.requestIdleCallback || ((run) => run()))(callback, { timeout: 1000 });
    }

    get isUploading() {
        return Boolean(this.form.querySelector('.o_gift_photo[aria-busy="true"]'));
    }

    async keep() {
        browser.clearTimeout(this.timer);
        this.timer = null;
        const designer = getDesigner(this.el);
        const { product_id, values, key } = designer?.getParams() || {};
        if (!product_id || (!key && !Object.keys(values).length)) {
            return;
        }
        if (this.isUploading) {
            this.schedule(KEEP_DELAY_MS); // the upload opens the workspace
            return;
        }
        this.lastKept = browser.performance.now();
        designer.keeping = this.send({ product_id, values, key }, designer);
        await designer.keeping;
    }

    async send(params, designer) {
        try {
            const answer = await this.waitFor(rpc("/gift/design/keep", params, { silent: true }));
            if (!answer.error && this.form.dataset.key === (params.key || "")) {
                this.form.dataset.key = answer.key;
                designer.fields.remember();
            }
            if (answer.guest) {
                keepDesign(answer);
            }
        } catch {
            this.schedule(RETRY_DELAY_MS); // offline: the tab still has everything
        }
    }

    // === CONTINUE === //

    /** Offers the last design of this product, unless the page shows one already. */
    offer() {
        const box = this.el.querySelector(".o_gift_kept");
        if (!box || this.form.dataset.key) {
            return;
        }
        const product = parseInt(this.el.querySelector("input.product_template_id")?.value);
        const kept = readKept().find((design) => design.product === product);
        if (!box.dataset.url && session.is_website_user && kept) {
            this.kept = kept;
            box.querySelector(".o_gift_kept_name").textContent = kept.name;
        }
        this.showOffer(Boolean(box.dataset.url || this.kept));
    }

    showOffer(shown) {
        const box = this.el.querySelector(".o_gift_kept");
        if (box && box.hidden === shown) {
            box.hidden = !shown;
        }
    }

    async onContinue() {
        const address = this.el.querySelector(".o_gift_kept").dataset.url;
        if (address) {
            redirect(address);
            return;
        }
        const found = await this.waitFor(rpc("/gift/design/find", { keys: [this.kept.key] }));
        if (found.length) {
            redirect(found[0].url);
            return;
        }
        if (!found.error) {
            forgetDesigns([this.kept.id]);
        }
        this.showOffer(false);
        getDesigner(this.el).findings.showSummary([
            found.error || _t("This design is no longer there. Please start a new one."),
        ]);
    }
}

registry.category("public.interactions").add("gift_personalization.keeper", GiftKeeper);
