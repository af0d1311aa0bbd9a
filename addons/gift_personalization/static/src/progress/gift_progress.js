import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const POLL_MS = 60_000;
const WAIT_MS = 200;
const SMALL_PARTS = ".o_gift_now, .o_gift_timeline, #gift_promise";
const FIELDS = "input:not([type=hidden]):not([readonly]), textarea, select";

/** What is drawn, without what differs from one answer to the next. */
function getContent(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("input[name=csrf_token]").forEach((field) => field.remove());
    copy.querySelectorAll("details").forEach((details) => details.removeAttribute("open"));
    return copy.innerHTML.trim();
}

function isChanged(field) {
    if (field.matches("[type=checkbox], [type=radio]")) {
        return field.checked !== field.defaultChecked;
    }
    if (field.matches("select")) {
        return [...field.options].some((option) => option.selected !== option.defaultSelected);
    }
    return field.value !== field.defaultValue;
}

/**
 * Keeps the open page of an order up to date. The bus says that something has changed, the page
 * fetches its part again. Without the bus it asks when it is looked at, and now and then.
 */
export class GiftProgress extends Interaction {
    static selector = "#gift_progress[data-channel]";
    dynamicContent = {
        _root: { "t-on-focusout": this.debounced(this.showLater, WAIT_MS) },
        _document: { "t-on-visibilitychange": this.onVisible },
        _window: { "t-on-focus": this.onVisible },
    };

    setup() {
        this.update = this.debounced(this.fetchPart, WAIT_MS);
        this.status = document.createElement("p");
        this.status.className = "visually-hidden";
        this.status.setAttribute("role", "status");
    }

    start() {
        this.insert(this.status, this.el, "afterend");
        this.listen();
        const poll = setInterval(() => !this.isConnected && this.onVisible(), POLL_MS);
        this.registerCleanup(() => clearInterval(poll));
    }

    listen() {
        const bus = this.services.bus_service;
        const orderId = parseInt(this.el.dataset.order);
        const onNews = (news) => news.order_id === orderId && this.update();
        const states = {
            "BUS:CONNECT": () => (this.isConnected = true),
            "BUS:RECONNECT": () => {
                this.isConnected = true;
                this.update(); // what was said meanwhile
            },
            "BUS:DISCONNECT": () => (this.isConnected = false),
        };
        for (const [name, listener] of Object.entries(states)) {
            this.addListener(bus, name, listener);
        }
        bus.subscribe("gift_progress", onNews);
        bus.addChannel(this.el.dataset.channel);
        this.registerCleanup(() => {
            bus.unsubscribe("gift_progress", onNews);
            bus.deleteChannel(this.el.dataset.channel);
        });
    }

    onVisible() {
        if (document.visibilityState === "visible") {
            this.update();
        }
    }

    async fetchPart() {
        let html;
        try {
            const answer = await this.waitFor(fetch(this.el.dataset.url));
            html = answer.ok ? await this.waitFor(answer.text()) : "";
        } catch {
            return; // the next news or look asks again
        }
        const answered = new DOMParser().parseFromString(html, "text/html");
        const fresh = answered.querySelector("#gift_progress");
        if (fresh && getContent(fresh) !== getContent(this.el)) {
            this.show(fresh);
        }
    }

    /** Returns whether the customer is filling something in: it must not vanish. */
    isInUse() {
        const fields = [...this.el.querySelectorAll(FIELDS)];
        return fields.some((field) => field === document.activeElement || isChanged(field));
    }

    showLater() {
        if (this.waiting && !this.isInUse()) {
            this.show(this.waiting);
        }
    }

    show(fresh) {
        this.tell(fresh);
        this.waiting = null;
        if (this.isInUse()) {
            this.waiting = fresh.cloneNode(true);
            this.showSmallParts(fresh);
            return;
        }
        const open = this.getOpen();
        const focused = this.getFocusKey(document.activeElement);
        this.el.replaceChildren(...fresh.childNodes); // written by our own template
        this.getDetails().forEach((details, index) => (details.open = open[index] || false));
        this.restoreFocus(focused);
        this.services["public.interactions"].startInteractions(this.el);
    }

    showSmallParts(fresh) {
        const old = this.el.querySelectorAll(SMALL_PARTS);
        const parts = fresh.querySelectorAll(SMALL_PARTS);
        if (old.length === parts.length) {
            old.forEach((part, index) => part.replaceWith(parts[index]));
        }
    }

    getDetails() {
        return [...this.el.querySelectorAll("details")];
    }

    getOpen() {
        return this.getDetails().map((details) => details.open);
    }

    getFocusKey(element) {
        const isHere = element && element !== this.el && this.el.contains(element);
        return isHere ? `${element.tagName} ${element.textContent.trim()}` : "";
    }

    restoreFocus(key) {
        const found = [...this.el.querySelectorAll("a, button, summary")].find(
            (element) => key && this.getFocusKey(element) === key
        );
        found?.focus({ preventScroll: true });
    }

    /** Tells a screen reader which gifts have gone on. */
    tell(fresh) {
        const read = (root) =>
            new Map(
                [...root.querySelectorAll(".o_gift_now")].map((now, index) => [
                    index,
                    `${now.dataset.gift}: ${now.textContent.trim()}`,
                ])
            );
        const before = read(this.el);
        const news = [...read(fresh)].filter(([index, text]) => before.get(index) !== text);
        const texts = news.map(([, text]) => text);
        this.status.textContent = texts.join(". ") || _t("Your order's page has changed.");
    }
}

registry.category("public.interactions").add("gift_personalization.progress", GiftProgress);
