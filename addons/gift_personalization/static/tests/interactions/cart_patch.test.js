import "@gift_personalization/js/cart_patch";
import { NOTICE_KEY } from "@gift_personalization/interactions/gift_designer";
import { describe, expect, test } from "@odoo/hoot";
import { browser } from "@web/core/browser/browser";
import { CartService } from "@website_sale/js/cart_service";

describe.current.tags("interaction_dev");

const PRODUCT = { productTemplateId: 1, productId: 1, quantity: 1 };

function createService(data) {
    const service = Object.create(CartService.prototype);
    service.rpc = () => Promise.reject(Object.assign(new Error("refused"), { data }));
    return service;
}

test("a product that needs a design leads to its page with a message", async () => {
    browser.sessionStorage.clear();
    const service = createService({
        message: "Please design it on its page first.",
        context: { gift_product_url: "/shop/mug-1" },
    });

    const quantity = await service._makeRequest(PRODUCT);

    expect(quantity).toBe(0);
    expect(browser.sessionStorage.getItem(NOTICE_KEY)).toBe("Please design it on its page first.");
    expect(browser.location.pathname).toBe("/shop/mug-1");
});

test("any other refusal is passed on", async () => {
    const service = createService({ message: "Sold out", context: {} });

    await expect(service._makeRequest(PRODUCT)).rejects.toThrow("refused");
});
