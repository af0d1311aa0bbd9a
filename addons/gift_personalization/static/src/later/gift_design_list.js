import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";
import { forgetDesigns, keepDesign, readKept } from "../js/kept_designs";

/** The list of a visitor without an account: brings together what the browser and the page know. */
export class GiftDesignList extends Interaction {
    static selector = ".o_gift_designs[data-guest]";

    start() {
        this.compare();
    }

    async compare() {
        const shown = this.el.querySelectorAll(".o_gift_design");
        const known = readKept();
        for (const card of [...shown].reverse()) {
            keepDesign({
                id: parseInt(card.dataset.design),
                key: card.dataset.key,
                name: card.querySelector(".o_gift_design_name").textContent,
                product: parseInt(card.dataset.product),
            });
        }
        const ids = new Set([...shown].map((card) => parseInt(card.dataset.design)));
        const missing = known.filter((design) => !ids.has(design.id));
        if (missing.length) {
            await this.look(missing, shown.length);
        }
    }

    /** Asks for designs of earlier visits; the page shows them once the session may open them. */
    async look(missing, shownCount) {
        const keys = missing.map((design) => design.key);
        const found = await this.waitFor(rpc("/gift/design/find", { keys }, { silent: true }));
        if (found.error) {
            return;
        }
        const there = new Set(found.map((design) => design.id));
        forgetDesigns(missing.map((design) => design.id).filter((id) => !there.has(id)));
        if (shownCount + there.size > parseInt(this.el.dataset.total)) {
            window.location.reload();
        }
    }
}

registry.category("public.interactions").add("gift_personalization.design_list", GiftDesignList);
