import { loadBundle } from "@web/core/assets";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { Interaction } from "@web/public/interaction";

const BUNDLE = "gift_loyalty.assets_chat";
const LIVECHAT = "im_livechat.livechat";
const OPENED = "gift_chat_opened";
const DAY_MS = 24 * 3600 * 1000;

/** Fetches the chat's code. Its styles live in the chat itself, so none come to the page. */
function loadChat() {
    return loadBundle(BUNDLE, { css: false });
}

/** Returns the service of that name as soon as it runs. */
function whenThere(env, name) {
    return new Promise((resolve) => {
        const look = () => {
            if (env.services[name]) {
                env.bus.removeEventListener("SERVICES-LOADED", look);
                resolve(env.services[name]);
            }
        };
        env.bus.addEventListener("SERVICES-LOADED", look);
        look();
    });
}

/**
 * The button of the chat: the code comes with the first click. Who has opened the chat within a day
 * gets it on the next pages as well, so that a conversation goes on. Without a script, or when the
 * chat cannot be reached, the button leads to the contact form.
 */
export class GiftChatButton extends Interaction {
    static selector = ".o_gift_chat";
    dynamicContent = {
        _root: {
            "t-on-click.prevent": this.onClick,
            "t-att-aria-busy": () => (this.isLoading ? "true" : "false"),
            "t-att-hidden": () => this.isThere,
        },
    };

    setup() {
        this.isLoading = false;
        this.isThere = !session.livechatData?.can_load_livechat; // nobody would answer
    }

    start() {
        if (this.isThere) {
            return;
        }
        whenThere(this.env, LIVECHAT).then(() => this.giveWay());
        if (Number(browser.localStorage.getItem(OPENED)) > Date.now() - DAY_MS) {
            loadChat().catch(() => {});
        }
    }

    /** The chat has a button of its own. */
    giveWay() {
        this.isThere = true;
        this.updateContent();
    }

    async onClick() {
        if (this.isLoading) {
            return;
        }
        this.isLoading = true;
        try {
            await this.waitFor(loadChat());
            const livechat = await this.waitFor(whenThere(this.env, LIVECHAT));
            browser.localStorage.setItem(OPENED, Date.now());
            await this.waitFor(this.open(livechat));
        } catch {
            this.services.notification.add(
                _t("The chat cannot be reached now. Please write to us by the form."),
                { type: "warning" }
            );
            this.isLoading = false;
            window.location.href = this.el.href;
        }
        this.isLoading = false;
    }

    /** Goes on with the conversation that is open, or begins one. */
    async open(livechat) {
        const store = this.env.services["mail.store"];
        await store.isReady;
        // Who answers: it is asked for when the code starts, and might not be there yet.
        await store.fetchStoreData("init_livechat", livechat.options.channel_id, {
            readonly: false,
        });
        const [running] = store.activeLivechats;
        await (running ? running.openChatWindow({ focus: true }) : livechat.open());
    }
}

/** Chats without the light button come with the page, as Odoo has it. */
export const giftChatService = {
    start() {
        const { can_load_livechat: isOpen, options } = session.livechatData ?? {};
        if (isOpen && !options?.gift_is_light) {
            loadChat();
        }
    },
};

registry.category("public.interactions").add("gift_loyalty.chat", GiftChatButton);
registry.category("services").add("gift_loyalty.chat", giftChatService);
