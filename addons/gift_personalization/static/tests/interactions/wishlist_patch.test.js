import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { animationFrame, click } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { onRpc } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";
import wishlistUtils from "@website_sale_wishlist/js/website_sale_wishlist_utils";

setupInteractionWhiteList([
    "website_sale_wishlist.add_product_to_wishlist_button",
    "website_sale_wishlist.product_wishlist",
]);
describe.current.tags("interaction_dev");

beforeEach(() => wishlistUtils.setWishlistProductIds([]));

const CART_LINE = /* xml */ `
    <div class="o_cart_product">
        <a class="o_add_wishlist" data-product-product-id="7" data-gift-revision="abc/def">
            <i class="fa fa-heart-o"></i>
        </a>
    </div>`;

function makeWish(wish) {
    return /* xml */ `
    <section class="wishlist-section">
        <article data-wish-id="4" data-product-id="7" ${wish ? `data-gift-wish="${wish}"` : ""}>
            <button class="o_wish_add" data-product-product-id="7">Add</button>
        </article>
    </section>`;
}

test("the list holds a product once for each wish and loses one at a time", () => {
    wishlistUtils.addWishlistProduct(7);
    wishlistUtils.addWishlistProduct(7);
    wishlistUtils.addWishlistProduct(8);
    wishlistUtils.removeWishlistProduct(7);

    expect(wishlistUtils.getWishlistProductIds()).toEqual([7, 8]);
});

test("a line of the cart is wished with its design, again only if it is new", async () => {
    const answers = [
        { wish: 1, is_new: true },
        { wish: 1, is_new: false },
    ];
    onRpc("/shop/wishlist/add", async (request) => {
        const { params } = await request.json();
        expect.step(params);
        return answers.shift();
    });
    await startInteractions(CART_LINE);

    await click(".o_add_wishlist");
    await animationFrame();
    await click(".o_add_wishlist");
    await animationFrame();

    const sent = { product_id: 7, gift_revision: "abc/def" };
    expect.verifySteps([sent, sent]);
    expect(wishlistUtils.getWishlistProductIds()).toEqual([7]);
    expect(".o_add_wishlist .fa").toHaveClass("fa-heart");
});

test("what the server refuses leaves the list alone", async () => {
    onRpc("/shop/wishlist/add", () => ({ error: "That was too often." }));
    await startInteractions(CART_LINE);

    await click(".o_add_wishlist");
    await animationFrame();

    expect(wishlistUtils.getWishlistProductIds()).toEqual([]);
    expect(".o_add_wishlist .fa").toHaveClass("fa-heart-o");
});

test("a wish with a design goes its own way into the cart", async () => {
    wishlistUtils.setWishlistProductIds([7, 7]);
    onRpc("/gift/wish/order", async (request) => {
        const { params } = await request.json();
        expect.step(params);
        return { redirect: "/shop/cart", added: true };
    });
    await startInteractions(makeWish(4));

    await click(".o_wish_add");
    await animationFrame();

    expect.verifySteps([{ wish_id: 4 }]);
    expect(wishlistUtils.getWishlistProductIds()).toEqual([7]);
    expect(browser.location.pathname).toBe("/shop/cart");
});

test("a wish that changed opens its product page and stays", async () => {
    wishlistUtils.setWishlistProductIds([7]);
    onRpc("/gift/wish/order", () => ({ redirect: "/shop/mug-1?gift_wish=4", added: false }));
    await startInteractions(makeWish(4));

    await click(".o_wish_add");
    await animationFrame();

    expect(wishlistUtils.getWishlistProductIds()).toEqual([7]);
    expect(browser.location.pathname).toBe("/shop/mug-1");
});
