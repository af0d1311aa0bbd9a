import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * Fetches when the gift would arrive, after the page is there and again for another variant or
 * quantity. Without an answer the page says nothing about a date.
 */
export class GiftPromise extends Interaction {
    static selector = ".o_gift_product";
    dynamicContent = {
        'input.product_id, input[name="add_qty"]': {
            "t-on-change": this.debounced(this.update, 250),
        },
    };

    setup() {
        this.box = this.el.querySelector(".o_gift_promise");
        this.asked = "";
    }

    start() {
        this.update();
    }

    getQuery() {
        return new URLSearchParams({
            product: this.el.querySelector("input.product_id")?.value || "",
            quantity: this.el.querySelector('input[name="add_qty"]')?.value || "1",
        }).toString();
    }

    async update() {
        const query = this.getQuery();
        if (!this.box || query === this.asked) {
            return;
        }
        this.asked = query;
        let html = "";
        try {
            const answer = await this.waitFor(fetch(`${this.box.dataset.url}?${query}`));
            html = answer.ok ? await this.waitFor(answer.text()) : "";
        } catch {
            this.asked = ""; // the next change tries again
        }
        if (this.asked === query || !this.asked) {
            this.show(html);
        }
    }

    show(html) {
        const wasOpen = this.box.querySelector("details")?.open;
        this.box.innerHTML = html; // written by our own template
        this.box.hidden = !html;
        if (wasOpen && html) {
            this.box.querySelector("details").open = true;
        }
    }
}

registry.category("public.interactions").add("gift_personalization.promise", GiftPromise);
