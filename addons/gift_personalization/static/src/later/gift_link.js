import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** A new link: sent by what the phone offers, or copied. */
export class GiftLink extends Interaction {
    static selector = ".o_gift_link";
    dynamicContent = {
        ".o_gift_link_send": {
            "t-on-click": this.onSend,
            "t-att-hidden": () => (browser.navigator.share ? undefined : "hidden"),
        },
        ".o_gift_link_copy": { "t-on-click": this.onCopy },
        ".o_gift_link_field": { "t-on-focus": (ev) => ev.currentTarget.select() },
    };

    async onSend() {
        const { link, title } = this.el.dataset;
        try {
            await this.waitFor(browser.navigator.share({ title, url: link }));
        } catch {
            // The visitor closed the choice: the link still stands there.
        }
    }

    async onCopy() {
        const field = this.el.querySelector(".o_gift_link_field");
        let isCopied = true;
        try {
            await this.waitFor(browser.navigator.clipboard.writeText(field.value));
        } catch {
            field.focus();
            field.select();
            isCopied = false;
        }
        this.el.querySelector(".o_gift_link_state").textContent = isCopied
            ? _t("The link is copied.")
            : _t("Please copy the marked link yourself.");
    }
}

registry.category("public.interactions").add("gift_personalization.link", GiftLink);
