import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { Interaction } from "@web/public/interaction";
import { keepDesign } from "../js/kept_designs";
import { getDesigner } from "./gift_designer";

/** On the product page: saves the design and opens a page of it, for example that of its links. */
export class GiftShare extends Interaction {
    static selector = "#product_detail_main.o_gift_product .o_gift_links";
    dynamicContent = {
        ".o_gift_share": { "t-on-click": this.locked(() => this.open("share"), true) },
    };

    async open(page) {
        const designer = getDesigner(this.el);
        const id = await this.waitFor(this.save(designer));
        if (id) {
            redirect(`/my/designs/${id}/${page}`);
        }
    }

    /** Resolves with the id of the saved design, which the session may open then. */
    async save(designer) {
        const { product_id, values } = designer.getParams();
        if (!Object.keys(values).length) {
            return this.refuse(designer, _t("There is nothing to show yet. Please fill a field."));
        }
        try {
            await designer.keeping;
            const params = { product_id, values, key: designer.key };
            const kept = await rpc("/gift/design/keep", params, { silent: true });
            if (kept.error) {
                return this.refuse(designer, kept.error);
            }
            designer.form.dataset.key = kept.key;
            designer.fields.remember();
            if (kept.guest) {
                keepDesign(kept);
            }
            await rpc("/gift/design/find", { keys: [kept.key] }, { silent: true });
            return kept.id;
        } catch {
            return this.refuse(
                designer,
                _t("No connection: please try again when you are connected.")
            );
        }
    }

    refuse(designer, sentence) {
        designer.findings.showSummary([sentence.toString()]);
        designer.findings.summary.focus();
        return null;
    }
}

/** A new link: sent by what the phone offers, or copied. */
export class GiftLink extends Interaction {
    static selector = ".o_gift_link";
    dynamicContent = {
        ".o_gift_link_send": {
            "t-on-click": this.onSend,
            "t-att-hidden": () => (browser.navigator.share ? undefined : "hidden"),
        },
        ".o_gift_link_copy": { "t-on-click": this.onCopy },
        ".o_gift_link_field": { "t-on-focus": (ev) => ev.currentTarget.select() },
    };

    async onSend() {
        const { link, title } = this.el.dataset;
        try {
            await this.waitFor(browser.navigator.share({ title, url: link }));
        } catch {
            // The visitor closed the choice: the link still stands there.
        }
    }

    async onCopy() {
        const field = this.el.querySelector(".o_gift_link_field");
        let isCopied = true;
        try {
            await this.waitFor(browser.navigator.clipboard.writeText(field.value));
        } catch {
            field.focus();
            field.select();
            isCopied = false;
        }
        this.el.querySelector(".o_gift_link_state").textContent = isCopied
            ? _t("The link is copied.")
            : _t("Please copy the marked link yourself.");
    }
}

registry.category("public.interactions").add("gift_personalization.share", GiftShare);
registry.category("public.interactions").add("gift_personalization.link", GiftLink);
