import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import { redirect } from "@web/core/utils/urls";
import { AddProductToWishlistButton } from "@website_sale_wishlist/interactions/add_product_to_wishlist_button";
import { ProductDetail } from "@website_sale_wishlist/interactions/product_detail";
import { ProductWishlist } from "@website_sale_wishlist/interactions/product_wishlist";
import wishlistUtils from "@website_sale_wishlist/js/website_sale_wishlist_utils";
import { getDesigner } from "../interactions/gift_designer";

/** A product with two designs is two wishes: the list of products holds it twice. */
patch(wishlistUtils, {
    addWishlistProduct(productId) {
        wishlistUtils.setWishlistProductIds([...wishlistUtils.getWishlistProductIds(), productId]);
    },

    removeWishlistProduct(productId) {
        const ids = wishlistUtils.getWishlistProductIds();
        const place = ids.indexOf(productId);
        wishlistUtils.setWishlistProductIds(ids.filter((_id, index) => index !== place));
    },
});

patch(AddProductToWishlistButton.prototype, {
    /** Keeps the design of the product page, or of the line of the cart, with the wish. */
    async addProduct(ev) {
        const el = ev.currentTarget;
        const designer = getDesigner(el);
        const named = el.dataset.giftRevision
            ? { gift_revision: el.dataset.giftRevision }
            : await this.waitFor(nameDesign(designer));
        if (!named) {
            return super.addProduct({ currentTarget: el });
        }
        const product_id = designer?.productId || parseInt(el.dataset.productProductId);
        const params = { product_id, ...named };
        const answer = await this.waitFor(rpc("/shop/wishlist/add", params, { silent: true }));
        this.tellWish(el, product_id, answer);
    },

    tellWish(el, productId, answer) {
        if (answer?.error) {
            this.services.notification.add(answer.error, { type: "danger" });
            return;
        }
        if (answer?.is_new) {
            wishlistUtils.addWishlistProduct(productId);
            wishlistUtils.updateWishlistNavBar();
        }
        el.querySelector(".fa-heart-o")?.classList.replace("fa-heart-o", "fa-heart");
        this.services.notification.add(
            answer?.is_new === false
                ? _t("This design is on your wishlist already.")
                : _t("Your wishlist keeps this design."),
            { type: "success" }
        );
    },
});

/** Saves what was entered; resolves with the name of the design, or nothing when it is empty. */
async function nameDesign(designer) {
    const { product_id, values } = designer?.getParams() || {};
    if (!product_id || !Object.keys(values).length) {
        return null;
    }
    await designer.keeping;
    const params = { product_id, values, key: designer.key };
    const answer = await rpc("/gift/design/keep", params, { silent: true });
    if (answer.error) {
        return null; // the plain product is wished
    }
    designer.form.dataset.key = answer.key;
    designer.fields.remember();
    return { gift_design_key: answer.key };
}

patch(ProductDetail.prototype, {
    /** The button stays alive on the page of a personalised product. */
    onChangeVariant(ev) {
        super.onChangeVariant(ev);
        if (getDesigner(ev.target)) {
            const page = ev.target.closest(".js_product");
            const button = page?.querySelector('[data-action="o_wishlist"]');
            if (button) {
                wishlistUtils.updateDisabled(button, false);
            }
        }
    },
});

patch(ProductWishlist.prototype, {
    /** A wish with a design goes into the cart by its own way, past no guard. */
    async addToCart(ev) {
        const article = ev.currentTarget.closest("article");
        const wish_id = parseInt(article?.dataset.giftWish);
        if (!wish_id) {
            return super.addToCart(ev);
        }
        const answer = await this.waitFor(rpc("/gift/wish/order", { wish_id }));
        if (answer.error) {
            this.services.notification.add(answer.error, { type: "danger" });
            return;
        }
        if (answer.added) {
            wishlistUtils.removeWishlistProduct(parseInt(article.dataset.productId));
        }
        redirect(answer.redirect);
    },
});
