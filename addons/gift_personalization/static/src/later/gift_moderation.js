import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";
import { getDesigner } from "../interactions/gift_designer";

/**
 * Below a field whose words are not printed: a form that asks the staff to look at them. It is made
 * when it is needed for the first time.
 */
export class GiftModeration extends Interaction {
    static selector = ".o_gift_product .o_gift_zone:not(.o_gift_photo)";
    dynamicContent = {
        _root: { "t-on-gift-findings.noUpdate": this.onFindings },
    };

    onFindings(ev) {
        const isBlocked = ev.detail.some(({ code }) => code === "blocked_word");
        if (isBlocked && !this.box) {
            this.make();
        }
        if (this.box) {
            this.box.hidden = !isBlocked;
        }
    }

    make() {
        const id = `gift_ask_${this.el.dataset.zone}`;
        this.box = document.createElement("details");
        this.box.className = "o_gift_ask mt-2";
        const summary = document.createElement("summary");
        summary.textContent = _t("Ask us to look at it");
        const label = document.createElement("label");
        label.className = "form-label small mt-2 mb-1";
        label.htmlFor = id;
        label.textContent = _t("What does it mean? For example: it is a surname.");
        this.comment = document.createElement("textarea");
        Object.assign(this.comment, { id, rows: 2, maxLength: 2000, dir: "auto" });
        this.comment.className = "o_gift_ask_comment form-control";
        const button = document.createElement("button");
        button.type = "button";
        button.className = "o_gift_ask_send btn btn-outline-primary btn-sm mt-2";
        button.textContent = _t("Send");
        this.status = document.createElement("div");
        this.status.className = "o_gift_asked small mt-1";
        this.status.setAttribute("role", "status");
        this.box.append(summary, label, this.comment, button);
        const message = this.el.querySelector(".o_gift_message");
        this.insert(this.status, message, "afterend");
        this.insert(this.box, message, "afterend");
        this.addListener(button, "click", this.locked(this.onSend, true));
    }

    async onSend() {
        const designer = getDesigner(this.el);
        const { product_id, values, key } = designer.getParams();
        const params = { product_id, values, key, comment: this.comment.value };
        let answer;
        try {
            answer = await this.waitFor(rpc("/gift/moderation/ask", params, { silent: true }));
        } catch {
            answer = { error: _t("No connection. Please try again when you are connected.") };
        }
        this.status.textContent = answer.error || answer.message;
        if (!answer.error) {
            designer.keepKey(answer.key);
            this.box.open = false;
            designer.schedule(0);
        }
    }
}

registry.category("public.interactions").add("gift_personalization.moderation", GiftModeration);
