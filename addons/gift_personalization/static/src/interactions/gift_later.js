import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";
import { getDesigner } from "./gift_designer";

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
    static selector = ".o_gift_names, .o_gift_designs[data-guest], .o_gift_link";

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
            this.fail();
        }
    }

    fail() {
        const sentence = _t("The motifs cannot be reached now. Please try again.");
        this.el.querySelector(".o_gift_message").textContent = sentence;
    }
}

/** A photo field: its code comes in the same way, and takes the photo that came before it. */
export class GiftLaterPhoto extends GiftLaterMotifs {
    static selector = ".o_gift_photo";
    dynamicContent = {
        _root: {
            "t-on-pointerenter.noUpdate": this.load,
            "t-on-focusin.noUpdate": this.load,
            "t-on-gift-restore.noUpdate": this.load,
        },
        ".o_gift_file": { "t-on-change.noUpdate": this.onFile },
        ".o_gift_drop": {
            "t-on-dragover.prevent.noUpdate": this.load,
            "t-on-drop.prevent.noUpdate": this.onDrop,
        },
    };

    start() {
        const { asset } = JSON.parse(this.el.querySelector(".o_gift_photo_value").value || "{}");
        this.load(asset);
        this.onFile(); // it may have been chosen before any script was there
    }

    onDrop(ev) {
        if (!this.isThere) {
            this.el.querySelector(".o_gift_file").files = ev.dataTransfer.files;
            this.onFile();
        }
    }

    /** Nothing goes into the cart while a photo waits for its code. */
    async onFile() {
        const input = this.el.querySelector(".o_gift_file");
        if (this.isThere || !input.files.length) {
            return;
        }
        this.setBusy(true);
        if (!(await this.load(true))) {
            this.setBusy(false);
            input.value = ""; // the same one can be chosen again
            this.fail();
        }
    }

    setBusy(busy) {
        this.el.setAttribute("aria-busy", busy);
        this.el.querySelector(".o_gift_progress").hidden = !busy;
    }

    fail() {
        const message = this.el.querySelector(".o_gift_message");
        message.textContent = _t("No connection: please try again when you are connected.");
        message.classList.add("o_gift_is_error");
    }
}

/** The button that leads to the links of a design: its code comes in the same way. */
export class GiftLaterShare extends GiftLaterMotifs {
    static selector = "#product_detail_main.o_gift_product .o_gift_links";
    dynamicContent = {
        _root: { "t-on-pointerenter.noUpdate": this.load, "t-on-focusin.noUpdate": this.load },
        ".o_gift_share": { "t-on-click.noUpdate": this.onClick },
    };

    start() {}

    fail() {
        const sentence = _t("No connection: please try again when you are connected.");
        getDesigner(this.el).findings.showSummary([sentence.toString()]);
    }
}

/** Fonts, when their list is opened. */
export class GiftLaterFonts extends GiftLaterMotifs {
    static selector = ".o_gift_fonts";
    dynamicContent = { _root: { "t-on-toggle.noUpdate": this.load } };

    start() {}
}

/** A field with a word that is not printed: the way to ask for it comes with the first one. */
export class GiftLaterModeration extends Interaction {
    static selector = ".o_gift_product .o_gift_zone:not(.o_gift_photo)";
    dynamicContent = { _root: { "t-on-gift-findings.noUpdate": this.onFindings } };

    async onFindings({ detail }) {
        this.latest = detail;
        if (this.loading || !detail.some(({ code }) => code === "blocked_word")) {
            return;
        }
        this.loading = startLater(this);
        try {
            await this.waitFor(this.loading);
            this.el.dispatchEvent(new CustomEvent("gift-findings", { detail: this.latest }));
        } catch {
            this.loading = null; // it is tried again
        }
    }
}

registry
    .category("public.interactions")
    .add("gift_personalization.later_fonts", GiftLaterFonts)
    .add("gift_personalization.later_moderation", GiftLaterModeration)
    .add("gift_personalization.later_page", GiftLaterPage)
    .add("gift_personalization.later_photo", GiftLaterPhoto)
    .add("gift_personalization.later_progress", GiftLaterProgress)
    .add("gift_personalization.later_share", GiftLaterShare)
    .add("gift_personalization.later_motifs", GiftLaterMotifs);
