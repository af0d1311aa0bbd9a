import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { Interaction } from "@web/public/interaction";

export const POLL_MS = 1000;
const SLOW_POLL_MS = 5000;
const SPOKEN_EVERY = 100;

/** The page of a list of names: progress of the work, review of the rows, the way to the cart. */
export class GiftNames extends Interaction {
    static selector = ".o_gift_names";
    // Rows come and go: one listener on the page hears all of them.
    dynamicContent = {
        _root: { "t-on-click": this.onClick, "t-on-change": this.onChange },
    };

    setup() {
        this.key = this.el.dataset.key;
        this.tab = this.el.dataset.tab || "all";
        this.page = parseInt(this.el.dataset.page) || 1;
        this.spoken = 0;
        this.registerCleanup(() => browser.clearTimeout(this.timer));
    }

    start() {
        this.markTab();
        if (["checking", "adding"].includes(this.el.dataset.state)) {
            this.poll();
        }
    }

    /** Returns the answer of the server, or null after its error was shown. */
    async ask(route, params = {}) {
        let answer;
        try {
            const call = rpc(
                `/gift/names/${route}`,
                { key: this.key, ...params },
                { silent: true }
            );
            answer = await this.waitFor(call);
        } catch {
            answer = { error: _t("No connection. Please try again when you are connected.") };
        }
        this.tell(answer.error || "");
        return answer.error ? null : answer;
    }

    tell(sentence) {
        const box = this.el.querySelector(".o_gift_names_error");
        box.textContent = sentence;
        box.hidden = !sentence;
        if (sentence) {
            box.focus();
        }
    }

    // === PROGRESS === //

    async poll() {
        browser.clearTimeout(this.timer);
        let progress;
        try {
            const call = rpc("/gift/names/progress", { key: this.key }, { silent: true });
            progress = await this.waitFor(call);
        } catch {
            this.timer = browser.setTimeout(() => this.poll(), SLOW_POLL_MS);
            return;
        }
        if (progress.error) {
            this.tell(progress.error);
        } else if (["checking", "adding"].includes(progress.state)) {
            this.showProgress(progress);
            this.timer = browser.setTimeout(() => this.poll(), POLL_MS);
        } else if (progress.state === "added") {
            redirect("/shop/cart");
        } else {
            redirect(`/gift/names/${this.key}`);
        }
    }

    showProgress({ state, done, total }) {
        const section = this.el.querySelector(".o_gift_names_progress");
        section.hidden = false;
        section.querySelector(".o_gift_names_checking").hidden = state === "adding";
        section.querySelector(".o_gift_names_adding").hidden = state !== "adding";
        const bar = section.querySelector("[role=progressbar]");
        bar.setAttribute("aria-valuemax", total);
        bar.setAttribute("aria-valuenow", done);
        bar.firstElementChild.style.width = `${Math.round((100 * done) / Math.max(1, total))}%`;
        section.querySelector(".o_gift_names_done").textContent = done;
        section.querySelector(".o_gift_names_total").textContent = total;
        if (done - this.spoken >= SPOKEN_EVERY) {
            this.spoken = done;
            section.querySelector(".o_gift_names_status").textContent = _t(
                "%(done)s of %(total)s rows",
                { done, total }
            );
        }
    }

    // === ROWS === //

    onClick(ev) {
        const hit = (selector) => ev.target.closest(selector);
        const tab = hit(".o_gift_names_tab");
        const page = hit(".o_gift_names_page");
        if (tab) {
            this.tab = tab.dataset.tab;
            return this.load(1);
        } else if (page) {
            return this.load(parseInt(page.dataset.page));
        } else if (hit(".o_gift_name_delete")) {
            return this.deleteRow(hit(".o_gift_name_row"));
        } else if (hit(".o_gift_names_order")) {
            return this.order(hit(".o_gift_names_order"));
        }
    }

    onChange(ev) {
        const row = ev.target.closest(".o_gift_name_row");
        if (row) {
            this.saving = this.saveRow(row);
        }
    }

    async load(page) {
        const answer = await this.ask("rows", { tab: this.tab, page });
        if (!answer) {
            return;
        }
        this.tab = answer.tab;
        this.page = answer.page;
        const review = this.el.querySelector(".o_gift_names_review");
        review.innerHTML = answer.html;
        this.markTab();
        review.querySelector("h2").focus();
    }

    markTab() {
        for (const button of this.el.querySelectorAll(".o_gift_names_tab")) {
            const isShown = button.dataset.tab === this.tab;
            button.classList.toggle("active", isShown);
            button.setAttribute("aria-pressed", String(isShown));
        }
    }

    getChanges(row) {
        const texts = {};
        for (const field of row.querySelectorAll("[data-zone]")) {
            texts[field.dataset.zone] = field.value;
        }
        const changes = { texts };
        for (const field of row.querySelectorAll("[data-field]")) {
            changes[field.dataset.field] = field.value;
        }
        if (changes.product_id) {
            changes.product_id = parseInt(changes.product_id);
        }
        return changes;
    }

    async saveRow(row) {
        row.setAttribute("aria-busy", "true");
        const sent = (row.sent = (row.sent || 0) + 1);
        const changes = this.getChanges(row);
        const answer = await this.ask("row", { row_id: parseInt(row.dataset.row), changes });
        row.removeAttribute("aria-busy");
        if (answer && sent === row.sent && row.isConnected) {
            this.replaceRow(row, answer);
        }
    }

    /** Shows the row as it was checked; the field that has the focus keeps it. */
    replaceRow(row, answer) {
        const focused = row.contains(document.activeElement) ? document.activeElement.id : "";
        row.insertAdjacentHTML("afterend", answer.html);
        const fresh = row.nextElementSibling;
        row.remove();
        this.showSummary(answer.summary);
        if (focused) {
            (fresh.querySelector(`#${CSS.escape(focused)}`) || fresh).focus();
        }
    }

    showSummary(html) {
        this.el.querySelector(".o_gift_names_summary").innerHTML = html;
        this.markTab();
    }

    async deleteRow(row) {
        const answer = await this.ask("row", {
            row_id: parseInt(row.dataset.row),
            is_deleted: true,
        });
        if (answer) {
            const next = row.nextElementSibling || row.previousElementSibling;
            row.remove();
            this.showSummary(answer.summary);
            (next || this.el.querySelector("#gift_names_review")).focus();
        }
    }

    // === ORDER === //

    async order(button) {
        if (button.disabled) {
            return;
        }
        button.disabled = true;
        await this.saving; // what was just typed is checked first
        const progress = await this.ask("order");
        button.disabled = false;
        if (progress) {
            this.spoken = 0;
            this.el.querySelector(".o_gift_names_review").hidden = true;
            this.showProgress(progress);
            this.el.querySelector(".o_gift_names_progress").scrollIntoView({ block: "center" });
            await this.poll();
        }
    }
}

registry.category("public.interactions").add("gift_personalization.names", GiftNames);
