import { patch } from "@web/core/utils/patch";
import { redirect } from "@web/core/utils/urls";
import { SaleOrderPortalReorder } from "@website_sale/interactions/reorder";

patch(SaleOrderPortalReorder.prototype, {
    /** Leads home when the order cannot be opened any more; the button did nothing then. */
    async _doReorder() {
        this.giftIsReordered = false;
        await super._doReorder(...arguments);
        if (!this.giftIsReordered) {
            redirect("/my");
        }
    },

    _trackProducts() {
        this.giftIsReordered = true;
        return super._trackProducts(...arguments);
    },
});
