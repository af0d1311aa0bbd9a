import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const POLL_MS = 2000;

/** Shows how far the work on a price list is, and opens its page anew when it is done. */
export class SupplierFeed extends Interaction {
    static selector = "#supplier_feed_progress[data-url]";
    dynamicContent = {
        ".progress": {
            "t-att-aria-valuenow": () => this.percent,
        },
        ".progress-bar": {
            "t-att-style": () => ({ width: `${this.percent}%` }),
        },
        ".supplier_feed_done": { "t-out": () => this.done },
        ".supplier_feed_total": { "t-out": () => this.total },
    };

    setup() {
        this.take({
            done: parseInt(this.el.dataset.done),
            total: parseInt(this.el.dataset.total),
        });
        this.waitForTimeout(() => this.ask(), POLL_MS);
    }

    take({ done, total }) {
        this.done = done;
        this.total = total;
        this.percent = total ? Math.round((100 * done) / total) : 0;
    }

    async ask() {
        let progress;
        try {
            const answer = await this.waitFor(fetch(this.el.dataset.url));
            if (!answer.ok) {
                return;
            }
            progress = await this.waitFor(answer.json());
        } catch {
            this.waitForTimeout(() => this.ask(), POLL_MS);
            return;
        }
        if (!progress.is_busy || progress.state !== this.el.dataset.state) {
            this.reload();
            return;
        }
        this.take(progress);
        this.updateContent();
        this.waitForTimeout(() => this.ask(), POLL_MS);
    }

    reload() {
        window.location.reload();
    }
}

registry.category("public.interactions").add("gift_supplier_portal.feed", SupplierFeed);
