import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { uuid } from "@web/core/utils/strings";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { GiftPackingCheck } from "./packing_check";
import { playResult } from "./sound";

const HISTORY_LENGTH = 10;

/**
 * Scan page of the workshop. A USB scanner types the code and presses Enter; a phone uses its
 * camera. One scan moves a job one stage forward; the server decides and answers with a sentence.
 */
export class GiftScan extends Component {
    static template = "gift_personalization.GiftScan";
    static components = { GiftPackingCheck };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.input = useRef("input");
        this.queue = Promise.resolve();
        this.hasCamera = isBarcodeScannerSupported();
        this.state = useState({ lookOnly: false, waiting: 0, result: null, history: [] });
        this.onKeydown = this.onKeydown.bind(this);
        useBus(this.ui.bus, "active-element-changed", () => this.focus());
        onMounted(() => {
            document.addEventListener("keydown", this.onKeydown, true);
            this.focus();
        });
        onWillUnmount(() => document.removeEventListener("keydown", this.onKeydown, true));
    }

    get icon() {
        const icons = {
            moved: "fa-check-circle",
            shown: "fa-search",
            repeat: "fa-repeat",
            photo: "fa-camera",
        };
        return icons[this.state.result.status] || "fa-exclamation-triangle";
    }

    getTone(status) {
        const tones = { moved: "success", shown: "info", repeat: "warning", photo: "info" };
        return tones[status] || "danger";
    }

    formatDue(due) {
        return due ? formatDate(deserializeDate(due)) : "";
    }

    focus() {
        // On a phone the keyboard would cover half of the page: there the camera is used.
        if (!this.ui.isSmall && this.ui.activeElement === document) {
            this.input.el?.focus();
        }
    }

    /** A scanner types into the page wherever the focus is: bring its characters to the field. */
    onKeydown(ev) {
        const isTyping = ev.key.length === 1 && !ev.ctrlKey && !ev.metaKey && !ev.altKey;
        const inField = ev.target.closest?.("input, textarea, [contenteditable=true]");
        if (isTyping && !inField && this.ui.activeElement === document) {
            this.input.el?.focus();
        }
    }

    onInputKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.submit();
        }
    }

    submit() {
        // Read and emptied directly: a scanner is faster than the next rendering.
        const code = this.input.el.value.trim();
        this.input.el.value = "";
        if (code) {
            return this.scan(code, !this.state.lookOnly);
        }
    }

    async openCamera() {
        try {
            await this.scan(await scanBarcode(this.env), !this.state.lookOnly);
        } catch (error) {
            this.show({ status: "refused", message: error.message, job: false }, "");
        }
    }

    /** Scans are answered one after the other, in the order in which they were made. */
    scan(code, move) {
        const reference = uuid();
        this.state.waiting++;
        this.queue = this.queue.then(() => this.send(code, reference, move));
        return this.queue;
    }

    /** Asks what went wrong with the job that is shown; the new job opens afterwards. */
    async reprint(jobId) {
        try {
            const action = await this.orm.call("gift.job", "action_reprint", [[jobId]]);
            await this.action.doAction(action);
        } catch (error) {
            const message = error.data?.message || _t("There is no connection to the shop.");
            this.show({ status: "refused", message, job: false }, "");
        }
    }

    async send(code, reference, move) {
        try {
            const result = await this.orm.call("gift.job", "action_scan", [code, reference, move]);
            this.show(result, code);
        } catch (error) {
            const message =
                error.data?.message || _t("There is no connection to the shop. Scan again.");
            this.show({ status: "refused", message, job: false }, code);
        } finally {
            this.state.waiting--;
            this.focus();
        }
    }

    /** The packer has compared photo and proof. A piece that differs is made again. */
    async onPackingAnswer(result) {
        this.show(result, result.job.name);
        this.focus();
        if (result.reprint) {
            await this.action.doAction(result.reprint);
        }
    }

    show(result, code) {
        this.state.result = result;
        this.state.history.unshift({
            key: uuid(),
            code: result.job?.name || result.batch?.name || code,
            status: result.status,
            message: result.message,
            time: luxon.DateTime.now().toFormat("HH:mm:ss"),
        });
        this.state.history.splice(HISTORY_LENGTH);
        playResult(result.status);
    }
}

registry.category("actions").add("gift_scan", GiftScan);
