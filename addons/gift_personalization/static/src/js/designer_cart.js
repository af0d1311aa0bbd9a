import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";

/** The way of a design into the cart: only what the server has seen and found good. */
export class DesignerCart {
    constructor(designer) {
        this.designer = designer;
        this.form = designer.form;
        this.findings = designer.findings;
    }

    /** Checks and stores the design; resolves with whether it may go into the cart. */
    async prepare() {
        if (!(await this.check())) {
            return false;
        }
        await this.designer.keeping; // so that both store into the same workspace
        const { product_id, values, key } = this.designer.getParams();
        const answer = await this.send("/gift/design/save", { product_id, values, key });
        if (answer.error) {
            return this.refuse(answer.error);
        }
        this.designer.keepKey(answer.key);
        return true;
    }

    /** Gives the edited line this design; resolves with where to go, or with nothing. */
    async replace() {
        if (!(await this.check())) {
            return {};
        }
        const { product_id, values, key } = this.designer.getParams();
        const { lineId, saveUrl, saveToken } = this.form.dataset;
        const answer = await this.send(saveUrl || "/gift/cart/replace", {
            line_id: parseInt(lineId),
            product_id,
            values,
            key,
            ...(saveToken && { access_token: saveToken }),
        });
        if (answer.error) {
            this.refuse(answer.error);
        }
        return answer;
    }

    async send(route, params) {
        try {
            return await rpc(route, params, { silent: true });
        } catch {
            return { error: getLostSentence() };
        }
    }

    /** Says why nothing was added, and brings the sentence into view. */
    refuse(sentence) {
        this.findings.showSummary([sentence]);
        this.findings.summary.focus();
        return false;
    }

    /** Waits for the server's picture and findings; the focus moves to the first error. */
    async check() {
        this.findings.attempted = true;
        if (!this.designer.productId) {
            return false;
        }
        if (this.form.querySelector('.o_gift_photo[aria-busy="true"]')) {
            return this.refuse(
                _t("Your photo is still being uploaded. Please wait a moment.").toString()
            );
        }
        const answer = await this.designer.connection.refresh();
        if (!answer) {
            return this.refuse(getLostSentence());
        }
        if (answer.error) {
            return this.refuse(answer.error);
        }
        this.findings.set(answer.findings);
        const [first] = this.findings.getErrors();
        if (first) {
            this.findings.listErrors();
            this.designer.focusZone(first.zone);
        }
        return !first;
    }
}

function getLostSentence() {
    return _t(
        "No connection: nothing was added to the cart. What you typed is kept; please try again" +
            " when you are connected."
    ).toString();
}
