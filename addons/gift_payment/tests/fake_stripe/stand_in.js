/* Stand-in for Stripe's script, served by the fake Stripe only. It moves no real money. */
(function () {
    "use strict";

    const { Elements, Listeners } = window.fakeStripeForm;
    delete window.fakeStripeForm;
    const BASE = new URL(document.currentScript.src).origin;

    // === The API ===

    function flat(value, name, into) {
        if (value && typeof value === "object") {
            for (const [key, item] of Object.entries(value)) {
                flat(item, name ? `${name}[${key}]` : key, into);
            }
        } else if (value !== undefined && value !== null) {
            into.append(name, value);
        }
        return into;
    }

    async function call(method, path, params) {
        const form = flat(params, "", new URLSearchParams());
        const url = `${BASE}/v1/${path}`;
        try {
            const response = await (method === "GET"
                ? fetch(`${url}?${form}`)
                : fetch(url, { method, body: form }));
            return await response.json();
        } catch {
            const message = "We are experiencing issues connecting to our payments provider. "
                + "You have not been charged. Please check your internet connection and try again.";
            return { error: { type: "api_connection_error", message } };
        }
    }

    const isSetup = (secret) => secret.startsWith("seti_");
    const idOf = (secret) => secret.split("_secret_")[0];
    const pathOf = (secret) =>
        `${isSetup(secret) ? "setup_intents" : "payment_intents"}/${idOf(secret)}`;

    // === Confirming ===

    const automatic = (name, value) =>
        name === "capture_method" && value === "automatic_async" ? "automatic" : value || null;

    /* What the form was told must be what the shop asked Stripe for, or Stripe refuses it. */
    function mismatch(options, intent) {
        const said = {
            amount: options.amount, currency: options.currency,
            capture_method: options.captureMethod,
            setup_future_usage: options.setupFutureUsage || null,
        };
        const asked = isSetup(intent.client_secret) || options.mode !== "payment" ? {} : intent;
        const wrong = Object.keys(said).find(
            (name) => name in asked && said[name] !== undefined
                && automatic(name, asked[name]) !== automatic(name, said[name])
        );
        const types = options.paymentMethodTypes;
        if (!wrong && types && !types.every((one) => intent.payment_method_types.includes(one))) {
            return "The payment_method_types of the form do not match those of the intent.";
        }
        return wrong && `The provided ${wrong} (${said[wrong]}) does not match the ${wrong} `
            + `(${asked[wrong]}) of the intent.`;
    }

    function goOn(intent, returnUrl, stay) {
        const next = intent.next_action && intent.next_action.redirect_to_url;
        const noun = intent.object;
        if (!next && stay) {
            return { [noun === "setup_intent" ? "setupIntent" : "paymentIntent"]: intent };
        }
        const url = new URL(next ? next.url : returnUrl);
        if (!next) {
            url.searchParams.set(noun, intent.id);
            url.searchParams.set(`${noun}_client_secret`, intent.client_secret);
            url.searchParams.set("redirect_status", "succeeded");
        }
        window.location.assign(url);
        return new Promise(() => {}); // the page is left
    }

    async function confirm(key, { elements, clientSecret, confirmParams = {}, redirect }) {
        const element = elements && elements.getElement("payment");
        const wrong = element && element.validate();
        if (wrong) {
            return { error: wrong };
        }
        if (element && elements.options.mode && !elements.submitted) {
            throw new Error("elements.submit() must be called before the payment is confirmed.");
        }
        if (redirect !== "if_required" && !confirmParams.return_url) {
            throw new Error("confirmParams.return_url is needed.");
        }
        const seen = await call("GET", pathOf(clientSecret), { key, client_secret: clientSecret });
        const message = !seen.error && element && mismatch(elements.options, seen);
        if (seen.error || message) {
            return { error: seen.error || { type: "invalid_request_error", message } };
        }
        const answer = await call("POST", `${pathOf(clientSecret)}/confirm`, {
            key, client_secret: clientSecret, return_url: confirmParams.return_url,
            payment_method: confirmParams.payment_method,
            payment_method_data: element ? element.data() : undefined,
        });
        return answer.error
            ? answer : goOn(answer, confirmParams.return_url, redirect === "if_required");
    }

    class PaymentRequest extends Listeners {
        constructor(options) {
            super();
            this.options = options;
        }
        async canMakePayment() {
            return null; // the fake has no wallets
        }
        update(options) {
            Object.assign(this.options, options);
        }
        isShowing() {
            return false;
        }
        show() {}
        abort() {}
    }

    function Stripe(key, options = {}) {
        if (!/^pk_test_/.test(key || "")) {
            throw new Error("The fake payment server takes a key that starts with pk_test_.");
        }
        const retrieve = async (noun, secret) => {
            const found = await call("GET", pathOf(secret), { key, client_secret: secret });
            return found.error ? found : { [noun]: found };
        };
        const handle = async (secret) => {
            const found = await call("GET", pathOf(secret), { key, client_secret: secret });
            return found.error ? found : goOn(found, "", true);
        };
        return {
            options,
            elements: (given) => new Elements(given),
            confirmPayment: (given) => confirm(key, given),
            confirmSetup: (given) => confirm(key, given),
            async confirmCardPayment(clientSecret, data = {}, { handleActions = true } = {}) {
                const answer = await call("POST", `${pathOf(clientSecret)}/confirm`, {
                    key, client_secret: clientSecret, ...data,
                });
                if (answer.error || !handleActions) {
                    return answer.error ? answer : { paymentIntent: answer };
                }
                return goOn(answer, "", true);
            },
            handleNextAction: ({ clientSecret }) => handle(clientSecret),
            handleCardAction: handle,
            retrievePaymentIntent: (secret) => retrieve("paymentIntent", secret),
            retrieveSetupIntent: (secret) => retrieve("setupIntent", secret),
            async createPaymentMethod({ elements }) {
                const element = elements.getElement("payment");
                const error = element.validate();
                const made = error
                    ? { error } : await call("POST", "payment_methods", { key, ...element.data() });
                return made.error ? made : { paymentMethod: made };
            },
            paymentRequest: (given) => new PaymentRequest(given),
            registerAppInfo() {},
        };
    }

    Stripe.version = "fake";
    window.Stripe = Stripe;
})();
