import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const PATIENCE_MS = 400;

/** Says below the picture how it stands: awaited, or without a connection. */
export class DesignerState {
    constructor(preview) {
        this.preview = preview;
    }

    /**
     * Quick answers show nothing. A timer waits for the slow ones: a transition with a delay would
     * keep the browser drawing frames, and a key would wait for the next one.
     *
     * @param {string} state - Of the connection: `idle`, `busy` or `lost`.
     */
    tell(state) {
        browser.clearTimeout(this.timer);
        this.preview.classList.remove("o_gift_is_busy");
        if (state === "busy") {
            const show = () => this.preview.classList.add("o_gift_is_busy");
            this.timer = browser.setTimeout(show, PATIENCE_MS);
        }
        this.showLost(state === "lost");
    }

    showLost(isLost) {
        this.preview.classList.toggle("o_gift_is_lost", isLost);
        const sentence = _t("No connection: what you typed is kept. We keep trying.");
        const text = this.preview.querySelector(".o_gift_lost_text");
        if (text && text.textContent !== (isLost ? sentence.toString() : "")) {
            text.textContent = isLost ? sentence.toString() : "";
        }
        const retry = this.preview.querySelector(".o_gift_retry");
        if (retry) {
            retry.hidden = !isLost;
        }
    }

    close() {
        browser.clearTimeout(this.timer);
    }
}
