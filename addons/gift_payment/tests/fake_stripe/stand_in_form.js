/* The card form of the stand-in for Stripe's script, served by the fake Stripe only. */
(function () {
    "use strict";

    const TITLE = "Test card form of the fake payment server, no real money";
    const STYLE = `
        .fake-stripe { border: 1px solid #9ca3af; border-radius: .375rem; padding: .75rem;
            margin: 0; min-inline-size: 0; background: #fff; color: #111827; text-align: start; }
        .fake-stripe legend { float: inline-start; width: 100%; padding: 0; margin: 0 0 .5rem;
            font-size: .8125rem; line-height: 1.3; font-weight: 400; color: #92400e; }
        .fake-stripe-row { clear: both; display: flex; flex-wrap: wrap; gap: .75rem; }
        .fake-stripe-field { flex: 1 1 8rem; min-width: 0; margin-block-end: .5rem; }
        .fake-stripe label { display: block; margin: 0 0 .25rem; font-size: .875rem; }
        .fake-stripe input { display: block; width: 100%; box-sizing: border-box; font: inherit;
            font-size: 1rem; min-height: 2.75rem; padding: .375rem .625rem; color: inherit;
            background: #fff; border: 1px solid #6b7280; border-radius: .375rem; }
        .fake-stripe input:focus-visible { outline: 3px solid #2563eb; outline-offset: 1px; }
        .fake-stripe input[aria-invalid="true"] { border-color: #b91c1c; }
        .fake-stripe-error { margin: .25rem 0 0; color: #b91c1c; font-size: .875rem; }
        .fake-stripe-error:empty { display: none; }
        .fake-stripe-note { clear: both; margin: 0; font-size: .875rem; }`;
    let count = 0;

    const problem = (message, code) => ({ type: "validation_error", code, message });

    const FIELDS = {
        card: [
            ["number", "Card number", "cc-number", "1234 1234 1234 1234", 23],
            ["expiry", "Expiry (MM / YY)", "cc-exp", "MM / YY", 9],
            ["cvc", "Security code", "cc-csc", "CVC", 4],
        ],
        sepa_debit: [["iban", "IBAN", "off", "DE00 0000 0000 0000 0000 00", 42]],
    };

    function tag(name, attributes, ...children) {
        const node = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) {
            node.setAttribute(key, value);
        }
        node.append(...children);
        return node;
    }

    function luhn(number) {
        let sum = 0;
        [...number].reverse().forEach((digit, place) => {
            const value = Number(digit) * (place % 2 ? 2 : 1);
            sum += value > 9 ? value - 9 : value;
        });
        return sum % 10 === 0;
    }

    function isPast(month, year) {
        const now = new Date();
        return year * 12 + month < now.getFullYear() * 12 + now.getMonth() + 1;
    }

    const CHECKS = {
        number(text) {
            const number = text.replace(/[\s-]/g, "");
            if (!/^\d{13,19}$/.test(number)) {
                return problem("Your card number is incomplete.", "incomplete_number");
            }
            return luhn(number) ? null : problem("Your card number is invalid.", "invalid_number");
        },
        expiry(text) {
            const found = /^\s*(\d{1,2})\s*\/?\s*(\d{2}|\d{4})\s*$/.exec(text);
            const month = found ? Number(found[1]) : 0;
            if (month < 1 || month > 12) {
                const message = "Your card's expiration date is incomplete.";
                return problem(message, "incomplete_expiry");
            }
            const year = Number(found[2]) % 100 + 2000;
            const message = "Your card's expiration date is in the past.";
            return isPast(month, year) ? problem(message, "invalid_expiry_year_past") : null;
        },
        cvc: (text) => /^\d{3,4}$/.test(text.trim())
            ? null : problem("Your card's security code is incomplete.", "incomplete_cvc"),
        iban: (text) => /^[A-Za-z]{2}[\dA-Za-z]{13,32}$/.test(text.replace(/\s/g, ""))
            ? null : problem("Your IBAN is incomplete.", "incomplete_iban"),
    };

    class Listeners {
        constructor() {
            this.listeners = [];
        }
        on(name, listener) {
            this.listeners.push([name, listener]);
            return this;
        }
        once(name, listener) {
            const first = (event) => {
                this.off(name, first);
                listener(event);
            };
            return this.on(name, first);
        }
        off(name, listener) {
            this.listeners = this.listeners.filter(
                ([one, other]) => one !== name || (listener && other !== listener)
            );
            return this;
        }
        tell(name, event) {
            this.listeners.filter(([one]) => one === name).forEach(([, act]) => act(event));
        }
    }

    class PaymentElement extends Listeners {
        constructor(elements, kind, options = {}) {
            super();
            Object.assign(this, { elements, kind, options, inputs: {}, errors: {} });
        }
        get method() {
            return (this.elements.options.paymentMethodTypes || ["card"])[0];
        }
        mount(target) {
            const place = typeof target === "string" ? document.querySelector(target) : target;
            if (!place) {
                throw new Error(`Element.mount: there is no ${target} in the page.`);
            }
            this.unmount();
            if (this.kind === "payment") {
                place.replaceChildren(this.draw());
            }
            setTimeout(() => this.tell("ready", { elementType: this.kind }));
        }
        draw() {
            this.inputs = {};
            this.errors = {};
            const fields = FIELDS[this.method] || [];
            const rows = fields.length
                ? [tag("div", { class: "fake-stripe-row" }, ...fields.map((one) => this.field(one)))]
                : [tag("p", { class: "fake-stripe-note" },
                    "After you submit, you are sent to a test bank to confirm the payment.")];
            this.node = tag("fieldset", {
                class: "fake-stripe", lang: "en", dir: "ltr", "data-fake-stripe": this.method,
            }, tag("style", {}, STYLE), tag("legend", {}, TITLE), ...rows);
            return this.node;
        }
        field([name, label, autocomplete, placeholder, maxlength]) {
            const id = `fake_stripe_${name}_${++count}`;
            const input = tag("input", {
                id, type: "text", autocomplete, placeholder, maxlength, "data-fake-stripe": name,
                inputmode: name === "iban" ? "text" : "numeric", "aria-describedby": `${id}_error`,
                "aria-required": "true", spellcheck: "false",
            });
            const error = tag("p", {
                id: `${id}_error`, class: "fake-stripe-error", role: "alert",
                "data-fake-stripe-error": name,
            });
            this.inputs[name] = input;
            this.errors[name] = error;
            input.addEventListener("input", () => this.changed(name));
            input.addEventListener("focus", () => this.tell("focus", { elementType: this.kind }));
            // Nothing is said on leaving a field: the page would move under a click on its button.
            input.addEventListener("blur", () => this.tell("blur", { elementType: this.kind }));
            // Stripe's inputs stand in a frame of their own: Enter never submits the shop's form.
            input.addEventListener("keydown", (ev) => ev.key === "Enter" && ev.preventDefault());
            return tag("div", {
                class: "fake-stripe-field", style: name === "number" ? "flex-basis: 100%" : "",
            }, tag("label", { for: id }, label), input, error);
        }
        changed(name) {
            const problems = Object.keys(this.inputs).map((one) => this.problem(one));
            if (!this.problem(name)) {
                this.show(name, null);
            }
            this.tell("change", {
                elementType: this.kind, collapsed: false, value: { type: this.method },
                empty: Object.values(this.inputs).every((input) => !input.value),
                complete: problems.every((one) => !one),
            });
        }
        problem(name) {
            return CHECKS[name](this.inputs[name].value);
        }
        show(name, error) {
            this.inputs[name].setAttribute("aria-invalid", error ? "true" : "false");
            this.errors[name].textContent = error ? error.message : "";
        }
        validate() {
            const names = Object.keys(this.inputs);
            names.forEach((name) => this.show(name, this.problem(name)));
            const wrong = names.find((name) => this.problem(name));
            if (wrong) {
                this.inputs[wrong].focus();
            }
            return wrong ? this.problem(wrong) : null;
        }
        data() {
            const given = (this.options.defaultValues || {}).billingDetails || {};
            const data = { type: this.method, billing_details: given };
            if (this.method === "card") {
                const [month, year] = this.inputs.expiry.value.match(/^\s*\d{1,2}|\d{2}\s*$/g);
                data.card = {
                    number: this.inputs.number.value.replace(/[\s-]/g, ""),
                    exp_month: Number(month), exp_year: 2000 + Number(year),
                    cvc: this.inputs.cvc.value.trim(),
                };
            } else if (this.method === "sepa_debit") {
                data.sepa_debit = { iban: this.inputs.iban.value.replace(/\s/g, "") };
            }
            return data;
        }
        unmount() {
            if (this.node) {
                this.node.remove();
                this.node = null;
            }
        }
        destroy() {
            this.unmount();
            this.elements.made = this.elements.made.filter((one) => one !== this);
        }
        update(options) {
            Object.assign(this.options, options);
        }
        focus() {
            const first = Object.values(this.inputs)[0];
            if (first) {
                first.focus();
            }
        }
        clear() {
            Object.values(this.inputs).forEach((input) => (input.value = ""));
        }
    }

    class Elements extends Listeners {
        constructor(options = {}) {
            super();
            this.options = { ...options };
            this.made = [];
            this.submitted = false;
        }
        create(kind, options) {
            if (this.made.some((one) => one.kind === kind)) {
                throw new Error(`Can only create one Element of type ${kind}.`);
            }
            const element = new PaymentElement(this, kind, options);
            this.made.push(element);
            return element;
        }
        getElement(kind) {
            return this.made.find((one) => one.kind === kind) || null;
        }
        update(options) {
            Object.assign(this.options, options);
            this.submitted = false;
        }
        async submit() {
            const element = this.getElement("payment");
            const error = element && element.validate();
            this.submitted = !error;
            return error ? { error } : { selectedPaymentMethod: element.method };
        }
    }

    window.fakeStripeForm = { Elements, Listeners };
})();
