import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const BLINK_MS = 900;

/**
 * Two versions of a proof side by side, behind a slider, or blinking, with the customer's comments
 * on the pictures; staff answer them here.
 */
export class GiftProofCompare extends Component {
    static template = "gift_personalization.GiftProofCompare";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.proofId = this.props.action.context.active_id;
        this.modes = [
            { key: "side", label: _t("Side by side") },
            { key: "slider", label: _t("Slider") },
            { key: "blink", label: _t("Blink") },
        ];
        this.state = useState({
            data: null,
            mode: "side",
            split: 50,
            isBefore: false,
            isPaused: false,
            answers: {},
            sending: 0,
        });
        onWillStart(() => this.load());
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    get isCalm() {
        return browser.matchMedia("(prefers-reduced-motion: reduce)").matches;
    }

    async load(number = null) {
        this.state.data = await this.orm.call("gift.proof", "get_comparison", [
            [this.proofId],
            number,
        ]);
    }

    /** The versions in the order in which they are shown; one where there is nothing to compare. */
    getSides(pair) {
        const { before, now } = this.state.data;
        const sides = [{ side: "now", version: now, url: pair.now, pins: pair.pins_now }];
        if (before && pair.before) {
            const pins = pair.pins_before;
            sides.unshift({ side: "before", version: before, url: pair.before, pins });
        }
        return sides;
    }

    setMode(mode) {
        Object.assign(this.state, { mode, isBefore: false });
        this.setPaused(mode !== "blink" || this.isCalm);
    }

    /** Pictures change by themselves only while nobody asked for rest. */
    setPaused(isPaused) {
        browser.clearInterval(this.timer);
        this.state.isPaused = isPaused;
        if (!isPaused) {
            this.timer = browser.setInterval(() => this.swap(), BLINK_MS);
        }
    }

    swap() {
        this.state.isBefore = !this.state.isBefore;
    }

    swapByHand() {
        this.setPaused(true);
        this.swap();
    }

    focusPin(pin) {
        document.getElementById(`gift_compare_pin_${pin.id}`)?.focus();
    }

    async answer(version, pin) {
        const text = (this.state.answers[pin.id] || "").trim();
        if (!text || this.state.sending) {
            return;
        }
        this.state.sending = pin.id;
        try {
            await this.orm.call("gift.proof", "answer_pin", [[version.id], pin.id, text]);
            this.state.answers[pin.id] = "";
            await this.load(this.state.data.before?.number ?? null);
            this.notification.add(_t("The customer gets your answer by mail."), {
                type: "success",
            });
        } finally {
            this.state.sending = 0;
        }
    }
}

registry.category("actions").add("gift_proof_compare", GiftProofCompare);
