/**
 * What the guard says, beside the fields and above them.
 *
 * Each zone gets a `gift-findings` event with its visible findings, so that other interactions can
 * add to them (a button that mends a finding, for example).
 */
export class DesignerFindings {
    constructor(form) {
        this.form = form;
        this.summary = form.querySelector(".o_gift_summary");
        this.touched = new Set();
        this.attempted = false;
        this.isListing = false;
        this.all = [];
    }

    set(findings) {
        this.all = findings;
        this.show();
        const errors = this.getErrors();
        if (this.isListing && errors.length) {
            this.listErrors();
        } else {
            this.hideSummary();
        }
    }

    /** Returns what to show: an empty required field is told once it was left or asked for. */
    getVisible(key) {
        return this.all.filter(
            ({ zone, code }) =>
                zone === key && (code !== "required" || this.attempted || this.touched.has(key))
        );
    }

    getErrors() {
        return this.all.filter(({ severity }) => severity === "error");
    }

    show() {
        for (const zone of this.form.querySelectorAll(".o_gift_zone")) {
            const findings = this.getVisible(zone.dataset.zone);
            zone.dispatchEvent(new CustomEvent("gift-findings", { detail: findings }));
            this.showInZone(zone, findings);
        }
    }

    showInZone(zone, findings) {
        const hasError = findings.some(({ severity }) => severity === "error");
        const message = zone.querySelector(".o_gift_message");
        const text = findings.map((finding) => finding.message).join("\n");
        if (message.textContent !== text) {
            message.textContent = text;
        }
        message.classList.toggle("o_gift_is_error", hasError);
        message.classList.toggle("o_gift_is_warning", Boolean(findings.length) && !hasError);
        const field = getField(zone);
        if (field) {
            field.classList.toggle("is-invalid", hasError);
            field.setAttribute("aria-invalid", hasError ? "true" : "false");
        }
    }

    // === ABOVE THE FORM === //

    showSummary(messages, kind = "danger") {
        this.isListing = false;
        this.summary.textContent = messages.join("\n");
        this.summary.classList.remove("d-none", "alert-info", "alert-danger");
        this.summary.classList.add(`alert-${kind}`);
    }

    /** Lists what must be mended; the list follows the entries until all is well. */
    listErrors() {
        this.showSummary(this.getErrors().map((error) => error.message));
        this.isListing = true;
    }

    hideSummary() {
        this.isListing = false;
        if (this.summary.classList.contains("alert-danger")) {
            this.summary.classList.add("d-none");
            this.summary.textContent = "";
        }
    }
}

/** Returns the field of a zone that is named by its label. */
export function getField(zone) {
    return zone.querySelector(".o_gift_input, .o_gift_file, .o_gift_clipart_toggle");
}
