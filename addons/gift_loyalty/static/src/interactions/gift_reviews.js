import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { Interaction } from "@web/public/interaction";

/**
 * The reviews of a product: fetched when they come near the view, paged in place. Without a script
 * the links lead to a page of their own.
 */
export class GiftReviews extends Interaction {
    static selector = ".o_gift_reviews";
    dynamicContent = {
        ".o_gift_reviews_go": { "t-on-click.prevent": this.onGo },
        ".o_gift_helpful": { "t-on-click": this.onHelpful },
    };

    setup() {
        this.body = this.el.querySelector(".o_gift_reviews_body");
        this.status = this.el.querySelector("[role=status]");
    }

    start() {
        if (this.el.dataset.isThere) {
            return;
        }
        const observer = new IntersectionObserver(
            (entries) => {
                if (entries.some((entry) => entry.isIntersecting)) {
                    observer.disconnect();
                    this.load(this.el.dataset.url);
                }
            },
            { rootMargin: "300px" }
        );
        observer.observe(this.el);
        this.registerCleanup(() => observer.disconnect());
    }

    /** Shows a page of the list; when it cannot be fetched, what is there stays. */
    async load(address) {
        const url = new URL(address, window.location.href);
        url.searchParams.set("part", "1");
        try {
            const answer = await this.waitFor(fetch(url));
            if (!answer.ok) {
                return false;
            }
            this.services["public.interactions"].stopInteractions(this.body);
            this.body.innerHTML = await this.waitFor(answer.text()); // written by our own template
            this.updateContent();
            return true;
        } catch {
            return false;
        }
    }

    async onGo(ev) {
        const { href } = ev.currentTarget;
        if (await this.load(href)) {
            this.el.scrollIntoView({ block: "start" });
            this.status.textContent = this.body.querySelector("nav span.small")?.textContent || "";
        } else {
            window.location.href = href;
        }
    }

    async onHelpful(ev) {
        const button = ev.currentTarget;
        const review = button.closest("[data-id]");
        button.disabled = true;
        const answer = await this.waitFor(
            rpc("/gift/review/helpful", { review_id: review.dataset.id })
        );
        if (answer.error) {
            this.status.textContent = answer.error;
            this.services.notification.add(answer.error, { type: "warning" });
            return;
        }
        const count = button.querySelector(".o_gift_helpful_count");
        count.textContent = answer.count;
        count.parentElement.classList.remove("d-none");
        button.classList.replace("btn-outline-secondary", "btn-secondary");
    }
}

registry.category("public.interactions").add("gift_loyalty.reviews", GiftReviews);
