import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const BUNDLE = "gift_personalization.assets_later";
const PROGRESS_BUNDLE = "gift_personalization.assets_progress";

/** Fetches the interactions that few visitors need, and starts those of an element. */
async function startLater({ el, services }, bundle = BUNDLE) {
    await loadBundle(bundle);
    const service = services["public.interactions"];
    service.Interactions = registry.category("public.interactions").getAll();
    await service.startInteractions(el);
}

/** A page of its own: its code comes with it. */
export class GiftLaterPage extends Interaction {
    static selector = ".o_gift_names, .o_gift_designs[data-guest]";

    async willStart() {
        await this.waitFor(startLater(this));
    }
}

/** The open page of an order: what keeps it up to date comes when the page is there. */
export class GiftLaterProgress extends Interaction {
    static selector = "#gift_progress[data-channel]";

    start() {
        startLater(this, PROGRESS_BUNDLE).catch(() => {}); // without it, it is a page as any other
    }
}

/** A motif field: its code comes when it is first pointed at or reached, or has a motif already. */
export class GiftLaterMotifs extends Interaction {
    static selector = ".o_gift_clipart";
    dynamicContent = {
        _root: {
            "t-on-pointerenter.noUpdate": this.load,
            "t-on-focusin.noUpdate": this.load,
            "t-on-gift-restore.noUpdate": this.load,
        },
        ".o_gift_clipart_toggle, .o_gift_clipart_remove": { "t-on-click.noUpdate": this.onClick },
    };

    start() {
        this.load(this.el.querySelector(".o_gift_clipart_value").value);
    }

    /** Returns whether the code is there now; `wanted` tells that there is something to do. */
    async load(wanted) {
        if (!wanted) {
            return false;
        }
        this.loading ||= startLater(this);
        try {
            await this.waitFor(this.loading);
            this.isThere = true;
        } catch {
            this.loading = null; // it is tried again
        }
        return this.isThere;
    }

    /** A click before the code was there is done again with it. */
    async onClick(ev) {
        if (this.isThere) {
            return;
        }
        const button = ev.currentTarget;
        if (await this.load(true)) {
            button.click();
        } else {
            const sentence = _t("The motifs cannot be reached now. Please try again.");
            this.el.querySelector(".o_gift_message").textContent = sentence;
        }
    }
}

registry
    .category("public.interactions")
    .add("gift_personalization.later_page", GiftLaterPage)
    .add("gift_personalization.later_progress", GiftLaterProgress)
    .add("gift_personalization.later_motifs", GiftLaterMotifs);
