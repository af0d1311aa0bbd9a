import { ProductConfiguratorDialog } from "@sale/js/product_configurator_dialog/product_configurator_dialog";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";
import { redirect } from "@web/core/utils/urls";
import { WebsiteSale } from "@website_sale/interactions/website_sale";
import { CartService } from "@website_sale/js/cart_service";
import { getDesigner, NOTICE_KEY } from "../interactions/gift_designer";

patch(WebsiteSale.prototype, {
    /** Checks and stores the design first; with errors nothing is added. */
    async _addToCart(el) {
        const designer = getDesigner(el);
        if (designer && !(await this.waitFor(designer.prepareForCart()))) {
            return 0;
        }
        return super._addToCart(...arguments);
    },

    /** Names the design by its key; everything else about it is read on the server. */
    _updateRootProduct(form) {
        super._updateRootProduct(...arguments);
        const key = getDesigner(form)?.key;
        if (key) {
            this.rootProduct.gift_design_key = key;
        }
    },
});

patch(CartService.prototype, {
    /** Leads to the product page whenever the server answers that a design is needed. */
    async _makeRequest() {
        try {
            return await super._makeRequest(...arguments);
        } catch (error) {
            const address = error.data?.context?.gift_product_url;
            if (!address) {
                throw error;
            }
            browser.sessionStorage.setItem(NOTICE_KEY, error.data.message);
            redirect(address);
            return 0;
        }
    },
});

ProductConfiguratorDialog.props = {
    ...ProductConfiguratorDialog.props,
    gift_design_key: { type: String, optional: true },
};
