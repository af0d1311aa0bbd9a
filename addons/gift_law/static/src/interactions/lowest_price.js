import { patch } from "@web/core/utils/patch";
import { WebsiteSale } from "@website_sale/interactions/website_sale";

patch(WebsiteSale.prototype, {
    /** Shows the lowest price of 30 days of the variant that was chosen. */
    _onChangeCombination(ev, parent, combination) {
        super._onChangeCombination(...arguments);
        const line = parent.querySelector(".o_gift_lowest_price");
        if (!line) {
            return;
        }
        const text = combination.gift_lowest_text || "";
        line.textContent = text;
        line.classList.toggle("d-block", Boolean(text));
        line.classList.toggle("d-none", !text);
        const compared = combination.compare_list_price || 0;
        const struck = parent.querySelector(".oe_compare_list_price");
        if (struck) {
            // Odoo leaves the price of the variant before.
            struck.classList.toggle("d-none", compared <= combination.price);
            const amount = struck.querySelector(".oe_currency_value");
            if (amount) {
                amount.textContent = this._priceToStr(compared, combination.currency_precision);
            }
        }
    },
});
