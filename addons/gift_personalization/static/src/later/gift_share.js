import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { Interaction } from "@web/public/interaction";
import { keepDesign } from "../js/kept_designs";
import { getDesigner } from "../interactions/gift_designer";

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

registry.category("public.interactions").add("gift_personalization.share", GiftShare);
