import { Component, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * The packing table: the approved sides of a job beside a photo of the piece. A person looks at
 * both and says whether they match; the server packs the job, or asks for its reprint.
 */
export class GiftPackingCheck extends Component {
    static template = "gift_personalization.GiftPackingCheck";
    static props = { job: Object, onAnswer: Function };

    setup() {
        this.orm = useService("orm");
        this.file = useRef("file");
        this.reason = useRef("reason");
        this.state = useState({
            photo: null,
            isSending: false,
            isDifferent: false,
            error: "",
            zoomed: "",
        });
    }

    zoom(key) {
        this.state.zoomed = this.state.zoomed === key ? "" : key;
    }

    takePhoto() {
        this.file.el.click();
    }

    async onFile() {
        const [file] = this.file.el.files;
        if (!file) {
            return;
        }
        const form = new FormData();
        form.append("csrf_token", odoo.csrf_token);
        form.append("job_id", this.props.job.id);
        form.append("file", file);
        await this.run(async () => {
            const answer = await browser.fetch("/gift/packing/photo", {
                method: "POST",
                body: form,
            });
            const found = await answer.json();
            if (found.error) {
                throw new Error(found.error);
            }
            Object.assign(this.state, { photo: found, isDifferent: false });
        });
        if (this.file.el) {
            this.file.el.value = ""; // the same picture may be chosen again
        }
    }

    differs() {
        this.state.isDifferent = true;
    }

    async answer(matches) {
        const reason = this.reason.el ? this.reason.el.value.trim() : "";
        if (!matches && !reason) {
            this.state.error = _t("Say what is different, so that it is made right.");
            return;
        }
        await this.run(async () => {
            const args = [[this.props.job.id], this.state.photo.photo, matches, reason];
            this.props.onAnswer(await this.orm.call("gift.job", "action_packing_answer", args));
        });
    }

    /** Do one thing at a time and say what went wrong. */
    async run(action) {
        this.state.isSending = true;
        this.state.error = "";
        try {
            await action();
        } catch (error) {
            const isNetwork = error instanceof TypeError || error instanceof SyntaxError;
            this.state.error = isNetwork
                ? _t("The shop did not answer. Try again.")
                : error.data?.message || error.message;
        } finally {
            this.state.isSending = false;
        }
    }
}
