import { patch } from "@web/core/utils/patch";
import { Checkout } from "@website_sale/interactions/checkout";

patch(Checkout.prototype, {
    /** Shows beside each recipient what its parcel costs by the new delivery method. */
    _updateCartSummaries(result) {
        super._updateCartSummaries(...arguments);
        const parts = document.querySelector(".o_gift_parts");
        if (parts && result.gift_parts) {
            parts.outerHTML = result.gift_parts;
        }
    },
});
